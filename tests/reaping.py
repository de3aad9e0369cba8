"""Run a command and wait for what it leaves behind as well, so that the time it used is known: see `tests.gate`.

`python -m tests.reaping COMMAND …` ends as the command ends. A browser's processes outlive whoever started them by a
moment; the kernel gives them to us (`PR_SET_CHILD_SUBREAPER`, Linux; elsewhere their time is not counted).
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 2.0  # seconds for what the command left behind; what still runs then is not waited for


def main(*command: str) -> int:
    """Run the command, reap everything that becomes ours, and return the command's exit code."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1)
    child = subprocess.Popen(command)
    while (ended := os.waitpid(-1, 0))[0] != child.pid:
        pass
    child.returncode = os.waitstatus_to_exitcode(ended[1])
    _reap_the_rest(time.monotonic() + PATIENCE)
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def _reap_the_rest(end: float) -> None:
    while time.monotonic() < end:
        try:
            pid, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            time.sleep(0.02)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
