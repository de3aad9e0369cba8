"""Everything that this node knows of treaties: what ships, and what its officers entered and a second one published."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from comity.directory import fact_queries
from comity.law.facts import Instrument
from comity.law.facts.cells import subject_of
from comity.law.facts.invented import facts_of_the_demonstration, rows_of_the_demonstration
from comity.law.facts.merging import merged
from comity.law.facts.reading import read_cells
from comity.law.facts.shipped import shipped_facts, shipped_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from comity.law.facts import Fact, Facts, Place
    from comity.law.facts.cells import Entered, Problem

_Own = tuple[tuple["UUID", "UUID", tuple[tuple[str, str], ...]], ...]


def known_facts() -> Facts:
    """Return all of it; a node of a demonstration knows its invented States too. One statement, however much it is."""
    own = tuple(
        (version.pk, version.fact_id, tuple(sorted(version.cells.items())))
        for version in fact_queries.current_versions()
    )
    if own:
        return _LAST.get(own)
    return shipped_facts() if settings.NODE.production else facts_of_the_demonstration()


class _Last:
    """The last collection that was made: it is asked for much more often than facts change."""

    def __init__(self) -> None:
        self._made: tuple[_Own, Facts] | None = None

    def get(self, own: _Own) -> Facts:
        """Return the collection with these versions."""
        made = self._made
        if made is None or made[0] != own:
            places, shipped = _shipped()
            rows = [row for _pk, fact, cells in own for row in rows_of(dict(cells), record=str(fact))]
            made = (own, merged(places, shipped, rows))
            self._made = made
        return made[1]


_LAST = _Last()


@cache
def _shipped() -> tuple[list[Place], list[Fact]]:
    rows = shipped_rows() if settings.NODE.production else rows_of_the_demonstration()
    lists = (
        rows["instruments"], rows["participations"], rows["notifications"], rows["declarations"], rows["pairs"],
        rows.get("rules", []),
    )  # fmt: skip
    return rows["places"], [row for one in lists for row in one]


def shipped_list() -> list[Fact]:
    """Return what ships, row by row."""
    return _shipped()[1]


def rows_of(cells: dict[str, str], *, record: str = "") -> tuple[Fact, ...]:
    """Return the facts of cells that were checked when they were entered."""
    entered, problems = read_cells(cells, places=places(), instruments=_in_force(), record=record, checked=True)
    if entered is None:
        raise ValueError(f"a fact of the table cannot be read: {[one.column for one in problems]}")
    return entered.rows


def instruments(*, also: Iterable[str] = ()) -> dict[str, date | None]:
    """Return of every instrument when it entered into force, if that is known; `also` are codes of others."""
    return {**dict.fromkeys(known_facts().instruments), **dict.fromkeys(also), **_in_force()}


def judged(
    cells: dict[str, str], known: Mapping[str, date | None] | None = None
) -> tuple[Entered | None, list[Problem]]:
    """Read cells that somebody gives; `known` are the instruments that there are, where they were asked for before."""
    return read_cells(cells, places=places(), instruments=instruments() if known is None else known)


@cache
def places() -> frozenset[str]:
    """Return the codes of places that a fact can be about."""
    return frozenset(one.code for one in _shipped()[0])


@cache
def _in_force() -> dict[str, date | None]:
    """Return when the instruments that ship entered into force."""
    return {one.code: one.in_force for one in shipped_list() if isinstance(one, Instrument)}


def set_aside_by(row: Fact, shipped: Iterable[Fact]) -> list[Fact]:
    """Return what ships about the same, which no longer counts once this row holds; none for a disputed row."""
    return [] if row.disputed else [one for one in shipped if subject_of(one) == subject_of(row)]
