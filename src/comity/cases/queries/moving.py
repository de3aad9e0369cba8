"""Cases by letter whose authority has a node now: what can happen to each, and which of ours a claim may be about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from comity.cases import records
from comity.cases.models import (
    Case,
    CaseMove,
    Clarification,
    Consultation,
    Decision,
    Direction,
    GuardOverride,
    Measure,
)
from comity.cases.moving import Hindrance, MoveFacts, hindrance
from comity.cases.queries import doors
from comity.cases.queries.reading import measure_title
from comity.cases.records import Record, Wrote
from comity.core.prepared import Prepared
from comity.exchange.models import Channel, Peer, PostItem
from comity.law.measures import phase
from comity.wire.refusals import REFUSALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import Model, QuerySet

    from comity.cases.records import Pair
    from comity.core.actors import Actor

MOST = 200
SAID = (
    "offers", "matters", "postponements", "notices", "deliveries", "evidence", "given_back", "destructions",
    "after_care",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Movable:
    """A case by letter, and why it stays there; None where it can move. `pairs`: both records of what was said.

    `again`: it was offered before and stayed by letter; offered once more, it says why.
    """

    case: Case
    hindrance: Hindrance | None
    alike: bool = False
    again: bool = False
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveShown:
    """A move as a page shows it: what is said of the letter, and what came of it.

    `again`: why it was offered once more; empty the first time. `before`: the offers before it, with their days.
    """

    move: CaseMove
    left_on: date | None
    channel: str
    reason: str
    again: str = ""
    before: tuple[tuple[datetime, str], ...] = ()


_MOVES = Prepared(lambda case: CaseMove.objects.filter(case_id=case))


def move_of(case: Case, language: str) -> MoveShown | None:
    """Return the last move of a case, from either side, and those before it; None where there was none."""
    moves = _MOVES.all(case=case.pk)
    if not moves:
        return None
    move = moves[-1]
    known = move.claim["channel"] in Channel.values
    return MoveShown(
        move,
        parse_date(move.claim["left_on"]),
        str(Channel(move.claim["channel"]).label) if known else "",
        _why_it_stayed(move, language),
        again=move.claim.get("again", {}).get("reason", ""),
        before=tuple((one.at, _why_it_stayed(one, language)) for one in moves[:-1]),
    )


def _why_it_stayed(move: CaseMove, language: str) -> str:
    refusal = REFUSALS.get(move.reason)
    if refusal is None:
        return move.reason
    return _("The other node refused the message, perhaps because its software is older: %(reason)s") % {
        "reason": refusal.text.get(language)
    }


def offered_before(case: Case) -> bool:
    """Say whether a case of ours was offered to move before, and stayed by letter."""
    return CaseMove.objects.filter(case=case, ours=True, outcome=CaseMove.STAYS).exists()


def joined_letters(node_id: str = "") -> dict[str, str]:
    """Return local name of an authority by letter -> node by which it is reached now, of one node or of all."""
    found = Peer.objects.filter(suspended_at__isnull=True, joined_to__in=Peer.objects.confirmed())
    if node_id:
        found = found.filter(joined_to__node_id=node_id)
    return {str(letter): str(node) for letter, node in found.values_list("node_id", "joined_to__node_id")}


def movable(cases: Iterable[Case]) -> list[Movable]:
    """Say of each case whether it can move: a fixed number of queries for any number of cases."""
    rows = {case.pk: case for case in cases}
    said = _said(rows)
    states: dict[UUID, list[str]] = {}
    for case_id, state in Measure.objects.filter(case_id__in=rows).values_list("case_id", "state"):
        states.setdefault(case_id, []).append(state)
    again = set(CaseMove.objects.filter(case_id__in=rows).values_list("case_id", flat=True))
    unposted: dict[UUID, int] = dict(
        PostItem.objects.filter(case_id__in=rows, recorded_at__isnull=True)
        .order_by()
        .values_list("case_id")
        .annotate(number=Count("pk"))
    )
    return [
        Movable(case, hindrance(facts), again=key in again)
        for key, case in rows.items()
        for facts in [
            MoveFacts(
                direction=case.direction,
                step=case.step,
                states=tuple(states.get(key, ())),
                whole=case.body is not None,
                emptied=case.emptied,
                unposted=unposted.get(key, 0),
                more=case.supplements > 0,
                others=any(said[key][f"any_{name}"] for name in SAID) or bool(case.proposed or case.for_head),
            )
        ]
    ]


def _said(rows: Iterable[UUID]) -> dict[UUID, dict[str, bool]]:
    """Say of each case which kinds of thing were said in it that cannot move: one query."""
    there = {f"any_{name}": Exists(_rows(name).filter(case_id=OuterRef("pk"))) for name in SAID}
    found = Case.objects.filter(pk__in=list(rows)).order_by().annotate(**there)
    return {row.pop("pk"): row for row in found.values("pk", *there)}


def _rows(name: str) -> QuerySet[Any]:
    model: Any = Case._meta.get_field(name).related_model  # noqa: SLF001 (public in all but name)
    rows: QuerySet[Any] = model.objects.all()
    return rows


def hindrance_of(case: Case) -> Hindrance | None:
    """Return why one case stays by letter; None where it can move."""
    return movable([case])[0].hindrance


def ours_to_move(actor: Actor) -> list[Movable]:
    """Return our open cases by letter, within the actor's reach, whose authority has a node now."""
    found = doors.cases_visible_to(actor).filter(
        direction=Direction.OUTGOING, counterpart__in=joined_letters(), closed_at__isnull=True
    )
    return movable(found.order_by("created_at", "pk")[:MOST])


