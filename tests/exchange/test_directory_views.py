"""Pages about the key directory: from its root to a counterpart, alarms and bad forms."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.core.roles import Role
from comity.exchange.models import Directory, DirectoryAlarm, ListedNode, Peer, PeerChange
from tests.builders.directories import ADirectory, key_file
from tests.builders.people import an_officer, signed_in
from tests.exchange.directory_fixtures import ada, directory, hana, hub, look_again, url, xa

__all__ = ["ada", "directory", "hana", "hub", "url", "xa"]  # fixtures
pytestmark = pytest.mark.usefixtures("node")
DAY = timedelta(days=1)


def test_the_pages_walk_from_the_root_to_a_counterpart(hub: ADirectory, url: str):
    ada, bo = an_officer("ada", [Role.ADMINISTRATOR]), an_officer("bo", [Role.HEAD])
    first, second = signed_in(ada), signed_in(bo)
    root = SimpleUploadedFile("1.root.json", hub.root)
    page = first.post("/peers/directory/new/", {"file": root, "url": url}, follow=True).content.decode()
    found = Directory.objects.get()
    assert found.fingerprint not in page
    assert "You brought this root" in page
    where = f"/peers/directory/{found.pk}/"
    assert found.fingerprint not in second.get(where).content.decode()
    wrong = second.post(where, {"digits": "12345" * 8, "decision": "confirm"}).content.decode()
    assert "These are not the digits" in wrong
    page = second.post(where, {"digits": found.fingerprint, "decision": "confirm"}, follow=True).content.decode()
    assert "This node follows the directory" in page
    page = first.post("/peers/directory/look/", follow=True).content.decode()
    assert "It lists 2 nodes." in page
    assert "not yet a counterpart" in page
    assert "our own node" in page
    listed = ListedNode.objects.get(node_id="xa")
    first.post(f"/peers/directory/nodes/{listed.pk}/bring/")
    assert PeerChange.objects.get().proposed_by == ada
    assert "The key directory was verified" in first.get("/peers/").content.decode()


def test_the_page_tells_an_alarm_and_takes_a_finding(directory: Directory, hub: ADirectory, xa: Peer):
    hub.list_nodes("XA", key_file("stranger", DAY, state="XA", node_id="xa"))
    look_again(directory)
    client = signed_in(an_officer("cy", [Role.ADMINISTRATOR]))
    assert "Something is wrong with the key directory" in client.get("/peers/").content.decode()
    page = client.get("/peers/directory/").content.decode()
    assert "The keys confirmed here stay in force." in " ".join(page.split()).replace(
        " keys confirmed", " keys confirmed"
    )
    where = f"/peers/directory/alarms/{DirectoryAlarm.objects.get().pk}/"
    assert "Write down what was found out." in client.post(where, {"finding": " "}, follow=True).content.decode()
    page = client.post(where, {"finding": "They telephoned."}, follow=True).content.decode()
    assert "They telephoned." in page
    assert client.post(where, {"finding": "again"}).status_code == 404


def test_bad_forms_are_answered_in_words(hub: ADirectory):
    client = signed_in(an_officer("ada", [Role.ADMINISTRATOR]))
    rubbish = SimpleUploadedFile("1.root.json", b"{}")
    page = client.post("/peers/directory/new/", {"file": rubbish, "url": ""}).content.decode()
    assert "This is not the root of a key directory" in page
    root = SimpleUploadedFile("1.root.json", hub.root)
    page = client.post("/peers/directory/new/", {"file": root, "url": "ftp://x"}).content.decode()
    assert "This is not an address that the node may call" in page
    page = client.post("/peers/directory/look/", follow=True).content.decode()
    assert "No directory with an address is followed." in page
