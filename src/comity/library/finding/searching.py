"""A search as a page shows it: what was understood, what it was widened by, the places found, what to narrow it by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import OuterRef, Q, Subquery

from comity.core.excerpts import excerpt
from comity.library.finding.asking import Query, ask
from comity.library.finding.filling import NEWEST, index
from comity.library.finding.keys import COUNTED, key
from comity.library.finding.matching import places
from comity.library.finding.terms import widened
from comity.library.models import FROM_HUB, Footnote, Manifestation, Paragraph, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from comity.library.finding.terms import Widening
    from comity.library.models import Expression

PAGE: Final = 20
FARTHEST: Final = 500  # pages; whoever wants more takes the export
SHOWN: Final = 240  # characters of an entry
# What a search can be narrowed by; of the last ones there are too many to offer: links lead to them.
NARROWED_BY: Final = (*COUNTED, "article", "symbol", "paragraph", "resolution", "version")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: what was typed, by what it is narrowed (name and values), and which concepts it is not widened by.

    Versions earlier than the newest are left out unless it is narrowed to `version`s, both of them perhaps.
    """

    text: str
    narrowed: Mapping[str, Sequence[str]]
    off: Collection[str] = ()
    plain: bool = False  # not widened at all

    def query(self) -> tuple[Query, list[Widening]]:
        """Return what is looked for, and by what it was or could be widened."""
        typed = ask(self.text)
        query, widenings = (typed, []) if self.plain else widened(typed, self.off)
        keys = [key(name, value) for name in NARROWED_BY for value in self.narrowed.get(name, ())]
        if not query and not keys:
            return query, widenings
        return query.narrowed(keys if self.narrowed.get("version") else [*keys, NEWEST]), widenings


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph or footnote that was found."""

    row: Paragraph | Footnote
    places: list[tuple[int, int]]  # where in its text what was looked for stands

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The words around what was looked for, and which of them it is."""
        return excerpt(self.row.text, self.places, after=SHOWN)

    @property
    def from_hub(self) -> datetime | None:
        """When its document was taken over from the hub, if it was."""
        found: datetime | None = vars(self.row).get("from_hub")  # annotated where rows are asked for
        return found

    @property
    def expression(self) -> Expression:
        """The document it stands in."""
        return self.row.expression


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, what it was widened by, and how many of all have what."""

    hits: list[Hit]
    total: int
    widenings: list[Widening]
    counts: Mapping[str, Mapping[str, int]]


def search(asked: Asked, page: int = 1) -> Found:
    """Return a page of what holds a search, the best first. What was loaded in the last minute may be missing."""
    query, widenings = asked.query()
    into = index()
    found = into.find(query, first=(min(max(1, page), FARTHEST) - 1) * PAGE, most=PAGE)
    return Found(list(hits(found.names, query)), found.total, widenings, into.counts(query) if found.total else {})


def hits(names: Sequence[str], query: Query) -> Iterator[Hit]:
    """Yield entries by their names, in that order, with the words around what was looked for.

    One that the database no longer has is left out; the index learns of it within a minute.
    """
    rows = _rows(names)
    for name in names:
        row = rows.get(name)
        if row is not None:
            yield Hit(row, places(query, row.text, row.expression.language))


def _rows(names: Sequence[str]) -> dict[str, Paragraph | Footnote]:
    pieces = [name.partition("/") for name in names]
    if not pieces:
        return {}
    documents, keys = {document for document, _, _ in pieces}, {place for _, _, place in pieces}
    asked = Q(expression__in=documents, key__in=keys)
    files = Manifestation.objects.filter(expression=OuterRef("expression"), state=Source.READ, loaded_by=FROM_HUB)
    from_hub = Subquery(files.values("loaded_at")[:1])
    rows: list[Paragraph | Footnote] = [
        *Paragraph.objects.filter(asked).select_related("expression__work").annotate(from_hub=from_hub),
        *Footnote.objects.filter(asked).select_related("expression__work", "paragraph").annotate(from_hub=from_hub),
    ]
    return {f"{row.expression_id}/{row.key}": row for row in rows}
