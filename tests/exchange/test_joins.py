"""An authority by letter that has a node now: two officers say so, of one State only, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role
from comity.exchange import joins, peers
from comity.exchange.errors import ExchangeError
from comity.exchange.letter_peers import LetterPeer, add_letter_peer
from comity.exchange.models import Peer, PeerJoin
from tests.builders.keys import NOW
from tests.builders.nodes import pinned
from tests.builders.people import an_actor, an_officer

if TYPE_CHECKING:
    from comity.core.actors import Actor

pytestmark = pytest.mark.usefixtures("node")


@pytest.fixture
def ada() -> Actor:
    return an_actor(Role.ADMINISTRATOR, login="ada")


@pytest.fixture
def hana() -> Actor:
    return an_actor(Role.HEAD, login="hana")


@pytest.fixture
def letter(ada: Actor) -> Peer:
    return add_letter_peer(actor=ada, about=LetterPeer(state="XA", names={"en": "Ministry of XA"}), now=NOW)


def test_a_second_officer_confirms_that_the_two_are_one(ada: Actor, hana: Actor, letter: Peer):
    pinned("xa", now=NOW)
    joins.propose_join(actor=ada, letter_id=letter.pk, node_id="xa", now=NOW)
    assert Peer.objects.get(pk=letter.pk).joined_to is None
    with pytest.raises(AccessDenied):
        joins.confirm_join(actor=ada, letter_id=letter.pk, now=NOW)
    joins.confirm_join(actor=hana, letter_id=letter.pk, now=NOW)
    joined = Peer.objects.get(pk=letter.pk)
    assert joined.joined_to is not None
    assert joined.joined_to.node_id == "xa"
    assert peers.counterpart_of(str(letter.node_id)) == letter, "its open cases stay by letter"
    codes = list(AuditEntry.objects.filter(code__startswith="exchange.join").values_list("code", flat=True))
    assert codes == ["exchange.join.proposed", "exchange.join.confirmed"]
    with pytest.raises(ExchangeError, match="E_JOIN"):
        joins.propose_join(actor=ada, letter_id=letter.pk, node_id="xa", now=NOW)


def test_nothing_is_joined_that_was_declined_and_it_may_be_said_again(ada: Actor, hana: Actor, letter: Peer):
    pinned("xa", now=NOW)
    joins.propose_join(actor=ada, letter_id=letter.pk, node_id="xa", now=NOW)
    joins.decline_join(actor=hana, letter_id=letter.pk, now=NOW)
    assert Peer.objects.get(pk=letter.pk).joined_to is None
    with pytest.raises(ExchangeError, match="E_JOIN"):
        joins.confirm_join(actor=hana, letter_id=letter.pk, now=NOW)
    assert joins.propose_join(actor=hana, letter_id=letter.pk, node_id="xa", now=NOW).state == "proposed"


def test_no_node_that_is_unknown_unconfirmed_suspended_or_of_another_state(ada: Actor, hana: Actor, letter: Peer):
    with pytest.raises(ExchangeError, match="E_JOIN"):
        joins.propose_join(actor=ada, letter_id=letter.pk, node_id="xa", now=NOW)
    node = pinned("xa", now=NOW)
    other = add_letter_peer(actor=ada, about=LetterPeer(state="XD", names={"en": "Ministry of XD"}), now=NOW)
    with pytest.raises(ExchangeError, match="E_JOIN"):
        joins.propose_join(actor=ada, letter_id=other.pk, node_id="xa", now=NOW)
    with pytest.raises(Peer.DoesNotExist):
        joins.propose_join(actor=ada, letter_id=node.pk, node_id="xa", now=NOW)
    joins.propose_join(actor=ada, letter_id=letter.pk, node_id="xa", now=NOW)
    peers.suspend_peer(actor=ada, peer_id=node.pk, suspend=True, now=NOW)
    with pytest.raises(ExchangeError, match="E_JOIN"):
        joins.confirm_join(actor=hana, letter_id=letter.pk, now=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.HEAD}])
def test_no_other_role_joins(role: Role, ada: Actor, letter: Peer):
    pinned("xa", now=NOW)
    actor = an_actor(role, login="other")
    with pytest.raises(AccessDenied):
        joins.propose_join(actor=actor, letter_id=letter.pk, node_id="xa", now=NOW)
    joins.propose_join(actor=ada, letter_id=letter.pk, node_id="xa", now=NOW)
    for decide in (joins.confirm_join, joins.decline_join):
        with pytest.raises(AccessDenied):
            decide(actor=actor, letter_id=letter.pk, now=NOW)


def test_the_database_refuses_one_person_a_second_join_and_a_node_joined_to_a_node(ada: Actor, letter: Peer):
    node = pinned("xa", now=NOW)
    join = joins.propose_join(actor=ada, letter_id=letter.pk, node_id="xa", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerJoin.objects.filter(pk=join.pk).update(state="confirmed", decided_by_id=ada.officer_id, decided_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerJoin.objects.create(letter=letter, node=node, proposed_by_id=ada.officer_id, proposed_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Peer.objects.filter(pk=node.pk).update(joined_to=node)


def test_two_officers_join_over_the_page(letter: Peer):
    pinned("xa", now=NOW)
    first, second = an_officer("one", roles=[Role.ADMINISTRATOR]), an_officer("two", roles=[Role.HEAD])
    here, url = Client(), f"/peers/by-letter/{letter.pk}/node/"
    here.force_login(first)
    assert "Ministry of XA" in here.get(url).content.decode()
    assert here.post(url, {"decision": "propose", "node": "xb"}).status_code == 200, "no such choice"
    assert here.post(url, {"decision": "propose", "node": "xa"}).status_code == 302
    assert 'value="confirm"' not in here.get(url).content.decode()
    assert here.post(url, {"decision": "confirm"}).status_code == 403
    assert here.post(url, {"decision": "perhaps"}).status_code == 400
    there = Client()
    there.force_login(second)
    assert 'value="confirm"' in there.get(url).content.decode()
    assert there.post(url, {"decision": "confirm"}).status_code == 302
    assert "Reached by Comity now" in there.get(url).content.decode()
    assert "reached by Comity now" in there.get("/peers/").content.decode()
    assert "Nothing was changed" in there.post(url, {"decision": "decline"}).content.decode()
