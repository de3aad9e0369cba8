"""How often one address may knock at an open door.

Counts stand in the memory of the one process that serves the node (`comity serve` sees to it that there is one).
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Final

from allauth.account.adapter import get_adapter
from django.core.cache import cache

if TYPE_CHECKING:
    from django.http import HttpRequest

IPV6_PREFIX: Final = 64  # what one household or host is given: counting its addresses one by one would stop nobody


def is_too_often(request: HttpRequest, door: str, *, most: int, seconds: int) -> bool:
    """Count one visit and say whether there were more than `most` from this address within `seconds`."""
    return is_too_often_by(_network(str(get_adapter().get_client_ip(request))), door, most=most, seconds=seconds)


def is_too_often_by(who: str, door: str, *, most: int, seconds: int) -> bool:
    """Count one visit of somebody who is known by name, as `is_too_often` does for an address."""
    key = f"rate:{door}:{hashlib.sha256(who.encode()).hexdigest()}"
    while not cache.add(key, 1, seconds):
        with suppress(ValueError):  # the time ran out in between: this visit is the first of the next
            return cache.incr(key) > most
    return most < 1


def _network(address: str) -> str:
    """Return whose address it is: itself, or the network of an address of IPv6."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Network((read, IPV6_PREFIX), strict=False)) if isinstance(read, IPv6Address) else address
