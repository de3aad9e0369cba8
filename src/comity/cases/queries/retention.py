"""How long cases are kept, what is due, and what was destroyed: a register of references and dates, without content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language

from comity.cases.labels import KINDS, labelled, line_title, listed
from comity.cases.models import Case, Destruction, RetentionHold
from comity.cases.queries import doors
from comity.cases.queries.papers import EVENTS
from comity.core.roles import Role
from comity.exchange import queries as exchange
from comity.law.handling import ASSURANCES
from comity.law.outcome import TITLES, Outcome, outcome
from comity.law.retention import EARLY, EARLY_ENDS, Hold, Period, destroy_on, months_later, period_for
from comity.wire.kinds import KINDS as KINDS_OF_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor

ORIGINALS = ("original_came", "original_returned", "original_destroyed")
BATCH, MOST, LOOKED_AT = 200, 100, 2_000
OWING = frozenset(one.code for one in ASSURANCES.values() if one.owes_act)


@dataclass(frozen=True, slots=True)
class Kept:
    """How long one case is kept.

    Attributes:
        months: of the rule that fits; None where none does.
        ended: the day on which it ended; None while it is open.
        closed: whether it ended with its close.
        on: the day from which it may be destroyed; None where there is none.
        due: whether that day has come.
        owes: whether we promised to return or destroy material, and nobody wrote down that it is done.
    """

    case: Case
    outcome: str
    months: int | None
    ended: date | None
    closed: bool
    on: date | None
    due: bool
    held: bool
    owes: bool


def register(actor: Actor) -> QuerySet[Case]:
    """Return cases that are over as the register shows them to the head and the registry: without content.

    Sealed ones for the head alone; who is excluded from a case does not find it here either.
    """
    if actor.officer_id is None or not actor.sees_cases or not actor.has(Role.HEAD, Role.REGISTRY):
        return Case.objects.none()
    found = Case.objects.filter(doors.not_excluded(actor, "pk"), _over())
    return (found if actor.has(Role.HEAD) else found.filter(sealed=False)).defer("body", "proposed", "for_head")


def _over(before: date | None = None) -> Q:
    """Return the condition for a case that is over: closed, or ended early; until a day, where one is given."""
    closed, early = Q(closed_at__isnull=False), Q(pk__in=[])
    for direction, step in EARLY:
        early |= Q(direction=direction, step=step)
    early &= Q(closed_at__isnull=True)
    if before is not None:
        closed, early = closed & Q(closed_at__date__lte=before), early & Q(turn_since__date__lte=before)
    return closed | early


def ended_on(case: Case) -> date | None:
    """Return the day on which a case was closed, or ended early; None while it is open."""
    if case.closed_at is not None:
        return timezone.localdate(case.closed_at)
    return timezone.localdate(case.turn_since) if (case.direction, case.step) in EARLY else None


def reached(actor: Actor) -> QuerySet[Case]:
    """Return the cases on which an actor may put a hold: within reach, or in the register."""
    in_register = register(actor).values("pk")
    return Case.objects.filter(doors.seen_by(actor) | Q(pk__in=in_register))


def lock(actor: Actor, case_id: UUID, *, registered: bool) -> Case:
    """Return a case of the register (or within reach), locked; Case.DoesNotExist outside it."""
    visible = register(actor) if registered else reached(actor)
    return Case.objects.select_for_update().get(pk=visible.values("pk").get(pk=case_id)["pk"])


def kept(case: Case, today: date) -> Kept:
    """Return how long a case is kept: four queries at most, none where its rows were fetched before."""
    states = [one.state for one in case.measures.all()]
    early = EARLY.get((case.direction, case.step)) if case.closed_at is None else None
    found = case.step if early else outcome(states) if states else Outcome.WITHDRAWN
    kinds = frozenset(case.kinds.strip("|").split("|")) - {""}
    rule = period_for(settings.NODE.retention, direction=case.direction, outcome=found, kinds=kinds)
    live = [one for one in case.retention_holds.all() if one.ended_at is None]
    ended = ended_on(case)
    on = destroy_on(ended, rule, [Hold(one.until) for one in live]) if ended is not None else None
    promised = [one for one in case.assurances.all() if one.ended_at is None and one.ours and one.kind in OWING]
    return Kept(
        case=case,
        outcome=(early or TITLES[Outcome(found)]).get(get_language() or "en"),
        months=rule.months if rule else None,
        ended=ended,
        closed=case.closed_at is not None,
        on=on,
        due=on is not None and on <= today,
        held=bool(live),
        owes=any(one.done_on is None for one in promised),
    )


def due(actor: Actor, today: date) -> list[Kept]:
    """Return the cases whose content may be destroyed, ended longest ago first; a hundred at most."""
    rules: list[Period] = list(settings.NODE.retention)
    if not rules:
        return []
    shortest = min(one.months for one in rules)
    decided = Destruction.objects.filter(case=OuterRef("pk")).exclude(state="declined")
    endless = RetentionHold.objects.filter(case=OuterRef("pk"), ended_at__isnull=True, until__isnull=True)
    rows = register(actor).filter(~Exists(decided), ~Exists(endless), emptied=False)
    rows = rows.filter(_over(months_later(today, -shortest))).order_by(Coalesce("closed_at", "turn_since"), "pk")
    rows = rows.prefetch_related("measures", "retention_holds", "assurances")
    found: list[Kept] = []
    for start in range(0, LOOKED_AT, BATCH):
        batch = list(rows[start : start + BATCH])
        found += [one for one in (kept(case, today) for case in batch) if one.due]
        if len(batch) < BATCH or len(found) >= MOST:
            break
    return found[:MOST]


def proposals(actor: Actor) -> QuerySet[Destruction]:
    """Return the destructions that wait for a second person, or for the worker."""
    return _destructions(actor).filter(state__in=["proposed", "approved"]).order_by("proposed_at")


def destroyed(actor: Actor) -> QuerySet[Destruction]:
    """Return what was destroyed, the latest first."""
    return _destructions(actor).filter(state="done").order_by("-done_at")[:MOST]


def _destructions(actor: Actor) -> QuerySet[Destruction]:
    found = Destruction.objects.filter(case__in=register(actor).values("pk"))
    return found.select_related("case", "proposed_by", "decided_by")


def latest(case: Case) -> Destruction | None:
    """Return the destruction of a case that was proposed last and not declined."""
    return case.destructions.exclude(state="declined").select_related("proposed_by", "decided_by").first()


@dataclass(frozen=True, slots=True)
class Receipted:
    """One receipt of a case, which stays whatever is destroyed."""

    id: UUID
    title: str
    time: datetime


def receipts_of(case: Case) -> list[Receipted]:
    """Return the receipts of a case, oldest first."""
    return [
        Receipted(
            one.id,
            labelled(
                KINDS_OF_MESSAGE[message.kind].title.get(get_language() or "en"),
                str(EVENTS.get(one.event, one.event.value)),
            ),
            one.time,
        )
        for message in exchange.messages_of_case(case.pk)
        for one in message.receipts
    ]


@dataclass(frozen=True, slots=True)
class OriginalGone:
    """That an original came, was returned or was destroyed: its number and the day it was written down, no more."""

    text: str
    at: datetime


def originals_of(case: Case) -> list[OriginalGone]:
    """Return what stays of the custody of originals whatever is destroyed, oldest first: one query."""
    lines = case.lines.filter(code__in=ORIGINALS).order_by("at", "id")
    return [OriginalGone(line_title(one.code, one.lane, "", one.params), one.at) for one in lines]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One reason to keep longer."""

    pk: int
    reason: str
    until: date | None
    by: str
    at: datetime
    ended_at: datetime | None


def holds_of(case: Case) -> list[HeldRow]:
    """Return every hold of a case, those that ended too: one query."""
    rows = case.retention_holds.select_related("by")
    return [HeldRow(one.pk, one.reason, one.until, one.by.name, one.at, one.ended_at) for one in rows]


def periods(language: str) -> Iterator[dict[str, Any]]:
    """Yield the periods of this authority for the page of its rules."""
    for one in settings.NODE.retention:
        yield {
            "months": one.months,
            "direction": one.direction,
            "outcomes": listed(
                (EARLY_ENDS.get(name) or TITLES[Outcome(name)]).get(language) for name in sorted(one.outcomes)
            ),
            "kinds": listed(str(KINDS[name]) for name in sorted(one.kinds)),
        }
