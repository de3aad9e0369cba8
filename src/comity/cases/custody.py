"""The custody of a physical original: what can be written down about it, and what follows from it. Pure.

A court asks of an original where it was at every moment and who had it (domain.md §2.9). So each change is an entry
with its day, the persons and the purpose; entries are never changed, a mistake is corrected by a further entry.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from comity.cases.rules import CaseworkError
from comity.law.reading import says_something

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


class Kind(StrEnum):
    """What happened to an original."""

    CAME = "came"
    MOVED = "moved"
    OPENED = "opened"
    HANDED = "handed"
    CAME_BACK = "came_back"
    RETURNED = "returned"
    DESTROYED = "destroyed"


ENDS: Final = frozenset({Kind.RETURNED, Kind.DESTROYED})
# What an entry of each kind says besides its day; those in the first set must be given.
FIELDS: Final[dict[Kind, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    Kind.CAME: (("giver", "condition", "place"), ("seal", "purpose")),
    Kind.MOVED: (("place", "purpose"), ()),
    Kind.OPENED: (("giver", "purpose", "seal"), ("condition",)),
    Kind.HANDED: (("giver", "receiver", "purpose"), ("place", "condition", "seal")),
    Kind.CAME_BACK: (("giver", "condition", "place"), ("seal",)),
    Kind.RETURNED: (("giver", "receiver", "condition"), ("purpose", "seal")),
    Kind.DESTROYED: (("giver", "purpose"), ("receiver",)),
}
TEXTS: Final = ("giver", "receiver", "place", "seal", "purpose", "condition")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as it was written or as a correction left it.

    Attributes:
        kind, on: what happened, and on which day.
        giver: who brought, gave out, opened, returned or destroyed it.
        receiver: who got it, or who witnessed its destruction.
        place: where it lies afterwards.
        seal: number of the seal that is on it afterwards.
        purpose: why; for a destruction on whose decision.
        condition: how it looked.
    """

    kind: Kind
    on: date
    giver: str = ""
    receiver: str = ""
    place: str = ""
    seal: str = ""
    purpose: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an original stands after its entries: where it lies or who has it, its seal, and whether it is gone."""

    kind: Kind
    since: date
    holder: str = ""
    place: str = ""
    seal: str = ""
    condition: str = ""

    @property
    def ended(self) -> bool:
        """Whether it was returned or destroyed."""
        return self.kind in ENDS

    @property
    def away(self) -> bool:
        """Whether somebody else has it for a while."""
        return self.kind == Kind.HANDED


def standing(entries: Sequence[Entry]) -> Standing:
    """Return how an original stands; its first entry says that it came."""
    first, *later = entries
    now = Standing(first.kind, first.on, "", first.place, first.seal, first.condition)
    for one in later:
        kind = now.kind if one.kind in {Kind.MOVED, Kind.OPENED} else one.kind
        now = replace(
            now,
            kind=kind,
            since=one.on,
            holder=one.receiver if one.kind in ENDS | {Kind.HANDED} else now.holder if kind == Kind.HANDED else "",
            place=one.place if one.place or one.kind in ENDS | {Kind.HANDED} else now.place,
            seal=one.seal or now.seal,
            condition=one.condition or now.condition,
        )
    return now


def possible(now: Standing) -> tuple[Kind, ...]:
    """Return what can happen next: what is away can come back or be handed on, what is gone stays gone."""
    if now.ended:
        return ()
    if now.away:
        return (Kind.CAME_BACK, Kind.HANDED, Kind.RETURNED, Kind.DESTROYED)
    return (Kind.MOVED, Kind.OPENED, Kind.HANDED, Kind.RETURNED, Kind.DESTROYED)


def check_entry(entry: Entry, *, today: date) -> None:
    """Raise CaseworkError `E_CUSTODY_TEXT` or `E_CUSTODY_DAY` for an entry that says too little or is of the future."""
    needed, allowed = FIELDS[entry.kind]
    if not all(says_something(getattr(entry, name)) for name in needed):
        raise CaseworkError("E_CUSTODY_TEXT", "an entry that says too little")
    if any(getattr(entry, name) for name in TEXTS if name not in needed + allowed):
        raise CaseworkError("E_CUSTODY_TEXT", "an entry that says what it cannot")
    if entry.on > today:
        raise CaseworkError("E_CUSTODY_DAY", "a day that has not come")


def check_order(entries: Iterable[Entry]) -> None:
    """Raise CaseworkError unless the entries follow each other in time and each was possible after those before.

    Codes: `E_CUSTODY_DAY` for a day before the one of the entry before, `E_CUSTODY` for a step that was not possible.
    """
    written: list[Entry] = []
    for one in entries:
        if one.kind not in (possible(standing(written)) if written else (Kind.CAME,)):
            raise CaseworkError("E_CUSTODY", "a step that is not possible now")
        if written and one.on < written[-1].on:
            raise CaseworkError("E_CUSTODY_DAY", "a day before the one of the entry before")
        written.append(one)
