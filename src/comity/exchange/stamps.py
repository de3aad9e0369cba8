"""Time stamps from the authorities this node asks, where it asks any: on letters, packages and beside receipts.

A receipt is stamped by a job, never in the transaction that signs it, and goes without where no authority answers: it
is still a receipt, of which the time is unproved.
"""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import structlog
from django.conf import settings
from django.db import transaction

from comity.core.keys import node_keys
from comity.core.rows import change
from comity.exchange.settings import demo
from comity.seal import dsse
from comity.seal.authority import certificate_from_pem
from comity.seal.checks import Result
from comity.seal.errors import SealError
from comity.seal.receipt import LIMIT, add_time_stamps, check_time_stamps, time_stamp_input
from comity.seal.timestamp import HttpAuthority, verify_token

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from comity.exchange.models import StoredReceipt
    from comity.seal.checks import StampedTime
    from comity.seal.keyring import KeyRing
    from comity.seal.receipt import Receipt
    from comity.seal.timestamp import TimeSource

PAUSE: Final = 300.0  # seconds for which an authority that did not answer is not asked for receipts

log = structlog.get_logger("comity.exchange")
_again: list[float] = [0.0]


def time_source() -> TimeSource | None:
    """Return the first time-stamp authority of the settings, or None where none is asked.

    In production one that is for demonstrations is an error (`E_TIMESTAMP_DEMO`), not a mark.
    """
    addresses = settings.NODE.time_authorities
    return _authority(addresses[0], demo()) if addresses else None


@lru_cache(maxsize=4)
def _authority(address: str, of_demo: bool) -> HttpAuthority:
    """Return the authority at an address; its connection is kept for the next stamp."""
    return HttpAuthority(address, demo=of_demo)


def stamp_receipts(waiting: Iterable[StoredReceipt]) -> int:
    """Put a time stamp beside the signatures of those receipts that have none; return how many got one.

    All are written at once, at the end: what an authority stamped and nobody wrote down is stamped again.
    """
    source = time_source()
    if source is None or time.monotonic() < _again[0]:
        return 0
    done = []
    for one in waiting:
        raw = bytes(one.raw)
        if _tokens(raw):
            continue
        try:
            stamped = add_time_stamps(raw, [source.stamp(time_stamp_input(raw))])
        except SealError as error:
            log.warning("exchange.not_stamped", code=error.code, detail=error.detail)
            _again[0] = time.monotonic() + PAUSE
            break
        done.append((one, stamped))
    with transaction.atomic():
        for one, stamped in done:
            change(one, {"raw": stamped})
    return len(done)


def without_false(raw: bytes, receipt: Receipt, ring: KeyRing, *, now: datetime) -> bytes:
    """Return a receipt, without its time stamps if one of them is false: anybody could have put it there.

    The signatures of `receipt`, which is what `raw` says, were verified with `ring` before. Time-stamp authorities
    are believed that a peer in the ring names, or this node itself.
    """
    if not _tokens(raw):
        return raw
    named = {pem for peer in ring for pem in peer.time_authorities}
    authorities = [certificate_from_pem(pem) for pem in sorted(named.union(node_keys().time_authorities))]

    def verify(token: bytes, data: bytes) -> StampedTime:
        return verify_token(token, data, authorities, now=now, demo=demo())

    if all(check.result is not Result.FAILED for check in check_time_stamps(raw, receipt, verify)):
        return raw
    return dsse.parse(raw, limit=LIMIT, stamped=True).to_bytes(tokens=False)


def keep_stamps(known: StoredReceipt, raw: bytes, receipt: Receipt, ring: KeyRing, *, now: datetime) -> None:
    """A peer brought a receipt that is here already: what stamps it has now stay beside it."""
    if _tokens(raw) and not _tokens(bytes(known.raw)):
        change(known, {"raw": without_false(raw, receipt, ring, now=now)})


def _tokens(raw: bytes) -> tuple[bytes, ...]:
    return dsse.parse(raw, limit=LIMIT, stamped=True).tokens
