"""Which jobs exist: functions declared with `@job` or `@periodic`, under stable names.

    @job("exchange.send", attempts=None)
    def deliver(payload: Payload) -> None: ...

    @periodic("core.files.sweep", every=timedelta(hours=24))
    def sweep() -> None: ...

A job may run more than once (its worker can die after the effect and before it is written down), so it must check what
is already done. A job with `atomic=True` runs in one transaction with its own completion: its effect in the database
happens exactly once. Give that to short jobs without network.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Payload = dict[str, Any]
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long to wait after the nth failure: doubling from `first` to `cap`, in a random half of that range."""

    first: timedelta = timedelta(seconds=2)
    cap: timedelta = timedelta(hours=1)

    def wait(self, failures: int) -> timedelta:
        """Return the pause after `failures` failures in a row (at least 1)."""
        full = min(self.cap, self.first * (1 << min(failures - 1, 30)))
        return full * random.uniform(0.5, 1.0)  # noqa: S311 (spreads load; guards no secret)


@dataclass(frozen=True, slots=True)
class Declared:
    """One kind of job.

    Attributes:
        attempts: how often it is tried before it is dead; None means for ever.
        limit: how long a run may take; then its lease is no longer renewed and another worker may begin anew.
        every: for periodic work, the length of one slot; `offset` moves its beginning (from midnight UTC).
    """

    name: str
    run: Callable[[Payload], None]
    attempts: int | None
    backoff: Backoff
    limit: timedelta
    atomic: bool = False
    every: timedelta | None = None
    offset: timedelta = timedelta()

    def slot(self, now: datetime) -> str:
        """Return the name of the slot that `now` lies in."""
        if self.every is None:
            raise ValueError(f"{self.name} is not periodic")
        turn = (now - EPOCH - self.offset) // self.every
        return (EPOCH + self.offset + turn * self.every).isoformat()


_declared: dict[str, Declared] = {}


def job(
    name: str,
    *,
    attempts: int | None = 12,
    atomic: bool = False,
    backoff: Backoff = Backoff(),
    limit: timedelta = timedelta(hours=1),
) -> Callable[[Callable[[Payload], None]], Callable[[Payload], None]]:
    """Declare a function as the job `name`; it is called with the payload. A second one of that name is an error."""

    def declare(run: Callable[[Payload], None]) -> Callable[[Payload], None]:
        _add(Declared(name, run, attempts, backoff, limit, atomic=atomic))
        return run

    return declare


def periodic(
    name: str,
    *,
    every: timedelta,
    offset: timedelta = timedelta(),
    attempts: int | None = 4,
    limit: timedelta = timedelta(hours=1),
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a function that runs once in every slot of time, however many workers there are.

    A slot that passed while no worker ran is not made up for.
    """

    def declare(run: Callable[[], None]) -> Callable[[], None]:
        def run_slot(_payload: Payload) -> None:
            run()

        _add(Declared(name, run_slot, attempts, Backoff(), limit, every=every, offset=offset))
        return run

    return declare


def declared(name: str) -> Declared | None:
    """Return the job of that name, or None where this version of the program does not know it."""
    return _declared.get(name)


def periodic_jobs() -> list[Declared]:
    """Return all periodic work."""
    return [one for one in _declared.values() if one.every is not None]


def _add(new: Declared) -> None:
    known = _declared.get(new.name)
    if known is not None:
        raise ValueError(f"the job {new.name} is declared twice")
    _declared[new.name] = new
