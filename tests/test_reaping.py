"""The time that a step of the gate used is that of all its processes, also of those it leaves behind."""

from __future__ import annotations

import os
import subprocess
import sys

BUSY = "import time\nwhile time.process_time() < 0.5: pass"
LEAVING = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BUSY!r}])"


def used_by(*command: str) -> tuple[int, float]:
    """Return how a command ended, and how many seconds of processor are known to have been used by it."""
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, used.ru_utime + used.ru_stime


def test_what_a_command_leaves_behind_is_counted() -> None:
    code, seconds = used_by(sys.executable, "-m", "tests.reaping", sys.executable, "-W", "ignore", "-c", LEAVING)
    assert code == 0
    assert seconds >= 0.5


def test_it_ends_as_the_command_ends() -> None:
    for end, expected in (("raise SystemExit(3)", 3), ("import os; os.kill(os.getpid(), 9)", 128 + 9)):
        assert used_by(sys.executable, "-m", "tests.reaping", sys.executable, "-c", end)[0] == expected
