"""Addresses that stand on many pages: each is put together once, and not for each page."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse


def address(name: str, *arguments: str) -> str:
    """Return the address of a page of ours, or nothing where this program has no such page."""
    return _found(name, arguments, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=2_000)
def _found(name: str, arguments: tuple[str, ...], _prefix: str, urls: str) -> str:
    try:
        return reverse(name, urls, args=arguments)
    except NoReverseMatch:
        return ""
