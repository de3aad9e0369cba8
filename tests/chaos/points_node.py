"""One node of the test of crash points: `python -m tests.chaos.points_node NODE PORT`, told what to do on stdin.

It loads the program once and forks a process for each thing it is told (a line of JSON), so that a start costs
milliseconds; answers are lines of JSON on stdout.

    {"do": "init"}                              make keys and tables; the key file is the answer
    {"do": "pin", "file": TEXT}                 pin the other node, as two officers
    {"do": "serve", "env": {...}}               answer peers and work, until killed
    {"do": "state"}                             how that process ended, or null while it runs
    {"do": "kill"}                              end it as `kill -9` does
    {"do": "send", "first": 0, "count": 3}      put messages with a little evidence into the outbox, over two cases
    {"do": "left"}                              what is still under way, and how far it is
    {"do": "report"}                            what is in the database
"""

# ruff: noqa: E402 (the models are there only after Django was set up)

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import traceback
from dataclasses import replace
from datetime import timedelta
from socketserver import ThreadingMixIn
from typing import Any
from uuid import UUID
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.urls import get_resolver

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.chaos.points_settings"
django.setup()

from comity.cli.demo.found import share_tables
from comity.core import events
from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.audit.models import AuditEntry
from comity.core.files.actions import store_bytes
from comity.core.jobs import registry
from comity.core.jobs.registry import Backoff
from comity.core.jobs.worker import work
from comity.core.keys import keys_folder, node_keys, unlock_file
from comity.core.roles import Role
from comity.exchange import chains, outbox
from comity.exchange.models import Alarm, InboxItem, OutboxItem, Peer, StoredReceipt
from comity.exchange.opening import OPENED, Opened
from comity.exchange.peers import confirm_peer, own_and_peers, pin_peer
from comity.kernel.clock import utc_now
from comity.kernel.ids import new_id
from comity.seal.nodekeys import NodeKeys
from comity.seal.receipt import verify_receipt
from tests.builders.keys import UNLOCK
from tests.builders.messages import a_delivery
from tests.builders.people import an_actor

assert get_resolver().url_patterns
application = get_wsgi_application()
ACTOR = Actor.system("points")
EFFECT = "points.effect"
LEASE = timedelta(seconds=1)


def init(node: str, port: int) -> str:
    """Make keys and tables; return the key file."""
    keys_folder().mkdir(parents=True)
    unlock_file().write_bytes(UNLOCK)
    names = {"en": f"Authority of {node}", "zh-hans": node}
    keys = NodeKeys.generate(node, node.upper(), names, f"http://127.0.0.1:{port}", utc_now())
    keys.save(keys_folder(), UNLOCK)
    share_tables(keys_folder().parent.with_name("tables"))
    return keys.peer_file(utc_now()).decode()


def pin(file: str) -> None:
    """Pin the other node, as two officers."""
    first, second = an_actor(Role.ADMINISTRATOR, login="ada"), an_actor(Role.HEAD, login="hana")
    change = pin_peer(actor=first, raw=file.encode(), now=utc_now())
    confirm_peer(actor=second, change_id=change.pk, fingerprint=change.fingerprint, now=utc_now())


def take(opened: Opened) -> None:
    """Be the effect of a message: one line in the audit log, in the transaction of its handover."""
    message: Any = opened.message
    data = {"case": str(message.request_id), "note": message.note, "files": len(opened.evidence)}
    record(actor=ACTOR, code=EFFECT, subject=f"points.message:{opened.message_id}", at=utc_now(), data=data)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    allow_reuse_address = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def serve(port: int) -> None:
    """Answer peers and work until killed."""
    for name, known in list(registry._declared.items()):
        quick = Backoff(timedelta(milliseconds=50), timedelta(milliseconds=500))
        registry._declared[name] = replace(known, backoff=quick)
    events.subscribe(OPENED, take)
    threading.Thread(target=work, args=(threading.Event(),), kwargs={"lease": LEASE, "idle": 0.05}, daemon=True).start()
    server = _Server(("127.0.0.1", port), _Quiet)
    server.set_app(application)
    server.serve_forever()


