"""What receipts say about the clock: no more than the kernel does, and nothing where it does not vouch for it."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.exchange.clocks import MOST_MS, UNSYNCHRONISED, Timex, clock_told_by, kernel_call, receipt_clock
from comity.seal.receipt import ClockSource, ReceiptClock

if TYPE_CHECKING:
    from collections.abc import Callable

UNPROVED = ReceiptClock(ClockSource.UNPROVED)
LONG = st.integers(-(2**63), 2**63 - 1)


def a_kernel(*, maxerror: int = 20_000, status: int = 0, result: int = 0) -> Callable[..., int]:
    """Return a C function that fills the kernel's struct, `maxerror` in microseconds, as `adjtimex` does."""

    def fill(found: ctypes._Pointer[Timex]) -> int:
        found.contents.maxerror, found.contents.status = maxerror, status
        return result

    return ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Timex))(fill)


def test_a_disciplined_clock_is_told_with_its_largest_error():
    assert clock_told_by(a_kernel(maxerror=20_999)) == ReceiptClock(ClockSource.NTP, 20)
    assert clock_told_by(a_kernel(maxerror=MOST_MS * 1000, status=1)) == ReceiptClock(ClockSource.NTP, MOST_MS)


@pytest.mark.parametrize(
    "call",
    [
        a_kernel(status=UNSYNCHRONISED),
        a_kernel(status=UNSYNCHRONISED | 1),
        a_kernel(result=-1),
        a_kernel(maxerror=MOST_MS * 1000 + 1000),
        a_kernel(maxerror=-1),
        None,
    ],
    ids=["not-disciplined", "flags", "refused", "too-far-off", "negative", "no-such-call"],
)
def test_a_clock_that_nobody_vouches_for_is_unproved(call: Callable[..., int] | None):
    assert clock_told_by(call) == UNPROVED


@given(maxerror=LONG, status=st.integers(-(2**31), 2**31 - 1), result=st.integers(-1, 5))
def test_whatever_the_kernel_says_a_clock_is_trusted_only_within_the_limit(maxerror: int, status: int, result: int):
    told = clock_told_by(a_kernel(maxerror=maxerror, status=status, result=result))
    vouched = result >= 0 and not status & UNSYNCHRONISED and 0 <= maxerror < (MOST_MS + 1) * 1000
    assert told == (ReceiptClock(ClockSource.NTP, maxerror // 1000) if vouched else UNPROVED)


def test_a_system_without_the_call_has_none():
    assert kernel_call("adjtimex_of_no_system") is None


def test_this_machine_is_asked():
    """Whatever it answers, it is one of the two things a receipt may say."""
    told = receipt_clock()
    assert told == UNPROVED or 0 <= (told.max_error_ms or 0) <= MOST_MS
    assert told.source in {ClockSource.NTP, ClockSource.UNPROVED}
