"""Move a case and its measures: by what both sides said (`comity.law.conversation`), or by a step inside the authority.

The conversation works out the next position of both; here it is read from the rows and written back to them, each
change along its declared graph, with its role, its needs and its line in the audit log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from comity.cases.actions import verdicts
from comity.cases.models import Clarification, Delivery, Matter, Measure
from comity.core.actors import Actor
from comity.core.moves import MoveError, move
from comity.core.prepared import Prepared
from comity.kernel.graph import GraphError
from comity.law import conversation
from comity.law.conversation import Message, Position, granted
from comity.law.measures import RESULTS, STATE_OF_RESULT, MeasureGraph
from comity.law.message_moves import OWN_STEPS
from comity.law.procedure import IncomingGraph, OutgoingGraph

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from comity.cases.models import Case
    from comity.kernel.graph import Graph

FOLLOWS = Actor.system("cases.conversation")
_MEASURES = Prepared(lambda case: Measure.objects.filter(case=case))
_DELIVERIES = Prepared(lambda case: Delivery.objects.filter(case=case))
_ROUND = Prepared(lambda case: Clarification.objects.filter(case=case).order_by("-round").values_list("round")[:1])
_MATTERS = Prepared(
    lambda case: Matter.objects.filter(case=case, answered_at__isnull=True).values_list("matter_id", "kind")
)


def graph_of(case: Case) -> type[Graph]:
    """Return the graph of steps on our side of the case."""
    return OutgoingGraph if case.outgoing else IncomingGraph


def position_of(case: Case) -> Position:
    """Read where the case stands: five queries."""
    measures, deliveries = _MEASURES.all(case=case.pk), _DELIVERIES.all(case=case.pk)
    prefetch_related_objects(deliveries, "measures__measure")
    pending = {
        one.number: frozenset(
            row.measure.measure_id for row in one.measures.all() if STATE_OF_RESULT[row.result] in RESULTS
        )
        for one in deliveries
        if one.confirmed_at is None
    }
    last_round = _ROUND.first(case=case.pk)
    return Position(
        side="requesting" if case.outgoing else "requested",
        step=case.step,
        measures={one.measure_id: one.state for one in measures},
        before={one.measure_id: one.resume_state for one in measures if one.resume_state},
        round=last_round[0] if last_round is not None else 0,
        delivery=max((one.number for one in deliveries), default=0),
        pending=pending,
        acknowledged=case.registered_at is not None,
        examined=case.examined,
        closed=case.closed_at is not None,
        announced=case.announced,
        returned=case.returned,
        matters=dict(_MATTERS.all(case=case.pk)),
        supplements=case.supplements,
    )


def say(
    case: Case, message: Message, *, before: Position, actor: Actor, at: datetime, done: Collection[str] = frozenset()
) -> Position:
    """Move the case by a message of ours; `before` was read before the message was written down.

    Raises:
        RuleViolation: `out_of_step`, the message may not be sent now.
        MoveError: a role or a step that must come first is missing.
    """
    new = _write(case, before, conversation.send(before, message), actor=actor, at=at, done=done)
    verdicts.keep_granted(case, granted(before, new), at=at)
    return new


def hear(
    case: Case, message: Message, *, before: Position, actor: Actor, at: datetime, said_at: datetime | None = None
) -> Position:
    """Move the case by a message of theirs, or raise RuleViolation `out_of_step`.

    `said_at` is when they said it, where that is kept: a measure that it grants counts from then.
    """
    done = frozenset(
        {"ground", "reasons", "consultation", "interference", "outcome"}
    )  # theirs to see to, and read in their message
    if case.step == "signed":  # their message is here before their receipt: it was handed over
        go(case, "sent", actor=actor, at=at, follows=True)
        before = conversation.handed_over(before)
    new = _write(case, before, conversation.receive(before, message), actor=actor, at=at, done=done)
    verdicts.keep_granted(case, granted(before, new), at=said_at or at)
    return new


def _write(case: Case, old: Position, new: Position, *, actor: Actor, at: datetime, done: Collection[str]) -> Position:
    changed = {name: state for name, state in new.measures.items() if state != old.measures.get(name, "asked")}
    for measure in case.measures.filter(measure_id__in=changed) if changed else ():
        measure.resume_state = new.before.get(measure.measure_id, "")
        if not _has_edge(MeasureGraph, measure.state, changed[measure.measure_id]):
            _move_measure(measure, old.before[measure.measure_id], actor=actor, at=at, done=done)
        _move_measure(measure, changed[measure.measure_id], actor=actor, at=at, done=done)
    _write_marks(case, new, at=at)
    if new.closed:  # every measure has its result, or the conversation would not close the case
        done = {*done, "outcome"}
    if new.step != case.step:
        go(case, new.step, actor=actor, at=at, done=done, follows=True)
    return new


def _write_marks(case: Case, new: Position, *, at: datetime) -> None:
    """Write what is known of the case as a whole; opened again, it is no longer closed."""
    marks = {name: getattr(new, name) for name in ("examined", "announced", "returned", "supplements")}
    marks["closed_at"] = (case.closed_at or at) if new.closed else None
    changed = [name for name, value in marks.items() if getattr(case, name) != value]
    for name in changed:
        setattr(case, name, marks[name])
    if changed:
        case.save(update_fields=changed)


def _has_edge(graph: type[Graph], source: str, target: str) -> bool:
    return any(edge.target.name == target for edge in graph.states[source].moves)


def _move_measure(measure: Measure, target: str, *, actor: Actor, at: datetime, done: Collection[str]) -> None:
    measure.state_since = at
    move(measure, "state", MeasureGraph, target, actor=actor, at=at, done=done, also=("state_since", "resume_state"))


def advance(measure: Measure, target: str, *, actor: Actor, at: datetime) -> None:
    """Move one measure inside our authority: no message tells the other side of it yet."""
    if measure.state != target:
        _move_measure(measure, target, actor=actor, at=at, done=frozenset())


def go(
    case: Case,
    target: str,
    *,
    actor: Actor,
    at: datetime,
    done: Collection[str] = frozenset(),
    also: Collection[str] = (),
    follows: bool = False,
) -> None:
    """Move the case to a step of our procedure.

    Args:
        case: the case, locked.
        target: the step.
        actor: who moves it.
        at: when.
        done: steps that the law demands first and that have happened.
        also: further columns to write.
        follows: the step follows from what was said, so that whoever might say it may move it.

    Raises:
        MoveError: a role or a step that must come first is missing.
        GraphError: only a message makes this move, or none does.
    """
    if not follows and (case.step, target) not in OWN_STEPS[case.direction]:
        raise GraphError("E_STATE", f"nobody moves a case from {case.step} to {target} by hand")
    try:
        move(case, "step", graph_of(case), target, actor=actor, at=at, done=done, also=also)
    except MoveError as error:
        if not (follows and error.code == "E_ROLE"):
            raise
        move(case, "step", graph_of(case), target, actor=FOLLOWS, at=at, done=done, also=also)


def examine(case: Case, *, actor: Actor, at: datetime) -> None:
    """Begin the legal review of a request that is only registered: whoever examines it has begun."""
    if case.step == "registered":
        go(case, "legal_review", actor=actor, at=at)


def go_if_possible(case: Case, target: str, *, actor: Actor, at: datetime) -> None:
    """Move to a step inside our authority where the graph allows it from here; else stay."""
    if (case.step, target) in OWN_STEPS[case.direction]:
        go(case, target, actor=actor, at=at, follows=True)
