"""What a State's node signed comes to the hub by its editor; a member of the secretariat takes it in or returns it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.core.access import AccessDenied
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.hub import offers
from comity.hub.actions import HubError
from comity.hub.models import Offer
from comity.hub.queries import versions_to_pass_on
from comity.kernel.graph import GraphError
from comity.library.digests.models import Digest
from comity.library.legislation.models import Law
from comity.library.mirroring.offers import Offer as Said
from comity.library.mirroring.offers import sign_offer
from comity.seal.errors import SealError
from tests.builders.directories import key_file
from tests.builders.hub_libraries import a_digest_said, a_law_said
from tests.builders.keys import NOW, node_keys
from tests.builders.people import signed_in
from tests.hub.people import editor, staff

if TYPE_CHECKING:
    from comity.core.actors import Actor
    from comity.library.mirroring.statements import DigestSaid, LawSaid
    from tests.builders.directories import ADirectory

FIRST = b"Invented Act\n\n1. An invented rule.\n"
SECOND = b"Invented Act\n\n1. Another invented rule.\n"


def signed(said: LawSaid | DigestSaid, *texts: bytes, by: str = "xa") -> bytes:
    keys = node_keys(by)
    named = {one.sha256: text for one, text in zip(getattr(said, "versions", ()), texts, strict=True)}
    return sign_offer(Said(keys.node_id, keys.state, NOW, said, named), keys.signing_pair(NOW))


def a_law(*texts: bytes, **changes: Any) -> bytes:
    return signed(a_law_said(*texts, **{"place": "XA", **changes}), *texts)


@pytest.fixture
def ada(hub: ADirectory) -> Actor:
    """A member of the secretariat."""
    hub.list_nodes("XA", key_file("xa"))
    return staff("ada")


@pytest.fixture
def eda(ada: Actor) -> Actor:
    """The editor of XA."""
    return editor("eda", "XA", ada)


def test_a_law_is_entered_by_a_member_and_waits_for_a_second_one(ada: Actor, eda: Actor):
    made = offers.bring(actor=eda, raw=a_law(FIRST), now=NOW)
    assert (made.of_state, made.node, made.kind) == ("XA", "xa", "law")
    taken = offers.take(actor=ada, offer_id=made.pk, now=NOW)
    law = Law.objects.get()
    assert (taken.state, taken.law_id, law.place) == ("taken", law.pk, "XA")
    version = law.versions.get()
    assert (version.source, version.verified) == ("Note of XB, no. 7 · xa 2026-03-02", True)
    assert version.entered_by_id == ada.officer_id
    assert list(versions_to_pass_on()) == [version], "nodes are told once another member compared it"
    with pytest.raises(GraphError):
        offers.take(actor=ada, offer_id=made.pk, now=NOW)


def test_a_later_offer_of_the_same_law_adds_to_it(ada: Actor, eda: Actor):
    first = offers.bring(actor=eda, raw=a_law(FIRST), now=NOW)
    offers.take(actor=ada, offer_id=first.pk, now=NOW)
    later = a_law(
        FIRST, SECOND, confirmed_on="2026-02-01", confirmed_by="Note no. 9", repealed_on="2026-02-02",
        repealed_by="Gazette 3",
    )  # fmt: skip
    offers.take(actor=ada, offer_id=offers.bring(actor=eda, raw=later, now=NOW).pk, now=NOW)
    law = Law.objects.get()
    assert (law.versions.count(), law.confirmed_by, law.repealed_by) == (2, "Note no. 9", "Gazette 3")


def test_a_text_that_is_here_already_stays_whoever_entered_it(ada: Actor, eda: Actor):
    first = offers.bring(actor=eda, raw=a_law(FIRST), now=NOW)
    offers.take(actor=ada, offer_id=first.pk, now=NOW)
    other = offers.bring(actor=eda, raw=a_law(FIRST, ref="0192a000-0000-7000-8000-000000000009"), now=NOW)
    with pytest.raises(HubError, match="E_OFFER"):
        offers.take(actor=ada, offer_id=other.pk, now=NOW)
    other.refresh_from_db()
    assert (other.state, Law.objects.get().versions.count()) == ("waiting", 1)
    with pytest.raises(HubError, match="E_OFFER"):
        offers.bring(actor=eda, raw=bytes(first.raw), now=NOW)


def test_a_digest_waits_for_a_second_person(ada: Actor, eda: Actor):
    made = offers.bring(actor=eda, raw=signed(a_digest_said()), now=NOW)
    offers.take(actor=ada, offer_id=made.pk, now=NOW)
    digest = Digest.objects.get()
    assert (digest.state, digest.written_by_id, digest.title) == ("waiting", ada.officer_id, "An invented freeze")


def test_only_what_a_listed_node_signed_is_brought_by_its_own_editor(hub: ADirectory, ada: Actor, eda: Actor):
    with pytest.raises(SealError, match="E_SENDER"):
        offers.bring(actor=eda, raw=signed(a_law_said(FIRST), FIRST, by="xb"), now=NOW)
    hub.list_nodes("XB", key_file("xb"))
    with pytest.raises(AccessDenied):
        offers.bring(actor=eda, raw=signed(a_law_said(FIRST), FIRST, by="xb"), now=NOW)
    with pytest.raises(SealError, match="E_SYNTAX"):
        offers.bring(actor=eda, raw=b"{}", now=NOW)
    own = offers.bring(actor=ada, raw=a_law(FIRST), now=NOW)
    for actor in (ada, eda):
        with pytest.raises(AccessDenied):
            offers.take(actor=actor, offer_id=own.pk, now=NOW)
    hub.list_nodes("XA")
    with pytest.raises(SealError, match="E_SENDER"):
        offers.take(actor=staff("kay", Role.HEAD), offer_id=own.pk, now=NOW)
    with pytest.raises(HubError, match="E_REASON"):
        offers.give_back(actor=staff("lia"), offer_id=own.pk, reason=" ", now=NOW)
    assert not Law.objects.exists()


def test_a_file_that_is_no_plain_text_is_shown_without_it(ada: Actor, eda: Actor):
    made = offers.bring(actor=eda, raw=a_law(b"\xff\xfe\x00"), now=NOW)
    page = signed_in(Officer.objects.get(pk=ada.officer_id)).get(f"/offers/{made.pk}/").content.decode()
    assert "One that is no plain text is read once it is taken in" in page


def test_what_cannot_be_verified_any_more_can_only_be_returned(hub: ADirectory, ada: Actor, eda: Actor):
    made = offers.bring(actor=eda, raw=a_law(FIRST), now=NOW)
    us = signed_in(Officer.objects.get(pk=ada.officer_id))
    assert "Take it into the library" in us.get(f"/offers/{made.pk}/").content.decode()
    hub.list_nodes("XA")
    page = us.get(f"/offers/{made.pk}/").content.decode()
    assert "Take it into the library" not in page
    assert "The node that signed it is listed no more" in page
    page = us.post(f"/offers/{made.pk}/", {"decision": "return", "reason": "Sign anew."}, follow=True).content.decode()
    assert "Sign anew." in page
    assert "listed no more" not in page, "what is decided asks for nothing"


def test_from_the_editor_to_the_library_over_the_pages(ada: Actor, eda: Actor):
    them, us = (signed_in(Officer.objects.get(pk=one.officer_id)) for one in (eda, ada))
    other = signed_in(Officer.objects.get(pk=editor("fay", "XB", ada).officer_id))
    wrong = them.post("/offers/", {"file": SimpleUploadedFile("x", b"{}")}).content.decode()
    assert "This is no law or digest as a node signs it" in wrong
    upload = SimpleUploadedFile("law.offer.json", a_law(FIRST) + b"\n")
    page = them.post("/offers/", {"file": upload}, follow=True).content.decode()
    assert "Brought. Its turn is with the secretariat." in page
    assert "You brought it." in page
    address = f"/offers/{Offer.objects.get().pk}/"
    assert other.get(address).status_code == 404
    assert them.post(address, {"decision": "take"}).status_code == 403
    assert "Look at a law or digest that a State offers" in us.get("/").content.decode()
    assert "An invented rule." in us.get(address).content.decode()
    assert 'class="field wrong"' in us.post(address, {"decision": "return"}).content.decode()
    page = us.post(address, {"decision": "take"}, follow=True).content.decode()
    assert "Taken into the library." in page
    assert "somebody else was faster" in us.post(address, {"decision": "take"}, follow=True).content.decode()
    upload = SimpleUploadedFile("d", signed(a_digest_said()))
    them.post("/offers/", {"file": upload})
    address = f"/offers/{Offer.objects.get(kind='digest').pk}/"
    assert "Ask early." in us.get(address).content.decode()
    page = us.post(address, {"decision": "return", "reason": "Name the articles."}, follow=True).content.decode()
    assert "Name the articles." in page
    Officer.objects.update(language="zh-hans")
    assert "各国提供的法律和案例摘要" in us.get("/offers/").content.decode()
