"""A request arrives: it becomes a case that waits for registration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.cases import compose, rules
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.handlers import hearing
from comity.cases.models import Annex, Case, Direction, Letter, Measure, Party
from comity.law import conversation
from comity.law.conversation import Message, Said
from comity.wire.errors import WireError
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from comity.core.files.models import StoredFile
    from comity.exchange.opening import Opened


def on_request(opened: Opened) -> None:
    """Take in a request for assistance.

    Raises:
        WireError: `E_ID_REUSED` if a case with this id exists, `E_SENDER` if it names another authority as addressee,
            `E_INCOMPLETE` if its letter or an annex it lists did not come, or an annex came without being listed.
    """
    message = opened.message
    if not isinstance(message, RequestV1):
        raise WireError("E_KIND", "not a request")
    if Case.objects.filter(pk=message.request_id).exists():
        raise WireError("E_ID_REUSED", "a case with this id exists")
    if opened.letter is None:
        raise WireError("E_INCOMPLETE", "a request without its signed letter: the letter is what is asked")
    files = dict(opened.annexes)
    if set(files) != {annex.annex_id for annex in message.annexes}:
        raise WireError("E_INCOMPLETE", "annexes that came are not those that are listed")
    if any(files[annex.annex_id].sha256 != annex.sha256 for annex in message.annexes):
        raise WireError("E_DIGEST", "an annex is not the one that is listed")
    position = conversation.receive(
        None, Message(Said.REQUEST_SUBMIT, {one.measure_id: "" for one in message.measures})
    )
    body = message.to_json()
    case = Case(
        id=message.request_id,
        direction=Direction.INCOMING,
        their_reference=message.reference[:80],
        counterpart=opened.from_peer.node_id or "",
        counterpart_state=opened.from_peer.state[:80],
        step=position.step,
        body=body,
        request_message=opened.message_id,
        turn_since=opened.consigned_at,
        created_at=opened.opened_at,
        changed_at=opened.opened_at,
        arrived_at=opened.consigned_at,
        sent_at=opened.sent_at,
    )
    case.save(force_insert=True)
    _write_parts(case, body, opened, opened.letter)
    also = keeping.project(case, body)
    hearing.note(case, "request_sent", opened, measures=len(message.measures))
    keeping.settle(case, at=opened.opened_at, also=also)
    keeping.audit(
        case,
        AuditCode.REQUEST_RECEIVED,
        actor=hearing.sender(opened),
        at=opened.opened_at,
        data={"message": str(opened.message_id), "measures": len(message.measures)},
    )


def _write_parts(case: Case, body: dict[str, Any], opened: Opened, letter: StoredFile) -> None:
    """Write persons, measures, annexes and the letter."""
    at = opened.opened_at
    Party.objects.bulk_create(
        Party(case=case, person_id=one["person_id"], position=position, data=one, version=1, changed_at=at)
        for position, one in enumerate(body["persons"])
    )
    Measure.objects.bulk_create(
        Measure(
            case=case,
            measure_id=one["measure_id"],
            position=position,
            data=compose.decompose_measure(one),
            version=1,
            changed_at=at,
            kind=one["kind"],
            module=one["module"],
            state_since=at,
        )
        for position, one in enumerate(body["measures"])
    )
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
            added_at=at,
        )
        for position, one in enumerate(body["annexes"])
    )
    signers = [one for one in opened.signers if one.time is not None] or list(opened.signers)
    Letter.objects.create(
        case=case,
        file=letter,
        signed_at=signers[0].time if signers else None,
        signer=body["signatory"]["name"][:200],
        request_sha256=rules.digest(body),
    )
