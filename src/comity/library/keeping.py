"""A document as read becomes rows: its pieces in order, and what stands in each of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from comity.library.identity import article_key, meeting_key, resolution_key
from comity.library.likeness import bands
from comity.library.models import (
    Citation,
    Cited,
    Expression,
    Figure,
    Footnote,
    Likeness,
    Observer,
    Paragraph,
    Recommendation,
    StateMention,
    Telling,
    Unresolved,
    Work,
)
from comity.library.reading.attendance import named_in
from comity.library.reading.document import BlockKind
from comity.library.reading.languages import rules_for
from comity.library.reading.symbols import match_key, told_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from django.db import models

    from comity.library.identity import Face
    from comity.library.reading import Document
    from comity.library.reading.document import Paragraph as Numbered

MENTION = "mention"
_LEFT_OUT = {BlockKind.FURNITURE, BlockKind.FOOTNOTE, BlockKind.BLANK}
_KEYS = {BlockKind.PARAGRAPH: "para", BlockKind.SUBHEADING: "heading"}
_LONGEST = 300


@dataclass(slots=True)
class _Places:
    """Where the reader's words for a place lead: `10`, `heading A`, `footnote 1`, `masthead`."""

    paragraphs: dict[str, Paragraph] = field(default_factory=dict)
    footnotes: dict[str, Footnote] = field(default_factory=dict)

    def of(self, where: str) -> dict[str, Any]:
        bare = where.partition("(")[0] if where[:1].isdigit() else where
        return {
            "where": _fit(where, 80),
            "paragraph": self.paragraphs.get(bare),
            "footnote": self.footnotes.get(where),
        }


def digest(text: str) -> str:
    """Return by what a title is found again: the SHA-256 of its words; empty for none."""
    key = match_key(text)
    return hashlib.sha256(key.encode()).hexdigest() if key else ""


def keep_expression(work: Work, document: Document, face: Face, *, version: int, at: datetime) -> Expression:
    """Write a document as a version of a work, with all its rows. Inside the caller's transaction."""
    expression = Expression(work=work, language=document.language, version=version, created_at=at)
    describe(expression, document, face)
    expression.save(force_insert=True)
    _write(write_rows(expression, document).unresolved)
    return expression


def describe(expression: Expression, document: Document, face: Face) -> tuple[str, ...]:
    """Set what an expression says of itself as the document has it, unsaved; return the names of these fields."""
    own = next((day.first for day in document.dates if day.role == "document"), None)
    said = {
        "date": own, "title": _clean(document.title), "title_key": digest(document.title), "sketch": face.sketch,
        "masthead": {key: _clean(text) for key, text in document.masthead.items()},
        "dates": [
            {"date": day.first.isoformat(), "end": day.last.isoformat() if day.last else "", "role": day.role}
            for day in document.dates
        ],
    }  # fmt: skip
    for name, value in said.items():
        setattr(expression, name, value)
    return tuple(said)


def describe_work(work: Work, document: Document) -> None:
    """Set kind, date and meeting of a work as its first document has them, unsaved."""
    days = {day.role: day.last or day.first for day in reversed(document.dates)}
    work.kind, work.meeting = document.kind, meeting_key(document)
    work.date = days.get("document") or days.get("meeting")


def date_as_printed(work: Work) -> None:
    """Give a work the first day that its words print; where none print one it keeps the last day of its meeting."""
    printed = work.expressions.exclude(date=None).order_by("created_at", "pk").values_list("date", flat=True).first()
    if printed is not None and printed != work.date:
        work.date = printed
        work.save(update_fields=["date"])


@dataclass(frozen=True, slots=True)
class Rows:
    """What was written of a document: its pieces; and what was not understood, unsaved."""

    pieces: list[Paragraph]
    unresolved: list[Unresolved]


def write_rows(
    expression: Expression,
    document: Document,
    *,
    addresses: Callable[[list[Paragraph], list[Footnote]], None] | None = None,
) -> Rows:
    """Write what stands in an expression, which has no rows yet. Inside the caller's transaction.

    `addresses` may give pieces and footnotes other keys than their counts before they are written.
    """
    _write([Likeness(expression=expression, key=key) for key in bands(bytes(expression.sketch), document.language)])
    places = _Places()
    pieces = _paragraphs(expression, document, places)
    notes = _footnotes(expression, document, places)
    if addresses is not None:
        addresses(pieces, notes)
    Paragraph.objects.bulk_create(pieces)
    Footnote.objects.bulk_create(notes)
    _write(_citations(expression, document, places))
    _write(_states(expression, document, places))
    _write(_figures(expression, document, places))
    _write([Recommendation(expression=expression, text=_clean(one.text), **places.of(one.where))
            for one in document.recommendations])  # fmt: skip
    names = [(category, name) for category, names in document.observers.items() for name in names]
    _write([Observer(expression=expression, category=category, name=_fit(name, 500), order=at)
            for at, (category, name) in enumerate(names)])  # fmt: skip
    _write([
        Telling(expression=expression, how=how, symbol=_fit(symbol, 120),
                what=what if how == "report" else digest(what))
        for how, what, symbol in dict.fromkeys(told_by(document))
    ])  # fmt: skip
    return Rows(pieces, _unresolved(expression, document, places, pieces))


