"""A node's background process for these tests, told what to do: `python -m tests.chaos.member FOLDER`.

It loads the node once and forks a process for each order on stdin, so that a killed worker is back in a moment. FOLDER
may be a link that leads to one copy of the node after another: what is loaded says the same in all of them.

    {"do": "serve", "port": 21000}                          `comity serve --no-work`, a leader of its own process group
    {"do": "work", "lease": 3}                              the real worker loop
    {"do": "put", "plan": PATH, "first": 0, "acks": PATH}   put the messages of a plan into the real outbox
    {"do": "hurry"}                                         let every job that waits be due, as if its pause were over
    {"do": "sweep"}                                         what the exchange does every five minutes
    {"do": "wait", "pid": 1} / {"do": "poll", "pid": 1}     how a process ended, now or if it has
    {"do": "end"}                                           kill whatever still runs

What differs from a real worker: the effect of a message is a row in a table of its own that has no unique key, so that
an effect that happens twice is seen twice. `tests.chaos.defects` may break the product on purpose. Servers are real.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import time_machine

from comity.cli.loading import loading
from comity.cli.processes import watch_parent

if TYPE_CHECKING:
    from uuid import UUID

    from comity.exchange.opening import Opened

EFFECTS = "chaos_effects"
CREATE = f"""CREATE TABLE IF NOT EXISTS {EFFECTS}
    (id INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT, case_id TEXT, message_id TEXT)"""
INSERT = f"INSERT INTO {EFFECTS} (token, case_id, message_id) VALUES (%s, %s, %s)"  # noqa: S608 (a constant)


def take_effect(opened: Opened) -> None:
    """Write the effect down, in the transaction of the handover."""
    write_effect(opened.message, opened.message_id)


def write_effect(message: Any, message_id: UUID) -> None:
    """Write an effect down."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(INSERT, [getattr(message, "note", ""), message.request_id.hex, message_id.hex])


def prepare(folder: Path) -> None:
    """Load the node with its pages, and leave no connection open for the forks."""
    os.environ |= {"COMITY_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "comity.node.settings"}  # as the link stands
    with loading():
        import django

        django.setup()
        from django.urls import get_resolver

        import comity.node.wsgi  # noqa: F401
        from comity.core.keys import node_keys
        from tests.chaos import defects  # noqa: F401

        assert get_resolver().url_patterns
    node_keys()


def alter(defect: str) -> None:
    """Take the place of the node's handlers, and put the defect in."""
    from comity.core import events
    from comity.exchange.opening import OPENED
    from tests.chaos import defects

    events._handlers[OPENED] = [take_effect]
    defects.apply(defect)


def serve(order: dict[str, Any]) -> None:
    """Serve pages and peers until somebody kills it, and with it its group."""
    from comity.cli.nodes import serve as real

    os.setsid()
    real(Path(os.environ["COMITY_DATA"]), port=order["port"], no_work=True)


def work(order: dict[str, Any]) -> None:
    """Be a worker until somebody kills it."""
    from comity.core.jobs import work as loop

    loop(threading.Event(), lease=timedelta(seconds=order["lease"]), idle=0.05)


def put(order: dict[str, Any]) -> None:
    """Put messages into the outbox one by one; what stands in the file of acknowledgements was committed before."""
    from django.db import transaction

    from comity.core.actors import Actor
    from comity.exchange import outbox
    from comity.exchange.models import Peer
    from comity.kernel.clock import utc_now
    from comity.kernel.ids import parse_id
    from comity.wire.messages import StatusQuery

    plan = json.loads(Path(order["plan"]).read_text())
    acks = os.open(order["acks"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    peer = Peer.objects.get()
    for index, (token, case_id) in enumerate(plan[order["first"] :], order["first"]):
        os.write(acks, json.dumps({"index": index, "token": token, "case": case_id, "tried": True}).encode() + b"\n")
        now = utc_now()
        with transaction.atomic():
            message = StatusQuery(
                request_id=parse_id(case_id), sent_at=now, from_reference="A", to_reference="B", note=token
            )
            item = outbox.put(
                actor=Actor.system("chaos"), case_id=parse_id(case_id), peer=peer, message=message,
                evidence=_evidence(order, now), now=now,
            )  # fmt: skip
        acked = {"index": index, "token": token, "case": case_id, "message_id": item.pk.hex, "number": item.number}
        os.write(acks, json.dumps(acked).encode() + b"\n")
        time.sleep(order.get("pause", 0.0))


def _evidence(order: dict[str, Any], now: Any) -> list[Any]:
    if not order.get("evidence"):
        return []
    from comity.core.actors import Actor
    from comity.core.files.actions import store_bytes
    from comity.exchange.outbox import OutEvidence
    from comity.kernel.ids import new_id

    file = store_bytes(
        os.urandom(order["evidence"]), actor=Actor.system("chaos"), purpose="evidence", name="statement.bin",
        media_type="application/octet-stream", now=now,
    )  # fmt: skip
    return [OutEvidence(new_id(), file)]


def hurry(_order: dict[str, Any]) -> None:
    """Let every job that waits be due now."""
    from comity.core.jobs.models import Job
    from comity.kernel.clock import utc_now

    Job.objects.filter(state="waiting").update(not_before=utc_now())


def sweep(_order: dict[str, Any]) -> None:
    """Find what was left behind, as the periodic job does."""
    from comity.exchange import jobs

    jobs.sweep()


RUNNING: set[int] = set()
ACTS = {"serve": serve, "work": work, "put": put, "hurry": hurry, "sweep": sweep}


def fork(order: dict[str, Any]) -> int:
    """Do one thing in a process of its own."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        watch_parent()
        os.environ.update(order.get("env", {}))
        if order.get("offset"):
            time_machine.travel(datetime.now(UTC) + timedelta(seconds=order["offset"]), tick=True).start()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for output in (1, 2):
            os.dup2(os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), output)
        if order["do"] != "serve":
            alter(order["defect"])
        ACTS[order["do"]](order)
        status = 0
    except Exception as error:  # noqa: BLE001 (a fork never returns to the caller's loop)
        import traceback

        traceback.print_exception(error)
    finally:
        sys.stderr.flush()
        os._exit(status)


def waited(pid: int, flags: int) -> int | None:
    """Return how a process ended: its status, or minus the signal; None while it runs."""
    done, status = os.waitpid(pid, flags)
    if not done:
        return None
    RUNNING.discard(pid)
    return os.waitstatus_to_exitcode(status)


def end() -> None:
    """Kill whatever still runs."""
    for pid in list(RUNNING):
        os.kill(pid, signal.SIGKILL)
        waited(pid, 0)


def say(answer: dict[str, Any]) -> None:
    """Answer in one line."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Load the node and do what is asked, line by line."""
    watch_parent()
    prepare(Path(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    say({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] in {"wait", "poll"}:
            answer: dict[str, Any] = {"status": waited(order["pid"], os.WNOHANG if order["do"] == "poll" else 0)}
        elif order["do"] == "end":
            answer = {"ended": end()}
        else:
            answer = {"pid": fork(order)}
            RUNNING.add(answer["pid"])
        say(answer)


if __name__ == "__main__":
    main()
