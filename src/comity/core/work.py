"""My work: apps register what waits for a reader, the home page shows it in three short lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from comity.core.actors import Actor

if TYPE_CHECKING:
    from comity.core.parts import Words, WorkItem


@dataclass(slots=True)
class Work:
    """The three lists of the home page, the desk's load as lines of text, and what is to be known before anything."""

    waits: list[WorkItem] = field(default_factory=list)
    at_risk: list[WorkItem] = field(default_factory=list)
    came_in: list[WorkItem] = field(default_factory=list)
    load: list[tuple[Words, Words]] = field(default_factory=list)
    notices: list[WorkItem] = field(default_factory=list)
    reminders: list[WorkItem] = field(default_factory=list)


Provider = Callable[[Actor, datetime], Work]
_PROVIDERS: Final[list[Provider]] = []


def register_work(provider: Provider) -> None:
    """Add a provider; called from `AppConfig.ready`."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def work_of(actor: Actor, now: datetime, providers: Sequence[Provider] | None = None) -> Work:
    """Ask every provider and join their lists, in the order in which the apps stand."""
    joined = Work()
    for provider in _PROVIDERS if providers is None else providers:
        part = provider(actor, now)
        joined.waits += part.waits
        joined.at_risk += part.at_risk
        joined.came_in += part.came_in
        joined.load += part.load
        joined.notices += part.notices
        joined.reminders += part.reminders
    return joined
