"""What this machine knows of the time: whether its clock is disciplined, and what an authority says."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Final

from asn1crypto import cms

if TYPE_CHECKING:
    from datetime import datetime

    from comity.seal.timestamp import TimeSource

_TIMEX_SIZE: Final = 208
_TIME_ERROR: Final = 5


def is_synchronised() -> bool | None:
    """Return whether the kernel calls the clock synchronised (adjtimex(2)); None where it cannot be asked."""
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.create_string_buffer(_TIMEX_SIZE))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else state != _TIME_ERROR


def stamped_time(source: TimeSource, data: bytes) -> datetime:
    """Return the time in a fresh token of an authority. Raises SealError `E_TIMESTAMP` when none can be had.

    For comparing clocks alone; a token proves something only after `seal.timestamp.verify_token`.
    """
    token = cms.ContentInfo.load(source.stamp(data))
    moment: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return moment
