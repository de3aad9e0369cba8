"""The index in a folder: a process that dies while it writes leaves what was there or what was to be, never half."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from comity.library.finding.asking import ask
from comity.library.finding.embedded import LAYOUT, Embedded
from comity.library.finding.entries import Entry
from comity.library.finding.indexes import IndexBusyError, Stored

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS, ENTRIES = 6, 40
# Writes all documents anew again and again, each time with another stamp and another word in every entry.
WRITER = f"""
import sys
from pathlib import Path
from comity.library.finding.embedded import Embedded
from comity.library.finding.entries import Entry
from comity.library.finding.indexes import Stored
index = Embedded(Path(sys.argv[1]))
for stamp in range(int(sys.argv[2]), 10**6):
    index.store([
        Stored(f"d{{at}}", str(stamp), tuple(
            Entry(f"d{{at}}", f"para_{{one}}", f"stamp{{stamp}} 中央机关 {{one}}", "en") for one in range({ENTRIES})
        )) for at in range({DOCUMENTS})
    ])
    print(stamp, flush=True)
"""


def one(word: str) -> Stored:
    return Stored("d", word, (Entry("d", "para_1", word, "en"),))


def test_killed_while_writing_the_index_is_whole(tmp_path: Path) -> None:
    written = 0
    for patience in (0.0, 0.013, 0.031):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, str(written + 1)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        for _ in range(3):
            written = int(writer.stdout.readline())
        time.sleep(patience)  # the only way to meet it in the middle of a commit
        writer.kill()
        written = max([written, *map(int, writer.stdout.read().split())])
        writer.wait()
        writer.stdout.close()
        index = Embedded(tmp_path)
        held = index.held()
        assert len(held) == DOCUMENTS
        assert len(set(held.values())) == 1
        stamp = int(held["d0"])
        assert written <= stamp <= written + 1
        assert index.find(ask(f"stamp{stamp}")).total == index.find(ask("中央机关")).total == DOCUMENTS * ENTRIES
        written = stamp
    index.store([one("afterwards")])
    assert index.find(ask("afterwards")).total == 1


def test_what_fails_while_it_is_written_changes_nothing(tmp_path: Path) -> None:
    index = Embedded(tmp_path)
    index.store([one("before")])

    def broken():
        yield one("after")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        index.store(broken())
    assert index.held() == {"d": "before"}
    assert index.find(ask("before")).total == 1
    index.store([one("later")])
    assert index.held() == {"d": "later"}


def test_one_writes_at_a_time_and_all_see_it(tmp_path: Path) -> None:
    first, second = Embedded(tmp_path), Embedded(tmp_path)

    def while_writing():
        yield one("first")
        with pytest.raises(IndexBusyError):
            second.store([one("second")])

    first.store(while_writing())
    assert second.find(ask("first")).names == ("d/para_1",)
    second.store([one("second")])
    assert first.held() == {"d": "second"}


def test_commit_is_seen_that_has_the_time_of_the_one_before(tmp_path: Path) -> None:
    reads, writes = Embedded(tmp_path), Embedded(tmp_path)
    for stamp in ("first", "second"):
        writes.store([one(stamp)])
        os.utime(tmp_path / LAYOUT / "meta.json", ns=(1, 1))
        assert reads.held() == {"d": stamp}


@pytest.mark.parametrize("harm", ["meta", "segments", "everything", "layout"])
def test_damaged_or_older_index_is_begun_anew(tmp_path: Path, harm: str) -> None:
    Embedded(tmp_path).store([one("before")])
    folder = tmp_path / LAYOUT
    if harm == "meta":
        (folder / "meta.json").write_text("{")
    elif harm == "layout":
        folder.rename(tmp_path / "0")
    else:
        for file in folder.iterdir():
            if harm == "everything" or file.suffix not in {".json", ".lock"}:
                file.unlink()
    index = Embedded(tmp_path)
    assert index.held() == {}
    index.store([one("after")])
    assert index.held() == {"d": "after"}
    assert [one.name for one in tmp_path.iterdir()] == [LAYOUT]
