"""Calling a peer: one pinned address, no redirect, no retry inside, answers of bounded size, bodies streamed."""

from __future__ import annotations

import base64
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

import urllib3

from comity.exchange import blobs
from comity.exchange.errors import ExchangeError
from comity.exchange.tickets import SCHEME
from comity.kernel import clock, strictjson
from comity.kernel.errors import KernelError
from comity.wire.errors import Refused, WireError
from comity.wire.refusals import REFUSAL_LIMIT, parse_refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from comity.exchange.addresses import Address
    from comity.exchange.blobs import Digesting
    from comity.exchange.models import Blob

ANSWER_LIMIT: Final = 4 * 1024 * 1024
RECEIPTS_PLEASE: Final = "return=representation"  # RFC 7240
TIMEOUT: Final = urllib3.Timeout(connect=10, read=120)
OK, CREATED, ACCEPTED, NO_CONTENT, PARTIAL = 200, 201, 202, 204, 206


@dataclass(frozen=True, slots=True)
class Missing:
    """An item the peer does not have yet, and where to go on."""

    sha256: str
    size: int
    offset: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a peer answered to an envelope: its receipts, or a ticket and what is missing."""

    receipts: tuple[bytes, ...] = ()
    ticket: str = ""
    missing: tuple[Missing, ...] = ()
    accepted: bool = False  # the peer still computes digests


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of what waits at a peer for us; `following` is where the next one begins."""

    statement: bytes
    envelopes: tuple[tuple[bytes, str], ...]
    receipts: tuple[bytes, ...]
    following: int | None


def pool_of(address: Address) -> urllib3.HTTPConnectionPool:
    """Return a connection to the one address that was resolved; over HTTPS its certificate bears the host's name."""
    options: dict[str, Any] = {"retries": False, "maxsize": 1, "timeout": TIMEOUT}
    if address.scheme != "https":
        return urllib3.HTTPConnectionPool(address.ip, address.port, **options)
    name = address.host.strip("[]")
    return urllib3.HTTPSConnectionPool(
        address.ip, address.port, cert_reqs="CERT_REQUIRED", assert_hostname=name, server_hostname=name,
        ssl_minimum_version=ssl.TLSVersion.TLSv1_3, **options,
    )  # fmt: skip


