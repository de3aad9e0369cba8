"""What the kernel tells of volumes, with trees of our own in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.core.doctor.volume import is_encrypted


def tree(root: Path, *devices: tuple[str, str, str]) -> Path:
    """Make a /sys of devices: (number, name, what) with what `crypt`, `plain`, `part-of:x` or `over:x`."""
    (root / "dev").mkdir(parents=True)
    for number, name, what in devices:
        kind, _, other = what.partition(":")
        place = root / "block" / (f"{other}/{name}" if kind == "part-of" else name)
        place.mkdir(parents=True)
        (root / "dev" / number).symlink_to(place)
        if kind == "part-of":
            (place / "partition").write_text("1")
        if kind in {"crypt", "over"}:
            (place / "dm").mkdir()
            (place / "dm" / "uuid").write_text("CRYPT-LUKS2-abc" if kind == "crypt" else "LVM-abc")
            (place / "slaves").mkdir()
        if kind == "over":
            (place / "slaves" / other).symlink_to(root / "block" / other)
    return root / "dev"


def mounts(root: Path, *lines: tuple[str, str, str]) -> Path:
    text = "".join(f"36 35 {number} / {point} rw shared:1 - {kind} /dev/x rw\n" for number, point, kind in lines)
    (root / "mountinfo").write_text(text)
    return root / "mountinfo"


@pytest.mark.parametrize(
    ("what", "expected"), [("plain", False), ("crypt", True), ("over:vda", False), ("over:dm-9", True)]
)
def test_volume_is_encrypted_where_dm_crypt_lies_below(tmp_path: Path, what: str, expected: bool):
    base = [("254:0", "vda", "plain"), ("253:9", "dm-9", "crypt")]
    devices = tree(tmp_path / "sys", *base, ("253:0", "dm-0", what))
    table = mounts(tmp_path, ("254:0", "/", "ext4"), ("253:0", str(tmp_path), "ext4"))
    assert is_encrypted(tmp_path / "node", mounts=table, devices=devices) is expected


def test_partition_of_an_encrypted_disk_is_encrypted(tmp_path: Path):
    devices = tree(tmp_path / "sys", ("253:0", "dm-0", "crypt"), ("253:1", "p1", "part-of:dm-0"))
    assert is_encrypted(tmp_path, mounts=mounts(tmp_path, ("253:1", "/", "ext4")), devices=devices) is True


def test_memory_counts_and_what_the_kernel_hides_is_unknown(tmp_path: Path):
    devices = tree(tmp_path / "sys", ("254:0", "vda", "plain"))
    assert is_encrypted(tmp_path, mounts=mounts(tmp_path, ("0:30", "/", "tmpfs")), devices=devices) is True
    assert is_encrypted(tmp_path, mounts=mounts(tmp_path, ("0:99", "/", "overlay")), devices=devices) is None
    assert is_encrypted(tmp_path, mounts=tmp_path / "nothing", devices=devices) is None
    covered = mounts(tmp_path, ("0:30", "/", "tmpfs"), ("254:0", "/", "ext4"))
    assert is_encrypted(tmp_path, mounts=covered, devices=devices) is False


def test_this_machine_gives_an_answer():
    assert is_encrypted(Path.cwd()) in {True, False, None}
