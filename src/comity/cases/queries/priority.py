"""How pressing one request is: the facts that `comity.law.priority` weighs, and the level that somebody set by hand.

The facts come from what the request says and from what officers wrote down about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings

from comity.cases.labels import KINDS, listed
from comity.cases.models import LevelSet
from comity.cases.queries import content
from comity.cases.rules import OVER
from comity.core.prepared import Prepared
from comity.directory.known import known_facts
from comity.law.errors import RuleViolation
from comity.law.offences import OFFENCES
from comity.law.priority import AT_LEAST, INPUTS, LEVELS, RECORDED, Facts, Level, Priority, assess
from comity.law.trifling import amount_of, check_treaties

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from decimal import Decimal

    from comity.cases.models import Case, PressingFact
    from comity.kernel.languages import Text
    from comity.law.trifling import Threshold

DISSIPATES = frozenset({"SEARCH_SEIZE_FREEZE", "TRACE_RECOVERY", "ASSET_RECOVERY"})


@dataclass(frozen=True, slots=True)
class SetByHand:
    """A level that somebody set against what the inputs say, from when to when."""

    level: str
    reason: str
    by: str
    at: datetime
    ended_by: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """One thing an officer wrote down: what, the day if it has one, how it is known, by whom and when."""

    pk: int
    text: str
    day: date | None
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """How pressing a case is, in words.

    Attributes:
        level: that counts: the one set by hand, else the one that follows from the inputs.
        pressing: whether that level is the highest.
        computed: what follows from the inputs, with its points.
        reasons: each input that counts, with its article and its points.
        by_hand: who set the level and why; None where nobody did.
    """

    level: str
    pressing: bool
    computed: str
    points: int
    reasons: list[tuple[str, str, int]]
    by_hand: SetByHand | None


_BY_HAND = Prepared(lambda case: LevelSet.objects.filter(case_id=case, ended_at__isnull=True).select_related("by")[:1])


def shown(case: Case, today: date, language: str) -> Shown | None:
    """Return how pressing a case is today and why, for a reader; None for one that is over.

    At most two queries more than reading the request takes.
    """
    if case.step in OVER:
        return None
    found = priority_of(case, today)
    by_hand = _BY_HAND.first(case=case.pk)
    level = Level(by_hand.level) if by_hand else found.level
    return Shown(
        level=LEVELS[level].get(language),
        pressing=level is Level.PRESSING,
        computed=LEVELS[found.level].get(language),
        points=found.points,
        reasons=[(one.text.get(language), one.input.article, one.points) for one in found.reasons],
        by_hand=_by_hand(by_hand, language) if by_hand else None,
    )


def _by_hand(one: LevelSet, language: str) -> SetByHand:
    ended = one.ended_by.name if one.ended_by else ""
    return SetByHand(LEVELS[Level(one.level)].get(language), one.reason, one.by.name, one.at, ended, one.ended_at)


def earlier_levels(case: Case, language: str) -> list[SetByHand]:
    """Return the levels that were set by hand and hold no longer, the latest first: one query."""
    ended = case.levels_set.filter(ended_at__isnull=False).select_related("by", "ended_by")
    return [_by_hand(one, language) for one in ended]


def recorded(case: Case, language: str) -> list[Recorded]:
    """Return what officers wrote down that still holds: one query."""
    return [
        Recorded(one.pk, RECORDED[one.code].get(language), one.day, one.note, one.by.name, one.at)
        for one in case.pressing.filter(ended_at__isnull=True).select_related("by")
    ]


def priority_of(case: Case, today: date) -> Priority:
    """Return how pressing a case is today by its inputs, with the reasons, by the authority's own weights."""
    return assess(facts_of(case), today, settings.NODE.priority_weights)


