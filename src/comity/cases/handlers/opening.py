"""A request arrives: it becomes a case that waits for registration."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from comity.cases import jobs, rules
from comity.cases.actions import extending, keeping, steps
from comity.cases.codes import AuditCode
from comity.cases.handlers import hearing
from comity.cases.models import Annex, Case, CaseMove, Direction, Letter, OralRequest, Party
from comity.law import conversation
from comity.law.conversation import Message, Said
from comity.law.errors import RuleViolation
from comity.wire import turns
from comity.wire.errors import WireError
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from comity.core.files.models import StoredFile
    from comity.exchange.opening import Opened
    from comity.law.conversation import Position
    from comity.wire.request_parts import Earlier


def on_request(opened: Opened) -> None:
    """Take in a request for assistance.

    Raises:
        WireError: `E_ID_REUSED` if a case with this id exists, `E_SENDER` if it names another authority as addressee,
            `E_INCOMPLETE` if its letter or an annex it lists did not come, or an annex came without being listed.
    """
    message = opened.message
    if not isinstance(message, RequestV1):
        raise WireError("E_KIND", "not a request")
    _check_earlier(opened, message)
    case, position = _case_for(opened, message)
    if opened.letter is None:
        raise WireError("E_INCOMPLETE", "a request without its signed letter: the letter is what is asked")
    files = dict(opened.annexes)
    if set(files) != {annex.annex_id for annex in message.annexes}:
        raise WireError("E_INCOMPLETE", "annexes that came are not those that are listed")
    if any(files[annex.annex_id].sha256 != annex.sha256 for annex in message.annexes):
        raise WireError("E_DIGEST", "an annex is not the one that is listed")
    body = message.to_json()
    case.their_reference, case.step = message.reference[:80], position.step
    case.announced, case.returned = position.announced, position.returned
    case.body, case.request_message = body, opened.message_id
    case.turn_since = case.arrived_at = opened.consigned_at
    case.changed_at, case.sent_at = opened.opened_at, opened.sent_at
    case.save()
    OralRequest.objects.filter(case=case, confirmed_at=None).update(confirmed_at=opened.consigned_at)
    _write_parts(case, body, opened, opened.letter)
    also = keeping.project(case, body)
    if message.earlier is None:
        hearing.note(case, "request_sent", opened, measures=len(message.measures))
    else:
        _claim(case, opened, message.earlier)
    keeping.settle(case, at=opened.opened_at, also=also)
    keeping.audit(
        case,
        AuditCode.REQUEST_RECEIVED,
        actor=hearing.sender(opened),
        at=opened.opened_at,
        data={"message": str(opened.message_id), "measures": len(message.measures)},
    )


def _check_earlier(opened: Opened, message: RequestV1) -> None:
    """Raise WireError `E_MESSAGE` for a letter that left after the message, `E_ID_REUSED` for a second claim.

    One that was declined may be made again, by a message that says so and why.
    """
    if message.earlier is None:
        return
    if opened.recorded_by is not None or date.fromisoformat(message.earlier.left_on) > opened.sent_at.date():
        raise WireError("E_MESSAGE", "a letter that left after the message that tells of it", path="earlier.left_on")
    record = message.earlier.record
    if record and {one.measure_id for one in record.measures} != {one.measure_id for one in message.measures}:
        raise WireError("E_MESSAGE", "a record of other measures than are asked", path="earlier.record.measures")
    before = CaseMove.objects.filter(case_id=message.request_id)
    taken = before.exclude(outcome=CaseMove.STAYS) if message.earlier.again else before
    if taken.exists():
        raise WireError("E_ID_REUSED", "this case is moving, or was moved before")


def _claim(case: Case, opened: Opened, earlier: Earlier) -> None:
    """Write down what they say of an earlier letter. It counts nowhere until an officer has decided what it is."""
    claim = earlier.to_json()
    CaseMove.objects.create(case=case, ours=False, message_id=opened.message_id, claim=claim, at=opened.opened_at)
    reason = earlier.again.reason if earlier.again else ""
    hearing.note(case, "move_asked", opened, until=earlier.left_on, reason=reason)


def _case_for(opened: Opened, message: RequestV1) -> tuple[Case, Position]:
    """Return the case of a request: a new one, or one announced orally or returned, whose earlier parts give way."""
    spoken = Message(Said.REQUEST_SUBMIT, {one.measure_id: "" for one in message.measures})
    case = Case.objects.select_for_update().filter(pk=message.request_id).first()
    if case is None:
        at = opened.opened_at
        case = Case(
            id=message.request_id,
            direction=Direction.INCOMING,
            counterpart=opened.from_peer.node_id or "",
            counterpart_state=opened.from_peer.state[:80],
            turn_since=at,
            created_at=at,
            changed_at=at,
        )
        return case, conversation.receive(None, spoken)
    if case.outgoing or case.counterpart != opened.from_peer.node_id:
        raise WireError("E_ID_REUSED", "a case with this id exists")
    if case.emptied or case.destructions.filter(state="approved").exists():
        raise WireError("E_CASE", "the content of this case was destroyed here")
    try:
        position = conversation.receive(steps.position_of(case), spoken)
    except RuleViolation:
        raise WireError("E_ID_REUSED", "a case with this id exists") from None
    for parts in (case.parties, case.measures, case.annexes):
        parts.all().delete()
    Letter.objects.filter(case=case).delete()  # the letter that was returned stays with the message that carried it
    return case, position


def on_supplement(opened: Opened) -> None:
    """They ask for further measures in a case, which is opened again if it was closed.

    Raises:
        WireError: `E_INCOMPLETE`, `E_DIGEST` if its annexes did not come as listed.
    """
    message = hearing.said(opened, turns.Supplement)
    case = hearing.locked_case(opened, Direction.INCOMING)
    files = dict(opened.annexes)
    if set(files) != {annex.annex_id for annex in message.annexes}:
        raise WireError("E_INCOMPLETE", "annexes that came are not those that are listed")
    if any(files[annex.annex_id].sha256 != annex.sha256 for annex in message.annexes):
        raise WireError("E_DIGEST", "an annex is not the one that is listed")
    before = steps.position_of(case)
    spoken = Message(Said.SUPPLEMENT, {one.measure_id: "" for one in message.measures})
    conversation.receive(before, spoken)  # names that are there already are refused before anything is written
    if case.annexes.filter(annex_id__in=files).exists():
        raise WireError("E_MESSAGE", "an annex of this name is there already")
    said = message.to_json()
    extending.write_measures(case, said["measures"], at=opened.opened_at, first=case.measures.count())
    _write_annexes(case, said["annexes"], opened, first=case.annexes.count())
    steps.hear(case, spoken, before=before, actor=hearing.sender(opened), at=opened.opened_at)
    hearing.own_reference(case, message)
    hearing.note(case, "supplemented", opened, measures=len(message.measures), reason=message.reason)
    keeping.settle(case, at=opened.opened_at)


def _write_annexes(case: Case, annexes: list[dict[str, Any]], opened: Opened, *, first: int = 0) -> None:
    files = dict(opened.annexes)
    Annex.objects.bulk_create(
        Annex(
            case=case,
            annex_id=one["annex_id"],
            position=position,
            name=one["name"],
            language=one["language"],
            certified=one["certified"],
            size=files[one["annex_id"]].size or 0,
            sha256=one["sha256"],
            file=files[one["annex_id"]],
            added_at=opened.opened_at,
        )
        for position, one in enumerate(annexes, first)
    )


def _write_parts(case: Case, body: dict[str, Any], opened: Opened, letter: StoredFile) -> None:
    """Write persons, measures, annexes and the letter."""
    at = opened.opened_at
    Party.objects.bulk_create(
        Party(case=case, person_id=one["person_id"], position=position, data=one, version=1, changed_at=at)
        for position, one in enumerate(body["persons"])
    )
    extending.write_measures(case, body["measures"], at=at)
    _write_annexes(case, body["annexes"], opened)
    officer = next(iter(opened.signers[1:] or opened.signers), None)  # the seal of the package stands first
    Letter.objects.create(
        case=case,
        file=letter,
        signed_at=officer.time if officer else None,
        time_source=officer.time_source[:240] if officer else "",
        signer=body["signatory"]["name"][:200],
        request_sha256=rules.digest(body),
    )
    if opened.recorded_by is None:  # a scan has no data inside
        jobs.compare_later(case)
