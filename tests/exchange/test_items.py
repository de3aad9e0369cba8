"""Parts of items: any order, any repetition, never more than announced, durable before they are answered."""

# ruff: noqa: ARG001, PLR0917 (fixtures are asked for by name)

from __future__ import annotations

import errno
import hashlib
import io
import os
import random
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from django.core import signing

from comity.core.files.blobs import FolderStore
from comity.exchange import blobs, progress, tickets
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Blob, BlobPart, InboxItem, StoredReceipt
from comity.kernel.ids import new_id
from comity.seal.receipt import Event, verify_receipt
from tests.builders.keys import key_ring
from tests.builders.messages import a_delivery, a_request

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from django.test import Client
    from time_machine import Coordinates

    from tests.builders.nodes import Posted, RemoteNode

PART = blobs.PART


@pytest.fixture
def posted(remote: RemoteNode) -> Posted:
    """A message with an item of two parts and a bit."""
    return remote.pack(a_delivery(new_id()), evidence={"disk.img": os.urandom(2 * PART + 5_000)})


@pytest.fixture
def ticket(remote: RemoteNode, line: Client, posted: Posted) -> str:
    return remote.announce(line, posted).json()["ticket"]


def _large(posted: Posted) -> tuple[str, bytes]:
    return max(posted.items.items(), key=lambda item: len(item[1]))


def _head(line: Client, sha256: str, ticket: str) -> Any:
    return line.head(f"/peer/v1/items/{sha256}", headers={"Authorization": f"Comity {ticket}"})


def test_parts_may_come_in_any_order_and_again(remote: RemoteNode, line: Client, posted: Posted, ticket: str):
    sha256, data = _large(posted)
    offsets = [*range(0, len(data), PART), 0, PART]
    random.Random(3).shuffle(offsets)  # noqa: S311 (a fixed order, no secret)
    assert _head(line, sha256, ticket)["Upload-Offset"] == "0"
    for offset in offsets:
        answer = remote.put_part(line, sha256, data, offset, data[offset : offset + PART], ticket)
        assert answer.status_code == 204
        assert len(answer["Part-SHA256"]) == 64
    assert _head(line, sha256, ticket)["Upload-Offset"] == str(len(data))
    remote.put(line, posted, ticket)
    assert remote.complete(line, posted, ticket).status_code == 200
    assert BlobPart.objects.count() == 4
    assert len(list(blobs.blob_store().keys())) == 4


