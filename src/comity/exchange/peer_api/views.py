"""The views themselves: parse, act, answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse

from comity.exchange import blobs, heads, inbox, offering, progress, tickets
from comity.exchange.client import RECEIPTS_PLEASE
from comity.exchange.errors import ExchangeError
from comity.exchange.intake import RECEIPTS_LIMIT, take_receipts
from comity.exchange.peer_api import bodies
from comity.exchange.peer_api.answers import answer, endpoint
from comity.kernel.clock import utc_now
from comity.kernel.ids import parse_sha256
from comity.seal import dsse
from comity.seal.statement import LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpRequest, HttpResponseBase

    from comity.exchange.inbox import Answer
    from comity.exchange.models import InboxItem


@endpoint("POST")
def envelopes(request: HttpRequest) -> HttpResponse:
    """Take in an envelope: 200 with receipts where the message is here already, else 201 with a ticket."""
    return _told(inbox.announce(bodies.read_small(request, dsse.LIMIT), now=utc_now()))


@endpoint("HEAD", "PUT", "GET")
def items(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Say where to go on with an item (HEAD), or store one of its parts (PUT): durable before it is answered.

    Or give a stretch of an item of ours to a peer that fetches (GET).
    """
    if request.method == "GET":
        blob = offering.blob_for(_authorization(request), sha256, utc_now())
        wanted = bodies.wanted(request, blob.size)
        headers = {
            "Content-Range": f"bytes {wanted.offset}-{wanted.offset + wanted.size - 1}/{blob.size}",
            "Content-Length": str(wanted.size),
        }
        content = blobs.stretch_of(blob, wanted.offset, wanted.size)
        return StreamingHttpResponse(content, status=206, content_type="application/octet-stream", headers=headers)
    item = _ticket(request)
    blob = tickets.blob_of(item, parse_sha256(sha256))
    if request.method == "HEAD":
        return HttpResponse(status=200, headers={"Upload-Offset": str(blobs.next_offset(blob))})
    place = bodies.stretch(request)
    if place.total != blob.size:
        raise ExchangeError("E_RANGE", "an item of another size", permanent=False)
    blobs.demand_place(blob, place.offset, place.size)
    running = progress.running_at(blob, place.offset)
    with blobs.writing_blob(running.sha256.copy() if running is not None else None) as (key, sink):
        bodies.copy(request, sink, place.size)
    inbox.put_part(item, blob, place.offset, key, place.size)
    if running is not None:
        progress.remember(blob, running, key=key, size=place.size, sha256=sink.whole)
    part = {"Part-SHA256": sink.sha256}
    if request.headers.get("Prefer") == RECEIPTS_PLEASE and place.offset + place.size == blob.size:
        done = inbox.complete_if_whole(item, now=utc_now())
        if done is not None:
            return _told(done, part)
    return HttpResponse(status=204, headers=part)


@endpoint("POST")
def complete(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Consign a message whose parts are here: 200 with our receipt, 202 while digests are computed."""
    item = _ticket(request)
    if item.message_id != message_id:
        raise ExchangeError("E_TICKET", "a ticket for another message", permanent=False)
    done = inbox.complete(item, now=utc_now())
    return HttpResponse(status=202) if done is None else _told(done)


@endpoint("POST")
def receipts(request: HttpRequest) -> HttpResponse:
    """Take in receipts that a peer signed about messages; each once, however often it comes."""
    take_receipts(bodies.read_small(request, RECEIPTS_LIMIT), now=utc_now())
    return HttpResponse(status=204)


@endpoint("GET")
def outbox(request: HttpRequest) -> HttpResponse:
    """Show a peer that fetches what waits for it; its signed statement says who asks."""
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 16):  # noqa: PLR2004 (a place is a row's number)
        raise ExchangeError("E_RANGE", "not a place to go on from", permanent=False)
    page = offering.offer(bodies.signed(_authorization(request)), after=int(after), now=utc_now())
    return answer(
        {
            "statement": page.statement.decode("ascii"),
            "envelopes": [{"envelope": raw.decode("ascii"), "ticket": ticket} for raw, ticket in page.envelopes],
            "receipts": [raw.decode("ascii") for raw in page.receipts],
            "next": page.following,
        }
    )


@endpoint("POST")
def compare(request: HttpRequest) -> HttpResponse:
    """Compare the heads in a peer's signed statement with ours, and answer with ours."""
    return answer({"statement": heads.answer(bodies.read_small(request, LIMIT), now=utc_now()).decode("ascii")})


def _authorization(request: HttpRequest) -> str:
    text = request.headers.get("Authorization", "")
    if not text.startswith(tickets.SCHEME):
        raise ExchangeError("E_TICKET", "no ticket", permanent=False)
    return text.removeprefix(tickets.SCHEME)


def _ticket(request: HttpRequest) -> InboxItem:
    return tickets.read(_authorization(request), utc_now())


def _told(found: Answer, headers: Mapping[str, str] | None = None) -> HttpResponse:
    if found.receipts:
        return answer({"receipts": [raw.decode("ascii") for raw in found.receipts]}, headers=headers)
    missing = [{"sha256": sha256, "size": size, "offset": offset} for sha256, size, offset in found.missing]
    return answer({"ticket": found.ticket, "missing": missing, "part": blobs.LARGEST}, status=201)
