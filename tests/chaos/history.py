"""The history checker: reads both nodes after everything stopped, with none of the exchange's own code, and complains.

Invariants, each with the code it complains under:

    lost        an acknowledged message has no effect at the other side
    doubled     a message, or what it says, took effect more than once
    unasked     an effect without a message that the sender tried to send, or without its signed envelope
    order       messages of a case took effect in another order than they were put
    receipt     a message without exactly one receipt of consignment and of handover, the same at both sides; or one
                that the offline verification refuses, or that is about other bytes
    chain       a gap, a fork or a broken link; a row that says otherwise than what was signed
    heads       the two sides do not hold the same chains
    alarm       honest nodes accused one another
    stuck       something is still under way, or a job died
    damage      the database is damaged
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from comity.seal.chain import verify_chain, verify_item
from comity.seal.envelope import inspect_envelope
from comity.seal.errors import SealError
from comity.seal.keyfile import parse_peer_file
from comity.seal.keyring import KeyRing
from comity.seal.receipt import Event, verify_receipt
from comity.seal.verify import verify_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLES = {
    "effects": "SELECT * FROM chaos_effects ORDER BY id",
    "outbox": "SELECT * FROM exchange_outboxitem",
    "inbox": "SELECT * FROM exchange_inboxitem",
    "receipts": "SELECT * FROM exchange_storedreceipt ORDER BY seq",
    "items": "SELECT * FROM exchange_chainitem ORDER BY chain_id, seq",
    "heads": "SELECT * FROM exchange_chainhead",
    "alarms": "SELECT * FROM exchange_alarm",
    # To ask a peer for news is tried three times and then anew by the next sweep: such a job may end without success.
    "dead": "SELECT * FROM core_job WHERE state = 'dead' AND name <> 'exchange.ask'",
}
BOTH = (Event.CONTENT_CONSIGNMENT.value, Event.CONTENT_HANDOVER.value)
Row = dict[str, Any]


@dataclass
class Side:
    """Everything one node holds at the end, and what was acknowledged to whoever put messages into it."""

    name: str
    tables: dict[str, list[Row]]
    integrity: str
    acked: list[Row] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)


@dataclass
class Found:
    """What the checker found: complaints as (code, what), and how much it looked at."""

    complaints: list[tuple[str, str]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    def say(self, code: str, what: str) -> None:
        self.complaints.append((code, what))

    @property
    def codes(self) -> set[str]:
        """The codes it complained under."""
        return {code for code, _ in self.complaints}


def check(folder: Path, acks: dict[str, list[Path]]) -> Found:
    """Look at two stopped nodes below `folder`. `acks` names the files in which putters wrote what was acknowledged."""
    sides = [_side(name, folder / name, paths) for name, paths in acks.items()]
    ring = KeyRing(parse_peer_file((folder / f"{side.name}.peer.json").read_bytes()) for side in sides)
    found = Found()
    for one, other in zip(sides, reversed(sides), strict=True):
        _one_side(one, found)
        _effects(one, other, ring, found)
        _receipts(one, other, ring, found)
        _chains(one, other, ring, found)
    return found


def _side(name: str, folder: Path, acks: list[Path]) -> Side:
    with contextlib.closing(sqlite3.connect(folder / "db.sqlite3")) as database:
        database.row_factory = sqlite3.Row
        tables = {table: [dict(row) for row in database.execute(query)] for table, query in TABLES.items()}
        integrity = database.execute("PRAGMA integrity_check").fetchone()[0]
    side = Side(name, tables, integrity)
    for line in (line for path in acks if path.exists() for line in path.read_text().splitlines()):
        said = json.loads(line)
        side.tried.add(said["token"])
        if "message_id" in said:
            side.acked.append(said)
    return side


def _one_side(side: Side, found: Found) -> None:
    if side.integrity != "ok":
        found.say("damage", f"{side.name}: {side.integrity}")
    for alarm in side.tables["alarms"]:
        found.say("alarm", f"{side.name}: {alarm['code']} about {alarm['message_id']}")
    for job in side.tables["dead"]:
        found.say("stuck", f"{side.name}: {job['name']}: {job['error']}")
    for table in ("outbox", "inbox"):
        for row in side.tables[table]:
            if row["state"] != "handed_over":
                found.say("stuck", f"{side.name}: {table} {row['message_id']} is {row['state']}")


def _effects(sender: Side, receiver: Side, ring: KeyRing, found: Found) -> None:
    effects = receiver.tables["effects"]
    found.counted["acknowledged"] += len(sender.acked)
    found.counted["effects"] += len(effects)
    happened = {row["message_id"] for row in effects}
    for said in sender.acked:
        if said["message_id"] not in happened:
            found.say("lost", f"{sender.name}: {said['token']}")
    counted = Counter((name, row[name]) for row in effects for name in ("message_id", "token"))
    for (name, value), times in counted.items():
        if times > 1:
            found.say("doubled", f"{receiver.name}: {name} {value} {times} times")
    outbox = {row["message_id"]: row for row in sender.tables["outbox"]}
    inbox = {row["message_id"]: row for row in receiver.tables["inbox"] if row["state"] == "handed_over"}
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for row in effects:
        sent, arrived = outbox.get(row["message_id"]), inbox.get(row["message_id"])
        if sent is None or arrived is None or row["token"] not in sender.tried:
            found.say("unasked", f"{receiver.name}: {row['token']}")
            continue
        numbers[row["case_id"]].append(arrived["number"])
        if not _is_signed(sent, arrived, ring, (sender.name, receiver.name)):
            found.say("unasked", f"{receiver.name}: {row['token']} without the signed envelope of its sender")
        found.counted["envelopes verified"] += 1
    found.complaints += [
        ("order", f"{receiver.name}: case {case_id}: {order}")
        for case_id, order in numbers.items()
        if order != sorted(order)
    ]


def _is_signed(sent: Row, arrived: Row, ring: KeyRing, names: tuple[str, str]) -> bool:
    raw = bytes(arrived["envelope"])
    verdict = verify_file(raw, ring)
    if verdict.valid is not True or verdict.kind != "envelope" or raw != bytes(sent["envelope"]):
        return False
    envelope = inspect_envelope(raw, ring)
    return (envelope.from_node, envelope.to_node, envelope.message_id.hex) == (*names, arrived["message_id"])


def _receipts(sender: Side, receiver: Side, ring: KeyRing, found: Found) -> None:
    """Look at what the receiver signed about the sender's messages."""
    theirs = {row["sha256"]: bytes(row["raw"]) for row in receiver.tables["receipts"] if row["ours"]}
    envelopes = {row["message_id"]: bytes(row["envelope"]) for row in sender.tables["outbox"]}
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in sender.tables["receipts"]:
        if row["ours"]:
            continue
        raw = bytes(row["raw"])
        held[row["message_id"]][row["event"]] += 1
        if verify_file(raw, ring).valid is not True or theirs.get(row["sha256"]) != raw:
            found.say("receipt", f"{sender.name}: {row['event']} about {row['message_id']} does not verify")
            continue
        said = verify_receipt(raw, ring).receipt
        package = inspect_envelope(envelopes[row["message_id"]], ring).sha256
        signed = (said.recorder, said.event.value, said.message_id.hex, said.package and said.package.sha256)
        if signed != (receiver.name, row["event"], row["message_id"], package):
            found.say("receipt", f"{sender.name}: {row['event']} about {row['message_id']} says something else")
        found.counted["receipts verified"] += 1
    for said in sender.acked:
        have = held[said["message_id"]]
        if any(have[event] != 1 for event in BOTH) or sum(have.values()) != len(BOTH):
            found.say("receipt", f"{sender.name}: {said['token']} has {dict(have)}")


