"""What the processes of one test run share, in the folder of `tables`: made once by whichever of them asks first."""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from tests.builders.tables import shared_folder

if TYPE_CHECKING:
    from collections.abc import Callable


def once(name: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` gave to the first process of this run that asked for `name`; the others wait for it."""
    path = shared_folder() / name
    if not path.exists():
        with path.with_name(f"{name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                keep(name, make())
    return path.read_bytes()


@cache
def began() -> datetime:
    """Return when a process of this run asked for this first, whatever a test says of the time."""
    once("began", lambda: b"")
    return datetime.fromtimestamp((shared_folder() / "began").stat().st_mtime, UTC)


def found(name: str) -> bytes | None:
    """Return what another process kept under a name, if any did."""
    try:
        return (shared_folder() / name).read_bytes()
    except FileNotFoundError:
        return None


def keep(name: str, raw: bytes) -> bool:
    """Keep `raw`, whole or not at all; False where something was kept under this name before, which stays."""
    path = shared_folder() / name
    own = path.with_name(f"{name}.{os.getpid()}")
    own.write_bytes(raw)
    try:
        path.hardlink_to(own)
    except FileExistsError:
        return False
    finally:
        own.unlink()
    return True
