"""Time: always aware, always UTC, written on the wire to the millisecond."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, datetime
from functools import cache

from comity.kernel.errors import KernelError

_WIRE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")


def utc_now() -> datetime:
    """Return the current time in UTC, cut to the millisecond as it travels on the wire."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@cache
def time_zones() -> tuple[str, ...]:
    """Return the names of all time zones that this machine knows, sorted; to find them it looks at 600 files."""
    return tuple(sorted(zoneinfo.available_timezones()))


def to_wire(moment: datetime) -> str:
    """Write an aware time as `2026-03-01T09:14:00.000Z`."""
    if moment.tzinfo is None:
        raise ValueError("a time on the wire must know its zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_wire(text: object) -> datetime:
    """Read what `to_wire` wrote, and nothing else, or raise KernelError `E_TIME_FORMAT`."""
    if not isinstance(text, str) or not _WIRE.fullmatch(text):
        raise KernelError("E_TIME_FORMAT", "not a time in the form of the wire")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise KernelError("E_TIME_FORMAT", "no such time") from None
