"""How often one address may knock at an open door."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache

if TYPE_CHECKING:
    from django.http import HttpRequest


def is_too_often(request: HttpRequest, door: str, *, most: int, seconds: int) -> bool:
    """Count one visit and say whether there were more than `most` from this address within `seconds`.

    The count is this process's own: with several processes an address has as many times `most`.
    """
    return is_too_often_by(str(get_adapter().get_client_ip(request)), door, most=most, seconds=seconds)


def is_too_often_by(who: str, door: str, *, most: int, seconds: int) -> bool:
    """Count one visit of somebody who is known by name, as `is_too_often` does for an address."""
    key = f"rate:{door}:{hashlib.sha256(who.encode()).hexdigest()}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:  # the time ran out in between
        return False
