"""What pages may read of the exchange. Whoever calls asks `access` for the case first; here is no further door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from django.db.models import F, Prefetch, Q

from comity.core.jobs.models import Job, JobState
from comity.core.prepared import Prepared
from comity.exchange.models import (
    Alarm,
    AlarmFinding,
    ChainItem,
    Directory,
    DirectoryAlarm,
    EditionSource,
    InboxItem,
    ListedNode,
    OutboxItem,
    Peer,
    PeerChange,
    PeerKind,
    PostItem,
    StoredReceipt,
)
from comity.exchange.states import DirectoryState, FindingState, PeerChangeState, SourceState
from comity.seal.receipt import Event

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

LONG_WAIT: Final = timedelta(hours=24)
STEPS: Final = tuple(Event)  # in the order in which a message goes


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt as a page shows it."""

    id: UUID
    event: Event
    ours: bool
    time: datetime
    code: str


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message of a case as a page shows it.

    Attributes:
        direction: `out` or `in`.
        state: of the outbox or inbox graph; `arrived_unopened` says that the peer holds it and has not opened it. By
            letter: `to_post`, `posted`, and `recorded` for what an officer wrote down from a letter of theirs.
        at: when it was put into the outbox, or consigned here.
        proof: checks as `{check, result, detail}` and signers as `{signer, key, time, time_source}`; of incoming ones.
        trouble: code of the last failed attempt, or why it failed.
        post: how it travelled, of a message by letter.
    """

    message_id: UUID
    kind: str
    direction: Literal["out", "in"]
    state: str
    number: int
    at: datetime
    in_reply_to: UUID | None
    trouble: str
    attempts: int
    receipts: tuple[ReceiptLine, ...]
    proof: tuple[dict[str, Any], ...] = ()
    post: PostItem | None = None

    @property
    def arrived_unopened(self) -> bool:
        """Whether the receiving side has signed for the bytes and not yet opened them."""
        return self.state == "consigned"


_SENT = Prepared(lambda case: OutboxItem.objects.filter(case_id=case))
_ARRIVED = Prepared(lambda case: InboxItem.objects.filter(case_id=case))
_POSTED = Prepared(lambda case: PostItem.objects.filter(case_id=case))


def messages_of_case(case_id: UUID) -> list[MessageLine]:
    """Return every message of a case, both ways, oldest first, each with its receipts."""
    out, arrived, post = _SENT.all(case=case_id), _ARRIVED.all(case=case_id), _POSTED.all(case=case_id)
    receipts = _receipts(
        [item.message_id for item in out] + [item.message_id for item in arrived] + [item.message_id for item in post]
    )
    lines = [_sent(item, receipts.get(item.message_id, ())) for item in out]
    lines += [_arrived(item, receipts.get(item.message_id, ())) for item in arrived]
    lines += [_posted(item, receipts.get(item.message_id, ())) for item in post]
    return sorted(lines, key=lambda line: (line.at, str(line.message_id)))


def message(message_id: UUID) -> MessageLine | None:
    """Return one message, of either way."""
    receipts = _receipts([message_id]).get(message_id, ())
    out = OutboxItem.objects.filter(pk=message_id).first()
    if out is not None:
        return _sent(out, receipts)
    arrived = InboxItem.objects.filter(message_id=message_id).first()
    if arrived is not None:
        return _arrived(arrived, receipts)
    post = PostItem.objects.filter(pk=message_id).first()
    return _posted(post, receipts) if post is not None else None


def receipt(receipt_id: UUID) -> StoredReceipt | None:
    """Return a stored receipt for a download; its `message_id` leads to the case."""
    return StoredReceipt.objects.select_related("peer").filter(pk=receipt_id).first()


def case_of_message(message_id: UUID) -> UUID | None:
    """Return the case a message is about; None where it is not known or not opened."""
    for found in (
        OutboxItem.objects.filter(pk=message_id),
        InboxItem.objects.filter(message_id=message_id),
        PostItem.objects.filter(pk=message_id),
    ):
        case_id = found.values_list("case_id", flat=True).first()
        if case_id is not None:
            return case_id
    return None


def post_item(message_id: UUID) -> PostItem | None:
    """Return one message by letter, with its counterpart and its file."""
    return PostItem.objects.select_related("peer", "letter").filter(pk=message_id).first()


def letters_to_post(case_ids: Iterable[UUID]) -> QuerySet[PostItem]:
    """Return letters of ours about these cases that nobody has said to have left, the oldest first."""
    waiting = PostItem.objects.filter(recorded_at__isnull=True, case_id__in=case_ids)
    return waiting.select_related("peer").order_by("created_at")


def said_after(case_id: UUID, message_id: UUID | None) -> int:
    """Return how many messages of ours about a case came after one of them, by their numbers; all, where it is none."""
    found = OutboxItem.objects.filter(case_id=case_id)
    one = found.filter(pk=message_id).first() if message_id else None
    return found.filter(number__gt=one.number if one else 0).count()


def waiting_too_long(now: datetime) -> QuerySet[OutboxItem]:
    """Return messages of ours that the peer has not signed for within a day: a person looks at them."""
    return OutboxItem.objects.waiting_since(now - LONG_WAIT)


def refused_for_time() -> QuerySet[OutboxItem]:
    """Return messages of ours that a peer refuses because its clock and ours differ."""
    return OutboxItem.objects.filter(state__in=["packed", "sent"], trouble="E_TIME").order_by("created_at")


def job_error_of(item: OutboxItem) -> str:
    """Return what the last attempt to send a message came to: a code, and for `E_TIME` what both clocks showed."""
    waiting = Job.objects.filter(name="exchange.send", dedupe=str(item.pk), state=JobState.WAITING)
    return next(iter(waiting.values_list("error", flat=True)), "")


def arrived_unopened() -> QuerySet[InboxItem]:
    """Return messages of peers that we signed for and did not open yet."""
    return InboxItem.objects.filter(state__in=["consigned", "waiting"])


def unseen_alarms() -> QuerySet[Alarm]:
    """Return alarms about which no finding was accepted yet."""
    return Alarm.objects.filter(seen_at__isnull=True).select_related("peer").order_by("at")


def alarms() -> QuerySet[Alarm]:
    """Return every alarm with its findings: those not seen to first, then the newest."""
    findings = AlarmFinding.objects.select_related("written_by", "decided_by")
    return (
        Alarm.objects.select_related("peer", "snapshot__directory")
        .prefetch_related(Prefetch("findings", findings, to_attr="told"))
        .order_by(F("seen_at").desc(nulls_first=True), "-at")
    )


def waiting_findings() -> QuerySet[AlarmFinding]:
    """Return findings that wait for a second officer."""
    return AlarmFinding.objects.filter(state=FindingState.written.name)


def peers() -> QuerySet[Peer]:
    """Return every counterpart."""
    return Peer.objects.order_by("state", "node_id")


def letter_peers() -> QuerySet[Peer]:
    """Return the counterparts that are reached by letter."""
    return peers().filter(kind=PeerKind.LETTER)


def peers_with_changes() -> QuerySet[Peer]:
    """Return every counterpart, each with `waiting`: the key file brought for it that nobody decided on yet."""
    return peers().prefetch_related(Prefetch("changes", waiting_changes(), to_attr="waiting"))


def peer_changes() -> QuerySet[PeerChange]:
    """Return every key file that was ever brought."""
    return PeerChange.objects.select_related("peer", "proposed_by", "decided_by")


def waiting_changes() -> QuerySet[PeerChange]:
    """Return key files that wait for a second officer, the oldest first."""
    return peer_changes().filter(state=PeerChangeState.proposed.name).order_by("proposed_at", "pk")


def directories() -> QuerySet[Directory]:
    """Return every directory that was brought."""
    return Directory.objects.select_related("proposed_by", "decided_by")


def proposed_directories() -> QuerySet[Directory]:
    """Return the root that waits for a second officer."""
    return directories().filter(state=DirectoryState.proposed.name)


def sources() -> QuerySet[EditionSource]:
    """Return every hub whose keys were brought."""
    return EditionSource.objects.select_related("proposed_by", "decided_by")


def proposed_sources() -> QuerySet[EditionSource]:
    """Return the hub whose keys wait for a second officer."""
    return sources().filter(state=SourceState.proposed.name)


def directory_alarms() -> QuerySet[DirectoryAlarm]:
    """Return the alarms about directories that nobody has seen to."""
    return DirectoryAlarm.objects.filter(seen_at__isnull=True)


def listed_nodes() -> QuerySet[ListedNode]:
    """Return the nodes that the followed directory lists."""
    found = ListedNode.objects.filter(gone_at__isnull=True, directory__state=DirectoryState.followed.name)
    return found.select_related("directory")


def reachable_peers() -> QuerySet[Peer]:
    """Return every counterpart a request may be addressed to."""
    return Peer.objects.reachable().order_by("state", "node_id")


def chain_with(peer: Peer, *, ours: bool, chain_id: UUID) -> list[bytes]:
    """Return the signed items of a chain in order, as the offline verification reads them; voids are left out."""
    items = ChainItem.objects.filter(peer=peer, ours=ours, chain_id=chain_id).order_by("seq")
    stored = dict(StoredReceipt.objects.filter(peer=peer, ours=ours).values_list("sha256", "raw"))
    found = (bytes(item.raw) if item.raw else bytes(stored.get(item.sha256, b"")) for item in items)
    return [raw for raw in found if raw]


def _receipts(message_ids: Iterable[UUID]) -> dict[UUID, tuple[ReceiptLine, ...]]:
    found: dict[UUID, list[ReceiptLine]] = {}
    rows = StoredReceipt.objects.filter(Q(message_id__in=list(message_ids))).order_by()
    for one in sorted(rows, key=_as_it_went):
        line = ReceiptLine(one.id, Event(one.event), one.ours, one.event_time, one.code)
        found.setdefault(one.message_id, []).append(line)
    return {message_id: tuple(lines) for message_id, lines in found.items()}


def _as_it_went(one: StoredReceipt) -> tuple[datetime, int, int]:
    """Order receipts by time and place; two of one moment in two chains, as a message goes from step to step."""
    return one.event_time, one.seq, STEPS.index(Event(one.event))


def _sent(item: OutboxItem, receipts: tuple[ReceiptLine, ...]) -> MessageLine:
    return MessageLine(
        item.message_id, item.kind, "out", item.state, item.number, item.created_at, item.in_reply_to, item.trouble,
        item.attempts, receipts,
    )  # fmt: skip


def _arrived(item: InboxItem, receipts: tuple[ReceiptLine, ...]) -> MessageLine:
    at = item.consigned_at or item.announced_at
    return MessageLine(
        item.message_id, item.kind, "in", item.state, item.number or 0, at, item.in_reply_to, item.code, 0, receipts,
        tuple(item.proof),
    )  # fmt: skip


def _posted(item: PostItem, receipts: tuple[ReceiptLine, ...]) -> MessageLine:
    direction: Literal["out", "in"] = "out" if item.ours else "in"
    return MessageLine(
        item.message_id, item.kind, direction, item.state, item.number, item.created_at, item.in_reply_to, "", 0,
        receipts, post=item,
    )  # fmt: skip
