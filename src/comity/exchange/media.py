"""Offline media: what waits for a peer as files in a folder, and such a folder taken in as if it came over the network.

The folder is a BagIt bag: `data/env` has signed envelopes, `data/pkg` and `data/blob` sealed bytes by their SHA-256,
`data/receipts` our receipts that the peer has not taken in. There is nothing in it that the network would not carry:
whoever finds the medium learns sizes and node ids. A folder goes back the same way, with the receipts.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.exchange import blobs, inbox, packing
from comity.exchange.errors import ExchangeError
from comity.exchange.intake import take_receipt
from comity.exchange.models import OutboxItem, StoredReceipt
from comity.exchange.outbox import sealed_of
from comity.exchange.peers import key_file_of
from comity.kernel.errors import ComityError
from comity.kernel.ids import parse_sha256
from comity.seal import dsse, receipt

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from comity.exchange.models import Blob, InboxItem, Peer

ACTOR: Final = Actor.system("exchange.media")
ENVELOPES, PACKAGES, BLOBS, RECEIPTS = "env", "pkg", "blob", "receipts"
BAG: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass
class Moved:
    """What was written to a medium, or taken in from one; `refused` names files with the code of the refusal."""

    messages: int = 0
    receipts: int = 0
    refused: dict[str, str] = field(default_factory=dict)


def write_bag(peer: Peer, folder: Path, *, now: datetime) -> Moved:
    """Write everything that waits for `peer` into a new folder. Nothing changes its state: only receipts do that.

    Raises:
        ExchangeError: `E_PEER` for a counterpart without confirmed keys.
        FileExistsError: the folder is there already; a medium is written once.
    """
    key_file_of(peer)
    folder.mkdir()
    data = folder / "data"
    for name in (ENVELOPES, PACKAGES, BLOBS, RECEIPTS):
        (data / name).mkdir(parents=True)
    moved = Moved()
    sums: dict[str, str] = {}
    for message_id in OutboxItem.objects.filter(peer=peer, state="new").values_list("pk", flat=True):
        packing.pack(message_id, now=now)
    waiting = OutboxItem.objects.to_show(peer).select_related("package")
    for item in waiting:
        _put_message(data, item, sums)
        moved.messages += 1
    for one in StoredReceipt.objects.filter(peer=peer, ours=True, wanted=True):
        _put(data, f"{RECEIPTS}/{one.seq:012d}-{one.pk}.dsse.json", bytes(one.raw), sums)
        moved.receipts += 1
    (folder / "bagit.txt").write_bytes(BAG)
    lines = (f"{digest}  data/{name}\n" for name, digest in sorted(sums.items()))
    (folder / "manifest-sha256.txt").write_text("".join(lines))
    record(
        actor=ACTOR, code="exchange.media.written", subject=f"exchange.peer:{peer.node_id}", at=now,
        data={"messages": moved.messages, "receipts": moved.receipts},
    )  # fmt: skip
    return moved


def read_bag(folder: Path, *, now: datetime) -> Moved:
    """Take in a folder that a peer wrote, through the same door as the network: every check, both commits, receipts.

    What is refused stops nothing else. Taking a folder in again is harmless.
    """
    data, moved = folder / "data", Moved()
    for path in sorted((data / ENVELOPES).glob("*.dsse.json")):
        try:
            _take_message(data, path, now)
            moved.messages += 1
        except ComityError as error:
            moved.refused[path.name] = error.code
    for path in sorted((data / RECEIPTS).glob("*.dsse.json")):
        try:
            take_receipt(_small(path, receipt.LIMIT), now=now, posted=True)
            moved.receipts += 1
        except ComityError as error:
            moved.refused[path.name] = error.code
    record(
        actor=ACTOR, code="exchange.media.read", subject="exchange.media", at=now,
        data={"messages": moved.messages, "receipts": moved.receipts, "refused": sorted(moved.refused.values())[:50]},
    )  # fmt: skip
    return moved


def _put_message(data: Path, item: OutboxItem, sums: dict[str, str]) -> None:
    for blob in sealed_of(item):
        place = PACKAGES if blob.pk == item.package_id else BLOBS
        _put_blob(data, f"{place}/{blob.sha256}.age", blob, sums)
    _put(data, f"{ENVELOPES}/{item.message_id}.dsse.json", bytes(item.envelope), sums)


def _put(data: Path, name: str, content: bytes, sums: dict[str, str]) -> None:
    (data / name).write_bytes(content)
    sums[name] = hashlib.sha256(content).hexdigest()


def _put_blob(data: Path, name: str, blob: Blob, sums: dict[str, str]) -> None:
    with blobs.open_blob(blob) as source, (data / name).open("wb") as sink:
        while block := source.read(blobs.BLOCK):
            sink.write(block)
    sums[name] = blob.sha256


def _take_message(data: Path, path: Path, now: datetime) -> None:
    answer = inbox.announce(_small(path, dsse.LIMIT), now=now)
    for sha256, size, offset in answer.missing:
        name = f"{parse_sha256(sha256)}.age"
        place = PACKAGES if sha256 == answer.item.package.sha256 else BLOBS
        with _open(data / place / name) as source:
            _take_parts(answer.item, sha256, source, size, offset)
    if answer.missing:
        inbox.complete(answer.item, now=now)


def _take_parts(item: InboxItem, sha256: str, source: BinaryIO, size: int, offset: int) -> None:
    blob = item.package if item.package.sha256 == sha256 else item.evidence.get(sha256=sha256)
    source.seek(offset)
    while offset < size:
        part = min(blobs.PART - offset % blobs.PART, size - offset)
        with blobs.writing_blob() as (key, sink):
            while sink.size < part:
                block = source.read(min(blobs.BLOCK, part - sink.size))
                if not block:
                    raise ExchangeError("E_INCOMPLETE", "a file of the medium ends early", permanent=False)
                sink.write(block)
        inbox.put_part(item, blob, offset, key, part)
        offset += part


def _small(path: Path, limit: int) -> bytes:
    with _open(path) as source:
        return source.read(limit + 1)  # one byte more than is allowed is refused by whoever reads it


def _open(path: Path) -> BinaryIO:
    """Open a plain file, never what a link or a device names; ExchangeError `E_INCOMPLETE` where there is none."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        raise ExchangeError("E_INCOMPLETE", "a file of the medium is missing", permanent=False) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ExchangeError("E_INCOMPLETE", "not a plain file", permanent=False)
    return os.fdopen(handle, "rb")
