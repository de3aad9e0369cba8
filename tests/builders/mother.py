"""A process that has loaded a module and forks itself for each run of it: `python -m tests.builders.mother MODULE`.

Each child is a process of its own, which can be killed like any other; but what takes two seconds of processor, to load
a node, is done once. Reads one JSON list a line: `["start", out, argument …]` runs the module's `main` in a child that
prints into the file `out`, and answers its process id; `["poll", pid]` answers its exit code, or null while it runs.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any


def serve(module: str) -> None:
    """Load the module and do what is asked, until nothing more can be asked."""
    main = import_module(module).main
    for line in sys.stdin:
        match json.loads(line):
            case ["start", out, *arguments]:
                answer: Any = _start(main, out, arguments)
            case ["poll", pid]:
                ended, status = os.waitpid(pid, os.WNOHANG)
                answer = os.waitstatus_to_exitcode(status) if ended else None
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _connected() -> bool:
    """Say whether a connection to a database is open; where the module set no Django up there can be none."""
    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        return False
    from django.db import connections  # after the module, which sets Django up

    return any(one.connection is not None for one in connections.all(initialized_only=True))


def _start(main: Any, out: str, arguments: list[str]) -> int:
    if _connected() or threading.active_count() > 1:
        raise RuntimeError("two processes must share neither a connection nor a thread")
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        with Path(out).open("w", encoding="utf-8") as printed:
            sys.stdin.close()
            os.dup2(printed.fileno(), 1)
            main(*arguments)
            sys.stdout.flush()
        code = 0
    except BaseException:  # noqa: BLE001 (a child must never go on as its mother)
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1])
