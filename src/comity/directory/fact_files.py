"""Facts as a file: CSV or JSON out, the same in again, judged row by row before anything is written.

A row that is taken in waits for a second officer, as if it had been typed. A fact keeps its id from node to node, so
that the same file again changes nothing. What ships can be written out too, and comes in as the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.directory import fact_queries, files
from comity.directory.fact_actions import propose_fact
from comity.directory.known import instruments, judged, shipped_list
from comity.kernel.errors import KernelError
from comity.kernel.ids import parse_id
from comity.law.facts.cells import ALL_COLUMNS, COLUMNS, FLAGS, NO, Sort, write_cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.directory.origins import Origin

FILE_COLUMNS: Final = ("fact", *ALL_COLUMNS)
NAME: Final = "facts"


@dataclass(frozen=True, slots=True)
class JudgedFact:
    """One row: whether it is new, changed, the same or refused, and why; what it is about, where it can be read."""

    line: int
    about: str
    result: str
    reasons: Sequence[tuple[str, str]]
    cells: dict[str, str]
    fact: UUID | None = None
    subject: str = ""


def normal(cells: dict[str, str]) -> dict[str, str]:
    """Return the cells that a fact of its sort has, and no other; flags are yes or no."""
    sort = cells.get("sort", "").strip()
    if sort not in set(Sort):
        return {"sort": sort}
    found = {name: cells.get(name, "").strip() for name in COLUMNS[Sort(sort)]}
    return {"sort": sort, **found, **{name: found[name] or NO for name in found if name in FLAGS}}


def export(kind: str, *, shipped: bool = False) -> str:
    """Return every fact that holds here, as `csv` or `json`; with what ships if that is asked."""
    found = rows()
    found += [{"fact": "", **write_cells(one)} for one in shipped_list()] if shipped else []
    full = [{name: row.get(name, "") for name in FILE_COLUMNS} for row in found]
    return files.as_csv(full, FILE_COLUMNS) if kind == "csv" else files.as_json(found, NAME)


def rows() -> list[dict[str, str]]:
    """Return every fact that holds here as a row."""
    return [{"fact": str(one.fact_id), **normal(one.cells)} for one in fact_queries.current_versions()]


def read(raw: bytes) -> list[dict[str, str]]:
    """Read a file of either kind, or raise DirectoryError `E_FILE` that says what is wrong with it."""
    return files.read(raw, columns=FILE_COLUMNS, needed="sort", name=NAME)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the node, and the file itself, know while rows are judged."""

    holds: dict[UUID, dict[str, str]]
    subjects: dict[UUID, str]
    waiting: set[UUID]
    stated: set[tuple[tuple[str, str], ...]]  # what holds or ships, whatever its id
    instruments: dict[str, date | None]  # those that are known, and those that the file enters


def judge(rows: Sequence[dict[str, str]]) -> list[JudgedFact]:
    """Say of every row what taking it in would do; nothing is written. The same statements for any number of rows."""
    holds = {one.fact_id: normal(one.cells) for one in fact_queries.current_versions()}
    stated = [*holds.values(), *(normal(write_cells(one)) for one in shipped_list())]
    known = _Known(
        holds=holds,
        subjects=dict(fact_queries.facts().values_list("pk", "subject")),
        waiting=set(fact_queries.all_waiting().values_list("fact_id", flat=True)),
        stated={tuple(sorted(one.items())) for one in stated},
        instruments=instruments(also=[row.get("instrument", "").strip().upper() for row in rows if _is_new(row)]),
    )
    seen: set[UUID] = set()
    found = []
    for line, row in enumerate(rows, 1):
        one = _judge(line, row, known, seen)
        found.append(one)
        seen |= {one.fact} if one.fact else set()
    return found


def _is_new(row: dict[str, str]) -> bool:
    """Whether a row enters an instrument, which other rows may name."""
    return row["sort"].strip() == Sort.INSTRUMENT


def _judge(line: int, row: dict[str, str], known: _Known, seen: set[UUID]) -> JudgedFact:
    cells = normal(row)
    told = row.get("fact", "").strip()
    fact = _id_of(told)
    about = " ".join(one for one in (cells.get("instrument", ""), cells.get("place", "")) if one)
    reasons = _refused(told, fact, known, seen)
    entered = None
    if not reasons:
        entered, problems = judged(cells, known.instruments)
        reasons = [(one.column, one.text.get(get_language() or "en")) for one in problems]
    if entered and fact and known.subjects.get(fact, entered.subject) != entered.subject:
        reasons = [("fact", _("This id belongs to a fact about something else."))]
    if reasons or entered is None:
        return JudgedFact(line, about, "refused", reasons, cells)
    if known.holds.get(fact) == cells if fact in known.subjects else tuple(sorted(cells.items())) in known.stated:
        return JudgedFact(line, about, "same", [], cells, fact, entered.subject)
    result = "changed" if fact in known.subjects else "new"
    return JudgedFact(line, about, result, [], cells, fact, entered.subject)


def _id_of(text: str) -> UUID | None:
    try:
        return parse_id(text)
    except KernelError:
        return None


def _refused(told: str, fact: UUID | None, known: _Known, seen: set[UUID]) -> list[tuple[str, str]]:
    """Return why a row cannot be looked at further."""
    if told and fact is None:
        return [("fact", _("This is no id of a fact."))]
    if fact in seen:
        return [("fact", _("An earlier row has this id."))]
    if fact in known.waiting:
        return [("fact", _("Another version waits for a second officer."))]
    return []


def take_in(*, actor: Actor, judged_rows: Sequence[JudgedFact], now: datetime, origin: Origin | None = None) -> int:
    """Write a version for every row that is new or changed, all or none; each waits for a second officer.

    `origin` is the signed directory that says it, where one does.
    """
    wanted = [one for one in judged_rows if one.result in {"new", "changed"}]
    known = instruments(also=[one.cells["instrument"].upper() for one in wanted if _is_new(one.cells)])
    with transaction.atomic():
        for one in wanted:
            propose_fact(
                actor=actor, cells=one.cells, now=now, known=known, origin=origin,
                fact_id=one.fact if one.result == "changed" else None,
                as_id=one.fact if one.result == "new" else None,
            )  # fmt: skip
    return len(wanted)
