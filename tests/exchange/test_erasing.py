"""Destroying what the messages of a case said: not one byte of it stays, and every signed thing does."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import transaction

from comity.core.files.actions import delete_file
from comity.core.files.models import StoredFile
from comity.core.files.reader import read_file
from comity.core.roles import Role
from comity.exchange import blobs, erasing, outbox, packing, post
from comity.exchange.errors import ExchangeError
from comity.exchange.letter_peers import LetterPeer, add_letter_peer
from comity.exchange.models import (
    Blob,
    ChainItem,
    InboxFile,
    InboxItem,
    OutboxItem,
    Peer,
    PostItem,
    StoredReceipt,
)
from comity.exchange.opening import open_message
from comity.exchange.post import Journey
from comity.kernel.ids import new_id
from comity.seal import dsse
from comity.seal.age import open_bytes
from comity.seal.receipt import LIMIT, Event
from tests.builders.keys import NOW, node_keys
from tests.builders.messages import a_delivery, a_request, a_status_query
from tests.builders.packages import an_annex
from tests.builders.people import an_actor
from tests.exchange.delivering import a_file, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from uuid import UUID

    from django.test import Client

    from tests.builders.nodes import RemoteNode

SECRET, OTHER = "Quetzalcoatlus", "Pteranodon"  # words that stand nowhere else


def sent(peer: Peer, remote: RemoteNode, line: Client, case: UUID, word: str = SECRET) -> OutboxItem:
    """A message of ours with evidence, annex and limits, that the peer has opened."""
    evidence_id = new_id()
    item = put(
        peer,
        a_delivery(case, (str(evidence_id),)),
        evidence=[outbox.OutEvidence(evidence_id, a_file(word.encode() * 100, word), collector=word)],
        annexes=[outbox.OutAnnex("a1", a_file(an_annex(), "annex.pdf", "annex"))],
        limits=word,
    )
    packing.pack(item.pk, now=NOW)
    item = OutboxItem.objects.select_related("package").get(pk=item.pk)
    signed = [remote.receipt(item, one) for one in (Event.CONTENT_CONSIGNMENT, Event.CONTENT_HANDOVER)]
    assert remote.post_receipts(line, *signed).status_code == 204
    return item


def came(remote: RemoteNode, line: Client, case: UUID) -> InboxItem:
    """A message of the peer with evidence, opened here."""
    posted = remote.pack(a_delivery(case, number=2), evidence={"ledger.txt": SECRET.encode() * 100})
    remote.post(line, posted)
    item = InboxItem.objects.get(message_id=posted.message_id)
    open_message(item.pk, now=NOW)
    item.refresh_from_db()
    assert item.state == "handed_over"
    return item


def posted(case: UUID, *, left: bool = True) -> PostItem:
    """A letter of ours about the case, to another authority."""
    ada = an_actor(Role.HEAD, login="ada-of-letters")
    ministry = add_letter_peer(actor=ada, about=LetterPeer(state="XC", names={"en": "Ministry of XC"}), now=NOW)
    letter = a_file(f"%PDF {SECRET}".encode(), "letter.pdf", "letter")
    with transaction.atomic():
        item = post.put(actor=ada, case_id=case, peer=ministry, message=a_status_query(case), letter=letter, now=NOW)
    if left:
        journey = Journey(channel="courier", on=NOW.date(), carrier=SECRET, tracking=SECRET)
        post.record_departure(actor=ada, message_id=item.pk, journey=journey, function="Registry", now=NOW)
    return PostItem.objects.get(pk=item.pk)


def opened(kept: bytes) -> bytes:
    """What can be read in bytes of the database: with our storage key, or inside what was signed."""
    if kept.startswith(b"age-encryption.org"):
        return open_bytes(kept, node_keys("xb").storage)
    return dsse.parse(kept, limit=LIMIT, stamped=True).payload if kept.startswith(b"{") else kept


def places_of(word: str) -> set[str]:
    """Name every column of the exchange in which the word can be read, and the files that it refers to."""
    found = set()
    for model in apps.get_app_config("exchange").get_models():
        for row in model._default_manager.values():
            for column, value in row.items():
                raw = opened(bytes(value)) if isinstance(value, bytes | memoryview) else str(value).encode()
                if word.encode() in raw:
                    found.add(f"{model.__name__}.{column}")
    for file in StoredFile.objects.all():
        if word.encode() in read_file(file, limit=10**7) or word in file.name:
            found.add(f"file of purpose {file.purpose}")
    return found


def test_nothing_that_was_said_stays_and_everything_that_was_signed_does(
    peer: Peer,
    remote: RemoteNode,
    line: Client,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
):
    case, other = new_id(), new_id()
    ours, theirs, letter = sent(peer, remote, line, case), came(remote, line, case), posted(case)
    kept = sent(peer, remote, line, other, OTHER)
    elsewhere = places_of(OTHER)
    assert {"Attachment.about", "OutboxItem.limits", "PostItem.carrier", "file of purpose evidence"} <= places_of(
        SECRET
    )
    receipts = set(StoredReceipt.objects.values_list("pk", "raw"))
    places = list(ChainItem.objects.order_by("pk").values_list("ours", "seq", "sha256", "prev"))
    envelopes = bytes(ours.envelope), bytes(theirs.envelope)
    theirs_parts = {
        key for blob in (theirs.package, *theirs.evidence.all()) for key in blob.parts.values_list("key", flat=True)
    }
    ours_parts = {key for blob in outbox.sealed_of(ours) for key in blob.parts.values_list("key", flat=True)}
    before = set(blobs.blob_store().keys())

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        found = erasing.empty_messages(case)

    assert set(found.keys) == theirs_parts | ours_parts
    assert set(blobs.blob_store().keys()) == before - set(found.keys)
    assert found.files == erasing.files_nobody_refers_to(found.files)
    assert {file.purpose for file in StoredFile.objects.filter(pk__in=found.files)} == {
        "evidence", "annex", "package", "letter",
    }  # fmt: skip
    for file in StoredFile.objects.filter(pk__in=found.files):
        delete_file(file)  # that nothing refers to them is proved by the database
    for item in (ours, theirs, letter):
        item.refresh_from_db()
    assert (bytes(ours.content), bytes(ours.limits), ours.letter, ours.attachments.count()) == (b"", b"", None, 0)
    assert (theirs.container, theirs.files.count()) == (None, 0)
    assert (bytes(letter.content), letter.letter, letter.carrier, letter.tracking) == (b"", None, "", "")
    assert (ours.state, theirs.state, letter.state) == ("handed_over", "handed_over", "posted")
    assert (bytes(ours.envelope), bytes(theirs.envelope)) == envelopes
    assert set(StoredReceipt.objects.values_list("pk", "raw")) == receipts
    assert list(ChainItem.objects.order_by("pk").values_list("ours", "seq", "sha256", "prev")) == places
    assert set(Blob.objects.exclude(parts=None)) == set(outbox.sealed_of(kept))
    assert places_of(SECRET) == {"StoredReceipt.raw"}  # we signed how our letter travelled
    assert places_of(OTHER) == elsewhere


def test_what_another_case_refers_to_is_not_among_what_goes(peer: Peer, remote: RemoteNode, line: Client):
    case, other = new_id(), new_id()
    shared = a_file(SECRET.encode(), "shared.bin")
    items = []
    for one in (case, other):
        evidence_id = new_id()
        items.append(
            put(peer, a_delivery(one, (str(evidence_id),)), evidence=[outbox.OutEvidence(evidence_id, shared)])
        )
    outbox.withdraw(actor=an_actor(Role.HEAD, login="hana2"), message_id=items[0].pk, now=NOW)
    OutboxItem.objects.filter(kind="void").update(state="withdrawn")
    with transaction.atomic():
        found = erasing.empty_messages(case)
    assert found.files == {shared.pk}
    assert erasing.files_nobody_refers_to(found.files) == set()
    assert read_file(shared, limit=100) == SECRET.encode()


@pytest.mark.parametrize("way", ["out", "waiting", "to_post"])
def test_a_case_with_a_message_under_way_is_not_emptied(peer: Peer, remote: RemoteNode, line: Client, way: str):
    case = new_id()
    if way == "out":
        put(peer, a_request(request_id=case))
    elif way == "waiting":
        remote.post(line, early := remote.pack(a_status_query(case), number=3))
        open_message(InboxItem.objects.get(message_id=early.message_id).pk, now=NOW)
    else:
        posted(case, left=False)
    with pytest.raises(ExchangeError, match="E_BUSY") as caught, transaction.atomic():
        erasing.empty_messages(case)
    assert not caught.value.permanent
    erasing.check_at_rest(new_id())


def test_emptying_again_finds_nothing(peer: Peer, remote: RemoteNode, line: Client):
    case = new_id()
    came(remote, line, case)
    with transaction.atomic():
        assert erasing.empty_messages(case).files
        again = erasing.empty_messages(case)
    assert (again.files, again.keys) == (set(), [])
    assert not InboxFile.objects.exists()
