"""What an officer records about letters: how one of ours left, and what one of theirs says.

A letter of theirs becomes the message it stands for and goes through the same handlers as one that a node sent: same
clocks, same turns. It is marked everywhere as our record, because nobody but us has signed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from comity.cases import handlers
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, steps
from comity.cases.models import Case, Line
from comity.cases.rules import CaseworkError
from comity.core import access
from comity.core.roles import LABELS
from comity.exchange import post
from comity.exchange import queries as exchange
from comity.exchange.models import PostItem
from comity.exchange.opening import Opened
from comity.kernel.ids import new_id
from comity.seal.package import EvidenceRef
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile
    from comity.exchange.models import Peer
    from comity.exchange.post import Journey
    from comity.wire.message import Message


@dataclass(frozen=True, slots=True)
class Evidence:
    """An item of material that came by letter: for which measure, its new id, the file we made of it."""

    measure_id: str
    evidence_id: UUID
    file: StoredFile


@transaction.atomic
def record_departure(*, actor: Actor, case_id: UUID, message_id: UUID, journey: Journey, now: datetime) -> Case:
    """Record how a letter of ours left; a signed request counts as sent from then on.

    Raises:
        PostItem.DoesNotExist: no letter of this case.
        ExchangeError: `E_POSTED`, `E_CHANNEL`.
    """
    case = keeping.load(actor, case_id, Permission.LETTER_POST, now=now)
    item = exchange.post_item(message_id)
    if item is None or item.case_id != case.pk or not item.ours:
        raise PostItem.DoesNotExist
    post.record_departure(actor=actor, message_id=message_id, journey=journey, function=_function(actor), now=now)
    if item.kind == RequestV1.KIND and case.step == "signed":
        steps.go(case, "sent", actor=steps.FOLLOWS, at=now, follows=True)
    keeping.note(
        case, "letter_posted", actor=actor, at=now, message_id=message_id, kind=item.kind, channel=journey.channel,
        on=journey.on.isoformat(), tracking=journey.tracking,
    )  # fmt: skip
    keeping.settle(case, at=now)
    return case


@transaction.atomic
def record_arrival(
    *,
    actor: Actor,
    case_id: UUID,
    message: Message,
    journey: Journey,
    now: datetime,
    scan: StoredFile | None = None,
    evidence: Sequence[Evidence] = (),
) -> Case:
    """Write down what a letter says and let it take effect, as the message it stands for.

    Raises:
        CaseworkError: `E_NOT_BY_LETTER` for a counterpart with a node.
        ExchangeError: `E_REPEATED`, `E_CHANNEL`, `E_PEER`.
        RuleViolation: `out_of_step`, the letter does not fit how far the case is.
    """
    case = keeping.load(actor, case_id, Permission.LETTER_RECORD, now=now)
    peer = posting.counterpart(case.counterpart)
    if not peer.by_letter:
        raise CaseworkError("E_NOT_BY_LETTER", "this counterpart has a node")
    _take_in(peer, message, actor=actor, journey=journey, now=now, scan=scan, evidence=evidence)
    return Case.objects.get(pk=case_id)


@transaction.atomic
def register_letter(
    *, actor: Actor, peer: Peer, message: RequestV1, journey: Journey, scan: StoredFile, now: datetime
) -> Case:
    """Take in a request that came by letter; it waits for registration like any other, its scan is its letter.

    Raises:
        CaseworkError: `E_NOT_BY_LETTER` for a counterpart with a node.
        ExchangeError, WireError: as `record_arrival`.
    """
    access.require(actor, Permission.REQUEST_REGISTER)
    if not peer.by_letter:
        raise CaseworkError("E_NOT_BY_LETTER", "this counterpart has a node")
    _take_in(peer, message, actor=actor, journey=journey, now=now, scan=scan)
    return Case.objects.get(pk=message.request_id)


def _take_in(
    peer: Peer,
    message: Message,
    *,
    actor: Actor,
    journey: Journey,
    now: datetime,
    scan: StoredFile | None,
    evidence: Sequence[Evidence] = (),
) -> None:
    message_id, at = new_id(), arrived_at(journey, now, message.request_id)
    post.record_arrival(
        actor=actor, peer=peer, message=message, letter=scan, journey=journey, function=_function(actor),
        message_id=message_id, now=now,
    )  # fmt: skip
    handlers.on_opened(
        Opened(
            message=message,
            message_id=message_id,
            from_peer=peer,
            in_reply_to=None,
            letter=scan,
            annexes=(),
            evidence=tuple((_ref(one), one.file) for one in evidence),
            proof=(),
            signers=(),
            sent_at=at,
            consigned_at=at,
            opened_at=now,
            recorded_by=actor,
        )
    )


def arrived_at(journey: Journey, now: datetime, case_id: UUID | None = None) -> datetime:
    """Return the time that stands for the day a letter came, in the node's zone: now for today, else the day's noon.

    A letter that came on the day on which something was done in its case came after that, as far as anybody can know:
    it answers what was said before. So it never stands before what it answers, and no span is less than nothing.
    """
    if journey.on == timezone.localdate(now):
        return now
    noon = timezone.make_aware(datetime.combine(journey.on, time(12)))
    if case_id is None:
        return min(noon, now)
    evening = timezone.make_aware(datetime.combine(journey.on + timedelta(days=1), time.min))
    lines = Line.objects.filter(case_id=case_id, at__gt=noon, at__lt=evening)
    return min(lines.aggregate(last=Max("at"))["last"] or noon, now)


def _ref(one: Evidence) -> EvidenceRef:
    file = one.file
    return EvidenceRef(
        id=one.evidence_id, name=file.name, media_type=file.media_type, size=file.size or 0, sha256=file.sha256,
        sha512=file.sha512, sealed_size=0, sealed_sha256="", collector="", date="", handling="",
    )  # fmt: skip


def _function(actor: Actor) -> str:
    """Return the function in which an officer acts, as a receipt names it."""
    return "; ".join(sorted(str(role) for role in actor.roles if role in LABELS))
