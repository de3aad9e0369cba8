"""The check: what a request lacks, item by item, with article, severity and place.

Never raises, whatever it is given: a request that is half written or hostile only has more findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.law.contents.items import ITEMS, Item
from comity.law.contents.spanning import Scope
from comity.law.fields import Need
from comity.law.modes import Force, Mode, force, parse_mode
from comity.law.reading import Reading
from comity.law.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from comity.kernel.languages import Text


class Level(StrEnum):
    """What a missing item does to a request."""

    BLOCKS = "blocks"
    WEAKENS = "weakens"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a request does not say.

    Attributes:
        code: the item, a key of `ITEMS`.
        article: the rule; empty where it is practice.
        level: whether the request may not be sent without it, or is only weaker.
        by_analogy: whether the rule does not bind in this mode of the legal basis and only serves as an example
            (then it never blocks, and the officer who goes on gives a reason).
        section, field: where it is said in the draft.
        row: position of the offence, person, measure or annex, counted from 0; None for the whole request.
        measure_id, person_id: name of the row, if it has one.
        text: the sentence that says what is missing.
    """

    code: str
    article: str
    level: Level
    by_analogy: bool
    section: str
    field: str
    row: int | None
    measure_id: str
    person_id: str
    text: Text

    @property
    def item(self) -> Item:
        """The item that is missing."""
        return ITEMS[self.code]


_ROWS = {
    Scope.OFFENCE: "proceedings.offences",
    Scope.PERSON: "persons",
    Scope.MEASURE: "measures",
    Scope.ANNEX: "annexes",
}


def _places(item: Item, request: Reading) -> Iterator[tuple[int | None, Reading]]:
    """Yield every place where the item is to be said, in order."""
    if item.scope is Scope.REQUEST:
        yield None, request
        return
    for position, row in enumerate(request.rows(_ROWS[item.scope])):
        if not item.module or row.text("module") == item.module:
            yield position, row


def level_of(item: Item, mode: Mode) -> tuple[Level, bool] | None:
    """Return how much the absence of an item weighs in `mode`, and whether only by analogy; None if it is nothing."""
    strength = force(item.applies, mode)
    if item.need is Need.IF_WANTED or strength is Force.SILENT:
        return None
    analogy = strength is Force.BY_ANALOGY
    blocks = item.need is Need.MANDATORY and not analogy
    return (Level.BLOCKS if blocks else Level.WEAKENS), analogy


def check(request: Mapping[str, Any], *, signing: bool = False) -> list[Finding]:
    """Return what the request lacks, in the order of the draft (UNCAC art. 46(14)-(16), 46(20), 46(24), practice).

    `request` has the shape of RequestV1 as nested mappings; anything is accepted. With `signing`, the person who signs
    is demanded too. Nothing of level `blocks` is left in a request that may be sent.
    """
    reading = Reading(request)
    mode = parse_mode(reading.text("basis.mode"))
    findings: list[Finding] = []
    for item in ITEMS.values():
        weight = level_of(item, mode)
        if weight is None or (item.at_signing and not signing):
            continue
        for position, row in _places(item, reading):
            if (item.condition is None or item.condition.holds(row)) and not item.satisfied(row):
                findings.append(_finding(item, weight, position, row))
    order = {key: number for number, key in enumerate(SECTIONS)}
    return sorted(findings, key=lambda found: (order[found.section], -1 if found.row is None else found.row))


def _finding(item: Item, weight: tuple[Level, bool], position: int | None, row: Reading) -> Finding:
    return Finding(
        code=item.code,
        article=item.article,
        level=weight[0],
        by_analogy=weight[1],
        section=item.section,
        field=item.field,
        row=position,
        measure_id=row.text("measure_id") if item.scope is Scope.MEASURE else "",
        person_id=row.text("person_id") if item.scope is Scope.PERSON else "",
        text=item.missing,
    )


def missing_by_section(request: Mapping[str, Any], *, signing: bool = False) -> dict[str, list[Finding]]:
    """Return the findings of every section, in the order of the task list; a complete section has an empty list."""
    found: dict[str, list[Finding]] = {key: [] for key in SECTIONS}
    for finding in check(request, signing=signing):
        found[finding.section].append(finding)
    return found


def blocking(request: Mapping[str, Any], *, signing: bool = False) -> list[Finding]:
    """Return only what keeps the request from being sent."""
    return [finding for finding in check(request, signing=signing) if finding.level is Level.BLOCKS]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what is needed is said: counts of items demanded of this request, and of those it has."""

    demanded: int
    said: int

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down; 100 only when nothing is missing."""
        return 100 if self.demanded == 0 else self.said * 100 // self.demanded


def completeness(request: Mapping[str, Any]) -> Completeness:
    """Return how complete the request is, counting mandatory and where-possible items alike."""
    reading = Reading(request)
    mode = parse_mode(reading.text("basis.mode"))
    answers = [
        item.satisfied(row)
        for item in ITEMS.values()
        if level_of(item, mode) is not None and not item.at_signing
        for _, row in _places(item, reading)
        if item.condition is None or item.condition.holds(row)
    ]
    return Completeness(demanded=len(answers), said=sum(answers))


def items_to_ask(request: Mapping[str, Any]) -> list[Finding]:
    """Return what the requested State may ask under article 46(16): every finding, by analogy or not."""
    return check(request, signing=True)
