"""Pages about a hub's directory: from its keys to a row taken in, in both languages; mistakes are told in words."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.core.roles import Role
from comity.directory.models import Entry
from comity.exchange.models import EditionSource
from tests.builders.directories import key_file
from tests.builders.keys import NOW
from tests.builders.people import an_officer, signed_in
from tests.exchange.test_editions import HOUR, ROW, AHub, hub, url

__all__ = ["hub", "url"]  # fixtures
pytestmark = pytest.mark.usefixtures("node")
WHERE = "/peers/directory/authorities/"


def test_the_pages_walk_from_the_keys_of_a_hub_to_a_row_taken_in(hub: AHub, url: str):
    first = signed_in(an_officer("ada", [Role.ADMINISTRATOR]))
    second = signed_in(an_officer("hana", [Role.HEAD], language="zh-hans"))
    assert "Bring the keys of a hub" in first.get(WHERE).content.decode()
    assert "No hub is believed" in first.post(WHERE + "look/", follow=True).content.decode()
    assert "Such as https://hub.example" in first.get(WHERE + "new/").content.decode()
    file = SimpleUploadedFile("hub.json", key_file("stranger"))
    page = first.post(WHERE + "new/", {"file": file, "url": url}, follow=True).content.decode()
    made = EditionSource.objects.get()
    assert "You brought these keys" in page
    assert made.fingerprint not in page
    there = f"{WHERE}{made.pk}/"
    assert made.fingerprint not in second.get(there).content.decode()
    assert made.fingerprint not in second.post(there, {"digits": "1" * 40}).content.decode()
    assert made.fingerprint in second.post(there, {"digits": made.fingerprint}, follow=True).content.decode()
    assert "publishes no directory" in first.post(WHERE + "look/", follow=True).content.decode()
    hub.publish(NOW, ROW, {**ROW, "authority": "", "place": "ZZ"})
    page = first.post(WHERE + "look/", follow=True).content.decode()
    assert "Bureau of Letters" in page
    assert "no State of the table has this code" in page
    chinese = second.get(WHERE).content.decode()
    assert "文书局" in chinese
    assert "英语" in chinese
    take = f"{there}take/"
    assert "look at it anew" in first.post(take, {"seen": "x", "row": "a1"}, follow=True).content.decode()
    seen = EditionSource.objects.get().sha256
    assert "Written: 1." in first.post(take, {"seen": seen, "row": ["a1", "zz"]}, follow=True).content.decode()
    assert Entry.objects.get().state == "proposed"
    hub.publish(NOW - HOUR)
    page = second.post(WHERE + "look/", follow=True).content.decode()
    assert "更旧的版本" in page
    assert "Look now" not in first.get(WHERE).content.decode()


def test_bad_forms_are_answered_in_words_and_keys_can_be_declined(hub: AHub):
    client = signed_in(an_officer("ada", [Role.ADMINISTRATOR]))
    rubbish = SimpleUploadedFile("hub.json", b"{}")
    page = client.post(WHERE + "new/", {"file": rubbish, "url": "https://hub.example"}).content.decode()
    assert "This is not a key file" in page
    file = SimpleUploadedFile("hub.json", key_file("stranger"))
    assert "not an address" in client.post(WHERE + "new/", {"file": file, "url": "ftp://x"}).content.decode()
    file = SimpleUploadedFile("hub.json", key_file("stranger"))
    client.post(WHERE + "new/", {"file": file, "url": "https://hub.example"})
    assert "wait for a second officer" in client.get(WHERE).content.decode()
    there = f"{WHERE}{EditionSource.objects.get().pk}/"
    other = signed_in(an_officer("hana", [Role.HEAD]))
    assert "Declined." in other.post(there, {"decision": "decline"}, follow=True).content.decode()
    page = client.get(there).content.decode()
    assert EditionSource.objects.get().fingerprint in page
