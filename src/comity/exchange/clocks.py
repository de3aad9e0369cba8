"""What our receipts say about our clock."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from comity.seal.receipt import ClockSource, ReceiptClock

if TYPE_CHECKING:
    from collections.abc import Callable

    KernelCall = Callable[[Any], int]

UNSYNCHRONISED: Final = 0x0040  # STA_UNSYNC of adjtimex(2)
MOST_MS: Final = 120_000


class Timex(ctypes.Structure):
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
    """Return the kernel's word on the clock: disciplined with its largest error, else "time unproved"."""
    return clock_told_by(kernel_call("adjtimex"))


def clock_told_by(call: KernelCall | None) -> ReceiptClock:
    """Return what a receipt may say where `call` is the kernel's `adjtimex`, or None where there is none.

    A clock whose largest error is above two minutes proves nothing.
    """
    found = Timex()
    if call is None or call(ctypes.byref(found)) < 0 or found.status & UNSYNCHRONISED:
        return ReceiptClock(ClockSource.UNPROVED)
    error = found.maxerror // 1000
    return ReceiptClock(ClockSource.NTP, error) if 0 <= error <= MOST_MS else ReceiptClock(ClockSource.UNPROVED)


@lru_cache(maxsize=8)
def kernel_call(name: str) -> KernelCall | None:
    """Return a function of the system's C library, or None where this system has none of that name."""
    try:
        found: KernelCall = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):  # not Linux
        return None
    return found
