"""Files that came with a message: each sealed anew to our key under what it is, or none of them."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from comity.core import events
from comity.core.files import store
from comity.core.files.blobs import FolderStore
from comity.core.files.models import StoredFile
from comity.core.files.reader import read_file
from comity.exchange.errors import ExchangeError
from comity.exchange.models import InboxItem, StoredReceipt
from comity.exchange.opening import OPENED, Opened, open_message
from comity.kernel.ids import new_id
from comity.seal.package import Annex
from comity.seal.receipt import Event
from comity.wire.kinds import dump
from tests.builders.keys import NOW
from tests.builders.messages import a_delivery, a_request
from tests.builders.packages import a_letter, an_annex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

    from tests.builders.nodes import Posted, RemoteNode


@pytest.fixture
def seen() -> Iterator[list[Opened]]:
    found: list[Opened] = []
    with events.subscribed(OPENED, found.append):
        yield found


def arrived(remote: RemoteNode, line: Client, posted: Posted) -> InboxItem:
    assert remote.post(line, posted).status_code == 200
    return InboxItem.objects.get(message_id=posted.message_id)


def test_letter_and_annexes_are_kept_under_what_they_are(remote: RemoteNode, line: Client, seen: list[Opened]):
    request = a_request()
    letter = a_letter(dump(request))
    item = arrived(remote, line, remote.pack(request, letter=letter, annexes=(Annex("a1", an_annex()),)))
    open_message(item.pk, now=NOW)
    item.refresh_from_db()
    assert (item.state, item.code) == ("handed_over", "")
    (opened,) = seen
    assert opened.letter is not None
    assert read_file(opened.letter, limit=10**7) == letter
    ((name, annex),) = opened.annexes
    assert (name, annex.name, annex.media_type) == ("a1", "a1.pdf", "application/pdf")
    assert read_file(annex, limit=10**7) == an_annex()
    assert sorted(item.files.values_list("role", "ref")) == [("annex", "a1"), ("letter", ""), ("package", "")]
    assert {signer.name for signer in opened.signers} >= {"Head of XA"}


def test_evidence_sealed_also_to_a_key_that_does_not_last_is_refused(
    remote: RemoteNode, line: Client, seen: list[Opened]
):
    item = arrived(remote, line, remote.pack(a_delivery(new_id()), evidence={"a": b"1" * 1000}, classical=True))
    open_message(item.pk, now=NOW)
    item.refresh_from_db()
    assert (item.state, item.code) == ("failed", "E_RECIPIENT")
    assert not seen
    assert not StoredFile.objects.filter(purpose="evidence").exists()
    assert StoredReceipt.objects.filter(event=Event.CONTENT_HANDOVER_FAILURE.value, code="E_RECIPIENT").count() == 1


@pytest.mark.parametrize("nth", range(1, 5))
def test_a_disk_that_fails_while_a_message_is_opened_is_our_trouble_and_not_the_senders(
    remote: RemoteNode, line: Client, seen: list[Opened], tmp_path: Path, nth: int
):
    item = arrived(remote, line, remote.pack(a_delivery(new_id()), evidence={"a": b"1" * 1000}))
    calls = 0

    def failing(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise OSError(errno.EIO, "the disk failed")
        os.fsync(handle)

    with store.using_store(FolderStore(tmp_path / "failing", fsync=failing)):
        with pytest.raises(ExchangeError, match="E_INTERNAL: E_STORE") as caught:
            open_message(item.pk, now=NOW)
        assert not caught.value.permanent
        item.refresh_from_db()
        assert (item.state, item.code, seen) == ("consigned", "", [])
        open_message(item.pk, now=NOW)
    item.refresh_from_db()
    assert (item.state, len(seen)) == ("handed_over", 1)
    assert not StoredReceipt.objects.filter(event=Event.CONTENT_HANDOVER_FAILURE.value).exists()
