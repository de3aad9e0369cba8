"""Read models of facts that officers entered, and of everything that is known of a State."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from comity.directory.fact_words import CELLS, SORTS
from comity.directory.known import known_facts, rows_of, set_aside_by, shipped_list
from comity.directory.read import fact
from comity.law.facts.cells import COLUMNS, Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from comity.core.parts import Fact as Mark
    from comity.core.parts import Words
    from comity.directory.models import FactVersion
    from comity.law.facts import Fact


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact as a list shows it: what it says, how far it can be relied on, and where it was entered."""

    says: str
    mark: Mark
    record: str


@dataclass(frozen=True, slots=True)
class FactSheet:
    """A version of a fact as it is read: its sort, what it says, its cells, what it puts aside."""

    version: FactVersion
    sort: Words
    stated: Stated
    lines: Sequence[tuple[Words, str]]
    aside: Sequence[Stated]


def stated(row: Fact) -> Stated:
    """Return what a list shows of a fact."""
    says = row.statement.get(get_language() or "en")
    mark = fact(row.source, row.date, verified=row.verified, disputed=row.disputed)
    return Stated(says, mark, row.record)


def stated_versions(versions: Iterable[FactVersion]) -> list[tuple[FactVersion, Stated]]:
    """Return versions with what each says."""
    return [(one, stated(rows_of(one.cells, record=str(one.fact_id))[0])) for one in versions]


def fact_sheet(version: FactVersion) -> FactSheet:
    """Return everything that a version says, without what it leaves empty."""
    sort = Sort(version.fact.sort)
    (row, *_parties) = rows_of(version.cells, record=str(version.fact_id))
    lines = [
        (CELLS[name], version.cells[name])
        for name in COLUMNS[sort]
        if version.cells.get(name) and name not in {"source", "source_date", "verified", "disputed"}
    ]
    aside = [stated(one) for one in set_aside_by(row, shipped_list())]
    return FactSheet(version, SORTS[sort], stated(row), lines, aside)


def place_facts(code: str) -> list[Stated]:
    """Return what a State notified and declared, what its law asks, and how instruments stand with single others."""
    return [stated(row) for row in known_facts().about(code)]
