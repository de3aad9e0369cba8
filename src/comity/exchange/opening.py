"""Commit 2: a consigned message is opened, checked and takes effect once, and we sign what came of it.

The files that came with it are sealed anew to our storage key first, each written down when it is durable, so that an
interrupted opening goes on where it was. Then one transaction holds the effect (the handlers of the event), the state
and the signed `ContentHandover`, or `ContentHandoverFailure` with a code. What is our own trouble (no room, no key, a
fault in a handler) is neither: the message stays consigned and is tried again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from django.db import transaction

from comity.core import events
from comity.core.actors import Actor
from comity.core.files.errors import FileError
from comity.core.jobs.actions import enqueue
from comity.core.keys import KeysError, node_keys
from comity.core.moves import move
from comity.core.prepared import Prepared
from comity.core.rows import change
from comity.exchange import arrivals, chains, receipts, restarts
from comity.exchange.blobs import open_blob
from comity.exchange.crash import crash_point
from comity.exchange.errors import ExchangeError
from comity.exchange.models import CaseCounter, InboxItem, Peer
from comity.exchange.outbox import NUMBER, counter_of
from comity.exchange.peers import key_ring
from comity.exchange.settings import demo
from comity.exchange.states import InboxState
from comity.kernel.clock import to_wire
from comity.kernel.errors import ComityError
from comity.seal.envelope import inspect_envelope
from comity.seal.package import open_package
from comity.seal.receipt import Event, FileDigest
from comity.wire import messages
from comity.wire.errors import WireError
from comity.wire.kinds import kind_of, parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from comity.core.files.models import StoredFile
    from comity.exchange.models import Blob, StoredReceipt
    from comity.seal.checks import Check, Signer
    from comity.seal.package import EvidenceRef
    from comity.seal.package import Opened as Package
    from comity.wire.message import Message

ACTOR: Final = Actor.system("exchange.opening")
OPENED: Final = "exchange.message.opened"
_ITEM: Final = Prepared(lambda pk: InboxItem.objects.select_related("peer", "package").filter(pk=pk))
_STATE: Final = Prepared(lambda pk: InboxItem.objects.select_for_update().filter(pk=pk).values_list("state"))
_DONE: Final = Prepared(
    lambda peer, case, kind, business: InboxItem.objects.filter(
        peer=peer, case_id=case, kind=kind, business=business, state=InboxState.handed_over.name, repeats=False
    ).values_list("pk")[:1]
)
_HELD: Final = Prepared(
    lambda peer, case, number: InboxItem.objects.filter(
        peer=peer, case_id=case, state=InboxState.waiting.name, number__lte=number
    ).values_list("pk")
)
_APPLIED: Final = Prepared(
    lambda peer, case: CaseCounter.objects.filter(peer=peer, case_id=case).values_list("applied")
)


@dataclass(frozen=True, slots=True)
class Opened:
    """Payload of the event `exchange.message.opened`: a verified message of a peer that is to take effect now.

    Attributes:
        message: what the peer says, read strictly.
        message_id, in_reply_to: its id, and the id of the message it answers.
        from_peer: who sent it.
        letter, annexes, evidence: files that came with it, sealed to our storage key; annexes by id.
        proof, signers: what was verified, and who signed.
        sent_at, consigned_at, opened_at: by the sender's clock; when all bytes were here; now.
        receipt_id: the id of the receipt of consignment, as people quote it.
        recorded_by: the officer who wrote down what came by letter; None for what a node signed.
    """

    message: Message
    message_id: UUID
    from_peer: Peer
    in_reply_to: UUID | None
    letter: StoredFile | None
    annexes: tuple[tuple[str, StoredFile], ...]
    evidence: tuple[tuple[EvidenceRef, StoredFile], ...]
    proof: tuple[Check, ...]
    signers: tuple[Signer, ...]
    sent_at: datetime
    consigned_at: datetime
    opened_at: datetime
    recorded_by: Actor | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A package that was opened, the message in it, and the sealed evidence beside it as the envelope names it."""

    package: Package
    message: Message
    number: int
    case_id: UUID
    blobs: tuple[FileDigest, ...]


def open_message(item_id: UUID, *, now: datetime) -> None:
    """Open a consigned message and let it take effect, if everything before it in its case has. Again is harmless.

    Steps: 1 the package is opened and compared with its envelope; 2 the message is read; 3 it names one case and its
    number there, and waits for the numbers before; 4 its files are taken over, each compared with its digests; 5 one
    transaction: not done before, handlers, state, receipt. A refusal in 1 to 5 is signed and told with its code.
    """
    item = _ITEM.get(pk=item_id)
    if item.state not in {InboxState.consigned.name, InboxState.waiting.name}:
        return
    node_keys()  # keys that cannot be opened are our trouble, not the sender's
    try:
        read = _read(item)
        crash_point("opening.opened")
        if _must_wait(item, read, now):
            return
        files = arrivals.take_over(item, read.package, now=now)
        with transaction.atomic():
            _apply(item, read, files, now)
            crash_point("opening.before_commit")
    except (FileError, KeysError) as error:
        raise ExchangeError("E_INTERNAL", error.code, permanent=False) from error
    except ComityError as error:
        if not error.permanent:
            raise
        _fail(item, error, now)
    crash_point("opening.committed")


