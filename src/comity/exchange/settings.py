"""The settings of the node that the exchange looks at."""

from __future__ import annotations

from django.conf import settings


def demo() -> bool:
    """Whether time-stamp authorities for demonstrations are believed: never in production."""
    return not settings.NODE.production


def private_peers() -> bool:
    """Whether peers may live at private or loopback addresses: in a demonstration, or in one ministry's network."""
    return bool(getattr(settings.NODE, "private_peers", False))


def secure_peers() -> bool:
    """Whether peers are reached over HTTPS alone."""
    return bool(settings.NODE.production)
