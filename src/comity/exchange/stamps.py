"""Time stamps from the authorities this node asks, where it asks any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from comity.seal.timestamp import HttpAuthority

if TYPE_CHECKING:
    from comity.seal.timestamp import TimeSource


def time_source() -> TimeSource | None:
    """Return the first time-stamp authority of the settings, or None where none is asked."""
    addresses = settings.NODE.time_authorities
    return HttpAuthority(addresses[0]) if addresses else None