def _read(item: InboxItem) -> _Read:
    keys, ring = node_keys(), key_ring()
    envelope = inspect_envelope(bytes(item.envelope), ring)
    with open_blob(item.package) as source:
        package = open_package(
            source,
            identities=keys.age_identities,
            ring=ring,
            envelope=envelope,
            us=keys.node_id,
            now=cast("datetime", item.consigned_at),  # the database holds that what is opened has one
            demo=demo(),
        )
    binding, kind = package.contents.binding, kind_of(package.contents.binding.kind)
    message, number = parse(kind.name, package.contents.content), _number(binding.refs)
    if package.contents.content_name != kind.content_name:
        raise WireError("E_MESSAGE", "the message stands under another name than its kind has")
    if binding.case_ids != (message.request_id,):
        raise WireError("E_MESSAGE", "the binding names another case than the message")
    blobs = tuple(FileDigest(one.sha256, one.size) for one in sorted(envelope.blobs, key=lambda blob: blob.sha256))
    return _Read(package, message, number, message.request_id, blobs)


def _number(refs: tuple[str, ...]) -> int:
    """Return the number of the message among its sender's in the case, which stands first among the references."""
    text = refs[0].removeprefix(NUMBER) if refs and refs[0].startswith(NUMBER) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 7 and str(int(text)) == text and int(text)):  # noqa: PLR2004 (a million)
        raise WireError("E_MESSAGE", "the binding does not number the message")
    return int(text)


def _must_wait(item: InboxItem, read: _Read, now: datetime) -> bool:
    """Hold a message that has come before its turn; it is opened again when its turn comes."""
    if read.number <= _applied(item.peer, read.case_id) + 1:
        return False  # what was applied stays applied, so this needs no lock
    with transaction.atomic():
        if read.number <= counter_of(item.peer, read.case_id).applied + 1:
            return False
        if item.state == InboxState.consigned.name:
            item.kind, item.case_id, item.number = read.message.KIND, read.case_id, read.number
            move(
                item, "state", InboxState, "waiting", actor=ACTOR, at=now, also=("kind", "case_id", "number"),
                data={"number": read.number},
            )  # fmt: skip
        return True


def _apply(item: InboxItem, read: _Read, files: arrivals.Files, now: datetime) -> None:
    """Make step 5, inside the caller's transaction."""
    counter = counter_of(item.peer, read.case_id)
    [state] = _STATE.get(pk=item.pk)
    if InboxState.states[state].terminal:
        return
    item.state = state
    repeats = read.number <= counter.applied
    if isinstance(read.message, messages.Void):
        _fill(item.peer, read.message, now)
    if repeats and not isinstance(read.message, messages.Void):
        _demand_equal(item, read)
    elif not repeats:
        _take_effect(item, read, files, now)
        change(counter, {"applied": read.number})
    _note(item, read, files, repeats, now)
    move(item, "state", InboxState, "handed_over", actor=ACTOR, at=now, also=_NOTED, data={"kind": item.kind})
    _sign(item, Event.CONTENT_HANDOVER, now, blobs=read.blobs, checks=read.package.checks)
    _wake_next(item, counter.applied)


def _take_effect(item: InboxItem, read: _Read, files: arrivals.Files, now: datetime) -> None:
    business = read.message.business
    if _DONE.first(peer=item.peer.pk, case=read.case_id, kind=read.message.KIND, business=business) is not None:
        raise ExchangeError("E_REPEATED", "this step was taken by another message")
    if isinstance(read.message, messages.ChainRestart):
        restarts.hear(item.peer, read.message, now=now)
        chains.raise_alarm(
            item.peer, "E_CHAIN_RESTART", evidence=bytes(item.envelope), sha256=item.envelope_sha256,
            message_id=item.message_id, now=now,
        )  # fmt: skip
    elif not isinstance(read.message, messages.Void):
        events.emit(OPENED, _payload(item, read, files, now))


def _fill(peer: Peer, void: messages.Void, now: datetime) -> None:
    """Close the chain over an item that was given up; it had a place there only if it was packed."""
    if void.seq:
        chains.fill(
            peer, chain_id=void.chain_id, seq=void.seq, sha256=void.item_sha256, message_id=void.message_id, now=now
        )


