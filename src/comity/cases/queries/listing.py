"""The list of requests: filters, search, and pages of fifty that stay quick at any size."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from comity.cases import rules
from comity.cases.models import Case, SearchTerm, Side
from comity.cases.queries import doors
from comity.cases.queries.doors import Reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from comity.core.actors import Actor

PAGE = 50
LARGEST_COUNT = 1_000
FEW = 200
OPEN = (Side.OURS, Side.THEIRS)
LAST = "\U0010ffff"
AGES = {"7": 7, "30": 30, "90": 90, "365": 365}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list.

    Attributes:
        cases: at most fifty.
        after: address of the next page, empty on the last; before: whether this is not the first.
        count: how many there are in all; None above a thousand, where counting is not worth its time.
    """

    cases: list[Case]
    after: str
    first: bool
    count: int | None


def page(actor: Actor, filters: Mapping[str, str], now: datetime, *, largest: int = LARGEST_COUNT) -> Page:
    """Return the page of visible cases that the filters ask for, most recently changed first.

    Pages follow each other by the last row (`after`), not by number: page a thousand costs what page one costs. Only
    keys are looked for, in the indexes of the docket; the fifty cases are read afterwards. Above `largest` nothing is
    counted.
    """
    found = [Reach(filtered(reach.rows, filters, now, key=reach.key), reach.key) for reach in doors.reaches(actor)]
    return page_of(found, filters.get("after", ""), largest=largest)


def page_of(
    found: Sequence[Reach], after: str, *, size: int = PAGE, largest: int = LARGEST_COUNT, counted: int | None = None
) -> Page:
    """Return the cases that follow a place, of what several ways lead to; `counted` where it is known how many."""
    place = _decode(after)
    places = first([_following(reach, place) for reach in found], size + 1)
    cases = in_order(key for _changed, key in places[:size])
    if counted is None:
        counted = _counted(found, largest)
    return Page(
        cases=cases,
        after=_encode(*places[size - 1]) if len(places) > size else "",
        first=place is None,
        count=counted if counted <= largest else None,
    )


def _following(reach: Reach, place: tuple[datetime, UUID] | None) -> QuerySet[Any, tuple[datetime, UUID]]:
    """Return when and which, the latest first, of what comes after a place."""
    rows = reach.rows.order_by("-changed_at", f"-{reach.key}")
    if place is not None:
        changed, last = place
        # The first condition alone is one an index can answer.
        rows = rows.filter(changed_at__lte=changed).filter(Q(changed_at__lt=changed) | Q(**{f"{reach.key}__lt": last}))
    return rows.values_list("changed_at", reach.key)


def first(ordered: Sequence[QuerySet[Any, tuple[datetime, UUID]]], count: int) -> list[tuple[datetime, UUID]]:
    """Return the latest of what several ways lead to, each of which gives its latest first."""
    if len(ordered) == 1:
        return list(ordered[0][:count])
    return sorted((one for rows in ordered for one in rows[:count]), reverse=True)[:count]


def in_order(keys: Iterable[UUID]) -> list[Case]:
    """Return the cases with these ids in the same order, without their large columns: one query."""
    wanted = list(keys)
    found = Case.objects.defer("body", "proposed", "for_head", "contact").in_bulk(wanted) if wanted else {}
    return [found[key] for key in wanted if key in found]


def _counted(found: Iterable[Reach], largest: int) -> int:
    """Count what the ways lead to, and stop at one more than the largest number that is told."""
    counted = 0
    for reach in found:
        if counted <= largest:
            counted += reach.rows.order_by().values("pk")[: largest + 1 - counted].count()
    return counted


def filtered(rows: QuerySet[Any], filters: Mapping[str, str], now: datetime, *, key: str) -> QuerySet[Any]:
    """Narrow rows of a `Reach` by the blanks of the filter sentence and by what was typed into the search."""
    for name in ("direction", "counterpart_state", "step"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if filters.get("kind"):
        rows = rows.filter(kinds__contains=f"|{filters['kind']}|")
    match filters.get("turn"):
        case "ours" | "theirs" as side:
            rows = rows.filter(turn_side=side)
        case "nobody":
            # Most cases are closed: better read in order and passed over than gathered and sorted.
            rows = rows.exclude(turn_side__in=OPEN)
        case "open":
            rows = rows.filter(turn_side__in=OPEN)
        case "late":
            rows = rows.filter(turn_side__in=OPEN, turn_due__lt=timezone.localdate(now))
    if filters.get("older") in AGES:
        rows = rows.filter(created_at__lt=now - timedelta(days=AGES[filters["older"]]))
    return searched(rows, filters.get("q", ""), key=key)


def searched(rows: QuerySet[Any], text: str, *, key: str) -> QuerySet[Any]:
    """Narrow to cases whose reference (ours or theirs) begins so; where none does, to those with every word.

    A word is looked for at the beginning of the words of subjects and of names of persons.
    """
    text = text.strip()[:200]
    if not text:
        return rows
    starts = Q()
    for column in ("our_reference", "their_reference"):
        for start in dict.fromkeys((text, text.upper())):
            starts |= Q(**{f"{column}__gte": start, f"{column}__lt": start + LAST})
    hits = list(Case.objects.filter(starts).values_list("pk", flat=True)[: FEW + 1])
    if hits:
        return among(rows, hits, Case.objects.filter(starts, pk=OuterRef(key)), key)
    terms = rules.query_terms(text)[:8]
    for term in terms:
        words = SearchTerm.objects.filter(term__gte=term, term__lt=term + LAST)
        hits = list(words.values_list("case_id", flat=True)[: FEW + 1])
        rows = among(rows, hits, words.filter(case=OuterRef(key)), key)
    return rows if terms else rows.none()


def among(rows: QuerySet[Any], hits: Sequence[UUID], one: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Narrow to what was hit: where that is little, by its ids; where it is much, by a look at each row in turn."""
    return rows.filter(**{f"{key}__in": set(hits)}) if len(hits) <= FEW else rows.filter(Exists(one))


def _encode(changed: datetime, key: UUID) -> str:
    return urlsafe_b64encode(f"{changed.isoformat()} {key}".encode()).decode().rstrip("=")


def _decode(text: str) -> tuple[datetime, UUID] | None:
    """Return the place that an address names; anything that is no place is the first page."""
    try:
        moment, _space, identity = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(" ")
        return datetime.fromisoformat(moment), UUID(identity)
    except ValueError:
        return None
