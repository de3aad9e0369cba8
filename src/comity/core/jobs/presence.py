"""Which workers live, as the kernel knows it: each holds a lock on a file of its own, and hears a bell beside it.

The lock goes with its process, however that ends, also with the machine. So a worker that starts can tell at once what
a dead one of the same data folder has left, and takes its leases back; without a lock nothing is ever taken back early.
The bell is a named pipe: whoever commits a job rings it, and the worker need not wait for its next look at the table.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import select
import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Self

import structlog

from comity.core.jobs.models import Job, JobState
from comity.core.keys import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

FOLDER = "workers"
BELL = ".bell"
LOCK = ".lock"
NAME_BYTES = 6

log = structlog.get_logger("comity.jobs")


def ring() -> None:
    """Wake every worker of this data folder; one that hears nothing looks by itself a little later."""
    for bell in _files(BELL):
        with suppress(OSError):  # nobody listens any more, or it rings already
            pipe = os.open(bell, os.O_WRONLY | os.O_NONBLOCK)
            try:
                os.write(pipe, b"!")
            finally:
                os.close(pipe)


class Presence:
    """One living worker: `name` begins the token of each of its leases. A folder that cannot be written is no error."""

    def __init__(self) -> None:
        self.name = ""
        self._lock: int | None = None
        self._bell: int | None = None

    def __enter__(self) -> Self:
        for _ in range(8):
            self.name = secrets.token_hex(NAME_BYTES)
            try:
                self._lock = _lock_new(_folder() / f"{self.name}{LOCK}")
            except OSError as error:
                log.warning("jobs.presence", error=type(error).__name__)
                return self
            if self._lock is not None:
                break
        with suppress(OSError):  # where pipes cannot be made, the table is looked at all the same
            bell = _folder() / f"{self.name}{BELL}"
            os.mkfifo(bell, 0o600)
            self._bell = os.open(bell, os.O_RDWR | os.O_NONBLOCK)
        return self

    def __exit__(self, *_error: object) -> None:
        for ending, handle in ((BELL, self._bell), (LOCK, self._lock)):
            if handle is not None:
                (_folder() / f"{self.name}{ending}").unlink(missing_ok=True)
                os.close(handle)

    def listen(self, seconds: float) -> None:
        """Wait until somebody rings, at most so long."""
        if self._bell is None:
            time.sleep(seconds)
            return
        if select.select([self._bell], [], [], seconds)[0]:
            with suppress(OSError):
                os.read(self._bell, 4096)

    def take_back(self, now: datetime) -> int:
        """Make due again what dead workers of this folder had under lease; return how many jobs."""
        freed = 0
        for path in _files(LOCK):
            name = path.name.removesuffix(LOCK)
            handle = _lock_dead(path) if name != self.name else None
            if handle is None:
                continue
            try:
                left = Job.objects.filter(state=JobState.RUNNING, lease__startswith=name)
                freed += left.update(lease_until=now - timedelta(seconds=1))
                path.with_suffix(BELL).unlink(missing_ok=True)
                path.unlink(missing_ok=True)
            finally:
                os.close(handle)
        if freed:
            log.info("jobs.taken_back", count=freed)
        return freed


def _folder() -> Path:
    return data_folder() / FOLDER


def _files(ending: str) -> Iterator[Path]:
    with suppress(OSError):
        yield from [path for path in _folder().iterdir() if path.name.endswith(ending)]


def _lock_new(path: Path) -> int | None:
    """Make and lock a file; None where another worker was quicker and took it for one that was left."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    if not os.fstat(handle).st_nlink:
        os.close(handle)
        return None
    return handle


def _lock_dead(path: Path) -> int | None:
    """Lock the file of a worker that is gone; None where it lives."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
