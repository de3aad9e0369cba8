"""Fetching: a node that nobody can call asks its peers for what waits, and takes it in through the same door.

Envelopes, parts and receipts pass the same checks as those that are brought, and are answered with the same two
receipts, which this node posts. A transfer that broke goes on where it stood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.jobs.actions import enqueue
from comity.exchange import blobs, heads, inbox, splits
from comity.exchange.delivery import TroubleError, calling, post_receipts
from comity.exchange.intake import take_receipt
from comity.exchange.models import Peer, StoredReceipt
from comity.kernel.errors import ComityError
from comity.kernel.ids import parse_sha256
from comity.seal.receipt import Event
from comity.seal.statement import Purpose

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.exchange.client import PeerClient
    from comity.exchange.models import InboxItem
    from comity.seal.statement import DirectoryHead

ACTOR: Final = Actor.system("exchange.fetching")


def fetch(peer_id: UUID, *, now: datetime) -> int:
    """Fetch everything that waits at a peer for us; return how many messages and receipts were taken in.

    Steps: 1 our own receipts are brought first, so that the peer shows nothing we signed for, and knows that what it
    shows is not here; 2 page by page: receipts, envelopes, missing bytes, and the heads of both chains.

    What is refused stops nothing else.

    Raises:
        TroubleError: the peer does not answer, or something was refused; tried again.
    """
    peer = Peer.objects.get(pk=peer_id)
    post_receipts(peer_id, now=now)
    try:
        with calling(peer) as client:
            taken, refused = _pages(peer, client, now)
    except ComityError as error:
        raise TroubleError(error.code, error.detail) from error
    if taken or refused:
        record(
            actor=ACTOR, code="exchange.fetched", subject=f"exchange.peer:{peer.node_id}", at=now,
            data={"taken": taken, "refused": sorted(refused)[:50]},
        )  # fmt: skip
    if refused:
        raise TroubleError(refused[0], f"{len(refused)} of what was fetched were refused")
    return taken


def compare(peer_id: UUID, *, now: datetime) -> None:
    """Tell a peer our heads, hear its heads, and compare both; and what each saw of the key directory.

    A peer that cannot read what we say of the key directory, being of an earlier version, is told the heads alone.

    Raises:
        TroubleError: the peer does not answer; tried again.
    """
    peer = Peer.objects.get(pk=peer_id)
    try:
        with calling(peer) as client:
            seen = splits.seen()
            try:
                _told(peer, client, now, seen)
            except ComityError as error:
                if error.code != "E_SYNTAX" or seen is None:
                    raise
                _told(peer, client, now, None)
    except ComityError as error:
        raise TroubleError(error.code, error.detail) from error


def _told(peer: Peer, client: PeerClient, now: datetime, seen: DirectoryHead | None) -> None:
    asked = heads.state(peer, Purpose.HEADS, now=now, directory=seen)
    heads.hear_answer(client.compare(asked), to=asked, peer=peer, now=now)


def _pages(peer: Peer, client: PeerClient, now: datetime) -> tuple[int, list[str]]:
    taken, refused, after = 0, [], 0
    while True:
        asked = heads.state(peer, Purpose.FETCH, now=now)
        page = client.fetch(asked, after)
        heads.hear_answer(page.statement, to=asked, peer=peer, now=now)
        for raw in page.receipts:
            try:
                taken += take_receipt(raw, now=now, expect_from=peer, posted=True)
            except ComityError as error:
                refused.append(error.code)
        for raw, ticket in page.envelopes:
            try:
                taken += _take(raw, ticket, client, now)
            except ComityError as error:
                if error.code == "E_NETWORK":
                    raise
                refused.append(error.code)
        if page.following is None or page.following <= after:
            return taken, refused
        after = page.following


def _take(raw: bytes, ticket: str, client: PeerClient, now: datetime) -> bool:
    told = inbox.announce(raw, now=now)
    if told.receipts:  # the peer does not have what we signed
        signed = StoredReceipt.objects.filter(peer=told.item.peer, ours=True, message_id=told.item.message_id)
        signed.exclude(event=Event.SUBMISSION_ACCEPTANCE.value).update(wanted=True)
        peer_id = str(told.item.peer_id)
        enqueue("exchange.post_receipts", {"peer": peer_id}, dedupe=peer_id)
        return False
    for sha256, size, offset in told.missing:
        _bytes(told.item, parse_sha256(sha256), (size, offset), client, ticket)
    inbox.complete(told.item, now=now)
    return True


def _bytes(item: InboxItem, sha256: str, left: tuple[int, int], client: PeerClient, ticket: str) -> None:
    blob = item.package if item.package.sha256 == sha256 else item.evidence.get(sha256=sha256)
    for start, size in blobs.parts_from(*left):
        with blobs.writing_blob() as (key, sink):
            client.get_part(sha256, (start, size), ticket, sink)
        inbox.put_part(item, blob, start, key, size)
