"""Processes that have loaded a module and fork themselves for each run of it.

Each run is a process of its own, which can be killed like any other; but what takes two seconds of processor, to load
a node, is done once for each node. The greater part of it hangs on no node, and is done once in a run: a mother is
forked from a process that has loaded the libraries and our pure layers and has not read what node it is.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.connection import Connection

FORKING = get_context("forkserver")
FORKING.set_forkserver_preload(["tests.builders.nodeless"])


class Mother:
    """One such process, in an environment of its own."""

    def __init__(self, module: str, env: Mapping[str, str]) -> None:
        self._module = module
        self._asking, answering = FORKING.Pipe()
        self._process = FORKING.Process(target=serve, args=(module, dict(env), answering), daemon=True)
        self._process.start()
        answering.close()

    def start(self, out: str, *arguments: str) -> int:
        """Run the module's `main` in a child that prints into the file `out`, and return its process id."""
        pid: int = self._ask("start", out, *arguments)
        return pid

    def poll(self, pid: int) -> int | None:
        """Return the exit code of a child, or None while it runs."""
        code: int | None = self._ask("poll", pid)
        return code

    def end(self) -> None:
        """End it, when none of its children runs any more."""
        self._asking.close()
        self._process.join()

    def _ask(self, *words: str | int) -> Any:
        self._asking.send(words)
        try:
            return self._asking.recv()
        except EOFError:
            raise RuntimeError(f"what loads {self._module} ended before it answered") from None


def serve(module: str, env: dict[str, str], answering: Connection) -> None:
    """Load the module and do what is asked, until nothing more can be asked."""
    os.environ.clear()
    os.environ.update(env)
    main = import_module(module).main
    while True:
        try:
            words = answering.recv()
        except EOFError:
            return
        match words:
            case ["start", out, *arguments]:
                answering.send(_start(main, out, arguments, answering))
            case ["poll", pid]:
                ended, status = os.waitpid(pid, os.WNOHANG)
                answering.send(os.waitstatus_to_exitcode(status) if ended else None)


def _connected() -> bool:
    """Say whether a connection to a database is open; where the module set no Django up there can be none."""
    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        return False
    from django.db import connections  # after the module, which sets Django up

    return any(one.connection is not None for one in connections.all(initialized_only=True))


def _start(main: Any, out: str, arguments: list[str], answering: Connection) -> int:
    if _connected() or threading.active_count() > 1:
        raise RuntimeError("two processes must share neither a connection nor a thread")
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        with Path(out).open("w", encoding="utf-8") as printed:
            answering.close()
            os.dup2(printed.fileno(), 1)
            main(*arguments)
            sys.stdout.flush()
        code = 0
    except BaseException:  # noqa: BLE001 (a child must never go on as its mother)
        traceback.print_exc()
    finally:
        os._exit(code)