def test_parts_of_several_sizes_take_the_place_of_each_other(
    remote: RemoteNode,
    line: Client,
    posted: Posted,
    ticket: str,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
):
    sha256, data = _large(posted)

    def put(first: int, last: int) -> list[tuple[int, int]]:
        stretch = data[first * PART : last * PART]
        with django_capture_on_commit_callbacks(execute=True):
            assert remote.put_part(line, sha256, data, first * PART, stretch, ticket).status_code == 204
        places = BlobPart.objects.filter(blob__sha256=sha256).values_list("offset", "size")
        assert len(list(blobs.blob_store().keys())) == len(places)
        return [(offset // PART, -(-(offset + size) // PART)) for offset, size in places]

    assert put(1, 2) == [(1, 2)]
    assert put(1, 3) == [(1, 3)]  # holds all of the earlier
    assert put(2, 3) == [(1, 3)]  # held already
    assert put(0, 2) == [(0, 2)]  # neither holds the other: the newer stays, so that sending goes on
    assert _head(line, sha256, ticket)["Upload-Offset"] == str(2 * PART)
    assert put(0, 3) == [(0, 3)]
    remote.put(line, posted, ticket)
    assert remote.complete(line, posted, ticket).status_code == 200


@pytest.mark.parametrize("offset", [0, 5, PART, 6 * PART + 1])
def test_parts_to_send_follow_each_other_and_grow(offset: int):
    total = 9 * PART + 77
    found = list(blobs.parts_from(total, offset))
    assert found[0][0] == offset - offset % PART
    assert found[0][1] == PART
    assert [start + size for start, size in found] == [*(start for start, _size in found[1:]), total]
    assert all(size % PART == 0 for _start, size in found[:-1])
    assert max(size for _start, size in found) <= blobs.LARGEST


def test_head_says_where_to_go_on(remote: RemoteNode, line: Client, posted: Posted, ticket: str):
    sha256, data = _large(posted)
    remote.put_part(line, sha256, data, PART, data[PART : 2 * PART], ticket)
    assert _head(line, sha256, ticket)["Upload-Offset"] == "0"
    remote.put_part(line, sha256, data, 0, data[:PART], ticket)
    assert _head(line, sha256, ticket)["Upload-Offset"] == str(2 * PART)
    missing = {one["sha256"]: one["offset"] for one in remote.announce(line, posted).json()["missing"]}
    assert missing[sha256] == 2 * PART


def test_completing_too_early_says_so(remote: RemoteNode, line: Client, posted: Posted, ticket: str):
    answer = remote.complete(line, posted, ticket)
    assert (answer.status_code, answer.json()["code"], answer.json()["retry"]) == (409, "E_INCOMPLETE", "later")
    assert not StoredReceipt.objects.exists()


def test_other_bytes_than_announced_are_dropped_and_may_be_sent_again(
    remote: RemoteNode, line: Client, posted: Posted, ticket: str
):
    sha256, data = _large(posted)
    good = posted.items[sha256]
    posted.items[sha256] = good[:-1] + bytes([good[-1] ^ 1])
    remote.put(line, posted, ticket)
    answer = remote.complete(line, posted, ticket)
    assert (answer.json()["code"], answer.json()["retry"]) == ("E_DIGEST", "later")
    assert _head(line, sha256, ticket)["Upload-Offset"] == "0"
    assert not StoredReceipt.objects.exists()
    posted.items[sha256] = data
    assert remote.post(line, posted).status_code == 200


@pytest.mark.parametrize(
    ("stretch", "size"),
    [
        ("bytes 0-9/100", 10),
        ("bytes 1-{part}/{total}", PART),
        ("bytes 0-{part}/{total}", PART + 1),
        ("bytes 0-{last}/{total}", PART - 5),
        ("bytes {part}-{total}/{total}", PART + 5_001),
        ("bytes {total}-{total}/{total}", 1),
        ("bytes 5-3/{total}", 1),
        ("bytes */{total}", 1),
        ("bytes 0-9/{total}, 20-29/{total}", 10),
        ("bytes -5-9/{total}", 15),
        ("", 10),
    ],
)
def test_a_stretch_that_is_no_part_is_refused(
    remote: RemoteNode, line: Client, posted: Posted, ticket: str, stretch: str, size: int
):
    sha256, data = _large(posted)
    text = stretch.format(part=PART, total=len(data), last=PART - 6)
    answer = line.put(
        f"/peer/v1/items/{sha256}",
        bytes(size),
        content_type="application/octet-stream",
        headers={"Authorization": f"Comity {ticket}", **({"Content-Range": text} if text else {})},
    )
    assert (answer.status_code, answer.json()["code"]) == (416, "E_RANGE")
    assert not list(blobs.blob_store().keys())


def test_a_part_that_ends_early_leaves_nothing(remote: RemoteNode, line: Client, posted: Posted, ticket: str):
    sha256, data = _large(posted)
    answer = line.put(
        f"/peer/v1/items/{sha256}",
        data[:PART],
        content_type="application/octet-stream",
        headers={"Authorization": f"Comity {ticket}", "Content-Range": f"bytes 0-{PART - 1}/{len(data)}"},
        **{"wsgi.input": io.BytesIO(data[: PART // 2])},
    )
    assert answer.json()["code"] == "E_RANGE"
    assert not list(blobs.blob_store().keys())


def test_without_a_good_ticket_nothing_is_taken(
    remote: RemoteNode, line: Client, posted: Posted, ticket: str, clock: Coordinates
):
    sha256, data = _large(posted)
    other = remote.pack(a_request())
    of_another = remote.announce(line, other).json()["ticket"]
    forged = signing.dumps(["x", "y", 1], salt=tickets.SALT)
    for bad, code in [
        ("", "E_TICKET"),
        ("rubbish", "E_TICKET"),
        (forged, "E_TICKET"),
        (signing.dumps([str(new_id()), "0" * 32, 2**40], salt=tickets.SALT), "E_TICKET"),
        (signing.dumps([1], salt="another"), "E_TICKET"),
        (ticket[:-1] + ("A" if ticket[-1] != "A" else "B"), "E_TICKET"),
        (of_another, "E_UNKNOWN"),
    ]:
        answer = remote.put_part(line, sha256, data, 0, data[:PART], bad)
        assert answer.json()["code"] == code
    assert remote.put_part(line, "ab" * 32, data, 0, data[:PART], ticket).json()["code"] == "E_UNKNOWN"
    assert remote.put_part(line, "AB" * 32, data, 0, data[:PART], ticket).json()["code"] == "E_DIGEST"
    assert line.put(f"/peer/v1/items/{sha256}", b"x", content_type="a/b").json()["code"] == "E_TICKET"
    assert remote.complete(line, posted, of_another).json()["code"] == "E_TICKET"
    clock.shift(tickets.LIFE)
    assert remote.put_part(line, sha256, data, 0, data[:PART], ticket).json()["code"] == "E_TICKET"
    assert not BlobPart.objects.exists()


def test_a_ticket_for_an_earlier_envelope_is_no_good(
    remote: RemoteNode, line: Client, posted: Posted, ticket: str, clock: Coordinates
):
    anew = remote.pack(posted.message, message_id=posted.message_id, number=1)
    remote.announce(line, anew)
    sha256, data = next(iter(anew.items.items()))
    assert remote.put_part(line, sha256, data, 0, data[:PART], ticket).json()["code"] == "E_TICKET"


def test_an_item_announced_with_another_size_is_refused(remote: RemoteNode, line: Client, posted: Posted, ticket: str):
    from dataclasses import replace

    first = posted.envelope.blobs[0]
    lying = remote.pack(a_request(), envelope={"blobs": (replace(first, size=first.size + 1),)})
    assert remote.announce(line, lying).json()["code"] == "E_DIGEST"


@pytest.mark.parametrize("nth", range(1, 5))
def test_a_failing_fsync_signs_nothing_and_loses_nothing(
    remote: RemoteNode, line: Client, tmp_path: Path, nth: int, node: Path
):
    """EIO on the nth fsync: the peer is told E_STORE, nothing half written stays, and it succeeds afterwards."""
    calls = 0

    def failing(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise OSError(errno.EIO, "the disk failed")
        os.fsync(handle)

    message = remote.pack(a_request())
    ticket = remote.announce(line, message).json()["ticket"]
    ((sha256, data),) = message.items.items()
    with blobs.using_store(FolderStore(tmp_path / "bad", fsync=failing)):
        answer = remote.put_part(line, sha256, data, 0, data, ticket)
        assert (answer.status_code, answer.json()["code"], answer.json()["retry"]) == (507, "E_STORE", "later")
        assert remote.complete(line, message, ticket).json()["code"] == "E_INCOMPLETE"
        assert not StoredReceipt.objects.exists()
        assert remote.put_part(line, sha256, data, 0, data, ticket).status_code == 204
        assert remote.complete(line, message, ticket).status_code == 200
        assert [path for path in (tmp_path / "bad").rglob("*") if path.suffix == ".part"] == []


def test_a_full_disk_is_told_and_resumes_by_itself(remote: RemoteNode, line: Client, tmp_path: Path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", small], check=False, capture_output=True
    )
    assert mounted.returncode == 0, "this test mounts a small file system and needs to be root"
    try:
        filler = small / "filler"
        filler.write_bytes(bytes(5 * 1024 * 1024))
        message = remote.pack(a_delivery(new_id()), evidence={"a": os.urandom(3 * 1024 * 1024)})
        with blobs.using_store(FolderStore(small / "blobs")):
            answer = remote.announce(line, message)
            ticket = answer.json()["ticket"]
            sha256, data = _large(message)
            full = remote.put_part(line, sha256, data, 0, data, ticket)
            assert (full.status_code, full.json()["code"]) == (507, "E_STORE")
            assert not list(small.rglob("*.part"))
            filler.unlink()
            assert remote.post(line, message).status_code == 200
    finally:
        subprocess.run(["umount", small], check=True)


def test_what_is_stored_is_ciphertext_alone(remote: RemoteNode, line: Client, posted: Posted, ticket: str, node: Path):
    remote.put(line, posted, ticket)
    heads = {path.read_bytes()[:21] for path in (node / "exchange").rglob("*") if path.is_file()}
    assert b"age-encryption.org/v1" in heads
    assert Blob.objects.filter(ours=False).count() == 2
    assert InboxItem.objects.get().state == "announced"


def test_the_last_part_is_answered_with_the_receipts_where_they_are_asked_for(remote: RemoteNode, line: Client):
    posted = remote.pack(a_delivery(new_id(), (str(new_id()),)), evidence={"ledger.bin": b"page 1" * 1000})
    ticket = remote.announce(line, posted).json()["ticket"]
    answers = []
    for sha256, data in posted.items.items():
        headers = {
            "Content-Range": f"bytes 0-{len(data) - 1}/{len(data)}",
            "Authorization": f"Comity {ticket}",
            "Prefer": "return=representation",
        }
        answers.append(
            line.put(f"/peer/v1/items/{sha256}", data, content_type="application/octet-stream", headers=headers)
        )
    assert [one.status_code for one in answers] == [204, 200]
    assert all(one["Part-SHA256"] for one in answers)
    (raw,) = answers[1].json()["receipts"]
    assert verify_receipt(raw.encode(), key_ring("xb")).receipt.event is Event.CONTENT_CONSIGNMENT
    assert InboxItem.objects.get().state == "consigned"


def test_bytes_that_are_not_those_announced_are_refused_with_the_last_part_too(remote: RemoteNode, line: Client):
    posted = remote.pack(a_delivery(new_id(), (str(new_id()),)))
    ticket = remote.announce(line, posted).json()["ticket"]
    ((sha256, data),) = posted.items.items()
    headers = {
        "Content-Range": f"bytes 0-{len(data) - 1}/{len(data)}",
        "Authorization": f"Comity {ticket}",
        "Prefer": "return=representation",
    }
    answer = line.put(
        f"/peer/v1/items/{sha256}", bytes(len(data)), content_type="application/octet-stream", headers=headers
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "E_DIGEST")
    assert InboxItem.objects.get().state == "announced"


def test_on_a_slow_line_parts_stay_small_and_grow_once_it_is_quick():
    times, found = [0.0], []
    for start, size in blobs.parts_from(9 * PART, 0, seconds=lambda: times[-1]):
        found.append((start // PART, size // PART))
        times.append(times[-1] + (blobs.QUICK if len(found) < 4 else blobs.QUICK / 2))
    assert found == [(0, 1), (1, 1), (2, 1), (3, 1), (4, 2), (6, 3)]


def test_a_blob_in_parts_is_read_forwards_from_anywhere(remote: RemoteNode, line: Client, posted: Posted, ticket: str):
    sha256, data = _large(posted)
    blob = Blob.objects.get(sha256=sha256)
    remote.put_part(line, sha256, data, 0, data[:PART], ticket)
    with pytest.raises(ExchangeError, match="E_INCOMPLETE") as caught:
        blobs.open_blob(blob)
    assert not caught.value.permanent
    remote.put(line, posted, ticket)
    for offset in (0, 5, PART - 1, PART, PART + 7, 2 * PART, len(data) - 1, len(data)):
        with blobs.open_blob_at(blob, offset) as source:
            assert source.read(3 * PART) == data[offset:]
            with pytest.raises(io.UnsupportedOperation):
                source.seek(0)
    with blobs.open_blob(blob) as source, pytest.raises(io.UnsupportedOperation):
        source.seek(0, io.SEEK_END)
    assert b"".join(blobs.stretch_of(blob, PART - 5, 10)) == data[PART - 5 : PART + 5]


def test_of_too_many_items_under_way_the_oldest_is_digested_once_more(
    remote: RemoteNode, line: Client, posted: Posted, ticket: str
):
    remote.put(line, posted, ticket)
    first = Blob.objects.get(sha256=_large(posted)[0])
    assert blobs.arrived(first) == (True, True)
    for number in range(progress.AT_MOST):
        other = Blob(sha256=f"{number:064x}", size=1)
        progress.remember(other, progress.Running(), key="k", size=1, sha256=hashlib.sha256())
    assert blobs.arrived(first) == (True, False)
    assert progress.digest_of(other, ["k"]) == hashlib.sha256().hexdigest()
    assert remote.complete(line, posted, ticket).status_code == 200
