"""Messages between two nodes: from the outbox to the receipt that says it took effect, against what the disk allows.

    python bench/messages.py [--messages 300] [--paced 40] [--json FILE]

Two real nodes, each `comity serve` with its worker, and a local time-stamp authority. Every message is a status query
about a case of its own: put into the outbox in its transaction, packed (signed, sealed, stamped), announced, stored
with fsync by the other node, receipted, opened, verified, applied, and receipted again. It counts when the sender holds
the peer's signed ContentConsignment and ContentHandover. The floor is measured on the same file system in the same run:
transactions of one row with SQLite at synchronous=FULL, and new files of 4 KiB with fsync, one after the other.

Before it counts, both workers are there and some messages have gone. Afterwards messages are put one by one, five a
second, for the time from the commit of the act to the moment when the sender takes in the receipt of the handover.
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
from uuid import UUID

from comity.kernel.ids import new_id

sys.path[:0] = [str(Path(__file__).resolve().parent)]

import nodes  # noqa: E402 (beside this file)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from comity.cli.demo.stage import Stage

FLOOR_SECONDS = 2.0
PATIENCE = 120.0
PACE = 0.2  # seconds between two messages of the paced run
WARM = 10  # messages before it counts
STATES = "select count(*) from exchange_outboxitem where state = 'handed_over'"
WAITS = """
select group_concat(1000.0 * (strftime('%J', r.stored_at) - strftime('%J', o.created_at)) * 86400.0)
from exchange_outboxitem o join exchange_storedreceipt r
  on r.message_id = o.message_id and r.ours = 0 and r.event = 'ContentHandover'
where o.case_id in ({cases})
"""
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
    paced_p50_ms: float = 0.0
    paced_p95_ms: float = 0.0


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
        for number, case_id in enumerate(case_ids, Case.objects.count())
    ]  # fmt: skip
    Case.objects.bulk_create(cases)
    Measure.objects.bulk_create(
        Measure(
            case=case, kind="DOCUMENTS", module="bank_records", state="in_execution", state_since=now, changed_at=now
        )
        for case in cases
    )


def put_all(folder: Path, case_ids: Sequence[str], pause: float = 0.0) -> tuple[float, float]:
    """Put one message for each case into the outbox, each in its transaction; return when it began and ended."""
    nodes.enter_node(folder)
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
        time.sleep(pause)
    return began, time.monotonic()


def run(stage: Stage, count: int, paced: int = 0) -> Figure:
    """Send `count` messages and wait for the receipts of all; then `paced` ones, slowly."""
    sender = stage.place("xa").folder
    for place in stage.places:
        while int(nodes.read_one(place.folder, "select count(*) from core_workerbeat")) < 1:
            time.sleep(0.05)
    send(stage, WARM)
    servers = [nodes.Processes(child.process.pid) for child in stage.children]
    case_ids = make_cases(stage, count)
    spent = [server.cpu() for server in servers]
    began, ended, done = send_cases(stage, case_ids)
    seconds = time.monotonic() - began
    for event in ("ContentConsignment", "ContentHandover"):
        held = int(nodes.read_one(sender, RECEIPTS.format(event=event)))
        if held < done + WARM:
            raise SystemExit(f"{held} receipts of {event} for {done} messages")
    cpu = [(server.cpu() - before) * 1000 / max(1, done) for server, before in zip(servers, spent, strict=True)]
    figure = Figure(done, ended - began, seconds, done / seconds, *cpu)
    if paced:
        cases = make_cases(stage, paced)
        send_cases(stage, cases, PACE)
        named = ", ".join(f"'{UUID(one).hex}'" for one in cases)
        waits = sorted(float(one) for one in nodes.read_one(sender, WAITS.format(cases=named)).split(","))
        figure.paced_p50_ms, figure.paced_p95_ms = nodes.percentile(waits, 0.5), nodes.percentile(waits, 0.95)
    return figure


def make_cases(stage: Stage, count: int) -> list[str]:
    """Make so many cases on both sides; return their ids."""
    case_ids = [str(new_id()) for _ in range(count)]
    nodes.inside(stage.place("xa").folder, seed, "outgoing", case_ids)
    nodes.inside(stage.place("xb").folder, seed, "incoming", case_ids)
    return case_ids


def send(stage: Stage, count: int) -> None:
    """Send so many messages and wait for them."""
    send_cases(stage, make_cases(stage, count))


def send_cases(stage: Stage, case_ids: Sequence[str], pause: float = 0.0) -> tuple[float, float, int]:
    """Send a message in each case; return when putting began and ended, and how many were handed over."""
    sender = stage.place("xa").folder
    before = int(nodes.read_one(sender, STATES))
    began, ended = nodes.inside(sender, put_all, case_ids, pause)  # the clock is the same for all processes
    while (done := int(nodes.read_one(sender, STATES)) - before) < len(case_ids):
        if time.monotonic() - began > PATIENCE:
            break
        time.sleep(0.05)
    return began, ended, done


def main() -> None:
    """Measure, print a table, and write JSON where asked."""
    parser = argparse.ArgumentParser(description="Messages between two nodes, from the outbox to the last receipt.")
    parser.add_argument("--messages", type=int, default=300, help="how many (300)")
    parser.add_argument("--paced", type=int, default=40, help="how many one by one afterwards (40)")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    versions = nodes.versions("granian", "django", "cryptography") | {"sqlite": sqlite3.sqlite_version}
    with nodes.two_nodes() as stage:
        before = floor(stage.folder)
        figure = run(stage, options.messages, options.paced)
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
        "one by one: ms to the last receipt, half": figure.paced_p50_ms,
        "one by one: ms to the last receipt, 95 of 100": figure.paced_p95_ms,
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