def _payload(item: InboxItem, read: _Read, files: arrivals.Files, now: datetime) -> Opened:
    binding = read.package.contents.binding
    return Opened(
        message=read.message,
        message_id=item.message_id,
        from_peer=item.peer,
        in_reply_to=binding.in_reply_to,
        letter=files.letter,
        annexes=files.annexes,
        evidence=files.evidence,
        proof=read.package.checks,
        signers=read.package.signers,
        sent_at=binding.sent_at,
        consigned_at=item.consigned_at or now,
        opened_at=now,
    )


def _demand_equal(item: InboxItem, read: _Read) -> None:
    """A number that was applied before: the same content is a repetition, other content is refused."""
    before = InboxItem.objects.filter(
        peer=item.peer, case_id=read.case_id, number=read.number, state=InboxState.handed_over.name, repeats=False
    ).first()
    if before is None or before.content_sha256 != _sha256(read):
        raise ExchangeError("E_REPEATED", "another message had this number in the case")


_NOTED: Final = (
    "kind", "case_id", "number", "business", "content_sha256", "in_reply_to", "repeats", "proof", "container_id",
    "opened_at",
)  # fmt: skip


def _note(item: InboxItem, read: _Read, files: arrivals.Files, repeats: bool, now: datetime) -> None:
    item.kind, item.case_id, item.number = read.message.KIND, read.case_id, read.number
    item.business, item.content_sha256 = read.message.business, _sha256(read)
    item.in_reply_to, item.repeats = read.package.contents.binding.in_reply_to, repeats
    item.proof = proof_json(read.package.checks, read.package.signers)
    item.container_id, item.opened_at = files.container.pk, now


def _fail(item: InboxItem, error: ComityError, now: datetime) -> None:
    """Write down and sign that the message cannot take effect; its number, where it is known, is used up."""
    with transaction.atomic():
        fresh = InboxItem.objects.select_for_update(of=("self",)).select_related("peer", "package").get(pk=item.pk)
        if InboxState.states[fresh.state].terminal:
            return
        fresh.code, fresh.opened_at = error.code, now
        read = _read_again(fresh)
        if read is not None:
            fresh.kind, fresh.case_id, fresh.number = read.message.KIND, read.case_id, read.number
            counter = counter_of(fresh.peer, read.case_id)
            if read.number == counter.applied + 1:
                counter.applied = read.number
                counter.save(update_fields=["applied"])
        also = ("code", "opened_at", "kind", "case_id", "number")
        move(fresh, "state", InboxState, "failed", actor=ACTOR, at=now, also=also, data={"code": error.code})
        _sign(fresh, Event.CONTENT_HANDOVER_FAILURE, now, blobs=fresh.evidence.order_by("sha256"), code=error.code)
        if fresh.case_id is not None:
            _wake_next(fresh, _applied(fresh.peer, fresh.case_id))


def _read_again(item: InboxItem) -> _Read | None:
    try:
        return _read(item)
    except ComityError:
        return None


def _sign(
    item: InboxItem,
    event: Event,
    now: datetime,
    *,
    blobs: Iterable[Blob | FileDigest],
    checks: tuple[Check, ...] = (),
    code: str = "",
) -> StoredReceipt:
    signed = receipts.sign(
        item.peer,
        event,
        message_id=item.message_id,
        now=now,
        package=item.package,
        blobs=blobs,
        checks=checks,
        code=code,
    )
    enqueue("exchange.post_receipts", {"peer": str(item.peer_id)}, dedupe=str(item.peer_id))
    return signed


def _wake_next(item: InboxItem, applied: int) -> None:
    """Have the message that waits for this one opened, now that the case's messages up to `applied` took effect."""
    for (one,) in _HELD.all(peer=item.peer.pk, case=item.case_id, number=applied + 1):
        enqueue("exchange.open", {"item": str(one)}, dedupe=str(one))


def _applied(peer: Peer, case_id: UUID) -> int:
    """Return up to which number the peer's messages of a case took effect."""
    found = _APPLIED.first(peer=peer.pk, case=case_id)
    return found[0] if found is not None else 0


def _sha256(read: _Read) -> str:
    return hashlib.sha256(read.package.contents.content).hexdigest()


def proof_json(checks: tuple[Check, ...], signers: tuple[Signer, ...]) -> list[dict[str, Any]]:
    """Write checks and signers as they are kept."""
    found: list[dict[str, Any]] = [
        {"check": one.name, "result": one.result.value, "detail": one.detail} for one in checks
    ]
    found += [
        {"signer": one.name, "key": one.key, "time": one.time and to_wire(one.time), "time_source": one.time_source}
        for one in signers
    ]
    return found
