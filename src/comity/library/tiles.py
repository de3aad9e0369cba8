"""Attendance as tiles: one for each State, by regional group; no map, since borders are not ours to draw. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from comity.directory.states import GROUP_NAMES, Group, StateKind, all_states
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from comity.directory.states import State

ACROSS: Final = 12  # tiles in a row
WIDE, HIGH = 36, 24  # of a tile with its gap, in units of the drawing
NO_GROUP = Text(en="In no regional group", zh="不属于任何区域组")


@dataclass(frozen=True, slots=True)
class Tile:
    """One State: its code, its name, whether it is among those asked about, and where it is drawn."""

    iso3: str
    name: str
    there: bool
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Block:
    """A regional group: how many of it are there, and its tiles."""

    name: str
    there: int
    tiles: tuple[Tile, ...]

    @property
    def height(self) -> int:
        """Of the drawing."""
        return -(-len(self.tiles) // ACROSS) * HIGH


@cache
def by_iso3() -> Mapping[str, State]:
    """Return the States of the table by their three-letter code."""
    return {one.iso3: one for one in all_states().values() if one.iso3}


def state_name(iso3: str, language: str) -> str:
    """Return a State's short name; a code that is in no table stands for itself."""
    state = by_iso3().get(iso3)
    return state.name.get(language) if state else iso3


def blocks(there: Collection[str], language: str) -> list[Block]:
    """Return the regional groups with all their members; those in no group only where they are there."""
    found = []
    for group in (*Group, None):
        members = sorted(
            one.iso3
            for one in by_iso3().values()
            if one.group is group and one.kind is not StateKind.TERRITORY and (group is not None or one.iso3 in there)
        )
        if members:
            found.append(
                Block(
                    (GROUP_NAMES[group] if group else NO_GROUP).get(language),
                    sum(iso3 in there for iso3 in members),
                    tuple(
                        Tile(iso3, state_name(iso3, language), iso3 in there, at % ACROSS * WIDE, at // ACROSS * HIGH)
                        for at, iso3 in enumerate(members)
                    ),
                )
            )
    return found
