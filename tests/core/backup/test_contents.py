"""What of a data folder a backup keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.core.backup.contents import data_files

if TYPE_CHECKING:
    from pathlib import Path


def test_what_can_be_made_again_is_not_kept(tmp_path: Path) -> None:
    for name in ("files/ab/one.age", "derived/library/1/meta.json", "keys/unlock", "node.json", "db.sqlite3", "a.log"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [one.relative_to(tmp_path).as_posix() for one in data_files(tmp_path)] == ["files/ab/one.age"]
