"""Many documents in one ZIP, made while it is sent: memory does not grow with their number or size.

`documents.csv`, `paragraphs.csv`, `states.csv`, `symbols.csv`; then a folder for each document, with its files byte for
byte and, where it says its day, `document.akn.xml`.
"""

from __future__ import annotations

import re
import zipfile
from typing import IO, TYPE_CHECKING, Final, cast

from comity.core.files.reader import BLOCK, open_file
from comity.library.akoma import written
from comity.library.errors import ReadingError
from comity.library.exporting import tables
from comity.library.exporting.records import record_of_expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from comity.core.files.models import StoredFile
    from comity.library.exporting.choosing import Chosen
    from comity.library.models import Expression

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same documents give the same archive
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_NAME: Final = 80  # characters


class _Sink:
    """Takes what the archive writes, until it is fetched."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def fetch(self) -> bytes:
        data = b"".join(self._waiting)
        self._waiting.clear()
        return data


def archive(chosen: Chosen) -> Iterator[bytes]:
    """Yield the archive, block by block.

    Raises:
        FileError: a file on the disk is damaged; the archive then ends early and no program takes it for whole.
    """
    sink = _Sink()
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_DEFLATED) as made:
        for name, blocks in _files(chosen):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with made.open(info, "w", force_zip64=True) as target:
                for block in blocks:
                    target.write(block)
                    yield sink.fetch()
            yield sink.fetch()
    yield sink.fetch()


def _files(chosen: Chosen) -> Iterator[tuple[str, Iterable[bytes]]]:
    for name, rows in tables.TABLES.items():
        yield name, tables.written(rows(chosen))
    for number, one in tables.expressions(chosen, *tables.WITH):
        folder = f"documents/{number:05d}-{safe(one.work.symbol or one.work.kind)}-{one.language}-{one.version}"
        for at, file in enumerate(one.manifestations.all(), 1):
            yield f"{folder}/original-{at}-{safe(file.file.name)}", _blocks(file.file)
        yield from _akoma(folder, one)


def _akoma(folder: str, one: Expression) -> Iterator[tuple[str, Iterable[bytes]]]:
    try:
        yield f"{folder}/document.akn.xml", [written(record_of_expression(one))]
    except ReadingError:
        return  # it says no day, and has no name without one


def _blocks(file: StoredFile) -> Iterator[bytes]:
    with open_file(file) as source:
        while block := source.read(BLOCK):
            yield block


def safe(name: str) -> str:
    """Return a name that is one part of a path on any system."""
    return _UNSAFE.sub("-", name).strip(".-")[-_NAME:] or "file"
