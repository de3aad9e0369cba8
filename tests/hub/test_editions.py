"""The directory of authorities at the hub: editors write for their State, staff publish, and it goes out sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.keys import node_keys as own_keys
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.directory import actions as entries
from comity.directory import queries
from comity.directory.signed import read_directory
from comity.hub import editions, jobs
from comity.hub.models import Edition
from comity.seal.age import open_bytes
from comity.seal.errors import SealError
from comity.seal.keyfile import parse_peer_file
from comity.seal.keyring import KeyRing
from tests.builders.authorities import VALUES
from tests.builders.directories import ADirectory, key_file
from tests.builders.keys import NOW, node_keys
from tests.builders.people import signed_in
from tests.hub.people import editor, staff

if TYPE_CHECKING:
    import time_machine

    from comity.core.actors import Actor


@pytest.fixture
def ada(hub: ADirectory) -> Actor:
    del hub
    return staff("ada")


@pytest.fixture
def eda(ada: Actor) -> Actor:
    return editor("eda", "XA", ada)


def published(writer: Actor, second: Actor, place: str = "XA") -> None:
    made = entries.propose_entry(actor=writer, place=place, values=VALUES, now=NOW)
    entries.publish_entry(actor=second, authority_id=made.authority_id, now=NOW)


def ring() -> KeyRing:
    return KeyRing([parse_peer_file(own_keys().peer_file(NOW))])


def test_an_editor_writes_and_confirms_for_his_state_and_staff_publish(ada: Actor, eda: Actor):
    made = entries.propose_entry(actor=eda, place="XA", values=VALUES, now=NOW)
    with pytest.raises(AccessDenied):
        entries.publish_entry(actor=eda, authority_id=made.authority_id, now=NOW)
    assert list(queries.waiting_visible_to(eda)) == list(queries.waiting_visible_to(ada)) == [made]
    entries.publish_entry(actor=ada, authority_id=made.authority_id, now=NOW)
    entries.confirm_authority(actor=eda, authority_id=made.authority_id, now=NOW)
    assert queries.last_confirmed(made.authority_id) == NOW


def test_an_editor_reaches_no_other_state(ada: Actor, eda: Actor):
    fay = editor("fay", "XB", ada)
    made = entries.propose_entry(actor=eda, place="XA", values=VALUES, now=NOW)
    with pytest.raises(AccessDenied):
        entries.propose_entry(actor=fay, place="XA", values=VALUES, now=NOW, authority_id=made.authority_id)
    assert not queries.waiting_visible_to(fay)
    entries.publish_entry(actor=ada, authority_id=made.authority_id, now=NOW)
    with pytest.raises(AccessDenied):
        entries.confirm_authority(actor=fay, authority_id=made.authority_id, now=NOW)
    with pytest.raises(AccessDenied):
        entries.propose_entry(actor=staff("au", Role.AUDITOR), place="XA", values=VALUES, now=NOW)


def test_an_editor_does_not_see_what_waits_of_another_state(ada: Actor, eda: Actor):
    made = entries.propose_entry(actor=eda, place="XA", values=VALUES, now=NOW)
    entries.publish_entry(actor=ada, authority_id=made.authority_id, now=NOW)
    newer = {**VALUES, "phone": "+00 456"}
    entries.propose_entry(actor=eda, place="XA", values=newer, now=NOW, authority_id=made.authority_id)
    address = f"/directory/authorities/{made.authority_id}/"
    editor("fay", "XB", ada)
    pages = {
        who: signed_in(Officer.objects.get(login=who)).get(address).content.decode() for who in ("ada", "eda", "fay")
    }
    assert {who: "+00 456" in page for who, page in pages.items()} == {"ada": True, "eda": True, "fay": False}
    assert all("+00 123" in page for page in pages.values())


def test_the_edition_is_verified_and_opened_by_those_who_are_listed_alone(hub: ADirectory, ada: Actor, eda: Actor):
    published(eda, ada)
    hub.list_nodes("XB", key_file("xb"))
    edition = editions.publish(NOW)
    sealed = editions.sealed_file().read_bytes()
    assert b"Bureau of Letters" not in sealed
    raw = open_bytes(sealed, node_keys("xb").age_identities)
    assert raw == bytes(edition.raw)
    said = read_directory(raw, ring())
    assert [row["phone"] for row in said.authorities] == ["+00 123"]
    with pytest.raises(SealError):
        open_bytes(sealed, node_keys("xa").age_identities)
    with pytest.raises(SealError, match="E_SENDER"):
        read_directory(raw, KeyRing([parse_peer_file(key_file("xb"))]))


def test_with_nobody_listed_there_is_nothing_to_fetch(hub: ADirectory, ada: Actor, eda: Actor):
    published(eda, ada)
    hub.list_nodes("XB", key_file("xb"))
    editions.publish(NOW)
    assert editions.sealed_file().exists()
    hub.list_nodes("XB")
    editions.publish(NOW + timedelta(minutes=15))
    assert not editions.sealed_file().exists()


def test_a_new_edition_is_made_for_news_and_before_it_is_missed(
    hub: ADirectory, ada: Actor, eda: Actor, clock: time_machine.Coordinates
):
    hub.list_nodes("XB", key_file("xb"))
    jobs.publish_authorities()
    clock.shift(timedelta(minutes=15))
    jobs.publish_authorities()
    assert Edition.objects.count() == 1
    published(eda, ada)
    clock.shift(timedelta(minutes=15))
    jobs.publish_authorities()
    clock.shift(timedelta(hours=24))
    jobs.publish_authorities()
    made = list(Edition.objects.order_by("created"))
    assert [one.authorities for one in made] == [0, 1, 1]
    assert made[1].content == made[2].content
    assert [bool(bytes(one.raw)) for one in made] == [False, False, True]
    said = AuditEntry.objects.filter(code="hub.edition.published").count()
    assert said == 2  # a renewal is no news


def test_what_waits_stands_on_the_home_page_of_the_secretariat(ada: Actor, eda: Actor):
    entries.propose_entry(actor=eda, place="XA", values=VALUES, now=NOW)
    words = "Compare an entry of the directory with its source"
    assert ada.officer_id is not None
    assert words in signed_in(Officer.objects.get(login="ada")).get("/").content.decode()
    assert words not in signed_in(Officer.objects.get(login="eda")).get("/").content.decode()
