"""Put a message into the outbox of the exchange, inside the transaction of the act that it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from comity.cases.rules import CaseworkError
from comity.exchange import outbox
from comity.exchange.errors import ExchangeError
from comity.exchange.outbox import OutAnnex, OutEvidence
from comity.exchange.peers import peer_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from comity.cases.models import Annex, Case, Evidence
    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile
    from comity.wire.message import Message


def check_addressee(request: Mapping[str, Any]) -> None:
    """Raise CaseworkError `E_ADDRESSEE` unless the State the letter names is that whose keys the request is sealed to.

    Without a confirmed node it is `E_NO_PEER`.
    """
    try:
        peer = peer_of(request["requested"]["node_id"])
    except ExchangeError:
        raise CaseworkError("E_NO_PEER", "no confirmed counterpart", permanent=False) from None
    if peer.state != request["requested"]["state"]:
        raise CaseworkError("E_ADDRESSEE", "the letter names another State than the one it would be sealed to")


def post(
    case: Case,
    message: Message,
    *,
    actor: Actor,
    now: datetime,
    letter: StoredFile | None = None,
    annexes: Sequence[Annex] = (),
    evidence: Sequence[Evidence] = (),
    in_reply_to: UUID | None = None,
    limits: str = "",
) -> UUID:
    """Put the message into the outbox and return its id.

    Raises:
        CaseworkError: `E_NO_PEER` if no authority is chosen, or its keys are not confirmed here.
    """
    try:
        peer = peer_of(case.counterpart)
    except ExchangeError:
        raise CaseworkError("E_NO_PEER", "no confirmed counterpart", permanent=False) from None
    item = outbox.put(
        actor=actor,
        case_id=case.pk,
        peer=peer,
        message=message,
        letter=letter,
        annexes=[OutAnnex(one.annex_id, one.file) for one in annexes if one.file],
        evidence=[
            OutEvidence(
                UUID(one.evidence_id),
                one.file,
                collector=one.collector,
                date=one.collected_on.isoformat() if one.collected_on else "",
                handling=one.handling,
            )
            for one in evidence
            if one.file
        ],
        limits=limits,
        refs=[reference for reference in (case.our_reference, case.their_reference) if reference],
        in_reply_to=in_reply_to,
        now=now,
    )
    return item.message_id
