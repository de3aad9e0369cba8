"""Search in everything written in the cases within reach: which cases, the places that say it, and what to narrow by.

The question is put to the database together with who asks: what is out of reach is neither found nor counted. Cases are
read the latest first along the officer's docket, as the list is, so a search costs what his own cases cost.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef
from django.urls import reverse
from django.utils import timezone

from comity.cases.models import SearchText
from comity.cases.queries import doors, listing, texts
from comity.cases.queries.doors import Reach
from comity.core import tokens
from comity.core.excerpts import excerpt
from comity.law.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from comity.cases.models import Case
    from comity.cases.queries.texts import Passage
    from comity.core.actors import Actor
    from comity.core.parts import Words
    from comity.core.tokens import Token

PAGE = 20
WORDS = 12  # of a query; whatever follows is not looked for
QUOTES = 3  # places shown for a case
NARROWING = ("direction", "counterpart_state", "year")
NEW_YEAR = {(12, 31), (1, 1)}  # days in UTC on which the year may be another one somewhere


@dataclass(frozen=True, slots=True)
class Quote:
    """A place that holds what was looked for: what it is called, its page, and its words, marked or not."""

    place: Words
    url: str
    parts: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Facets:
    """What the found cases can be narrowed by, each with how many there are; of the latest thousand."""

    directions: Mapping[str, int]
    states: Mapping[str, int]
    years: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found."""

    page: listing.Page
    quotes: list[list[Quote]]
    facets: Facets


NOTHING = Found(listing.Page([], "", first=True, count=0), [], Facets({}, {}, {}))


def search(actor: Actor, filters: Mapping[str, str], language: str) -> Found:
    """Return the cases within reach that hold every word of `q`, the most recently changed first."""
    wanted = tokens.asked(filters.get("q", ""))[:WORDS]
    if not wanted:
        return NOTHING
    held = holding(doors.reaches(actor), wanted)
    facets, seen = _facets(held)
    narrowed = [Reach(_narrowed(reach.rows, filters), reach.key) for reach in held]
    counted = None if any(filters.get(name) for name in NARROWING) else seen
    page = listing.page_of(narrowed, filters.get("after", ""), size=PAGE, counted=counted)
    written = _written(page.cases)
    quotes = [list(_quotes(one, written[one.pk], wanted, language)) for one in page.cases]
    return Found(page, quotes, facets)


def _written(cases: Sequence[Case]) -> dict[UUID, Iterator[Passage]]:
    """Return what was written in each case; what stands beside the requests is read once somebody gets so far."""
    requests = texts.of_requests(cases) if cases else {}
    more = cache(lambda: texts.beside(cases))

    def beside(case_id: UUID) -> Iterator[Passage]:
        yield from more()[case_id]

    return {one.pk: chain(requests.get(one.pk, []), beside(one.pk)) for one in cases}


def holding(reaches: Iterable[Reach], wanted: Sequence[Token]) -> list[Reach]:
    """Narrow ways to cases to those that hold every word."""
    hits = _hits([replace(one, begins=False) for one in wanted])
    if len(hits) <= listing.FEW and any(one.begins for one in wanted):
        hits = _hits(wanted)
    return [
        Reach(
            listing.among(
                reach.rows, hits, SearchText.objects.filter(case=OuterRef(reach.key), words__holds=wanted), reach.key
            ),
            reach.key,
        )
        for reach in reaches
    ]


def _hits(wanted: Sequence[Token]) -> list[UUID]:
    """Return the first cases that hold every word, one more than `listing.FEW` at most.

    A whole word is found at once, a beginning only when all that begins so has been joined: so whole words are asked
    for first, and where they are many already, what only begins so makes no difference.
    """
    return list(SearchText.objects.filter(words__among=wanted).values_list("case_id", flat=True)[: listing.FEW + 1])


def _narrowed(rows: QuerySet[Any], filters: Mapping[str, str]) -> QuerySet[Any]:
    for name in NARROWING[:2]:
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    year = filters.get("year", "")
    if len(year) == len("2026") and year.isascii() and year.isdecimal() and int(year):
        zone = timezone.get_current_timezone()
        begin, end = datetime(int(year), 1, 1, tzinfo=zone), datetime(min(int(year) + 1, 9999), 1, 1, tzinfo=zone)
        rows = rows.filter(created_at__gte=begin, created_at__lt=end)
    return rows


def _facets(held: Iterable[Reach]) -> tuple[Facets, int]:
    """Return what the latest thousand can be narrowed by, and how many there are: at most one more than a thousand."""
    directions: Counter[str] = Counter()
    states: Counter[str] = Counter()
    years: Counter[int] = Counter()
    seen = 0
    for reach in held:
        rows = reach.rows.order_by("-changed_at").values_list("direction", "counterpart_state", "created_at")
        for direction, state, created in rows[: listing.LARGEST_COUNT + 1 - seen]:
            seen += 1
            if seen <= listing.LARGEST_COUNT:
                directions[direction] += 1
                states[state] += 1
                years[_year(created)] += 1
        if seen > listing.LARGEST_COUNT:
            break
    states.pop("", None)
    return Facets(directions, dict(sorted(states.items())), dict(sorted(years.items(), reverse=True))), seen


def _year(moment: datetime) -> int:
    """Return the year of a moment where we are; only around New Year is it another than the moment's own."""
    return timezone.localtime(moment).year if (moment.month, moment.day) in NEW_YEAR else moment.year


def _quotes(case: Case, written: Iterable[Passage], wanted: Sequence[Token], language: str) -> Iterator[Quote]:
    """Yield places of a case that hold what was looked for: first each that holds a word no earlier one did."""
    missing, shown = {one.text for one in wanted}, 0
    spare: list[tuple[Passage, list[tuple[int, int]]]] = []
    for passage in written:
        places = tokens.hits(passage.text, wanted) if _may_hold(passage.text, wanted) else []
        if not places:
            continue
        new = {word for word in missing if _may_hold(passage.text, [one for one in wanted if one.text == word])}
        if new and shown < QUOTES:
            shown, missing = shown + 1, missing - new
            yield _quote(case, passage, places, language)
        elif len(spare) < QUOTES:
            spare.append((passage, places))
        if not missing and shown + len(spare) >= QUOTES:
            break
    for passage, places in spare[: QUOTES - shown]:
        yield _quote(case, passage, places, language)


def _may_hold(text: str, wanted: Iterable[Token]) -> bool:
    """Return whether a text may hold one of the words: quick, and never wrong where it says no."""
    key = tokens.fold(text)
    return any(one.text in key or (one.text[0].isdecimal() and one.text in key.replace(",", "")) for one in wanted)


def _quote(case: Case, passage: Passage, places: list[tuple[int, int]], language: str) -> Quote:
    if passage.place in SECTIONS:
        place, page = SECTIONS[passage.place].title.get(language), "cases:case-request"
    else:
        place, page = texts.PLACES[passage.place]
    return Quote(place, reverse(page, args=[case.pk]), excerpt(passage.text, places))