def facts_of(case: Case) -> Facts:
    """Read what makes a request pressing; a deadline without its reason counts for nothing (46(24)).

    What an officer wrote down stands instead of what the request says of the same thing.
    """
    request = content.request_of(case)
    known = {one.code: one for one in case.pressing.filter(ended_at__isnull=True)}
    urgency = request["urgency"]
    hearings = sorted(day for day in map(_day, _details(request, "hearing_date")) if day)
    since = case.arrived_at or case.sent_at
    freezes = any(one["kind"] in DISSIPATES or one["module"] == "tracing" for one in request["measures"])
    return Facts(
        safety="safety" in known,
        urgent=urgency["level"] == "urgent" and bool(urgency["reason"]),
        custody="custody" in known or "custody_end" in known,
        custody_end=_known(known, "custody_end"),
        data=_known(known, "data"),
        deadline=_day(urgency["deadline"]) if urgency["deadline_reason"] else None,
        limitation=_known(known, "limitation") or _day(request["proceedings"]["limitation_date"]),
        hearing=_known(known, "hearing") or (hearings[0] if hearings else None),
        dissipation=freezes or "dissipation" in known,
        value=_largest(request),
        since=since.date() if since and not case.closed_at else None,
    )


def _known(known: Mapping[str, PressingFact], code: str) -> date | None:
    return known[code].day if code in known else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _details(request: Mapping[str, Any], name: str) -> Iterator[str]:
    for measure in request["measures"]:
        yield measure["details"].get(name, "")


def _largest(request: Mapping[str, Any]) -> str:
    """Return the value furthest above the authority's threshold for its currency; empty where none reaches it."""
    found: list[tuple[Decimal, str]] = []
    for measure in request["measures"]:
        amount = amount_of(measure["details"].get("value", ""))
        currency = measure["details"].get("currency", "").strip().upper()
        if amount is None:
            continue
        least = settings.NODE.priority_values.get(currency, settings.NODE.priority_value)
        if amount >= least:
            found.append((amount, f"{measure['details']['value']} {currency}".strip()))
    return max(found, default=(0, ""))[1]


@dataclass(frozen=True, slots=True)
class Weight:
    """One input as this authority weighs it."""

    text: str
    article: str
    points: int
    standard: int
    far: int


@dataclass(frozen=True, slots=True)
class Limit:
    """One rule of de minimis of this authority."""

    below: str
    years: int | None
    kinds: str
    exceptions: str


def weights(language: str) -> list[Weight]:
    """Return the inputs with the points that this authority gives them."""
    own, open_text = settings.NODE.priority_weights, {"days": "…", "value": "…"}
    return [
        Weight(
            one.text.get(language).format(**open_text), one.article, own.get(one.code, one.weight), one.weight, one.far
        )
        for one in INPUTS.values()
    ]


def levels(language: str) -> list[tuple[str, int]]:
    """Return each level with the points from which it begins, the highest first."""
    return [(LEVELS[one].get(language), AT_LEAST.get(one, 0)) for one in LEVELS]


def large_values() -> list[str]:
    """Return from which amounts a value counts as large, single currencies first."""
    own = [f"{least:,.0f} {currency}" for currency, least in sorted(settings.NODE.priority_values.items())]
    return [*own, f"{settings.NODE.priority_value:,.0f}"]


def _offences(rule: Threshold, language: str) -> list[str]:
    return [one.title.get(language) for one in OFFENCES.values() if one.article in rule.except_offences]


def _treaties(rule: Threshold, language: str) -> list[str]:
    """Return the names of the instruments that take a rule away; of one that is not known here, its code."""
    known = known_facts().instruments if rule.except_treaties else {}
    return [known[code].name.get(language) if code in known else code for code in sorted(rule.except_treaties)]


def limits(language: str) -> list[Limit]:
    """Return the rules of de minimis of this authority."""
    return [
        Limit(
            "" if one.below is None else f"{one.below:,f} {one.currency}",
            one.older_than_years,
            listed(str(KINDS[kind]) for kind in sorted(one.kinds)),
            listed([*sorted(one.except_states), *_offences(one, language), *_treaties(one, language)]),
        )
        for one in settings.NODE.de_minimis
    ]


def unknown_treaties() -> Text | None:
    """Return what is wrong where a rule of de minimis names instruments that are not known here."""
    rules = settings.NODE.de_minimis
    try:
        if any(rule.except_treaties for rule in rules):
            check_treaties(rules, known_facts().instruments)
    except RuleViolation as error:
        return error.text
    return None
