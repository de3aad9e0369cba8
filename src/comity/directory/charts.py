"""Bars for the counts of the directory: where each stands in the drawing. The table beside them says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, STEP, ROOM = 480, 44, 56


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its name above and its number beside it."""

    name: str
    name_y: int
    y: int
    width: int
    count: int
    count_x: int
    count_y: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A drawing of bars."""

    height: int
    bars: Sequence[Bar]


def bars(names: Sequence[str], counts: Sequence[int]) -> Bars:
    """Return bars as wide as their counts, the largest filling the drawing but for its number."""
    most = max([*counts, 1])
    drawn = []
    for row, (name, count) in enumerate(zip(names, counts, strict=True)):
        top, width = row * STEP, round(count / most * (WIDTH - ROOM))
        drawn.append(Bar(name, top + 16, top + 22, width, count, width + 8, top + 33))
    return Bars(len(drawn) * STEP, drawn)