def claimed(case: Case, actor: Actor) -> list[Movable]:
    """Return the open cases, within the actor's reach, that came by letter from the authority that makes a claim.

    Those that have a reference of the claim stand first. Never one of another counterpart.
    """
    found = doors.cases_visible_to(actor).filter(
        direction=Direction.INCOMING, counterpart__in=joined_letters(case.counterpart), closed_at__isnull=True
    )
    move = open_move(case)
    said = (move.claim.get("reference", ""), case.their_reference) if move else ("", "")
    alike = Q(our_reference=said[0]) & ~Q(our_reference="") | Q(their_reference=said[1]) & ~Q(their_reference="")
    first = set(found.filter(alike).values_list("pk", flat=True))
    open_ones = movable(found.order_by("created_at", "pk")[:MOST])
    rows = [replace(one, alike=one.case.pk in first) for one in open_ones]
    return sorted(compared(case, move, rows), key=lambda one: not one.alike)


def compared(case: Case, move: CaseMove | None, rows: Iterable[Movable]) -> list[Movable]:
    """Compare what is claimed of a letter with each case that could be joined: a fixed number of queries."""
    found = list(rows)
    own = records_of([case, *(one.case for one in found)])
    claim = claimed_record(own[case.pk], move.claim.get("record", {}) if move else {})
    return [
        one if one.hindrance else replace(one, pairs=tuple(pairs), hindrance=why)
        for one in found
        for pairs, why in [records.compare(claim, own[one.case.pk])]
    ]


def claimed_record(asked: Record, told: Mapping[str, Any]) -> Record:
    """Return what a message says its sender recorded, of the measures that it asks for."""
    said = {one["measure_id"]: one for one in told.get("measures", ())}
    measures = [
        replace(one, phase=records.PHASES[row["state"]], decided_on=row["decided_on"])
        for one in asked.measures
        for row in [said.get(one.name, {"state": "asked", "decided_on": ""})]
    ]
    return Record(rounds=told.get("rounds", 0), measures=measures)


def records_of(cases: Iterable[Case]) -> dict[UUID, Record]:
    """Return what is recorded here of each case, as its pages show it: four queries for any number of cases."""
    keys = [case.pk for case in cases]
    decided = Decision.objects.filter(measure__case__in=keys, ended_at=None).values_list("measure_id", "decided_at")
    days = {key: timezone.localdate(at).isoformat() for key, at in decided}
    rounds = Clarification.objects.filter(case__in=keys).order_by().values_list("case_id").annotate(Max("round"))
    last = dict(rounds)
    beside = {key for model in (Consultation, GuardOverride) for key in _cases_with(model, keys)}
    measures: dict[UUID, list[Wrote]] = {key: [] for key in keys}
    for one in Measure.objects.filter(case__in=keys).order_by("position", "id"):
        measures[one.case_id].append(
            Wrote(
                name=one.measure_id, kind=one.kind, module=one.module, phase=phase(one.state, one.resume_state),
                decided_on=days.get(one.pk, ""),
            )
        )  # fmt: skip
    return {key: Record(rounds=last.get(key, 0), measures=measures[key], consulted=key in beside) for key in keys}


def _cases_with(model: type[Model], keys: Iterable[UUID]) -> set[UUID]:
    rows: Any = model._default_manager  # noqa: SLF001 (public in all but name)
    return set(rows.filter(case__in=keys).values_list("case_id", flat=True))


def told_of(case: Case) -> dict[str, Any]:
    """Return what a message that moves our case says was recorded of its letters; empty where nothing was."""
    record = records_of([case])[case.pk]
    if not record.something:
        return {}
    measures = [
        {"measure_id": one.name, "state": records.STATES[one.phase], "decided_on": one.decided_on}
        for one in record.measures
    ]
    return {"rounds": record.rounds, "measures": measures}


def rounds_claimed(case: Case) -> int:
    """Return how many rounds of questions the other side says were asked and answered by letter."""
    move = open_move(case)
    return int(move.claim.get("record", {}).get("rounds", 0)) if move else 0


@dataclass(frozen=True, slots=True)
class PairShown:
    """One measure in both records, in words; `here` is empty on the side that tells."""

    title: str
    there: str
    here: str
    says: str


def shown_pairs(pairs: Iterable[Pair], language: str) -> list[PairShown]:
    """Return pairs in words: the measure, what each side recorded, and what comes of it."""
    return [
        PairShown(
            measure_title(one.theirs.kind, one.theirs.module, language),
            _recorded(one.theirs, language),
            _recorded(one.ours, language),
            records.COMPARED_TITLES[one.compared].get(language),
        )
        for one in pairs
    ]


def shown_record(told: Mapping[str, Any], case: Case, language: str) -> list[PairShown]:
    """Return in words what a message of ours says was recorded of the letters of a case."""
    if not told:
        return []
    found = claimed_record(records_of([case])[case.pk], told)
    return [
        PairShown(measure_title(one.kind, one.module, language), _recorded(one, language), "", "")
        for one in found.measures
    ]


def _recorded(one: Wrote, language: str) -> str:
    text, day = records.PHASE_TITLES[one.phase].get(language), parse_date(one.decided_on)
    return f"{text} · {formats.date_format(day)}" if day else text


def open_move(case: Case) -> CaseMove | None:
    """Return the move of a case that nobody has answered yet; None where there is none."""
    return CaseMove.objects.filter(case=case, outcome=CaseMove.OPEN).first()
