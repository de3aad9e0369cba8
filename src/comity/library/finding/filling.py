"""The index follows the database: what is missing in it, outdated or too much is found by comparing stamps."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery

from comity.core.keys import derived_folder
from comity.library.finding.embedded import Embedded
from comity.library.finding.entries import Entry
from comity.library.finding.indexes import Stored, outdated
from comity.library.finding.keys import key, keys_of_article, keys_of_place
from comity.library.finding.postgres import Postgres
from comity.library.models import (
    Citation,
    Cited,
    Expression,
    Footnote,
    Manifestation,
    Paragraph,
    Source,
    StateMention,
)
from comity.library.reading.document import BlockKind
from comity.library.review_states import UnresolvedState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from django.db.models import QuerySet

    from comity.library.finding.indexes import Index

BATCH: Final = 20  # documents put in at once
LAYOUT: Final = "4"  # another one for any change of what entries are made of
DOCUMENT: Final = "document"  # name of the key that every entry of a document has
NEWEST, OLDER = key("version", "newest"), key("version", "older")


def index() -> Index:
    """Return the index of this node: in its folder, or in its database (setting `COMITY_SEARCH_INDEX`)."""
    chosen = settings.NODE.search_index
    if chosen == "database" or (chosen == "auto" and connection.vendor == "postgresql"):
        return Postgres()
    return _in_folder(derived_folder() / "library")


@cache
def _in_folder(folder: Path) -> Embedded:
    return Embedded(folder)


def refresh() -> int:
    """Put into the index what it does not hold as the database has it; return how many documents that were.

    Raises:
        IndexBusyError: another process is writing it.
    """
    into, stamps = index(), _stamps()
    missing, gone = outdated(stamps, into.held())
    for at in range(0, len(missing), BATCH):
        into.store(_stored([UUID(one) for one in missing[at : at + BATCH]], stamps))
    if gone:
        into.store([], gone)
    return len(missing) + len(gone)


def _with_newer(rows: QuerySet[Expression]) -> QuerySet[Expression]:
    newer = Expression.objects.filter(
        work=OuterRef("work"), language=OuterRef("language"), version__gt=OuterRef("version")
    )
    return rows.annotate(older=Exists(newer))


def _stamps() -> dict[str, str]:
    """Return for every document what changes whenever its entries would."""
    decided = ~Q(unresolveds__state=UnresolvedState.initial.name)
    read_by = Manifestation.objects.filter(expression=OuterRef("pk"), state=Source.READ).values("reader")[:1]
    rows = (
        _with_newer(Expression.objects.order_by())
        .annotate(decisions=Count("unresolveds", filter=decided), latest=Max("unresolveds__decided_at"))
        .annotate(reader=Subquery(read_by))
        .values_list(
            "pk", "work__symbol", "work__kind", "work__body", "work__date", "language", "created_at", "decisions",
            "latest", "older", "reader",
        )
    )  # fmt: skip
    return {str(row[0]): hashlib.sha256(repr((LAYOUT, row)).encode()).hexdigest()[:32] for row in rows}


def _stored(documents: Sequence[UUID], stamps: Mapping[str, str]) -> list[Stored]:
    """Return documents as the index is to hold them."""
    expressions = list(_with_newer(Expression.objects.select_related("work").filter(pk__in=documents)))
    entries: defaultdict[UUID, list[Entry]] = defaultdict(list)
    by_id = {one.pk: one for one in expressions}
    common = {one.pk: _of_document(one) for one in expressions}
    places = _of_places(documents)
    for model, name in ((Paragraph, "paragraph"), (Footnote, "footnote")):
        rows = model._base_manager.filter(expression__in=documents).order_by("expression", "order")  # noqa: SLF001 (public in all but name)
        for row in rows.values_list("expression", "pk", "key", "text"):
            expression, own, place, text = row
            keys = (*common[expression], *dict.fromkeys(places[name, own]))
            entries[expression].append(Entry(str(expression), place, text, by_id[expression].language, keys))
    for one in expressions:
        _name_first(one, entries[one.pk])
    return [Stored(str(one.pk), stamps[str(one.pk)], tuple(entries[one.pk])) for one in expressions]


def _of_document(expression: Expression) -> tuple[str, ...]:
    """Return the keys that every entry of a document has."""
    work = expression.work
    keys = [key("kind", work.kind), key("language", expression.language), key(DOCUMENT, expression.pk)]
    keys += [key("body", work.body)] if work.body else []
    keys += [key("year", work.date.year)] if work.date else []
    return (*keys, OLDER if getattr(expression, "older", False) else NEWEST)


def _of_places(documents: Sequence[UUID]) -> defaultdict[tuple[str, int], list[str]]:
    """Return the keys of what is cited and of the States named, by the place: a paragraph or a footnote."""
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    cited = Citation.objects.filter(expression__in=documents).values_list("paragraph", "footnote", "what", "key", "pin")
    for paragraph, footnote, what, value, pin in cited.order_by("pk"):
        keys = keys_of_article(value) if what == Cited.ARTICLE else keys_of_place(what, value, pin)
        found[("footnote", footnote) if footnote else ("paragraph", paragraph or 0)] += keys
    named = StateMention.objects.filter(expression__in=documents).values_list("paragraph", "footnote", "iso3")
    for paragraph, footnote, iso3 in named.order_by("pk"):
        found[("footnote", footnote) if footnote else ("paragraph", paragraph or 0)].append(key("state", iso3))
    return found


def _name_first(expression: Expression, entries: list[Entry]) -> None:
    """Let a document be found by its own symbol, at its title or where it begins."""
    symbol = expression.work.symbol
    if not symbol or not entries:
        return
    title = f"{BlockKind.TITLE.value}_"
    at = next((at for at, one in enumerate(entries) if one.place.startswith(title)), 0)
    entries[at] = replace(entries[at], keys=(*entries[at].keys, key("own", symbol)))
