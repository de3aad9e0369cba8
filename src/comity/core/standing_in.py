"""For whom somebody acts who stands in: each app says of its own things through whom an actor reaches them.

An act on what the actor reaches only through an absent colleague is written as done for that colleague: in the audit
log by `audit.log.record` itself, so no way of writing can forget it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from comity.core.actors import Actor

Resolver = Callable[["Actor", str], UUID | None]
_RESOLVERS: Final[dict[str, Resolver]] = {}


def register_resolver(kind: str, resolver: Resolver) -> None:
    """Say who tells, for things of a kind (`cases.case`), through whom an actor reaches one; once, at the start."""
    _RESOLVERS[kind] = resolver


def for_whom(actor: Actor, subject: str) -> UUID | None:
    """Return the officer for whom the actor acts on a thing (`cases.case:<uuid>`), or None: in his own right.

    No query for an actor who stands in for nobody.
    """
    kind, _colon, key = subject.partition(":")
    resolver = _RESOLVERS.get(kind)
    return resolver(actor, key) if actor.stands_in_for and resolver is not None and key else None
