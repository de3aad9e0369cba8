"""Messages between two nodes: from the outbox to the receipt that says it took effect, against what the disk allows.

    python bench/messages.py [--messages 300] [--json FILE]

Two real nodes, each `comity serve` with its worker, and a local time-stamp authority. Every message is a status query
about a case of its own: put into the outbox in its transaction, packed (signed, sealed, stamped), announced, stored
with fsync by the other node, receipted, opened, verified, applied, and receipted again. It counts when the sender holds
the peer's signed ContentConsignment and ContentHandover. The floor is measured on the same file system in the same run:
transactions of one row with SQLite at synchronous=FULL, and new files of 4 KiB with fsync, one after the other.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sqlite3
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.kernel.ids import new_id

sys.path[:0] = [str(Path(__file__).resolve().parent)]

import nodes  # noqa: E402 (beside this file)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from comity.cli.demo.stage import Stage

FLOOR_SECONDS = 2.0
PATIENCE = 120.0
STATES = "select count(*) from exchange_outboxitem where state = 'handed_over'"
RECEIPTS = "select count(*) from exchange_storedreceipt where ours = 0 and event = '{event}'"


@dataclass
class Figure:
    """What one run of messages came to."""

    messages: int
    put_seconds: float
    seconds: float
    per_second: float
    cpu_ms_sender: float
    cpu_ms_receiver: float


@dataclass
class Floor:
    """What the disk allows, a second: the mean of before and after."""

    transactions: float
    files: float


def per_second(act: Callable[[], object]) -> float:
    """Return how often a second `act` can be done."""
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < FLOOR_SECONDS:
        act()
        count += 1
    return count / (time.perf_counter() - began)


def floor(folder: Path) -> Floor:
    """Measure what the disk allows."""
    with contextlib.closing(sqlite3.connect(folder / f"floor-{new_id()}.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE row (content BLOB)")
        content = os.urandom(1024)
        transactions = per_second(lambda: database.execute("INSERT INTO row VALUES (?)", (content,)))
    return Floor(transactions, per_second(lambda: one_file(folder)))


def one_file(folder: Path) -> None:
    """Write one small file that is on the disk afterwards."""
    path = folder / "floor"
    with path.open("wb", buffering=0) as file:
        file.write(os.urandom(4096))
        os.fsync(file.fileno())
    path.unlink()


def seed(folder: Path, direction: str, case_ids: Sequence[str]) -> None:
    """Make the cases on one side."""
    nodes.enter_node(folder)
    from comity.cases.models import Case, Measure  # noqa: PLC0415 (the node is entered first)
    from comity.kernel.clock import utc_now  # noqa: PLC0415

    now, ours = utc_now(), direction == "outgoing"
    cases = [
        Case(
            id=case_id, direction=direction, title="A request", our_reference=f"{'XA' if ours else 'XB'}/2026/{number}",
            counterpart="xb" if ours else "xa", counterpart_state="XB" if ours else "XA",
            step="in_execution" if ours else "executing", turn_since=now, created_at=now, changed_at=now, body={},
        )
        for number, case_id in enumerate(case_ids)
    ]  # fmt: skip
    Case.objects.bulk_create(cases)
    Measure.objects.bulk_create(
        Measure(
            case=case, kind="DOCUMENTS", module="bank_records", state="in_execution", state_since=now, changed_at=now
        )
        for case in cases
    )


def put_all(folder: Path, case_ids: Sequence[str]) -> tuple[float, float]:
    """Put one message for each case into the outbox, each in its transaction; return when it began and ended."""
    nodes.enter_node(folder)
    from uuid import UUID  # noqa: PLC0415

    from django.db import transaction  # noqa: PLC0415

    from comity.core.actors import Actor  # noqa: PLC0415
    from comity.exchange import outbox  # noqa: PLC0415
    from comity.exchange.models import Peer  # noqa: PLC0415
    from comity.kernel.clock import utc_now  # noqa: PLC0415
    from comity.wire.messages import StatusQuery  # noqa: PLC0415

    actor, peer = Actor.system("bench"), Peer.objects.get(node_id="xb")
    began = time.monotonic()
    for case_id in map(UUID, case_ids):
        now = utc_now()
        with transaction.atomic():
            message = StatusQuery(request_id=case_id, sent_at=now)
            outbox.put(actor=actor, case_id=case_id, peer=peer, message=message, now=now)
    return began, time.monotonic()


def run(stage: Stage, count: int) -> Figure:
    """Send `count` messages and wait for the receipts of all."""
    case_ids = [str(new_id()) for _ in range(count)]
    sender, receiver = stage.place("xa").folder, stage.place("xb").folder
    nodes.inside(sender, seed, "outgoing", case_ids)
    nodes.inside(receiver, seed, "incoming", case_ids)
    servers = [nodes.Processes(child.process.pid) for child in stage.children]
    spent = [server.cpu() for server in servers]
    began, ended = nodes.inside(sender, put_all, case_ids)  # the clock is the same for all processes
    while (done := int(nodes.read_one(sender, STATES))) < count and time.monotonic() - began < PATIENCE:
        time.sleep(0.05)
    seconds = time.monotonic() - began
    for event in ("ContentConsignment", "ContentHandover"):
        held = int(nodes.read_one(sender, RECEIPTS.format(event=event)))
        if held < done:
            raise SystemExit(f"{held} receipts of {event} for {done} messages")
    cpu = [(server.cpu() - before) * 1000 / max(1, done) for server, before in zip(servers, spent, strict=True)]
    return Figure(done, ended - began, seconds, done / seconds, *cpu)


def main() -> None:
    """Measure, print a table, and write JSON where asked."""
    parser = argparse.ArgumentParser(description="Messages between two nodes, from the outbox to the last receipt.")
    parser.add_argument("--messages", type=int, default=300, help="how many (300)")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    versions = nodes.versions("granian", "django", "cryptography") | {"sqlite": sqlite3.sqlite_version}
    with nodes.two_nodes() as stage:
        before = floor(stage.folder)
        figure = run(stage, options.messages)
        after = floor(stage.folder)
    disk = Floor((before.transactions + after.transactions) / 2, (before.files + after.files) / 2)
    print(nodes.heading(f"{figure.messages} messages of {options.messages} in {figure.seconds:.1f} s", versions))
    rows = {
        "messages, outbox to both receipts, a second": figure.per_second,
        "put into the outbox, a second": options.messages / figure.put_seconds,
        "SQLite FULL transactions, a second": disk.transactions,
        "files with fsync, a second": disk.files,
        "CPU ms a message, sender": figure.cpu_ms_sender,
        "CPU ms a message, receiver": figure.cpu_ms_receiver,
    }
    for name, value in rows.items():
        print(f"{name:<46}{value:>8.1f}")
    compared = {
        "SQLite FULL transactions of the floor for one message": round(disk.transactions / figure.per_second, 1)
    }
    print()
    for name, ratio in compared.items():
        print(f"{name}: {ratio:.1f}")
    found: dict[str, Any] = {"versions": versions, "ratios": compared, "floor": asdict(disk)}
    nodes.write_json(options.json, found | {"figure": asdict(figure)})


if __name__ == "__main__":
    main()