def send(first: int, count: int) -> None:
    """Put messages into the outbox, over two cases."""
    peer = Peer.objects.get()
    for number in range(first, first + count):
        ref = new_id()
        data = os.urandom(500)
        file = store_bytes(data, actor=ACTOR, purpose="evidence", name="x.bin", media_type="a/b", now=utc_now())
        case = UUID(int=number % 2 + 1)
        in_its_case = number // 2 + 1
        message = replace(a_delivery(case, (str(ref),), in_its_case), note=str(number))
        with transaction.atomic():
            outbox.put(
                actor=ACTOR, case_id=case, peer=peer, message=message, evidence=[outbox.OutEvidence(ref, file)],
                now=utc_now(),
            )  # fmt: skip


def left() -> dict[str, Any]:
    """Return what is still under way, and how far it is."""
    return {
        "outbox": sorted(OutboxItem.objects.values_list("state", flat=True)),
        "inbox": sorted(InboxItem.objects.values_list("state", flat=True)),
        "wanted": StoredReceipt.objects.filter(wanted=True).count(),
    }


def report() -> dict[str, Any]:
    """Return what is in the database; every receipt is verified."""
    ring = own_and_peers()
    for raw in StoredReceipt.objects.values_list("raw", flat=True):
        verify_receipt(bytes(raw), ring)
    effects = [json.loads(data) for data in AuditEntry.objects.filter(code=EFFECT).values_list("data", flat=True)]
    with connection.cursor() as cursor:
        integrity = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    return {
        "effects": [[one["case"], int(one["note"]), one["files"]] for one in effects],
        "outbox": left()["outbox"],
        "codes": sorted(set(InboxItem.objects.values_list("code", flat=True)) - {""}),
        "alarms": list(Alarm.objects.values_list("code", flat=True)),
        "gaps": len(chains.gaps(Peer.objects.get())),
        "integrity": integrity,
    }


class Host:
    """The process that loaded the program, and the one it forked to serve."""

    def __init__(self, node: str, port: int) -> None:
        self.node, self.port, self.serving = node, port, 0

    def told(self, line: dict[str, Any]) -> Any:
        match line.pop("do"):
            case "init":
                made = self._aside(lambda: init(self.node, self.port))
                node_keys()  # opened once for all that is forked
                return made
            case "pin":
                return self._aside(lambda: pin(line["file"]))
            case "send":
                return self._aside(lambda: send(line["first"], line["count"]), **line.get("env", {}))
            case "left" | "report" as what:
                return self._aside(left if what == "left" else report)
            case "serve":
                self.serving = self._fork(lambda: serve(self.port), **line.get("env", {}))
            case "state":
                pid, status = os.waitpid(self.serving, os.WNOHANG)
                return os.waitstatus_to_exitcode(status) if pid else None
            case "kill":
                os.kill(self.serving, signal.SIGKILL)
                os.waitpid(self.serving, 0)
        return None

    def _fork(self, act: Any, **env: str) -> int:
        pid = os.fork()
        if pid == 0:
            os.environ.update(env)
            try:
                act()
            except BaseException:  # noqa: BLE001 (told by the exit status; nothing of the parent may run here)
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        return pid

    def _aside(self, act: Any, **env: str) -> Any:
        """Do something in a process of its own, and return what it answers; its exit status where it ends early."""
        ours, theirs = os.pipe()

        def answer() -> None:
            os.close(ours)
            with os.fdopen(theirs, "w") as out:
                json.dump(act(), out)

        pid = self._fork(answer, **env)
        os.close(theirs)
        with os.fdopen(ours) as told:
            text = told.read()
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        return json.loads(text) if text else status


if __name__ == "__main__":
    host = Host(sys.argv[1], int(sys.argv[2]))
    for told in sys.stdin:
        sys.stdout.write(json.dumps(host.told(json.loads(told))) + "\n")
        sys.stdout.flush()
