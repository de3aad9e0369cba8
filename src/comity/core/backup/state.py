"""What a node remembers of its backups: small files in `state/` of its data folder, which no backup carries along."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from comity.core.backup.contents import STATE_FOLDER
from comity.core.keys import data_folder
from comity.kernel import strictjson
from comity.kernel.clock import from_wire, to_wire
from comity.kernel.errors import KernelError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

MADE: Final = "backup-made.json"
PROVED: Final = "backup-proved.json"
RESTORED: Final = "restored.json"
_LIMIT: Final = 64 * 1024


def write(name: str, *, at: datetime, folder: Path | None = None, **facts: Any) -> None:
    """Remember that something happened at `at`, in place of what was remembered before."""
    target = (folder or data_folder()) / STATE_FOLDER / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = target.with_suffix(".new")
    with new.open("wb") as file:
        file.write(strictjson.dumps({"at": to_wire(at), **facts}))
        file.flush()
        os.fsync(file.fileno())
    new.replace(target)


def read(name: str) -> dict[str, Any] | None:
    """Return what is remembered, `at` as a time; None when there is nothing, or nothing that can be read."""
    try:
        value = strictjson.loads_object((data_folder() / STATE_FOLDER / name).read_bytes(), limit=_LIMIT)
        return {**value, "at": from_wire(value.get("at"))}
    except (OSError, KernelError):
        return None


def forget(name: str) -> None:
    """Remember it no longer."""
    (data_folder() / STATE_FOLDER / name).unlink(missing_ok=True)
