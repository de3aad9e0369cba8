"""The receiving side of the other node, over real HTTP on this machine: verifies, keeps bytes, signs receipts.

It is told how to behave: to fail at a step, to lose answers, to lie. Only pure parts of the seal layer are used.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

from comity.kernel import strictjson
from comity.kernel.ids import new_id
from comity.seal.envelope import verify_envelope
from comity.seal.errors import SealError
from comity.seal.receipt import ClockSource, Event, FileDigest, Receipt, ReceiptClock, sign_receipt, verify_receipt
from comity.seal.statement import Purpose, Statement, sign_statement, verify_statement
from comity.wire.refusals import dump_refusal, refusal_of
from tests.builders.keys import key_ring, node_keys

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    from comity.seal.envelope import Envelope
    from comity.seal.link import Head
    from comity.seal.receipt import VerifiedReceipt
    from comity.seal.statement import DirectoryHead
    from tests.builders.nodes import Posted

Answered = tuple[int, bytes, dict[str, str]]


@dataclass
class RemoteServer:
    """What the remote node holds, and how it behaves.

    `faults` maps a step (`announce`, `put`, `complete`, `receipts`) to functions that answer instead, one for
    each call in order; a function that returns None lets the call through.
    """

    now: Callable[[], datetime]
    node: str = "xa"
    other: str = "xb"
    part: int = 8 * 1024 * 1024
    envelopes: dict[str, Envelope] = field(default_factory=dict)
    items: dict[str, dict[int, bytes]] = field(default_factory=dict)
    signed: dict[str, list[bytes]] = field(default_factory=dict)
    heard: list[VerifiedReceipt] = field(default_factory=list)
    faults: dict[str, list[Callable[[], Answered | None]]] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    hosts: set[str] = field(default_factory=set)
    chain_id: Any = field(default_factory=new_id)
    seq: int = 0
    prev: str | None = None
    url: str = ""
    waiting: list[Posted] = field(default_factory=list)  # for a node that fetches
    waiting_receipts: list[bytes] = field(default_factory=list)
    own: Head | None = None  # what it says in statements
    held: Head | None = None
    directory: DirectoryHead | None = None
    said: list[Statement] = field(default_factory=list)  # what the other node said in its statements
    quick: bool = False  # answers the last part with the receipts
    stated: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    answer_to: str = ""  # instead of the statement that is answered
    speaks_as: str = ""  # another node, whose keys sign its statements
    date: str = ""  # instead of the time in the head of an answer

    # Steps ---------------------------------------------------------------------------------------------------------

    def announce(self, raw: bytes) -> Answered:
        message_ids = [one for one, known in self.envelopes.items() if known and hashlib.sha256(raw).hexdigest() == one]
        if message_ids and message_ids[0] in self.signed:
            return self._receipts(message_ids[0])
        envelope = verify_envelope(raw, key_ring(self.other), us=self.node, now=self.now())
        name = hashlib.sha256(raw).hexdigest()
        self.envelopes[name] = envelope
        return 201, strictjson.dumps({"ticket": name, "missing": self._missing(envelope), "part": self.part}), {}

    def put(self, sha256: str, place: str, data: bytes, ticket: str = "") -> Answered:
        first = int(place.removeprefix("bytes ").split("-")[0])
        self.items.setdefault(sha256, {})[first] = data
        if ticket:  # receipts were asked for with the last part
            return self.complete(ticket)
        return 204, b"", {"Part-SHA256": hashlib.sha256(data).hexdigest()}

    def complete(self, ticket: str) -> Answered:
        envelope = self.envelopes[ticket]
        for sha256 in [envelope.sha256, *(blob.sha256 for blob in envelope.blobs)]:
            if hashlib.sha256(self.bytes_of(sha256)).hexdigest() != sha256:
                return self._refusal("E_DIGEST")
        self.sign(ticket, Event.CONTENT_CONSIGNMENT)
        return self._receipts(ticket)

    def receipts(self, raw: bytes) -> Answered:
        for one in json.loads(raw)["receipts"]:
            self.heard.append(verify_receipt(one.encode(), key_ring(self.other)))
        return 204, b"", {}

    def outbox(self, path: str, ticket: str) -> Answered:
        after = int(path.rpartition("after=")[2])
        raw = base64.b64decode(ticket)
        self.said.append(
            verify_statement(raw, key_ring(self.other), us=self.node, now=self.now(), purpose=Purpose.FETCH)
        )
        page = self.waiting[after : after + 2]
        body = {
            "statement": self.statement(raw).decode(),
            "envelopes": [{"envelope": one.raw.decode(), "ticket": str(one.message_id)} for one in page],
            "receipts": [] if after else [one.decode() for one in self.waiting_receipts],
            "next": after + 2 if after + 2 < len(self.waiting) else None,
        }
        return 200, strictjson.dumps(body), {}

    def item(self, sha256: str, wanted: str, ticket: str) -> Answered:
        first, last = (int(one) for one in wanted.removeprefix("bytes=").split("-"))
        (data,) = (one.items[sha256] for one in self.waiting if str(one.message_id) == ticket)
        self.ranges.append((first, last))
        return 206, data[first : last + 1], {"Content-Range": f"bytes {first}-{last}/{len(data)}"}

    def heads(self, raw: bytes) -> Answered:
        self.said.append(
            verify_statement(raw, key_ring(self.other), us=self.node, now=self.now(), purpose=Purpose.HEADS)
        )
        return 200, strictjson.dumps({"statement": self.statement(raw).decode()}), {}

    def statement(self, asked: bytes) -> bytes:
        self.stated = max(self.now(), self.stated + timedelta(milliseconds=1))
        speaker = self.speaks_as or self.node
        said = Statement(
            Purpose.ANSWER, speaker, self.other, self.stated, self.own, self.held,
            self.answer_to or hashlib.sha256(asked).hexdigest(), self.directory,
        )  # fmt: skip
        return sign_statement(said, node_keys(speaker).signing_pair(self.now()))

    # What tests ask ------------------------------------------------------------------------------------------------

    def bytes_of(self, sha256: str) -> bytes:
        parts = self.items.get(sha256, {})
        return b"".join(parts[offset] for offset in sorted(parts))

    def sign(self, ticket: str, event: Event, code: str = "", **changes: Any) -> bytes:
        """Sign a receipt about an announced message, the next of our chain."""
        envelope = self.envelopes[ticket]
        self.seq += 1
        values: dict[str, Any] = {
            "evidence_id": new_id(),
            "event": event,
            "event_time": self.now(),
            "clock": ReceiptClock(ClockSource.NTP, 20),
            "policy_id": "comity.exchange",
            "policy_version": "1",
            "recorder": self.node,
            "sender": self.other,
            "recipient": self.node,
            "message_id": envelope.message_id,
            "package": FileDigest(envelope.sha256, envelope.size),
            "chain_id": self.chain_id,
            "seq": self.seq,
            "prev": self.prev,
            "reason_code": code,
        }
        raw = sign_receipt(Receipt(**(values | changes)), node_keys(self.node).signing_pair(self.now()))
        self.prev = hashlib.sha256(raw).hexdigest()
        self.signed.setdefault(ticket, []).append(raw)
        return raw

    def last_ticket(self) -> str:
        return list(self.envelopes)[-1]

    def _missing(self, envelope: Envelope) -> list[dict[str, Any]]:
        wanted = [(envelope.sha256, envelope.size), *((blob.sha256, blob.size) for blob in envelope.blobs)]
        return [
            {"sha256": sha256, "size": size, "offset": len(self.bytes_of(sha256))}
            for sha256, size in wanted
            if len(self.bytes_of(sha256)) != size
        ]

    def _receipts(self, ticket: str) -> Answered:
        return 200, strictjson.dumps({"receipts": [raw.decode() for raw in self.signed[ticket]]}), {}

    def _refusal(self, code: str) -> Answered:
        return refusal_of(code).status, dump_refusal(code), {}

    def answer(self, step: str, act: Callable[[], Answered]) -> Answered:
        self.calls[step] += 1
        waiting = self.faults.get(step, [])
        instead = waiting.pop(0)() if waiting else None
        if instead is not None:
            return instead
        try:
            return act()
        except SealError as error:
            return self._refusal(error.code)


class _Handler(BaseHTTPRequestHandler):
    remote: ClassVar[RemoteServer]
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        tail = self.path.removeprefix("/peer/v1/").split("/")
        if tail == ["envelopes"]:
            self._say("announce", lambda: self.remote.announce(data))
        elif tail == ["heads"]:
            self._say("heads", lambda: self.remote.heads(data))
        elif tail == ["receipts"]:
            self._say("receipts", lambda: self.remote.receipts(data))
        else:
            self._say("complete", lambda: self.remote.complete(self.headers["Authorization"].split()[1]))

    def do_GET(self) -> None:
        ticket = self.headers["Authorization"].split()[1]
        if "outbox" in self.path:
            self._say("outbox", lambda: self.remote.outbox(self.path, ticket))
        else:
            sha256, wanted = self.path.split("/")[-1], self.headers["Range"]
            self._say("get", lambda: self.remote.item(sha256, wanted, ticket))

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        sha256, place = self.path.split("/")[-1], self.headers["Content-Range"]
        asked = self.remote.quick and self.headers["Prefer"] == "return=representation"
        ticket = self.headers["Authorization"].split()[1] if asked else ""
        self._say("put", lambda: self.remote.put(sha256, place, data, ticket))

    def _say(self, step: str, act: Callable[[], Answered]) -> None:
        self.remote.hosts.add(self.headers["Host"])
        status, body, headers = self.remote.answer(step, act)
        if status == 0:  # the answer is lost on its way
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return self.remote.date or super().date_time_string(timestamp)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """Threads that end with the test; what a caller breaks off is no trouble of this side."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextmanager
def serving(remote: RemoteServer, tls: ssl.SSLContext | None = None) -> Iterator[RemoteServer]:
    """Run the remote node on a free port of this machine; `tls` has it speak so, under the name `localhost`."""
    handler = type("Handler", (_Handler,), {"remote": remote})
    server = _Server(("127.0.0.1", 0), handler)
    if tls is not None:  # each thread shakes hands for itself
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    place = "http://127.0.0.1" if tls is None else "https://localhost"
    remote.url = f"{place}:{server.server_address[1]}"
    try:
        yield remote
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def refusing(code: str, **more: Any) -> Callable[[], Answered]:
    """Return a fault: a coded refusal."""
    return lambda: (refusal_of(code).status, dump_refusal(code, **more), {})


def saying(status: int, body: bytes = b"", **headers: str) -> Callable[[], Answered]:
    """Return a fault: any answer."""
    return lambda: (status, body, headers)


def losing_answer() -> Answered:
    """Be a fault: the connection ends without an answer, and the call has no effect."""
    return 0, b"", {}
