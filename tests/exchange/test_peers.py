"""Pinning: two officers, a fingerprint, and never the same person twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role
from comity.exchange import peers
from comity.exchange.errors import ExchangeError
from comity.exchange.letter_peers import LetterPeer, add_letter_peer, change_letter_peer
from comity.exchange.models import Peer, PeerChange
from comity.kernel.graph import GraphError
from comity.kernel.ids import new_id
from comity.seal.errors import SealError
from tests.builders.keys import MADE, NOW, node_keys
from tests.builders.people import an_actor

pytestmark = pytest.mark.usefixtures("node")
XC = LetterPeer(
    state="XC", names={"en": "Ministry of XC", "zh-hans": "XC 司法部"}, address="1 Hill Road", languages=("en",)
)


def stored_peer(node_id: str, raw: bytes) -> Peer:
    """Return a counterpart as it is stored once two officers confirmed its key file."""
    return Peer(node_id=node_id, state="XA", key_file=raw, fingerprint="1", pinned_at=NOW, created_at=NOW)


@pytest.fixture
def ada() -> Actor:
    return an_actor(Role.ADMINISTRATOR, login="ada")


@pytest.fixture
def hana() -> Actor:
    return an_actor(Role.HEAD, login="hana")


def test_a_peer_exists_only_when_a_second_officer_has_compared_the_digits(ada: Actor, hana: Actor):
    change = peers.pin_peer(actor=ada, raw=node_keys("xa").peer_file(MADE), now=NOW)
    assert not peers.key_ring()
    with pytest.raises(ExchangeError, match="E_PEER"):
        peers.peer_of("xa")
    with pytest.raises(ExchangeError, match="E_FINGERPRINT"):
        peers.confirm_peer(actor=hana, change_id=change.pk, fingerprint="12345 " * 8, now=NOW)
    with pytest.raises(AccessDenied):
        peers.confirm_peer(actor=ada, change_id=change.pk, fingerprint=change.fingerprint, now=NOW)
    spoken = change.fingerprint.replace(" ", "")
    peer = peers.confirm_peer(actor=hana, change_id=change.pk, fingerprint=spoken, now=NOW)
    assert (peer.node_id, peer.state, peer.url) == ("xa", "XA", "https://xa.example")
    assert "xa" in peers.key_ring()
    assert peers.peer_of("xa") == peer
    assert peers.key_file_of(peer).fingerprint() == change.fingerprint
    with pytest.raises(GraphError):
        peers.confirm_peer(actor=hana, change_id=change.pk, fingerprint=spoken, now=NOW)
    codes = list(AuditEntry.objects.filter(code__startswith="exchange.").values_list("code", flat=True))
    assert codes == ["exchange.peer.proposed", "exchange.peer.confirmed"]


def test_the_database_refuses_one_person_for_both(ada: Actor):
    change = peers.pin_peer(actor=ada, raw=node_keys("xa").peer_file(MADE), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerChange.objects.filter(pk=change.pk).update(state="confirmed", decided_by_id=ada.officer_id, decided_at=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.HEAD}])
def test_no_other_role_brings_confirms_or_suspends(role: Role, ada: Actor):
    change = peers.pin_peer(actor=ada, raw=node_keys("xa").peer_file(MADE), now=NOW)
    actor = an_actor(role, login="other")
    with pytest.raises(AccessDenied):
        peers.pin_peer(actor=actor, raw=node_keys("xa").peer_file(MADE), now=NOW)
    with pytest.raises(AccessDenied):
        peers.confirm_peer(actor=actor, change_id=change.pk, fingerprint=change.fingerprint, now=NOW)
    with pytest.raises(AccessDenied):
        peers.decline_peer(actor=actor, change_id=change.pk, now=NOW)
    with pytest.raises(AccessDenied):
        peers.suspend_peer(actor=actor, peer_id=change.peer_id, suspend=True, now=NOW)
    with pytest.raises(AccessDenied):
        add_letter_peer(actor=actor, about=XC, now=NOW)


def test_the_system_brings_no_key_file():
    with pytest.raises(AccessDenied):
        peers.pin_peer(actor=Actor.system("x"), raw=node_keys("xa").peer_file(MADE), now=NOW)


def test_a_declined_file_changes_nothing(ada: Actor, hana: Actor):
    change = peers.pin_peer(actor=ada, raw=node_keys("xa").peer_file(MADE), now=NOW)
    peers.decline_peer(actor=hana, change_id=change.pk, now=NOW)
    assert not peers.key_ring()
    assert peers.pin_peer(actor=ada, raw=node_keys("xa").peer_file(MADE), now=NOW).state == "proposed"


def test_a_second_file_takes_the_place_of_the_first(ada: Actor):
    peers.pin_peer(actor=ada, raw=node_keys("xa").peer_file(MADE), now=NOW)
    peers.pin_peer(actor=ada, raw=node_keys("xa").peer_file(MADE + timedelta(days=1)), now=NOW)
    assert PeerChange.objects.count() == 1


def _known(ada: Actor, hana: Actor) -> Peer:
    change = peers.pin_peer(actor=ada, raw=node_keys("xa").peer_file(MADE), now=NOW)
    return peers.confirm_peer(actor=hana, change_id=change.pk, fingerprint=change.fingerprint, now=NOW)


def test_newer_keys_signed_by_the_old_ones_are_marked_so_and_still_need_two(ada: Actor, hana: Actor):
    peer = _known(ada, hana)
    newer = node_keys("xa").rotate_signing(NOW).rotate_age(NOW)
    change = peers.pin_peer(actor=ada, raw=newer.peer_file(NOW), now=NOW)
    assert change.follows
    assert bytes(Peer.objects.get().key_file) == bytes(peer.key_file)
    peers.confirm_peer(actor=hana, change_id=change.pk, fingerprint=change.fingerprint, now=NOW)
    assert len(peers.key_file_of(Peer.objects.get()).keys) == 6


def test_keys_that_the_old_ones_did_not_sign_need_the_ceremony_again(ada: Actor, hana: Actor):
    _known(ada, hana)
    stranger = replace(node_keys("stranger"), node_id="xa", state="XA")
    change = peers.pin_peer(actor=ada, raw=stranger.peer_file(NOW), now=NOW)
    assert not change.follows


def test_an_older_file_is_refused(ada: Actor, hana: Actor):
    _known(ada, hana)
    with pytest.raises(SealError, match="E_REPLAY"):
        peers.pin_peer(actor=ada, raw=node_keys("xa").peer_file(MADE), now=NOW)


def test_our_own_file_and_rubbish_are_refused(ada: Actor):
    with pytest.raises(ExchangeError, match="E_PEER"):
        peers.pin_peer(actor=ada, raw=node_keys("xb").peer_file(MADE), now=NOW)
    for rubbish in (b"", b"{}", b"\x00" * 100, node_keys("xa").peer_file(MADE)[:-1]):
        with pytest.raises(SealError):
            peers.pin_peer(actor=ada, raw=rubbish, now=NOW)
    assert not Peer.objects.exists()


def test_a_suspended_peer_is_out_of_the_ring_until_it_is_resumed(ada: Actor, hana: Actor):
    peer = _known(ada, hana)
    peers.suspend_peer(actor=ada, peer_id=peer.pk, suspend=True, now=NOW)
    assert not peers.key_ring()
    peers.suspend_peer(actor=hana, peer_id=peer.pk, suspend=False, now=NOW)
    assert "xa" in peers.key_ring()


def test_an_authority_by_letter_has_no_keys_and_can_be_addressed(ada: Actor):
    peer = add_letter_peer(actor=ada, about=XC, now=NOW)
    assert not peer.is_confirmed
    assert peer in Peer.objects.reachable()
    assert (peer.name_in("zh-Hans"), peer.name_in("fr")) == ("XC 司法部", "Ministry of XC")
    with pytest.raises(ExchangeError, match="E_PEER"):
        peers.key_file_of(peer)
    assert peers.counterpart_of(peer.node_id) == peer
    with pytest.raises(ExchangeError, match="E_PEER"):
        peers.peer_of(peer.node_id)


def test_changing_an_authority_by_letter_names_the_fields_in_the_audit_log_and_nothing_else(ada: Actor):
    peer = add_letter_peer(actor=ada, about=XC, now=NOW)
    change_letter_peer(actor=ada, peer_id=peer.pk, about=XC, now=NOW)
    moved = replace(XC, address="2 Valley Road", languages=("en", "fr"))
    change_letter_peer(actor=ada, peer_id=peer.pk, about=moved, now=NOW)
    entries = AuditEntry.objects.filter(code="exchange.peer.changed_by_letter")
    assert [entry.data for entry in entries] == ['{"fields":["address","languages"]}']
    assert Peer.objects.get().address == "2 Valley Road"
    with pytest.raises(AccessDenied):
        change_letter_peer(actor=an_actor(Role.REGISTRY, login="gus"), peer_id=peer.pk, about=XC, now=NOW)


def test_no_node_takes_the_name_of_an_authority_by_letter(ada: Actor):
    peer = add_letter_peer(actor=ada, about=XC, now=NOW)
    with pytest.raises(ExchangeError, match="E_PEER"):
        peers.pin_peer(actor=ada, raw=replace(node_keys("xa"), node_id=peer.node_id).peer_file(MADE), now=NOW)


def test_a_node_is_not_changed_as_an_authority_by_letter(ada: Actor, hana: Actor):
    with pytest.raises(Peer.DoesNotExist):
        change_letter_peer(actor=ada, peer_id=_known(ada, hana).pk, about=XC, now=NOW)


def test_we_stand_in_our_own_ring(ada: Actor, hana: Actor):
    _known(ada, hana)
    assert {file.node_id for file in peers.own_and_peers()} == {"xa", "xb"}


def test_unknown_change(hana: Actor):
    with pytest.raises(PeerChange.DoesNotExist):
        peers.confirm_peer(actor=hana, change_id=new_id(), fingerprint="", now=NOW)


def test_a_counterpart_that_nobody_wrote_down_is_none(ada: Actor, hana: Actor):
    known = _known(ada, hana)
    assert peers.counterpart_of("xa") == known
    with pytest.raises(ExchangeError, match="E_PEER") as caught:
        peers.counterpart_of("xz")
    assert not caught.value.permanent


def test_only_who_is_named_is_read_however_many_there_are():
    raw = node_keys("xa").peer_file(MADE)
    Peer.objects.bulk_create([stored_peer("xa", raw), *(stored_peer(f"x-{one}", raw) for one in range(150))])
    ring = peers.key_ring()
    with CaptureQueriesContext(connection) as asked:
        assert ring.peer("xa") is ring.peer("xa")
        assert "xb" not in ring
    assert len(asked) == 2
    assert all("node_id" in one["sql"].partition("WHERE")[2] for one in asked)
    assert len(ring) == 151


def test_a_key_file_serves_the_node_that_signed_it_and_no_other():
    stored_peer("x-7", node_keys("xa").peer_file(MADE)).save()
    with pytest.raises(SealError, match="E_SENDER"):
        peers.key_ring().peer("x-7")
