"""The head lets the node sign a law of its State, or a published digest, for the hub; nobody else does."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import hashlib

import pytest
from tests.builders import documents
from tests.builders.keys import NOW, peer_file
from tests.builders.people import an_actor, an_officer, signed_in

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role
from comity.library.digests import actions as digests
from comity.library.legislation.models import Law
from comity.library.legislation.queries import versions_to_offer
from comity.library.mirroring.offers import read_offer
from comity.library.mirroring.statements import DigestSaid, LawSaid
from comity.library.offering import offer_law
from comity.seal.keyring import KeyRing

RING = KeyRing([peer_file("xa")])
RULE = b"1. An invented rule.\n"


def test_the_head_downloads_a_law_with_its_texts_signed_by_the_node(node_folder: None):
    head = an_officer("hana", [Role.HEAD])
    law = documents.a_law(Actor.of_officer(head), now=NOW)
    client = signed_in(head)
    assert "Offer it to the hub" in client.get(f"/library/laws/{law.pk}/").content.decode()
    answer = client.post(f"/library/laws/{law.pk}/offer/")
    assert answer.headers["Content-Disposition"].endswith('.offer.json"')
    offer = read_offer(answer.content, RING)
    assert isinstance(offer.said, LawSaid)
    assert (offer.from_node, offer.state, offer.said.title) == ("xa", "XA", "An invented Act")
    assert list(offer.texts.values()) == [RULE]
    entry = AuditEntry.objects.get(code="library.offer.signed")
    assert hashlib.sha256(answer.content).hexdigest() in entry.data


@pytest.mark.parametrize("changes", [{"place": "XB"}, {"hub": "12345 67890"}])
def test_a_law_of_another_state_or_of_the_hub_is_not_offered(node_folder: None, changes: dict[str, str]):
    head = an_officer("hana", [Role.HEAD])
    law = documents.a_law(Actor.of_officer(head), now=NOW)
    Law.objects.update(**changes)
    assert "Offer it to the hub" not in signed_in(head).get(f"/library/laws/{law.pk}/").content.decode()
    with pytest.raises(AccessDenied):
        offer_law(actor=Actor.of_officer(head), versions=list(versions_to_offer(law.pk)), now=NOW)


def test_nobody_but_the_head_decides_it(node_folder: None):
    law = documents.a_law(an_actor(Role.REGISTRY), now=NOW)
    keeper = signed_in(an_officer("ada", [Role.ADMINISTRATOR]))
    assert "Offer it to the hub" not in keeper.get(f"/library/laws/{law.pk}/").content.decode()
    assert keeper.post(f"/library/laws/{law.pk}/offer/").status_code == 403


def test_a_digest_is_offered_once_it_is_published(node_folder: None):
    head = an_officer("hana", [Role.HEAD])
    writer = an_actor(Role.CASE_OFFICER)
    digest = documents.a_digest(writer, now=NOW)
    client, address = signed_in(head), f"/library/digests/{digest.pk}/offer/"
    digests.submit_digest(actor=writer, digest_id=digest.pk, now=NOW)
    assert client.post(address).status_code == 404
    digests.publish_digest(actor=Actor.of_officer(head), digest_id=digest.pk, now=NOW)
    assert "Offer it to the hub" in client.get(f"/library/digests/{digest.pk}/").content.decode()
    offer = read_offer(client.post(address).content, RING)
    assert isinstance(offer.said, DigestSaid)
    assert offer.said.lessons == "Consult first."
