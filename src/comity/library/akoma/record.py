"""A document between the library and a file: its pieces in order, its notes, what it cites."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.library.akoma.naming import Name, article_name
from comity.library.errors import ReadingError
from comity.library.identity import article_key, resolution_key
from comity.library.reading.document import BlockKind
from comity.library.reading.provisions import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from comity.library.reading.document import Document

_LEFT_OUT = {BlockKind.FURNITURE.value, BlockKind.FOOTNOTE.value, BlockKind.BLANK.value}


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


@dataclass(frozen=True, slots=True)
class Part:
    """A piece without its address: `number` is that of a numbered paragraph alone."""

    kind: str
    text: str
    label: str = ""
    level: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Cites:
    """What is cited in the paragraph of a number (`where`): a symbol, an article or a resolution."""

    where: str
    shown: str
    name: str = ""


def record_of(document: Document, *, on: date | None = None) -> Record:
    """Return a document that was just read. `on` is its date where it does not say one. Raises ReadingError."""
    notes = tuple(Note(note.mark, note.text) for note in document.footnotes)
    return record_from(document, _parts(document), notes, _cites(document), on=on)


def record_from(
    face: Document, parts: Iterable[Part], notes: tuple[Note, ...], cites: Iterable[Cites], *,
    on: date | None = None, version: int = 1,
) -> Record:  # fmt: skip
    """Return a document of which the parts are known, and of its `face` title, symbol, language, kind and dates.

    Raises:
        ReadingError: `E_LIBRARY_NO_DATE`, it says no date and `on` gives none.
    """
    pieces = tuple(_keyed(parts))
    digest = hashlib.sha256("\n".join(piece.text for piece in pieces).encode()).hexdigest()
    name = Name(
        kind=face.kind, symbol=face.symbol or "", date=on or _day_of(face), language=face.language, version=version,
        without_symbol=f"nn-{digest[:12]}",
    )  # fmt: skip
    keys = {piece.label: piece.key for piece in pieces if piece.kind == BlockKind.PARAGRAPH.value}
    articles = {piece.key.replace("art_", "article ", 1): piece.key for piece in pieces}
    keys |= {where: key for where, key in articles.items() if where.startswith("article ")}
    references = (Reference(keys[one.where], one.shown, one.name) for one in cites if one.where in keys)
    return Record(name, face.title, pieces, notes, tuple(dict.fromkeys(references)))


def _day_of(face: Document) -> date:
    """The date printed on it, else the last day of the meeting it reports on."""
    for role in ("document", "meeting"):
        found = next((day for day in face.dates if day.role == role), None)
        if found is not None:
            return found.last or found.first
    raise ReadingError("E_LIBRARY_NO_DATE")


def _parts(document: Document) -> Iterator[Part]:
    numbers = {one.block: one.number for one in document.paragraphs}
    for at, block in enumerate(document.blocks):
        yield Part(block.kind.value, block.text, block.label, block.level, numbers.get(at))


def _keyed(parts: Iterable[Part]) -> Iterator[Piece]:
    counts: dict[str, int] = {}
    for part in parts:
        if part.kind in _LEFT_OUT:
            continue
        numbered = part.number is not None
        is_article = part.kind == BlockKind.ARTICLE.value
        place = f"art_{place_of(part.label)}" if is_article else f"para_{part.number}"
        name = place if numbered else part.kind
        counts[name] = counts.get(name, 0) + 1
        first = numbered and counts[name] == 1
        key = name if first else f"{name}-{counts[name]}" if numbered else f"{name}_{counts[name]}"
        yield Piece(
            part.kind, key, part.text, str(part.number) if numbered and not is_article else part.label, part.level
        )


def _cites(document: Document) -> Iterator[Cites]:
    for cited in document.citations:
        yield Cites(cited.where, cited.symbol)
    for one in document.articles:
        parts = (one.instrument, one.article, one.paragraph, one.item)
        yield Cites(one.where, article_key(*parts), article_name(*parts))
    for found in document.resolutions:
        yield Cites(found.where, resolution_key(found.body, found.number))
