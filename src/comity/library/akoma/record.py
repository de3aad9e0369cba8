"""A document between the library and a file: its pieces in order, its notes, what it cites."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.library.akoma.naming import Name, article_name
from comity.library.errors import ReadingError
from comity.library.identity import article_key, resolution_key
from comity.library.reading.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from comity.library.reading.document import Document

_LEFT_OUT = {BlockKind.FURNITURE, BlockKind.FOOTNOTE, BlockKind.BLANK}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a document: `kind` is the reader's block, `key` its address, `text` one line a part."""

    kind: str
    key: str
    text: str
    label: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; its mark stands in the text of a piece, or nowhere that was found."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """What a piece cites: where (a piece's key), how it is shown, and its name where that is known."""

    key: str
    shown: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A document as it is written to a file."""

    name: Name
    title: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...] = ()
    references: tuple[Reference, ...] = ()


def record_of(document: Document, *, on: date | None = None) -> Record:
    """Return a document that was just read. `on` is its date where it does not say one. Raises ReadingError."""
    pieces = tuple(_pieces(document))
    digest = hashlib.sha256("\n".join(piece.text for piece in pieces).encode()).hexdigest()
    name = Name(
        kind=document.kind,
        symbol=document.symbol or "",
        date=on or _day_of(document),
        language=document.language,
        without_symbol=f"nn-{digest[:12]}",
    )
    notes = tuple(Note(note.mark, note.text) for note in document.footnotes)
    return Record(name, document.title, pieces, notes, tuple(dict.fromkeys(_references(document, pieces))))


def _day_of(document: Document) -> date:
    """The date printed on it, else the last day of the meeting it reports on."""
    for role in ("document", "meeting"):
        found = next((day for day in document.dates if day.role == role), None)
        if found is not None:
            return found.last or found.first
    raise ReadingError("E_LIBRARY_NO_DATE")


def _pieces(document: Document) -> Iterator[Piece]:
    numbers = {one.block: one.number for one in document.paragraphs}
    counts: dict[str, int] = {}
    for at, block in enumerate(document.blocks):
        if block.kind in _LEFT_OUT:
            continue
        name = f"para_{numbers[at]}" if at in numbers else block.kind.value
        counts[name] = counts.get(name, 0) + 1
        first = at in numbers and counts[name] == 1
        key = name if first else f"{name}-{counts[name]}" if at in numbers else f"{name}_{counts[name]}"
        yield Piece(block.kind.value, key, block.text, str(numbers.get(at, block.label)), block.level)


def _references(document: Document, pieces: tuple[Piece, ...]) -> Iterator[Reference]:
    keys = {piece.label: piece.key for piece in pieces if piece.kind == BlockKind.PARAGRAPH.value}
    for cited in document.citations:
        if cited.where in keys:
            yield Reference(keys[cited.where], cited.symbol)
    for one in document.articles:
        if one.where in keys:
            parts = (one.instrument, one.article, one.paragraph, one.item)
            yield Reference(keys[one.where], article_key(*parts), article_name(*parts))
    for found in document.resolutions:
        if found.where in keys:
            yield Reference(keys[found.where], resolution_key(found.body, found.number))
