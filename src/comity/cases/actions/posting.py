"""Put a message into the outbox of the exchange, inside the transaction of the act that it tells of.

To an authority that is reached by letter nothing is sent: the message is printed and waits to be posted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from comity.cases.actions import printing
from comity.cases.models import CaseMove
from comity.cases.rules import CaseworkError
from comity.exchange import outbox
from comity.exchange.errors import ExchangeError
from comity.exchange.outbox import OutAnnex, OutEvidence
from comity.exchange.peers import counterpart_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from comity.cases.models import Annex, Case, Evidence
    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile
    from comity.exchange.models import Peer
    from comity.wire.message import Message


def counterpart(name: str) -> Peer:
    """Return the authority that a case names: a confirmed node or one by letter; CaseworkError `E_NO_PEER` if none."""
    try:
        return counterpart_of(name)
    except ExchangeError:
        raise CaseworkError("E_NO_PEER", "no confirmed counterpart", permanent=False) from None


def check_addressee(request: Mapping[str, Any]) -> Peer:
    """Return the addressee; CaseworkError `E_ADDRESSEE` unless the letter names its State.

    Without a confirmed node or an authority by letter it is `E_NO_PEER`.
    """
    peer = counterpart(request["requested"]["node_id"])
    if peer.state != request["requested"]["state"]:
        raise CaseworkError("E_ADDRESSEE", "the letter names another State than the one that would receive it")
    return peer


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
        CaseworkError: `E_NO_PEER` if no authority is chosen, or its keys are not confirmed here; `E_MOVING` while the
            case moves from letter to Comity and the other authority has not answered.
    """
    peer = counterpart(case.counterpart)
    if CaseMove.objects.filter(case=case, ours=True, outcome=CaseMove.OPEN).exists():
        raise CaseworkError("E_MOVING", "the other authority has not said yet how the case goes on", permanent=False)
    if peer.by_letter:
        files = [one.file for one in annexes if one.file] + [one.file for one in evidence if one.file]
        return printing.put(
            case, peer, message, actor=actor, now=now, letter=letter, enclosed=files, in_reply_to=in_reply_to
        )
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
