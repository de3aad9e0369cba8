"""Does the volume under a folder encrypt what it stores? Read from what the kernel tells, without asking for rights."""

from __future__ import annotations

from pathlib import Path
from typing import Final

MOUNTS: Final = Path("/proc/self/mountinfo")
DEVICES: Final = Path("/sys/dev/block")
MEMORY: Final = {"tmpfs", "ramfs"}


def is_encrypted(folder: Path, *, mounts: Path = MOUNTS, devices: Path = DEVICES) -> bool | None:
    """Return True where dm-crypt lies under the volume (at any depth) or it is in memory, False where no encryption was
    found, None where the kernel does not tell. Encryption of the disk itself or below a virtual machine is not seen.
    """  # noqa: D205 (one sentence needs two lines)
    found = _mount_of(folder.resolve(), mounts)
    if found is None:
        return None
    number, kind = found
    if kind in MEMORY:
        return True
    device = devices / number
    if not device.exists():
        return None
    return _crypt_below(device.resolve(), devices, seen=set())


def _mount_of(folder: Path, mounts: Path) -> tuple[str, str] | None:
    """Return device number (`major:minor`) and kind of file system of the mount that holds `folder`."""
    best: tuple[int, str, str] | None = None
    try:
        lines = mounts.read_text("utf-8").splitlines()
    except OSError:
        return None
    for line in lines:
        fields, _, rest = line.partition(" - ")
        parts = fields.split()
        point = Path(parts[4].replace("\\040", " "))
        if folder.is_relative_to(point):
            depth = len(point.parts)
            if best is None or depth >= best[0]:  # a later mount covers an earlier one
                best = (depth, parts[2], rest.split()[0])
    return best[1:] if best else None


def _crypt_below(device: Path, devices: Path, seen: set[Path]) -> bool:
    """Follow partitions to their disk and mapped devices to those below them."""
    if device in seen or not device.is_dir():
        return False
    seen.add(device)
    uuid = device / "dm" / "uuid"
    if uuid.is_file() and uuid.read_text("ascii", "replace").startswith("CRYPT-"):
        return True
    slaves = device / "slaves"
    below = [one.resolve() for one in slaves.iterdir()] if slaves.is_dir() else []
    if (device / "partition").is_file():
        below.append(device.parent)
    return any(_crypt_below(one, devices, seen) for one in below)
