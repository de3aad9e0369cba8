"""What of a message can be taken along: the signed envelope, the package where it was opened here, our own key file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from comity.core.files.reader import read_file
from comity.core.keys import node_keys
from comity.core.roles import Role
from comity.exchange import packing, post, proofs
from comity.exchange.letter_peers import LetterPeer, add_letter_peer
from comity.exchange.models import InboxItem
from comity.exchange.opening import open_message
from comity.kernel.ids import new_id
from comity.seal.keyfile import parse_peer_file
from comity.seal.verify import verify_file
from tests.builders.keys import NOW, peer_file
from tests.builders.messages import a_request, a_status_query
from tests.builders.people import an_actor
from tests.exchange.delivering import put

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

    from comity.exchange.models import Peer
    from comity.exchange.proofs import ProofFiles
    from tests.builders.nodes import RemoteNode


def files_of(message_id: UUID) -> ProofFiles:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = proofs.files_of(message_id)
    assert len(asked) <= 3
    assert found is not None
    return found


def test_of_what_we_sent_there_is_the_envelope_once_it_is_packed(peer: Peer):
    item = put(peer, a_request())
    assert files_of(item.message_id) == proofs.ProofFiles(peer, b"", None)
    packing.pack(item.pk, now=NOW)
    found = files_of(item.message_id)
    assert (found.peer, found.container) == (peer, None)
    verdict = verify_file(found.envelope, [peer_file("xb")])
    assert (verdict.valid, verdict.kind, verdict.signers[0].name) == (True, "envelope", "xb")


def test_of_what_arrived_there_is_the_package_once_it_was_opened(peer: Peer, remote: RemoteNode, line: Client):
    posted = remote.pack(a_request())
    remote.post(line, posted)
    found = files_of(posted.message_id)
    assert (found.peer, found.envelope, found.container) == (peer, posted.raw, None)
    open_message(InboxItem.objects.get().pk, now=NOW)
    found = files_of(posted.message_id)
    assert found.container is not None
    assert read_file(found.container, limit=10**7)[:2] == b"PK"
    assert files_of(posted.message_id).envelope == posted.raw


@pytest.mark.usefixtures("node")
def test_of_what_went_by_letter_nobody_signed_an_envelope():
    ada = an_actor(Role.HEAD, login="ada")
    ministry = add_letter_peer(actor=ada, about=LetterPeer(state="XC", names={"en": "Ministry of XC"}), now=NOW)
    query = a_status_query(new_id())
    with transaction.atomic():
        item = post.put(actor=ada, case_id=query.request_id, peer=ministry, message=query, letter=None, now=NOW)
    assert files_of(item.pk) == proofs.ProofFiles(ministry, b"", None)
    assert proofs.files_of(new_id()) is None


@pytest.mark.usefixtures("node")
def test_our_key_file_is_signed_by_ourselves_and_keeps_the_keys_that_ended():
    later = NOW + timedelta(days=1)
    node_id, raw = proofs.our_key_file(later)
    own = parse_peer_file(raw)
    assert (node_id, own.node_id, own.updated) == ("xb", "xb", later)
    assert own.fingerprint() == parse_peer_file(node_keys().peer_file(NOW)).fingerprint()
    assert {key.public for key in peer_file("xb").keys} <= {key.public for key in own.keys}
