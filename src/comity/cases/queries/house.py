"""How this authority writes its references, and what that looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.cases.models import ReferenceScheme, ReferenceSeries
from comity.cases.numbering import Scheme

if TYPE_CHECKING:
    from django.db.models import QuerySet


def schemes() -> QuerySet[ReferenceScheme]:
    """Return every scheme that was set, newest first."""
    return ReferenceScheme.objects.select_related("set_by")


def scheme_in_force() -> Scheme:
    """Return how references are written now."""
    found = ReferenceScheme.objects.first()
    return found.scheme if found else Scheme()


@dataclass(frozen=True, slots=True)
class Sample:
    """The next references of a year, of requests that we make and that are made to us."""

    year: int
    outgoing: list[str]
    incoming: list[str]


def samples(scheme: Scheme, *, state: str, year: int) -> list[Sample]:
    """Return what the next references would look like this year and next: one query.

    What a list brought along or a draft took meanwhile is passed by, so the real next one may be higher.
    """
    last = dict(ReferenceSeries.objects.values_list("name", "last"))
    found = []
    used: dict[str, int] = dict(last)
    for one in (year, year + 1):
        written: dict[bool, list[str]] = {}
        for outgoing in (True, False):
            series = scheme.series(year=one, outgoing=outgoing)
            first = used.get(series, 0) + 1
            used[series] = first + 1
            written[outgoing] = [
                scheme.write(state=state, year=one, number=number, outgoing=outgoing) for number in (first, first + 1)
            ]
        found.append(Sample(one, written[True], written[False]))
    return found
