"""Reading a table that came from a spreadsheet: any of the usual encodings and separators, nothing guessed wrongly."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from typing import Final

from comity.kernel.errors import ComityError

MOST_BYTES: Final = 16 * 1024 * 1024
MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 100
SEPARATORS: Final = ",;\t，；"
BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HAN = range(0x4E00, 0xA000)
_PRIVATE = range(0xE000, 0xF900)


class SheetError(ComityError):
    """A file that is no table.

    Codes: `E_CSV_KIND` (a spreadsheet or another file), `E_CSV_ENCODING`, `E_CSV_LARGE`, `E_CSV_ROWS`, `E_CSV_BROKEN`
    (not closed, with the line), `E_CSV_EMPTY`.
    """


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its headings, its rows with the line each begins on, and the encoding it was in."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str


def read_sheet(raw: bytes) -> Sheet:
    """Read a table. Steps: 1 size, 2 it is text, 3 its encoding, 4 its separator, 5 every row; empty rows are left out.

    Raises:
        SheetError: see there.
    """
    if len(raw) > MOST_BYTES:
        raise SheetError("E_CSV_LARGE", "a table that is too large", limit=MOST_BYTES)
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")):
        raise SheetError("E_CSV_KIND", "a spreadsheet or another file, no table as text")
    text, encoding = _decoded(raw)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[tuple[int, tuple[str, ...]]] = []
    line = 1
    try:
        for cells in reader:
            row = tuple(cell.strip() for cell in cells)
            if any(row):
                found.append((line, row))
            if len(found) > MOST_ROWS + 1:
                raise SheetError("E_CSV_ROWS", "too many rows", limit=MOST_ROWS)
            line = reader.line_num + 1
    except csv.Error:
        raise SheetError("E_CSV_BROKEN", "a table that cannot be read to its end", line=line) from None
    if len(found) < 2:  # noqa: PLR2004 (headings, and one row at least)
        raise SheetError("E_CSV_EMPTY", "a table without rows")
    headings = found[0][1]
    while headings and not headings[-1]:
        headings = headings[:-1]
    if len(headings) > MOST_COLUMNS:
        raise SheetError("E_CSV_KIND", "too many columns")
    return Sheet(headings, tuple(found[1:]), encoding)


def _decoded(raw: bytes) -> tuple[str, str]:
    """Return the text and its encoding: by its mark, else UTF-8, else GB 18030 where that gives Chinese."""
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return _text(raw, encoding), encoding
    try:
        return _text(raw, "utf-8"), "utf-8"
    except SheetError:
        text = _text(raw, "gb18030")
    if not _looks_chinese(text):
        raise SheetError("E_CSV_ENCODING", "text in an encoding that is not known here")
    return text, "gb18030"


def _looks_chinese(text: str) -> bool:
    """Return whether Chinese was meant: text of another encoding gives single characters between Latin letters."""
    if any(ord(c) in _PRIVATE for c in text):
        return False
    alone = together = 0
    for before, c, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if ord(c) in _HAN:
            if before.isascii() and after.isascii() and (before.isalpha() or after.isalpha()):
                alone += 1
            else:
                together += 1
    return together > alone


def _text(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise SheetError("E_CSV_ENCODING", "text in an encoding that is not known here") from None
    if "\0" in text:
        raise SheetError("E_CSV_ENCODING", "text in an encoding that is not known here")
    return text