def _write(rows: list[Any]) -> None:
    if rows:
        model: type[models.Model] = type(rows[0])
        model._base_manager.bulk_create(rows)  # noqa: SLF001 (public in all but name)


def _clean(text: str) -> str:
    """A database of text takes every character but one."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _fit(text: str, longest: int = _LONGEST) -> str:
    return _clean(text)[:longest]


def _paragraphs(expression: Expression, document: Document, places: _Places) -> list[Paragraph]:
    numbered = {one.block: one for one in document.paragraphs}
    counts: Counter[str] = Counter()
    rows: list[Paragraph] = []
    for at, block in enumerate(document.blocks):
        if block.kind in _LEFT_OUT:
            continue
        one = numbered.get(at)
        row = Paragraph(
            expression=expression, order=len(rows), kind=block.kind.value, text=_clean(block.text),
            label=_fit(block.label, 40), level=block.level, key=_key(block.kind, one, counts),
        )  # fmt: skip
        is_heading = block.kind in {BlockKind.HEADING, BlockKind.SUBHEADING}
        name = f"heading {block.label}".strip() if is_heading else block.kind.value
        if one is not None:
            row.number, row.headings, name = one.number, [_clean(each) for each in one.headings], one.place
            row.items = [{"label": item.label, "text": _clean(item.text)} for item in one.items]
            row.agenda = [{"label": item.label, "text": _clean(item.text)} for item in one.agenda]
        places.paragraphs.setdefault(name, row)
        rows.append(row)
    return rows


def _key(kind: BlockKind, one: Numbered | None, counts: Counter[str]) -> str:
    """Return the address of a piece: by its number; one that comes again, and one without a number, by its count."""
    name = _KEYS.get(kind, kind.value)
    if one is not None:
        own = f"art_{one.article}" if one.article else f"{name}_{one.number}"
        counts[own] += 1
        return own if counts[own] == 1 else f"{own}-{counts[own]}"
    counts[name] += 1
    return f"{name}_{counts[name]}"


def _footnotes(expression: Expression, document: Document, places: _Places) -> list[Footnote]:
    rows = []
    for at, one in enumerate(document.footnotes):
        row = Footnote(
            expression=expression, order=at, key=f"footnote_{at + 1}", mark=_fit(one.mark, 20), text=_clean(one.text),
            paragraph=places.paragraphs.get(one.anchor) or places.paragraphs.get(f"heading {one.anchor}"),
        )  # fmt: skip
        places.footnotes.setdefault(f"footnote {one.mark}", row)
        rows.append(row)
    return rows


def _citations(expression: Expression, document: Document, places: _Places) -> list[Citation]:
    cited = [(Cited.SYMBOL, one.symbol, one.where, one.pin) for one in document.citations]
    cited += [
        (Cited.ARTICLE, article_key(one.instrument, one.article, one.paragraph, one.item), one.where, "")
        for one in document.articles
    ]
    cited += [
        (Cited.RESOLUTION, resolution_key(one.body, one.number), one.where, one.pin) for one in document.resolutions
    ]
    symbols = {key for what, key, _where, _pin in cited if what == Cited.SYMBOL}
    works = {work.symbol: work for work in Work.objects.filter(symbol__in=symbols)}
    return [
        Citation(expression=expression, what=what, key=_fit(key), pin=_fit(pin, 80),
                 work=works.get(key) if what == Cited.SYMBOL else None, **places.of(where))
        for what, key, where, pin in dict.fromkeys(cited)
    ]  # fmt: skip


def _states(expression: Expression, document: Document, places: _Places) -> list[StateMention]:
    found = [(iso3, one.category, one.where) for one in document.state_lists for iso3 in one.states]
    listed = {(iso3, where) for iso3, _category, where in found}
    found += [
        (iso3, MENTION, where)
        for where, text in _texts(document)
        for iso3 in named_in(text, rules_for(document.language))
        if iso3 in document.states and (iso3, where) not in listed
    ]
    return [
        StateMention(expression=expression, iso3=iso3, category=_fit(category, 40), order=at, **places.of(where))
        for at, (iso3, category, where) in enumerate(dict.fromkeys(found))
    ]


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    yield from ((one.place, one.text) for one in document.paragraphs)
    yield from ((f"footnote {one.mark}", one.text) for one in document.footnotes)


def _figures(expression: Expression, document: Document, places: _Places) -> list[Figure]:
    return [
        Figure(
            expression=expression, what=_fit(one.what, 60), value=one.value, at_least=one.at_least,
            date=_fit(one.date, 10), text=_clean(one.text), **places.of(one.where),
        )
        for one in document.figures
    ]  # fmt: skip


def _unresolved(
    expression: Expression, document: Document, places: _Places, pieces: list[Paragraph]
) -> list[Unresolved]:
    loose = {one.text: one for one in pieces if one.kind == BlockKind.TEXT.value}
    rows = []
    for one in document.unresolved:
        place = places.of(one.where)
        place["paragraph"] = loose.get(one.text) or place["paragraph"] or places.paragraphs.get(f"heading {one.where}")
        rows.append(Unresolved(expression=expression, code=_fit(one.code, 40), text=_clean(one.text), **place))
    return rows
