"""What our receipts say about our clock."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Final

from comity.seal.receipt import ClockSource, ReceiptClock

_UNSYNCHRONISED: Final = 0x0040  # STA_UNSYNC of adjtimex(2)
_MOST_MS: Final = 120_000


class _Timex(ctypes.Structure):
    """The beginning of `struct timex`; the kernel writes at most 208 bytes."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    )


def receipt_clock() -> ReceiptClock:
    """Return the kernel's word on the clock: disciplined with its largest error, else "time unproved".

    A clock whose largest error is above two minutes proves nothing.
    """
    found = _Timex()
    call = _adjtimex()
    if call is None or call(ctypes.byref(found)) < 0 or found.status & _UNSYNCHRONISED:
        return ReceiptClock(ClockSource.UNPROVED)
    error = found.maxerror // 1000
    return ReceiptClock(ClockSource.NTP, error) if 0 <= error <= _MOST_MS else ReceiptClock(ClockSource.UNPROVED)


@lru_cache(maxsize=1)
def _adjtimex() -> ctypes._NamedFuncPointer | None:
    try:
        return ctypes.CDLL(None, use_errno=True).adjtimex
    except (OSError, AttributeError):  # not Linux
        return None
