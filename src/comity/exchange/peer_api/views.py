"""The views themselves: parse, act, answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from comity.exchange import blobs, inbox, progress, tickets
from comity.exchange.errors import ExchangeError
from comity.exchange.intake import RECEIPTS_LIMIT, take_receipts
from comity.exchange.peer_api import bodies
from comity.exchange.peer_api.answers import answer, endpoint
from comity.kernel.clock import utc_now
from comity.kernel.ids import parse_sha256
from comity.seal import dsse

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from comity.exchange.inbox import Answer
    from comity.exchange.models import InboxItem


@endpoint("POST")
def envelopes(request: HttpRequest) -> HttpResponse:
    """Take in an envelope: 200 with receipts where the message is here already, else 201 with a ticket."""
    return _told(inbox.announce(bodies.read_small(request, dsse.LIMIT), now=utc_now()))


@endpoint("HEAD", "PUT")
def items(request: HttpRequest, sha256: str) -> HttpResponse:
    """Say where to go on with an item (HEAD), or store one of its parts (PUT): durable before it is answered."""
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
    return HttpResponse(status=204, headers={"Part-SHA256": sink.sha256})


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


def _ticket(request: HttpRequest) -> InboxItem:
    text = request.headers.get("Authorization", "")
    if not text.startswith(tickets.SCHEME):
        raise ExchangeError("E_TICKET", "no ticket", permanent=False)
    return tickets.read(text.removeprefix(tickets.SCHEME), utc_now())


def _told(found: Answer) -> HttpResponse:
    if found.receipts:
        return answer({"receipts": [raw.decode("ascii") for raw in found.receipts]})
    missing = [{"sha256": sha256, "size": size, "offset": offset} for sha256, size, offset in found.missing]
    return answer({"ticket": found.ticket, "missing": missing, "part": blobs.LARGEST}, status=201)
