"""Acknowledgement, questions and answers, decisions, status: what the other authority says before it delivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.actions import keeping, moving, steps, verdicts
from comity.cases.codes import AuditCode
from comity.cases.handlers import hearing
from comity.cases.models import Annex, Clarification, ClarificationItem, Direction
from comity.cases.queries import moving as queries
from comity.law.conversation import Message, Said
from comity.wire import messages as wire
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from comity.exchange.opening import Opened


def on_ack(opened: Opened) -> None:
    """Our request was registered under their reference."""
    message = hearing.said(opened, wire.Ack)
    case = hearing.locked_case(opened, Direction.OUTGOING)
    before, move = steps.position_of(case), queries.open_move(case)
    case.their_reference = message.reference[:80]
    case.contact = {"officer": message.officer, "contact": message.contact}
    if move is not None:
        moving.agree(case, move, at=opened.opened_at)
        hearing.note(case, "move_agreed", opened, reference=message.reference, officer=message.officer)
    if move is None or not before.acknowledged:  # what they acknowledged by letter stays as of that day
        case.registered_at = opened.consigned_at
        steps.hear(case, Message(Said.ACK), before=before, actor=hearing.sender(opened), at=opened.opened_at)
        hearing.note(case, "acknowledged", opened, reference=message.reference, officer=message.officer)
    case.save(update_fields=["their_reference", "registered_at", "contact"])
    keeping.settle(case, at=opened.opened_at)


def on_clarify_ask(opened: Opened) -> None:
    """They ask for missing items (UNCAC art. 46(16))."""
    message = hearing.said(opened, wire.ClarifyAsk)
    case = hearing.locked_case(opened, Direction.OUTGOING)
    before = steps.position_of(case)
    clarification = Clarification.objects.create(
        case=case,
        round=message.round,
        due=hearing.to_day(message.due),
        note=message.note,
        asked_at=opened.consigned_at,
        asked_message=opened.message_id,
    )
    ClarificationItem.objects.bulk_create(
        ClarificationItem(
            clarification=clarification,
            item_id=item.item_id,
            position=position,
            code=item.code,
            measure_id=item.measure_id,
            person_id=item.person_id,
            question=item.question,
        )
        for position, item in enumerate(message.items)
    )
    hearing.own_reference(case, message)
    steps.hear(
        case,
        Message(Said.CLARIFY_ASK, dict.fromkeys(message.measure_ids, ""), number=message.round),
        before=before,
        actor=hearing.sender(opened),
        at=opened.opened_at,
    )
    hearing.note(case, "clarify_asked", opened, round=message.round, count=len(message.items))
    keeping.settle(case, at=opened.opened_at)


def on_clarify_answer(opened: Opened) -> None:
    """They answer a round of our questions.

    Raises:
        WireError: `E_MESSAGE` if the answers are not to the questions of that round, or name annexes that did not come.
    """
    message = hearing.said(opened, wire.ClarifyAnswer)
    case = hearing.locked_case(opened, Direction.INCOMING)
    before = steps.position_of(case)
    clarification = case.clarifications.filter(round=message.round).first()
    items = {item.item_id: item for item in clarification.items.all()} if clarification else {}
    if clarification is None or set(items) != {one.item_id for one in message.answers}:
        raise WireError("E_MESSAGE", "the answers are not to the questions of this round")
    files = dict(opened.annexes)
    if set(files) != {name for one in message.answers for name in one.annex_ids}:
        raise WireError("E_INCOMPLETE", "annexes that came are not those that are named")
    for position, (name, file) in enumerate(files.items()):
        Annex.objects.create(
            case=case, annex_id=name, round=message.round, position=position, name=file.name[:200],
            size=file.size or 0, sha256=file.sha256, file=file, added_at=opened.opened_at,
        )  # fmt: skip
    for one in message.answers:
        item = items[one.item_id]
        item.answer, item.annexes = one.answer, list(one.annex_ids)
        item.save(update_fields=["answer", "annexes"])
    clarification.answered_at, clarification.answer_note = opened.consigned_at, message.note
    clarification.save(update_fields=["answered_at", "answer_note"])
    steps.hear(
        case,
        Message(Said.CLARIFY_ANSWER, number=message.round),
        before=before,
        actor=hearing.sender(opened),
        at=opened.opened_at,
    )
    hearing.note(case, "clarify_answered", opened, round=message.round, count=len(items))
    keeping.settle(case, at=opened.opened_at)


def on_decision(opened: Opened) -> None:
    """They decided on some or all of what we asked (UNCAC art. 46(21)-(26))."""
    message = hearing.said(opened, wire.Decision)
    case = hearing.locked_case(opened, Direction.OUTGOING)
    before = steps.position_of(case)
    measures = {measure.measure_id: measure for measure in case.measures.all()}
    if not {one.measure_id for one in message.measures} <= set(measures):
        raise WireError("E_MESSAGE", "a decision on a measure that was not asked for")
    for one in message.measures:
        measure = measures[one.measure_id]
        told = {
            "decision": one.decision,
            "ground": one.ground[:40],
            "reasons": one.reasons,
            "article": one.article[:24],
            "appeal": message.appeal_info,
            "expected_by": hearing.to_day(one.expected_by),
            "consulted": one.consultation.to_json(),
            "decided_at": opened.consigned_at,
            "message_id": opened.message_id,
        }
        verdicts.keep_decision(measure, told)
        measure.expected_by = hearing.to_day(one.expected_by)
        measure.save(update_fields=["expected_by"])
    case.decided_at = opened.consigned_at
    hearing.own_reference(case, message)
    said = {one.measure_id: one.decision for one in message.measures}
    steps.hear(
        case, Message(Said(message.KIND), said), before=before, actor=hearing.sender(opened), at=opened.opened_at
    )
    refused = sum(one.decision == "refused" for one in message.measures)
    hearing.note(case, "decided", opened, accepted=len(said) - refused, refused=refused)
    keeping.settle(case, at=opened.opened_at, also=("decided_at",))


def on_status_query(opened: Opened) -> None:
    """They ask how far their request is (UNCAC art. 46(24))."""
    message = hearing.said(opened, wire.StatusQuery)
    case = hearing.locked_case(opened, Direction.INCOMING)
    steps.hear(
        case,
        Message(Said.STATUS_QUERY),
        before=steps.position_of(case),
        actor=hearing.sender(opened),
        at=opened.opened_at,
    )
    case.status_asked_at = opened.consigned_at
    hearing.note(case, "status_asked", opened, note=message.note)
    keeping.settle(case, at=opened.opened_at, also=("status_asked_at",))
    keeping.audit(case, AuditCode.STATUS_QUERY_RECEIVED, actor=hearing.sender(opened), at=opened.opened_at)


def on_status_report(opened: Opened) -> None:
    """They say how far each measure is (UNCAC art. 46(24))."""
    message = hearing.said(opened, wire.StatusReport)
    case = hearing.locked_case(opened, Direction.OUTGOING)
    before = steps.position_of(case)
    said = {one.measure_id: one.state for one in message.measures}
    steps.hear(
        case, Message(Said.STATUS_REPORT, said), before=before, actor=hearing.sender(opened), at=opened.opened_at,
        said_at=opened.consigned_at,
    )  # fmt: skip
    expected = {one.measure_id: hearing.to_day(one.expected_by) for one in message.measures if one.expected_by}
    for measure in case.measures.filter(measure_id__in=expected):
        measure.expected_by = expected[measure.measure_id]
        measure.save(update_fields=["expected_by"])
    case.status_asked_at = None
    notes = {one.measure_id: one.note for one in message.measures if one.note}
    hearing.note(case, "status_reported", opened, note=message.note, notes=notes, states=said)
    keeping.settle(case, at=opened.opened_at, also=("status_asked_at",))
    keeping.audit(case, AuditCode.STATUS_REPORT_RECEIVED, actor=hearing.sender(opened), at=opened.opened_at)
