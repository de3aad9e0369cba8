"""What a directory lists and must not, what it lists no longer, and answers that never end or end early."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import io
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import urllib3
from django.core.files.uploadedfile import SimpleUploadedFile
from tuf.api.exceptions import SlowRetrievalError

from comity.core.doctor.lights import Colour
from comity.core.roles import Role
from comity.exchange import directories, probes
from comity.exchange.directory_client import BLOCK, PATIENCE, blocks
from comity.exchange.models import Directory, DirectoryAlarm, Peer, PeerChange
from comity.seal.keydirectory.layout import MAX_METADATA
from tests.builders.directories import ADirectory, key_file
from tests.builders.keys import NOW
from tests.builders.people import an_officer, signed_in
from tests.exchange.directory_fixtures import ada, directory, hana, hub, look_again, url, xa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.core.actors import Actor

__all__ = ["ada", "directory", "hana", "hub", "url", "xa"]  # fixtures
pytestmark = pytest.mark.usefixtures("node")
DAY = timedelta(days=1)


def alarms() -> list[str]:
    return list(DirectoryAlarm.objects.values_list("code", flat=True))


def test_without_a_directory_the_light_is_green():
    light = probes.directory(NOW)
    assert light.state is Colour.GREEN
    assert "key files alone" in light.what.en


def test_an_address_by_name_is_judged_without_asking_the_network(hub: ADirectory, ada: Actor):
    made = directories.propose_directory(actor=ada, root=hub.root, url="https://hub.example/directory/", now=NOW)
    assert made.url == "https://hub.example/directory"


def test_a_node_that_takes_the_name_of_an_authority_by_letter_is_an_alarm(directory: Directory, hub: ADirectory):
    name = "letter.01954f0e-0000-7000-8000-000000000001"
    hub.list_nodes("XA", key_file("stranger", state="XA", node_id=name))
    assert look_again(directory) == ""
    assert alarms() == ["E_DIRECTORY_CONFLICT"]
    assert not Peer.objects.exists()


def test_what_was_never_pinned_and_is_gone_is_shown_as_gone_and_withdraws_nobody(directory: Directory, hub: ADirectory):
    look_again(directory)
    hub.list_nodes("XA")
    assert look_again(directory) == ""
    client = signed_in(an_officer("cy", [Role.ADMINISTRATOR]))
    page = client.get("/peers/directory/").content.decode()
    assert page.count('class="status refused">withdrawn') == 1
    assert not Peer.objects.exists()
    assert alarms() == []


def test_a_node_that_goes_twice_is_withdrawn_once_and_the_list_says_so(directory: Directory, hub: ADirectory, xa: Peer):
    withdrawn = []
    for files in ([], [key_file("xa")], []):
        hub.list_nodes("XA", *files)
        look_again(directory)
        xa.refresh_from_db()
        withdrawn.append(xa.withdrawn_at)
    assert withdrawn == [NOW, NOW, NOW]  # only two officers bring it back
    page = signed_in(an_officer("cy", [Role.ADMINISTRATOR])).get("/peers/").content.decode()
    assert "keys withdrawn" in page


def test_the_pages_decline_look_leave_and_refuse_in_words(directory: Directory, hub: ADirectory, xa: Peer, url: str):
    first, second = signed_in(an_officer("cy", [Role.ADMINISTRATOR])), signed_in(an_officer("di", [Role.HEAD]))
    assert "Root of the directory" in first.get("/peers/directory/new/").content.decode()
    large = SimpleUploadedFile("1.root.json", b"x" * (MAX_METADATA + 1))
    page = first.post("/peers/directory/new/", {"file": large, "url": ""}).content.decode()
    assert "This is not the root of a key directory" in page
    root = SimpleUploadedFile("1.root.json", hub.root)
    first.post("/peers/directory/new/", {"file": root, "url": url})
    brought = Directory.objects.get(state="proposed")
    page = second.post(f"/peers/directory/{brought.pk}/", {"decision": "decline"}, follow=True).content.decode()
    assert "Declined. Nothing was changed." in page
    brought.refresh_from_db()
    assert brought.state == "declined"
    older = directory.nodes.get(node_id="xa")  # pinned already
    page = first.post(f"/peers/directory/nodes/{older.pk}/bring/", follow=True).content.decode()
    assert "not newer than the one that was confirmed" in page
    assert not PeerChange.objects.filter(state="proposed").exists()
    Directory.objects.filter(pk=directory.pk).update(url="http://127.0.0.1:1")
    page = first.post("/peers/directory/look/", follow=True).content.decode()
    assert "The key directory does not answer." in page
    page = first.post(f"/peers/directory/{directory.pk}/leave/", follow=True).content.decode()
    assert "The directory is followed no longer." in page
    assert directories.followed() is None


@contextmanager
def breaking(head: bytes) -> Iterator[str]:
    """Serve the beginning of an answer to every call, and break the line."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with line:
                line.recv(4096)
                line.sendall(head)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def test_an_answer_that_ends_early_is_silence_and_changes_nothing(directory: Directory, socket_enabled: None):
    look_again(directory)
    before = Directory.objects.values("version", "digest", "good_at").get()
    with breaking(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{") as broken:
        Directory.objects.update(url=broken)
        assert look_again(directory) == "E_DIRECTORY_AWAY"
    assert Directory.objects.values("version", "digest", "good_at").get() == before
    assert alarms() == []


def test_an_answer_that_trickles_is_given_up():
    times = iter([0.0, 1.0, PATIENCE, PATIENCE + 1])
    answer = urllib3.HTTPResponse(io.BytesIO(bytes(4 * BLOCK)), preload_content=False)
    reading, taken = blocks(answer, seconds=lambda: next(times)), []
    taken += [len(next(reading)), len(next(reading))]
    with pytest.raises(SlowRetrievalError):
        next(reading)
    assert taken == [BLOCK, BLOCK]
    assert answer.closed
