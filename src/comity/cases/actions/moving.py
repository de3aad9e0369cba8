"""Move a case from letter to Comity: ask for it, and, at the other authority, join it, or leave it by letter.

The head signs the request anew, with the content it was sent with, and it goes sealed with a record of its letter. The
other registry reads that as a claim. It joins it to the case that it registered from the letter, which keeps its clocks
and is counted once; or registers it as new, if no letter came; or answers that the case goes on by letter. Until it has
answered, nothing else is said in the case.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import before_joining, folding, giving_back, keeping, posting, sending, steps
from comity.cases.codes import AuditCode
from comity.cases.models import Case, CaseMove, Decision
from comity.cases.queries import doors, moving, people
from comity.cases.records import Compared
from comity.core import access
from comity.core.files.actions import store_bytes
from comity.core.roles import Role
from comity.exchange import queries as exchange
from comity.law.conversation import Message, Said
from comity.wire import turns

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from comity.cases.records import Pair
    from comity.cases.signing import SignedLetter, Signer
    from comity.core.actors import Actor
    from comity.exchange.opening import Opened
    from comity.wire.request import RequestV1


# Step of the case from the letter -> the steps by which the joined case comes there once it is registered.
WAY: Final = {"registered": (), "legal_review": ("legal_review",), "executing": ("legal_review", "executing")}


def move_request(*, actor: Actor, case_id: UUID, signer: Signer, now: datetime, reason: str = "") -> Case:
    """Sign a request that left by letter anew, with the same content, and send it to the node of its authority.

    Steps: 1 load and ask access; 2 the authority has a node, and the case can move; 3 four eyes, as for the first
    signature; 4 the letter is printed and signed outside of any transaction; 5 steps 1 to 3 once more; 6 one outbox
    row, one audit entry. The text that was approved is not touched: what is signed is what was sent.

    What stayed by letter can be offered once more. Then `reason` says why, and the other State reads it; each offer and
    what came of it stay on both sides.

    Raises:
        CaseworkError: `E_MOVE`, it cannot move; `E_MOVE_NODE`, its authority has no node here; `E_FOUR_EYES`,
            `E_STAGE`, `E_CHANGED`, `E_ADDRESSEE`; `E_SAY`, it was offered before and no reason is said.
        SealError: as `sending.send_request`.
    """
    with transaction.atomic():
        request, message = _ready(keeping.reach(actor, case_id, Permission.REQUEST_SEND), actor, reason)
    signed = signer.sign(request, at=now)
    with transaction.atomic():
        case = keeping.load(actor, case_id, Permission.REQUEST_SEND, now=now)
        if _ready(case, actor, reason)[0] != request:
            raise rules.CaseworkError("E_CHANGED", "changed while it was being signed", permanent=False)
        return _move(case, message, signed, actor=actor, now=now)


def check_movable(case: Case) -> str:
    """Return the node to which a case can move; CaseworkError `E_MOVE_NODE` if it has none, `E_MOVE` if it stays."""
    node = moving.joined_letters().get(case.counterpart, "")
    if not node:
        raise rules.CaseworkError("E_MOVE_NODE", "no node is known of this authority")
    if moving.hindrance_of(case) is not None:
        raise rules.CaseworkError("E_MOVE", "this case stays by letter")
    return node


def _ready(case: Case, actor: Actor, reason: str) -> tuple[dict[str, Any], RequestV1]:
    """Return the request as it is to be signed and as it travels, or raise CaseworkError for what is in the way."""
    node = check_movable(case)
    again = moving.offered_before(case)
    if again:
        rules.check_said(reason, "reason")
    body = case.body or {}
    sending.check_may_sign(case, actor)
    request = {
        **body,
        "requested": {**body["requested"], "node_id": node},
        "signatory": people.signatory(keeping.officer_of(actor), case.language),
        "earlier": _earlier(case) | ({"again": {"reason": reason}} if again else {}),
    }
    posting.check_addressee(request)
    return request, messages.request_to_wire(request)


def _earlier(case: Case) -> dict[str, Any]:
    """Return what we know of the letter: how and when it left, their number, what was asked and decided since."""
    item = exchange.post_item(case.request_message) if case.request_message else None
    if item is None or item.travelled_on is None:
        raise rules.CaseworkError("E_MOVE", "how the letter left is not recorded")
    registered = case.registered_at.date().isoformat() if case.registered_at else ""
    left = item.travelled_on.isoformat()
    said: dict[str, Any] = {
        "left_on": left,
        "channel": item.channel,
        "reference": case.their_reference,
        "acknowledged_on": max(registered, left) if registered else "",
    }
    record = moving.told_of(case)
    return said | ({"record": record} if record else {})


def _move(case: Case, message: RequestV1, signed: SignedLetter, *, actor: Actor, now: datetime) -> Case:
    letter, case.counterpart = case.counterpart, message.requested.node_id
    case.save(update_fields=["counterpart"])
    file = store_bytes(
        signed.pdf, actor=actor, purpose="letter", name="request.pdf", media_type="application/pdf", now=now
    )
    sent = posting.post(case, message, actor=actor, now=now, letter=file, annexes=list(case.annexes.filter(round=0)))
    claim = message.to_json()["earlier"]
    CaseMove.objects.create(case=case, ours=True, letter=letter, message_id=sent, claim=claim, at=now)
    keeping.note(
        case, "moved", actor=actor, at=now, crosses="out", message_id=sent, until=claim["left_on"],
        reason=claim.get("again", {}).get("reason", ""),
    )  # fmt: skip
    keeping.audit(case, AuditCode.CASE_MOVED, actor=actor, at=now, data={"message": str(sent)})
    keeping.settle(case, at=now)
    return case


def agree(case: Case, move: CaseMove, *, at: datetime) -> None:
    """They have taken the request over: from now on it is what the sealed message says, and goes by Comity."""
    case.request_message = move.message_id
    case.save(update_fields=["request_message"])
    _decide(move, CaseMove.AGREED, at=at)


def stay(case: Case, move: CaseMove, *, reason: str, actor: Actor, at: datetime, opened: Opened | None = None) -> None:
    """They leave the case by letter, or could not read the message: it goes on as it was, and nothing is lost."""
    case.counterpart = move.letter
    case.save(update_fields=["counterpart"])
    move.reason = reason
    _decide(move, CaseMove.STAYS, at=at)
    keeping.note(
        case, "stays_by_letter", actor=actor, at=at, lane="theirs", crosses="in" if opened else "",
        message_id=opened.message_id if opened else None, reason=reason,
    )  # fmt: skip
    keeping.audit(case, AuditCode.CASE_STAYS_BY_LETTER, actor=actor, at=at)
    keeping.settle(case, at=at)


@transaction.atomic
def join_letter(
    *, actor: Actor, case_id: UUID, letter_case_id: UUID, shown_officer: str, contact: str, now: datetime
) -> Case:
    """Join a request that arrived by Comity to the case that we registered from its letter: one case from now on.

    Steps: 1 lock both, in one order, and ask access; 2 the claim is open, and its authority's own; 3 the case can move,
    and both records of what was asked and decided by letter agree, or ours holds more; 4 how both stood is kept, and
    the history of the letter goes over to the request that is signed, with reference, clocks and members; 5 the other
    State is told our reference and the day on which the letter came, and once more, sealed, each decision that it has
    not recorded.

    Raises:
        Case.DoesNotExist: either is outside the actor's reach.
        CaseworkError: `E_MOVE_OPEN`, nothing is claimed; `E_MOVE_OTHER`, the case is another authority's or we made it;
            `E_MOVE`, it cannot move, or the records do not agree.
    """
    cases = {key: doors.lock_case(actor, key) for key in sorted({case_id, letter_case_id})}
    case, former = cases[case_id], cases[letter_case_id]
    for one in cases.values():
        access.require(actor, Permission.REQUEST_REGISTER, one)
    move = check_claimed(case)
    if former.counterpart not in moving.joined_letters(case.counterpart):
        raise rules.CaseworkError("E_MOVE_OTHER", "a case of another counterpart")
    (found,) = moving.compared(case, move, moving.movable([former]))
    if former.closed_at is not None or found.hindrance is not None:
        raise rules.CaseworkError("E_MOVE", "this case stays by letter, or the records do not agree")
    move.former_id = former.pk
    _decide(move, CaseMove.JOINED, at=now, by=actor)
    step, before = former.step, replace(steps.position_of(case), examined=former.examined)
    before_joining.keep(former, case, at=now)
    case = folding.fold(former, into=case, pairs={pair.ours.name: pair.theirs.name for pair in found.pairs})
    keeping.join(case, actor.officer_id, Role.REGISTRY, at=now)
    steps.say(case, Message(Said.ACK), before=before, actor=actor, at=now)
    for following in WAY[step]:
        steps.go(case, following, actor=actor, at=now, follows=True)
    acknowledgement = messages.ack(case, officer=shown_officer, contact=contact, at=now)
    sent = posting.post(case, acknowledgement, actor=actor, now=now, in_reply_to=move.message_id)
    keeping.note(case, "move_joined", actor=actor, at=now, crosses="out", message_id=sent, reference=case.our_reference)
    _tell_decisions(case, move, found.pairs, actor=actor, now=now)
    data = {"former": str(move.former_id), "message": str(sent)}
    keeping.audit(case, AuditCode.CASE_JOINED, actor=actor, at=now, data=data)
    keeping.settle(case, at=now)
    return case


def _tell_decisions(case: Case, move: CaseMove, pairs: Iterable[Pair], *, actor: Actor, now: datetime) -> None:
    """Say once more, sealed, what was decided by letter and is not in their record: no decision is new."""
    names = [pair.theirs.name for pair in pairs if pair.compared is Compared.TOLD]
    if not names:
        return
    decided = Decision.objects.filter(measure__case=case, measure__measure_id__in=names, ended_at=None)
    rows = list(decided.select_related("measure", "consultation").order_by("measure__position"))
    appeal = next((one.appeal for one in rows if one.appeal), "")
    message = messages.decision(case, rows, appeal=appeal, note="", at=now)
    sent = posting.post(case, message, actor=actor, now=now, in_reply_to=move.message_id)
    keeping.note(case, "decisions_told", actor=actor, at=now, crosses="out", message_id=sent, count=len(rows))


@transaction.atomic
def leave_by_letter(*, actor: Actor, case_id: UUID, reason: str, state: str, now: datetime) -> Case:
    """Answer that a case goes on by letter: the sealed request is given back unregistered, and counted nowhere.

    Raises:
        CaseworkError: `E_MOVE_OPEN`, nothing is claimed; `E_SAY` without a reason.
    """
    move = check_claimed(keeping.load(actor, case_id, Permission.REQUEST_RETURN, now=now))
    case = giving_back.give_back_as(
        actor=actor, case_id=case_id, defects={turns.STAYS_BY_LETTER: reason}, state=state, note="", now=now
    )
    move.reason = reason
    _decide(move, CaseMove.STAYS, at=now, by=actor)
    return case


def take_as_new(case: Case, *, actor: Actor, at: datetime) -> None:
    """A request whose letter never came is registered as new: it counts from the day on which it arrived here."""
    move = moving.open_move(case)
    if move is None:
        return
    _decide(move, CaseMove.NEW, at=at, by=actor)
    keeping.note(
        case, "request_sent", actor=actor, at=case.arrived_at or at, lane="theirs", crosses="in",
        message_id=move.message_id, measures=case.measures.count(),
    )  # fmt: skip


def let_go(move: CaseMove, *, actor: Actor, at: datetime) -> None:
    """A request that was joined by mistake is one of its own: the case of the letter may be claimed again."""
    move.former_id = None
    _decide(move, CaseMove.NEW, at=at, by=actor)


def check_claimed(case: Case) -> CaseMove:
    """Return what is claimed of an earlier letter; CaseworkError `E_MOVE_OPEN` if nothing is, or it was decided."""
    move = moving.open_move(case)
    if move is None or move.ours or case.step != rules.ARRIVED:
        raise rules.CaseworkError("E_MOVE_OPEN", "nothing is claimed, or it was decided before")
    return move


def _decide(move: CaseMove, outcome: str, *, at: datetime, by: Actor | None = None) -> None:
    move.outcome, move.decided_at, move.decided_by_id = outcome, at, by.officer_id if by else None
    move.save(update_fields=["outcome", "reason", "former_id", "decided_at", "decided_by"])
