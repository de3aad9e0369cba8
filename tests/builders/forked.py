"""What `tests.builders.mother` loads to fork commands: their modules, and a node where `COMITY_DATA` names one."""

from __future__ import annotations

import json
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

from comity.cli.entering import enter
from comity.cli.main import COMMANDS, run

ON_FILES = ("seal", "open", "keys", "verify", "law", "directory", "library")

for _name in ON_FILES:
    import_module(COMMANDS[_name])
if "COMITY_DATA" in os.environ:
    enter(Path(os.environ["COMITY_DATA"]))


def main(folder: str) -> None:
    """Run the command that `commands.forked` wrote down in `folder`; this process ends with its exit code."""
    asked = json.loads(Path(folder, "asked").read_text("utf-8"))
    os.environ.clear()
    os.environ.update(asked["env"])
    for number, (name, flags) in enumerate((("stdin", os.O_RDONLY), ("stdout", os.O_WRONLY), ("stderr", os.O_WRONLY))):
        handle = os.open(Path(folder, name), flags)
        if handle != number:  # where the mother's own was closed, the new one has its number already
            os.dup2(handle, number)
            os.close(handle)
    sys.stdin, sys.stdout, sys.stderr = (open(at, how) for at, how in ((0, "r"), (1, "w"), (2, "w")))  # noqa: PTH123, SIM115 (what Python does when it begins)
    sys.argv = ["comity", *asked["arguments"]]
    code = _code()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _code() -> int:
    """Run the program and return the code with which Python would end."""
    try:
        run()
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(end.code + "\n")
            return 1
        return end.code or 0
    except BaseException:  # noqa: BLE001 (told as Python tells it)
        traceback.print_exc()
        return 1
    return 0
