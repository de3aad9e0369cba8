"""The processes of a node under faults: its server, and the background side that forks all others."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, ClassVar

from comity.cli.processes import WATCH, Child

ROOT = Path(__file__).resolve().parents[2]


def clean_env() -> dict[str, str]:
    """Return the environment without what the test run set for its own node."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_"))}


class Member:
    """The background side of a node: forks workers and putters, which may be killed (see `tests.chaos.member`)."""

    loaded: ClassVar[dict[str, Member]] = {}  # those of this process, by node

    def __init__(self, folder: Path) -> None:
        self._lock, self._is_ready = threading.Lock(), False
        with folder.with_name(f"{folder.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.member", str(folder)],
                cwd=ROOT, env=clean_env() | {WATCH: "1"}, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
            )  # fmt: skip

    def wait_ready(self) -> None:
        """Wait until it has loaded the node."""
        assert self._process.stdout is not None
        if not self._is_ready:
            answer = self._process.stdout.readline()
            assert json.loads(answer or "{}").get("ready"), "a member did not start: see its log"
            self._is_ready = True

    def ask(self, **order: Any) -> dict[str, Any]:
        """Tell it something and return what it says."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def start(self, do: str, **order: Any) -> int:
        """Fork a process and return its id."""
        return int(self.ask(do=do, **order)["pid"])

    def poll(self, pid: int) -> int | None:
        """Return how a process ended, or None while it runs."""
        status = self.ask(do="poll", pid=pid)["status"]
        return None if status is None else int(status)

    def kill(self, pid: int) -> int:
        """End a process by SIGKILL and return how it ended."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return int(self.ask(do="wait", pid=pid)["status"])

    def close(self) -> None:
        """End it and everything it forked."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


class Program(Child):
    """A server as anybody starts it: the program is loaded anew."""

    def kill(self) -> None:
        """End it and everything it started by SIGKILL."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Forked(Child):
    """A server that the member forked: the same command in a process of its own, but what is loaded stays loaded."""

    def __init__(self, name: str, member: Member, pid: int, *, log: Path) -> None:
        self.name, self.pid, self.log, self._member, self._ended = name, pid, log, member, False

    def alive(self) -> bool:
        """Say whether it still runs."""
        self._ended = self._ended or self._member.poll(self.pid) is not None
        return not self._ended

    def kill(self) -> None:
        """End it and everything it started by SIGKILL."""
        for end in (os.killpg, os.kill):  # it may not lead its group yet
            with contextlib.suppress(ProcessLookupError):
                end(self.pid, signal.SIGKILL)
        if not self._ended:
            self._member.ask(do="wait", pid=self.pid)
