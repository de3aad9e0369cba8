"""The parts themselves: pinned, complete, and refused when they are not what was pinned."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import tarfile
from typing import TYPE_CHECKING

import pytest

from tests.interop.npm import program, unpack, wanted

if TYPE_CHECKING:
    from pathlib import Path


def packed(folder: Path, name: str) -> tuple[Path, str]:
    """Make a packed part with one file, and say its integrity."""
    path = folder / "part.tgz"
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 5
        archive.addfile(entry, io.BytesIO(b"value"))
        archive.addfile(tarfile.TarInfo("package/link"), None)
    return path, "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


def test_every_part_is_pinned_exactly() -> None:
    for name, version, integrity in wanted():
        assert re.fullmatch(r"[@a-z0-9./-]+", name)
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert len(base64.b64decode(integrity.removeprefix("sha512-"), validate=True)) == 64


def test_a_part_with_the_right_digest_is_laid_out(tmp_path: Path) -> None:
    unpack(*packed(tmp_path, "package/dist/index.js"), tmp_path / "made")
    assert (tmp_path / "made" / "dist" / "index.js").read_bytes() == b"value"


def test_a_part_with_another_digest_is_refused(tmp_path: Path) -> None:
    path, integrity = packed(tmp_path, "package/index.js")
    path.write_bytes(path.read_bytes() + b"\x00")
    with pytest.raises(pytest.fail.Exception, match="not the one in"):
        unpack(path, integrity, tmp_path / "made")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("name", ["index.js", "/index.js", "package/../../index.js"])
def test_a_part_that_leaves_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(AssertionError):
        unpack(*packed(tmp_path, name), tmp_path / "made")


def test_a_missing_program_fails_with_what_to_do() -> None:
    with pytest.raises(pytest.fail.Exception, match="apt-get install nothing-real"):
        program("no-such-program-anywhere", "nothing-real")
