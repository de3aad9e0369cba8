"""The settings of the node that the exchange looks at."""

from __future__ import annotations

from datetime import timedelta

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


def takes_over_by_itself() -> bool:
    """Whether what the key directory lists becomes a counterpart without two officers here: a national decision."""
    return str(settings.NODE.directory_peers) == "automatic"


def directory_every() -> timedelta:
    """How long after a look at the key directory the next one is due."""
    return timedelta(minutes=int(settings.NODE.directory_minutes))


def directory_away_after() -> timedelta:
    """After how long without a good look at the key directory the doctor says so."""
    return timedelta(hours=int(settings.NODE.directory_away_hours))
