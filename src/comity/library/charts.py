"""Counts over time as a line: where each point is drawn, and the marks of both axes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 16, 32
_MARKS: Final = 4  # on the axis of counts, about
_MOST_YEARS: Final = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of an axis: its words, and where."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """A drawing: the points in order of time, the line through them, the marks of the axes."""

    points: tuple[Mark, ...]
    path: str
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]


def day_of(told: str) -> date | None:
    """Return the first day of what a figure's date names: a day, a month, a year, or a half (`2021-H1`)."""
    year, _dash, rest = told.partition("-")
    if not year.isdigit():
        return None
    if rest in {"H1", "H2"}:
        return date(int(year), 1 if rest == "H1" else 7, 1)
    month, _dash, day = rest.partition("-")
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def line(points: Sequence[tuple[date, int]]) -> Line | None:
    """Return the drawing of counts by day; None for none. The axis of counts begins at nothing."""
    if not points:
        return None
    ordered = sorted(points)
    first, last = ordered[0][0].toordinal(), ordered[-1][0].toordinal()
    step = _step(max(value for _day, value in ordered))
    top = step * max(1, -(-max(value for _day, value in ordered) // step))

    def x(day: date) -> int:
        share = (day.toordinal() - first) / (last - first) if last > first else 0.5
        return round(LEFT + share * (WIDTH - LEFT - RIGHT))

    def y(value: int) -> int:
        return round(HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM))

    drawn = tuple(Mark(str(value), x(day), y(value)) for day, value in ordered)
    years = range(ordered[0][0].year, ordered[-1][0].year + 1)
    starts = [date(year, 1, 1) for year in years[:: max(1, -(-len(years) // _MOST_YEARS))]]
    shown = [one for one in starts if first <= one.toordinal() <= last] or [ordered[0][0]]
    return Line(
        points=drawn,
        path=" ".join(f"{one.x},{one.y}" for one in drawn),
        across=tuple(Mark(str(one.year), x(one), HEIGHT - BOTTOM) for one in shown),
        up=tuple(Mark(str(value), LEFT, y(value)) for value in range(0, top + 1, step)),
    )


def _step(most: int) -> int:
    """Return 1, 2 or 5 times a power of ten, so that about four steps reach the largest count."""
    wanted, size = max(1, most / _MARKS), 1
    while True:
        for times in (1, 2, 5):
            if times * size >= wanted:
                return times * size
        size *= 10
