"""Reading what a peer sends: never more than was promised, never more than is allowed."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.http import UnreadablePostError

from comity.exchange import blobs
from comity.exchange.errors import ExchangeError
from comity.seal.statement import LIMIT

if TYPE_CHECKING:
    from django.http import HttpRequest

    from comity.exchange.blobs import Digesting

_WANTED: Final = re.compile(r"bytes=(\d{1,15})-(\d{1,15})", re.ASCII)
_RANGE: Final = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which bytes of an item a part holds: first one, how many, and how many the item has."""

    offset: int
    size: int
    total: int


def length(request: HttpRequest) -> int:
    """Return the announced length of the body in bytes; `E_LENGTH` for a body that comes without one."""
    text = request.headers.get("Content-Length", "") or "0"
    if "Transfer-Encoding" in request.headers or not (text.isascii() and text.isdigit() and len(text) < 16):  # noqa: PLR2004 (a petabyte)
        raise ExchangeError("E_LENGTH", "a body without its length")
    return int(text)


def read_small(request: HttpRequest, limit: int) -> bytes:
    """Return the whole body of at most `limit` bytes, or raise ExchangeError `E_SIZE` before reading more."""
    size = length(request)
    if size > limit:
        raise ExchangeError("E_SIZE", "a body that is too large", limit=limit)
    data = bytearray()
    while len(data) < size and (more := _read(request, size - len(data))):
        data += more
    if len(data) != size:
        raise ExchangeError("E_SYNTAX", "the body ended early", permanent=False)
    return bytes(data)


def stretch(request: HttpRequest) -> Stretch:
    """Return what `Content-Range` says, or raise ExchangeError `E_RANGE`."""
    found = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    first, last, total = (int(one) for one in found.groups()) if found else (0, -1, 0)
    if last < first or last >= total or length(request) != last - first + 1:
        raise ExchangeError("E_RANGE", "not a stretch of an item", permanent=False)
    return Stretch(first, last - first + 1, total)


def wanted(request: HttpRequest, total: int) -> Stretch:
    """Return which bytes a peer fetches, as `Range` says: one stretch of at most `LARGEST`; else `E_RANGE`."""
    found = _WANTED.fullmatch(request.headers.get("Range", ""))
    first, last = (int(one) for one in found.groups()) if found else (0, -1)
    if not first <= last < total or last - first >= blobs.LARGEST:
        raise ExchangeError("E_RANGE", "not a stretch of an item", permanent=False)
    return Stretch(first, last - first + 1, total)


def signed(text: str) -> bytes:
    """Return the signed statement that stands, in base64, where a ticket would; ExchangeError `E_SYNTAX`."""
    try:
        return base64.b64decode(text[: 2 * LIMIT], validate=True)
    except ValueError:
        raise ExchangeError("E_SYNTAX", "not a signed statement") from None


def copy(request: HttpRequest, sink: Digesting, size: int) -> None:
    """Write exactly `size` bytes of the body into `sink`, or raise ExchangeError `E_RANGE` when it ends early."""
    while sink.size < size:
        data = _read(request, min(blobs.BLOCK, size - sink.size))
        if not data:
            raise ExchangeError("E_RANGE", "the part ended early", permanent=False)
        sink.write(data)


def _read(request: HttpRequest, size: int) -> bytes:
    """Return the next bytes of the body; nothing where the line broke."""
    try:
        return request.read(size)
    except UnreadablePostError:
        return b""
