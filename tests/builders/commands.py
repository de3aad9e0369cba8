"""Running `comity` as another process: a program that begins from nothing, or forked from one that has loaded it.

Both have an environment, three streams and an exit code of their own. To begin costs up to two seconds of processor, so
each command is begun from nothing once or twice, and forked for all its other answers.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from tests.builders.mother import Mother

Done = subprocess.CompletedProcess[bytes]
PATIENCE = 120.0


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a command: none of the tests' own node, English unless `more` says another language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_"))}
    return {**kept, "LC_ALL": "C.UTF-8", **more}


def begun(*arguments: object, stdin: bytes = b"", module: str = "comity.cli", **env: str) -> Done:
    """Run the program as a shell does, to its end."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env=environment(**env))


def forked(*arguments: object, stdin: bytes = b"", node: Path | None = None, **env: str) -> Done:
    """Run a command to its end in a process forked from one that has loaded it, and has entered `node` if one is given.

    Raises:
        subprocess.TimeoutExpired: for one that does not end.
    """
    given = [str(one) for one in arguments]
    with tempfile.TemporaryDirectory(prefix="comity-tests-") as name:
        folder = Path(name)
        for stream, content in (("stdin", stdin), ("stdout", b""), ("stderr", b"")):
            (folder / stream).write_bytes(content)
        asked = {"arguments": given, "env": environment(**env)}
        (folder / "asked").write_text(json.dumps(asked), "utf-8")
        mother = _mother(node)
        pid = mother.start(os.devnull, name)
        end = time.monotonic() + PATIENCE
        while (code := mother.poll(pid)) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(given, PATIENCE)
            time.sleep(0.01)
        return Done(given, code, (folder / "stdout").read_bytes(), (folder / "stderr").read_bytes())


@cache
def _mother(node: Path | None) -> Mother:
    mother = Mother("tests.builders.forked", environment() if node is None else environment(COMITY_DATA=str(node)))
    atexit.register(mother.end)  # when nothing more can be asked
    return mother
