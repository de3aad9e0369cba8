"""A folder instead of a network: written on one side, taken in on the other, and the receipts back."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from comity.core.jobs.worker import work_all
from comity.exchange import media
from comity.exchange.models import InboxItem, OutboxItem, StoredReceipt
from comity.exchange.outbox import OutEvidence
from comity.kernel.ids import new_id
from comity.seal.envelope import verify_envelope
from comity.seal.receipt import Event, verify_receipt
from tests.builders.keys import NOW, key_ring
from tests.builders.messages import a_delivery, a_status_query, a_status_report
from tests.exchange.delivering import a_file, put

if TYPE_CHECKING:
    from pathlib import Path

    from comity.exchange.models import Peer
    from tests.builders.nodes import Posted, RemoteNode


def a_bag(folder: Path, *posted: Posted, receipts: tuple[bytes, ...] = ()) -> Path:
    """Write a folder as the other side does."""
    data = folder / "data"
    for name in ("env", "pkg", "blob", "receipts"):
        (data / name).mkdir(parents=True)
    for one in posted:
        (data / "env" / f"{one.message_id}.dsse.json").write_bytes(one.raw)
        for sha256, content in one.items.items():
            place = "pkg" if sha256 == one.envelope.sha256 else "blob"
            (data / place / f"{sha256}.age").write_bytes(content)
    for number, raw in enumerate(receipts):
        (data / "receipts" / f"{number}.dsse.json").write_bytes(raw)
    return folder


def test_what_a_peer_wrote_takes_effect_and_its_receipts_go_back(peer: Peer, remote: RemoteNode, tmp_path: Path):
    evidence_id = str(new_id())
    posted = [
        remote.pack(a_status_query(new_id())),
        remote.pack(a_delivery(new_id(), (evidence_id,)), evidence={"ledger.bin": b"page 1" * 1000}),
    ]
    bag = a_bag(tmp_path / "bag", *posted)
    assert media.read_bag(bag, now=NOW) == media.Moved(2, 0, {})
    work_all(NOW)
    assert InboxItem.objects.filter(state="handed_over").count() >= 1
    again = media.read_bag(bag, now=NOW)
    assert (again.messages, InboxItem.objects.count()) == (2, 2)
    back = media.write_bag(peer, tmp_path / "back", now=NOW)
    files = sorted((tmp_path / "back/data/receipts").iterdir())
    found = [verify_receipt(path.read_bytes(), key_ring("xa", "xb")).receipt for path in files]
    assert back.receipts == len(found) == 4
    assert {one.message_id for one in found} == {one.message_id for one in posted}
    assert [one.event for one in found[:1]] == [Event.CONTENT_CONSIGNMENT]


def test_what_waits_is_written_whole_and_moves_on_by_the_receipts_alone(
    peer: Peer, remote: RemoteNode, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    item = put(peer, a_status_report(new_id()))
    call_command("media", "write", "xa", str(tmp_path / "bag"))
    assert json.loads(capsys.readouterr().out) == {"messages": 1, "receipts": 0, "refused": {}}
    item.refresh_from_db()
    assert item.state == "packed"
    raw = (tmp_path / "bag/data/env" / f"{item.message_id}.dsse.json").read_bytes()
    envelope = verify_envelope(raw, key_ring("xb"), us="xa", now=NOW)
    package = (tmp_path / "bag/data/pkg" / f"{envelope.sha256}.age").read_bytes()
    assert hashlib.sha256(package).hexdigest() == envelope.sha256
    for line in (tmp_path / "bag/manifest-sha256.txt").read_text().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((tmp_path / "bag" / name).read_bytes()).hexdigest() == digest
    with pytest.raises(FileExistsError):
        media.write_bag(peer, tmp_path / "bag", now=NOW)
    signed = tuple(remote.receipt(item, event) for event in (Event.CONTENT_CONSIGNMENT, Event.CONTENT_HANDOVER))
    call_command("media", "read", str(a_bag(tmp_path / "back", receipts=signed)))
    assert json.loads(capsys.readouterr().out) == {"messages": 0, "receipts": 2, "refused": {}}
    assert OutboxItem.objects.get().state == "handed_over"


def test_what_is_wrong_on_a_medium_is_refused_and_stops_nothing_else(peer: Peer, remote: RemoteNode, tmp_path: Path):
    posted = [remote.pack(a_status_query(new_id())) for _ in range(4)]
    bag = a_bag(tmp_path / "bag", *posted)
    pkg = bag / "data" / "pkg"
    changed, missing, linked, _good = (pkg / f"{one.envelope.sha256}.age" for one in posted)
    changed.write_bytes(bytes(posted[0].envelope.size))
    missing.unlink()
    linked.unlink()
    linked.symlink_to(tmp_path / "elsewhere")
    (bag / "data" / "env" / "stranger.dsse.json").write_bytes(b"{}")
    (bag / "data" / "env" / "large.dsse.json").write_bytes(b" " * 70_000)
    moved = media.read_bag(bag, now=NOW)
    assert (moved.messages, sorted(moved.refused.values())) == (
        1,
        ["E_DIGEST", "E_INCOMPLETE", "E_INCOMPLETE", "E_SIZE", "E_SYNTAX"],
    )
    assert InboxItem.objects.get(message_id=posted[3].message_id).state == "consigned"
    assert StoredReceipt.objects.filter(ours=True).count() == 1


def test_files_that_are_cut_or_are_no_files_are_refused_and_read_again_when_they_are(
    peer: Peer, remote: RemoteNode, tmp_path: Path
):
    posted = [remote.pack(a_status_query(new_id())) for _ in range(3)]
    bag = a_bag(tmp_path / "bag", *posted)
    paths = [bag / "data" / "pkg" / f"{one.envelope.sha256}.age" for one in posted]
    whole = [path.read_bytes() for path in paths]
    paths[0].write_bytes(whole[0][:-1])
    paths[1].unlink()
    paths[1].mkdir()
    paths[2].unlink()
    os.mkfifo(paths[2])  # a device that would be waited for
    assert media.read_bag(bag, now=NOW) == media.Moved(
        0, 0, {f"{one.message_id}.dsse.json": "E_INCOMPLETE" for one in posted}
    )
    paths[1].rmdir()
    paths[2].unlink()
    for path, content in zip(paths, whole, strict=True):
        path.write_bytes(content)
    assert media.read_bag(bag, now=NOW) == media.Moved(3, 0, {})
    assert InboxItem.objects.filter(state="consigned").count() == 3


def test_a_receipt_of_a_medium_that_is_refused_stops_no_other(peer: Peer, remote: RemoteNode, tmp_path: Path):
    item = put(peer, a_status_report(new_id()))
    media.write_bag(peer, tmp_path / "bag", now=NOW)
    item.refresh_from_db()
    good = remote.receipt(item, Event.CONTENT_CONSIGNMENT)
    moved = media.read_bag(a_bag(tmp_path / "back", receipts=(b"{}", good)), now=NOW)
    assert moved == media.Moved(0, 1, {"0.dsse.json": "E_SYNTAX"})
    item.refresh_from_db()
    assert item.state == "consigned"


def test_evidence_is_written_beside_its_message(peer: Peer, tmp_path: Path):
    evidence_id = new_id()
    item = put(
        peer, a_delivery(new_id(), (str(evidence_id),)), evidence=[OutEvidence(evidence_id, a_file(b"1" * 9000))]
    )
    media.write_bag(peer, tmp_path / "bag", now=NOW)
    item.refresh_from_db()
    envelope = verify_envelope(bytes(item.envelope), key_ring("xb"), us="xa", now=NOW)
    (blob,) = envelope.blobs
    sealed = (tmp_path / "bag/data/blob" / f"{blob.sha256}.age").read_bytes()
    assert (hashlib.sha256(sealed).hexdigest(), len(sealed)) == (blob.sha256, blob.size)
    assert [path.name for path in (tmp_path / "bag/data/pkg").iterdir()] == [f"{envelope.sha256}.age"]