class PeerClient:
    """Calls one peer. What it raises says what to do: ExchangeError `E_NETWORK`, `Refused`, WireError `E_SYNTAX`."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._pool = pool_of(address)

    def announce(self, envelope: bytes) -> Told:
        """Send an envelope."""
        return self._told(self._call("POST", "envelopes", envelope))

    def put_part(self, blob: Blob, place: tuple[int, int], ticket: str, *, last: bool = False) -> Told | None:
        """Send one part of a blob, `place` being its first byte and its size, streamed from the store.

        With the `last` part of a message its receipts are asked for; return them where the peer answers with them.
        """
        offset, size = place
        headers = {
            "Content-Range": f"bytes {offset}-{offset + size - 1}/{blob.size}",
            "Content-Length": str(size),
            "Content-Type": "application/octet-stream",
        }
        headers |= {"Prefer": RECEIPTS_PLEASE} if last else {}
        content = blobs.stretch_of(blob, offset, size)
        answered = self._call("PUT", f"items/{blob.sha256}", content, ticket=ticket, headers=headers)
        return self._told(answered) if answered[0] == OK else None

    def complete(self, message_id: UUID, ticket: str) -> Told:
        """Say that all parts were sent."""
        return self._told(self._call("POST", f"envelopes/{message_id}/complete", b"", ticket=ticket))

    def post_receipts(self, receipts: Sequence[bytes]) -> None:
        """Send receipts that we signed."""
        body = strictjson.dumps({"receipts": [raw.decode("ascii") for raw in receipts]})
        self._call("POST", "receipts", body)

    def compare(self, statement: bytes) -> bytes:
        """Send our signed statement about heads of chains; return the peer's."""
        _, data, _ = self._call("POST", "heads", statement)
        with _reading():
            return str(_body(data, {"statement"})["statement"]).encode("ascii")

    def fetch(self, statement: bytes, after: int) -> Waiting:
        """Ask with our signed statement what waits for us after that place."""
        ticket = base64.b64encode(statement).decode()
        _, data, _ = self._call("GET", f"outbox?after={after}", ticket=ticket)
        with _reading():
            body = _body(data, {"statement", "envelopes", "receipts", "next"})
            envelopes = tuple((one["envelope"].encode("ascii"), str(one["ticket"])) for one in body["envelopes"])
            receipts = tuple(str(one).encode("ascii") for one in body["receipts"])
            following = None if body["next"] is None else int(body["next"])
            return Waiting(str(body["statement"]).encode("ascii"), envelopes, receipts, following)

    def get_part(self, sha256: str, place: tuple[int, int], ticket: str, sink: Digesting) -> None:
        """Fetch a stretch of an item, `place` being its first byte and its size, into `sink`."""
        offset, size = place
        wanted = {"Range": f"bytes={offset}-{offset + size - 1}"}
        with self._asking("GET", f"items/{sha256}", None, ticket, wanted) as answer:
            if answer.status != PARTIAL:
                raise _refused(answer.status, answer.read(REFUSAL_LIMIT + 1), answer.headers.get("Date", ""))
            while sink.size < size:
                data = answer.read(min(blobs.BLOCK, size - sink.size))
                if not data:
                    raise ExchangeError("E_NETWORK", "the answer ended early", permanent=False)
                sink.write(data)

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()

    def _call(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        *,
        ticket: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, bytes, Mapping[str, str]]:
        with self._asking(method, path, body, ticket, headers) as answer:
            data = answer.read(ANSWER_LIMIT + 1)
        if answer.status in {OK, CREATED, ACCEPTED, NO_CONTENT} and len(data) <= ANSWER_LIMIT:
            return answer.status, data, answer.headers
        raise _refused(answer.status, data, answer.headers.get("Date", ""))

    @contextmanager
    def _asking(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | None,
        ticket: str,
        headers: Mapping[str, str] | None,
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        default = {"http": 80, "https": 443}[self._address.scheme]
        port = "" if self._address.port == default else f":{self._address.port}"
        sent = {"Host": self._address.host + port, "User-Agent": "comity", "Accept": "application/json"}
        sent |= {"Authorization": SCHEME + ticket} if ticket else {}
        sent |= headers or ({"Content-Type": "application/json"} if body is not None else {})
        try:
            answer = self._pool.urlopen(
                method, f"{self._address.path}/peer/v1/{path}", body=body, headers=sent, redirect=False,
                preload_content=False, decode_content=False, assert_same_host=False,
            )  # fmt: skip
            try:
                yield answer
            finally:
                answer.close()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise ExchangeError("E_NETWORK", f"no answer ({type(error).__name__})", permanent=False) from None

    def _told(self, answered: tuple[int, bytes, Mapping[str, str]]) -> Told:
        status, data, _ = answered
        if status == ACCEPTED:
            return Told(accepted=True)
        try:
            body = strictjson.loads_object(data, limit=ANSWER_LIMIT)
            if status == OK:
                return Told(receipts=tuple(str(one).encode("ascii") for one in _some(body["receipts"])))
            missing = tuple(Missing(one["sha256"], one["size"], one["offset"]) for one in body["missing"])
            return Told(ticket=str(body["ticket"]), missing=missing)
        except (KernelError, KeyError, TypeError, UnicodeEncodeError):
            raise WireError("E_SYNTAX", "an answer that cannot be read", permanent=False) from None


class RefusedWithReceiptError(Refused):
    """A refusal with which the peer sent a signed receipt."""

    receipt: bytes = b""


@contextmanager
def _reading() -> Iterator[None]:
    """Turn whatever an answer of another form raises into WireError `E_SYNTAX`."""
    try:
        yield
    except (KernelError, KeyError, TypeError, ValueError, AttributeError):
        raise WireError("E_SYNTAX", "an answer that cannot be read", permanent=False) from None


def _body(data: bytes, fields: set[str]) -> dict[str, Any]:
    body = strictjson.loads_object(data, limit=ANSWER_LIMIT)
    if body.keys() != fields:
        raise KeyError("fields")
    return body


def _some(listed: list[Any]) -> list[Any]:
    if not listed:
        raise KeyError("receipts")
    return listed


def _refused(status: int, data: bytes, date: str) -> Exception:
    try:
        refused, receipt = parse_refusal(data[: REFUSAL_LIMIT + 1], status)
    except WireError:
        return ExchangeError("E_NETWORK", f"an answer with status {status}", permanent=False)
    if refused.code == "E_TIME":
        refused = Refused(refused.code, _clocks(date), permanent=refused.permanent, status=status)
    if not receipt:
        return refused
    signed = RefusedWithReceiptError(refused.code, refused.detail, permanent=refused.permanent, status=status)
    signed.receipt = receipt.encode("ascii", "replace")
    return signed


def _clocks(date: str) -> str:
    """Say what both clocks show; the peer's is that of its answer, and nobody signed it."""
    try:
        theirs = clock.to_wire(parsedate_to_datetime(date).astimezone(UTC))
    except (ValueError, TypeError):
        theirs = "?"
    return f"theirs {theirs}, ours {clock.to_wire(clock.utc_now())}"