def _chains(signer: Side, other: Side, ring: KeyRing, found: Found) -> None:
    receipts = {row["sha256"]: bytes(row["raw"]) for row in signer.tables["receipts"] if row["ours"]}
    chains = defaultdict(list)
    for row in signer.tables["items"]:
        if row["ours"]:
            chains[row["chain_id"]].append(row)
    ends = {}
    for chain_id, rows in chains.items():
        try:
            items = [verify_item(bytes(row["raw"]) or receipts.get(row["sha256"], b""), ring) for row in rows]
            head = verify_chain(items)
        except SealError as error:
            found.say("chain", f"{signer.name}: {chain_id}: {error}")
            continue
        ends[chain_id] = (head.seq, head.sha256)
        found.counted["chain items verified"] += len(items)
        for row, item in zip(rows, items, strict=True):
            if (row["seq"], row["prev"], row["sha256"]) != (item.link.seq, item.link.prev or "", item.sha256):
                found.say("chain", f"{signer.name}: {chain_id} {row['seq']} is not what was signed")
            if row["raw"] and hashlib.sha256(bytes(row["raw"])).hexdigest() != row["sha256"]:
                found.say("chain", f"{signer.name}: {chain_id} {row['seq']} has other bytes")
    _heads(signer, other, ends, found)


def _heads(signer: Side, other: Side, ends: dict[str, tuple[int, str]], found: Found) -> None:
    """Compare how far both sides say that each chain of the signer goes with how far it does."""
    sent = {head["chain_id"] for head in signer.tables["heads"] if head["ours"] and not head["inner"]}
    for side, mine in ((signer, 1), (other, 0)):
        said = {
            head["chain_id"]: (head["seq"], head["sha256"])
            for head in side.tables["heads"]
            if head["ours"] == mine and (side is other or not head["inner"])
        }
        expected = {chain_id: end for chain_id, end in ends.items() if chain_id in sent}
        if said != expected:
            found.say("heads", f"{side.name} on the chains of {signer.name}: {_differences(said, expected)}")
    copies = {(row["chain_id"], row["seq"]): row["sha256"] for row in other.tables["items"] if not row["ours"]}
    originals = {
        (row["chain_id"], row["seq"]): row["sha256"]
        for row in signer.tables["items"]
        if row["ours"] and row["chain_id"] in sent
    }
    if copies != originals:
        found.say("heads", f"{other.name} holds {len(copies)} items of {signer.name}, which signed {len(originals)}")


def _differences(said: dict[str, tuple[int, str]], expected: dict[str, tuple[int, str]]) -> Iterator[str] | str:
    return ", ".join(f"{one}: {said.get(one)} for {expected.get(one)}" for one in said.keys() | expected.keys())
