"""The list of requests: filters, search, and pages of fifty that stay quick at any size."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from comity.cases import rules
from comity.cases.models import Case, SearchTerm, Side
from comity.cases.queries import doors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from comity.core.actors import Actor

PAGE = 50
LARGEST_COUNT = 1_000
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

    Pages follow each other by the last row (`after`), not by number: page a thousand costs what page one costs.
    Above `largest` nothing is counted, and cases are looked at one after the other until a page is full.
    """
    found = filtered(doors.cases_visible_to(actor), filters, now)
    counted = found.values("pk")[: largest + 1].count()
    if counted > largest:
        found = filtered(doors.cases_visible_to(actor, many=True), filters, now, many=True)
    rows = found.order_by("-changed_at", "-id")
    place = _decode(filters.get("after", ""))
    if place is not None:
        changed, last = place
        # The first condition alone is one an index can answer.
        rows = rows.filter(changed_at__lte=changed).filter(Q(changed_at__lt=changed) | Q(id__lt=last))
    cases = list(rows.defer("body", "proposed", "contact")[: PAGE + 1])
    more = len(cases) > PAGE
    cases = cases[:PAGE]
    return Page(
        cases=cases,
        after=_encode(cases[-1]) if more else "",
        first=place is None,
        count=counted if counted <= largest else None,
    )


def filtered(cases: QuerySet[Case], filters: Mapping[str, str], now: datetime, *, many: bool = False) -> QuerySet[Case]:
    """Narrow a set of cases by the blanks of the filter sentence and by what was typed into the search.

    `many` says that the set is one of `cases_visible_to(..., many=True)`.
    """

    def with_value(cases: QuerySet[Case], wanted: Q) -> QuerySet[Case]:
        # SQLite takes every equation for rare and would go through all cases of a State to find mine among them; a
        # double negation keeps it from that. In a long list it is right: rows come in order, and the first will do.
        return cases.filter(wanted) if many else cases.exclude(~wanted)

    for name in ("direction", "counterpart_state", "step"):
        if filters.get(name):
            cases = with_value(cases, Q(**{name: filters[name]}))
    if filters.get("kind"):
        cases = cases.filter(kinds__contains=f"|{filters['kind']}|")
    match filters.get("turn"):
        case "ours" | "theirs" | "nobody" as side:
            cases = with_value(cases, Q(turn_side=side))
        case "open":
            cases = cases.exclude(turn_side=Side.NOBODY)
        case "late":
            cases = cases.exclude(turn_side=Side.NOBODY).filter(turn_due__lt=timezone.localdate(now))
    if filters.get("older") in AGES:
        cases = cases.filter(created_at__lt=now - timedelta(days=AGES[filters["older"]]))
    return searched(cases, filters.get("q", ""))


def searched(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Narrow to cases whose reference (ours or theirs) begins so; where none does, to those with every word.

    A word is looked for at the beginning of the words of subjects and of names of persons.
    """
    text = text.strip()[:200]
    if not text:
        return cases
    found: set[UUID] = set()
    for column in ("our_reference", "their_reference"):
        for start in dict.fromkeys((text, text.upper())):
            hits = Case.objects.filter(**{f"{column}__gte": start, f"{column}__lt": start + LAST})
            found.update(hits.values_list("pk", flat=True)[:LARGEST_COUNT])
    if found:
        return cases.filter(pk__in=found)
    terms = rules.query_terms(text)[:8]
    for term in terms:
        cases = _with_word(cases, term)
    return cases if terms else cases.none()


def _with_word(cases: QuerySet[Case], term: str) -> QuerySet[Case]:
    """Narrow to cases with a word that begins so: a rare word by its cases, a common one case by case."""
    hits = SearchTerm.objects.filter(term__gte=term, term__lt=term + LAST)
    few = list(hits.values_list("case_id", flat=True)[: LARGEST_COUNT + 1])
    if len(few) <= LARGEST_COUNT:
        return cases.filter(pk__in=set(few))
    return cases.filter(Exists(hits.filter(case=OuterRef("pk"))))


def _encode(case: Case) -> str:
    return urlsafe_b64encode(f"{case.changed_at.isoformat()} {case.pk}".encode()).decode().rstrip("=")


def _decode(text: str) -> tuple[datetime, UUID] | None:
    """Return the place that an address names; anything that is no place is the first page."""
    try:
        moment, _space, identity = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(" ")
        return datetime.fromisoformat(moment), UUID(identity)
    except ValueError:
        return None
