"""What is exported: the documents in which a search finds something, or those of a kind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from comity.library.finding.filling import index
from comity.library.models import Expression

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from comity.library.finding.searching import Asked

AT_ONCE: Final = 1000  # places asked for at once
MOST: Final = 200_000  # places of a search


@dataclass(frozen=True, slots=True)
class Chosen:
    """Documents by their ids, in the order of the archive, and the places found in each, where a search chose them."""

    documents: Sequence[str]
    found: Mapping[str, frozenset[str]] = field(default_factory=dict)


def of_kind(kind: str) -> Chosen:
    """Return every version of every document of a kind, by date and symbol; of an unknown kind none."""
    return _in_order(Expression.objects.filter(work__kind=kind))


def of_search(asked: Asked) -> Chosen:
    """Return the documents in which a search finds something, with the places."""
    query, _widenings = asked.query()
    into, places = index(), defaultdict[str, set[str]](set)
    total = min(into.find(query, most=1).total, MOST)
    for first in range(0, total, AT_ONCE):
        for name in into.find(query, first=first, most=AT_ONCE).names:
            document, _, place = name.partition("/")
            places[document].add(place)
    return _in_order(
        Expression.objects.filter(pk__in=list(places)), {document: frozenset(some) for document, some in places.items()}
    )


def _in_order(rows: QuerySet[Expression], found: Mapping[str, frozenset[str]] | None = None) -> Chosen:
    ordered = rows.order_by("work__date", "work__symbol", "work", "language", "version")
    return Chosen([str(pk) for pk in ordered.values_list("pk", flat=True)], found or {})
