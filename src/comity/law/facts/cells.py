"""A fact as one row of text cells: as forms, files and the table of a node have it. Pure: nothing is looked up here.

`COLUMNS` says which cells each sort of fact has, `read_cells` reads and checks a row, `write_cells` writes one. Several
values in a cell are parted by semicolons; articles are written `mla: 18, 19; extradition: 16`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from comity.law.facts.rows import (
    Declaration,
    Instrument,
    Notification,
    PairRelation,
    Participation,
    StateRule,
)

if TYPE_CHECKING:
    from datetime import date

    from comity.kernel.languages import Text
    from comity.law.facts.rows import Dated, Fact


class Sort(StrEnum):
    """What a fact is about."""

    INSTRUMENT = "instrument"
    PARTY = "party"
    NOTIFICATION = "notification"
    DECLARATION = "declaration"
    PAIR = "pair"
    RULE = "rule"


COMMON: Final = ("text_en", "text_zh", "source", "source_date", "verified", "disputed")
COLUMNS: Final[dict[Sort, tuple[str, ...]]] = {
    Sort.INSTRUMENT: (
        "instrument", "name_en", "name_zh", "family", "place", "other", "bound", "articles", "topics", "offences",
        "measures", "condition_en", "condition_zh", "no_dual_criminality", "fiscal_refusal", "is_own_basis", *COMMON,
    ),
    Sort.PARTY: ("instrument", "place", "signed", "deposited", "act", "bound", "ended", *COMMON),
    Sort.NOTIFICATION: (
        "instrument", "place", "article", "value", "condition_en", "condition_zh", "valid_from", "valid_to", *COMMON,
    ),
    Sort.DECLARATION: ("instrument", "place", "article", "effect", "kinds", "valid_from", "valid_to", *COMMON),
    Sort.PAIR: ("instrument", "place", "other", "status", "valid_from", "valid_to", *COMMON),
    Sort.RULE: ("place", "rule", "value", "article", "valid_from", "valid_to", *COMMON),
}  # fmt: skip
ALL_COLUMNS: Final = ("sort", *dict.fromkeys(name for columns in COLUMNS.values() for name in columns))
FLAGS: Final = frozenset({"fiscal_refusal", "is_own_basis", "verified", "disputed"})
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell."""

    column: str
    text: Text


@dataclass(frozen=True, slots=True)
class Entered:
    """A row that was read: what it is about, and the facts that it states."""

    sort: Sort
    subject: str
    rows: tuple[Fact, ...]


def subject_of(fact: Fact) -> str:
    """Return what a fact is about; two facts about the same say it together or contradict one another."""
    match fact:
        case Instrument():
            return f"instrument:{fact.code}"
        case Participation():
            return f"party:{fact.instrument}:{fact.place}"
        case Notification():
            return f"notification:{fact.instrument}:{fact.place}:{fact.article}"
        case Declaration():
            return f"declaration:{fact.instrument}:{fact.place}:{fact.article}"
        case PairRelation():
            return ":".join(("pair", fact.instrument, *sorted((fact.one, fact.other))))
        case StateRule():
            return f"rule:{fact.place}:{fact.rule.value}"
    raise TypeError(f"no fact of the table: {type(fact).__name__}")


def write_cells(fact: Fact) -> dict[str, str]:
    """Return a fact as cells; every column of its sort is there."""
    sort = Sort(subject_of(fact).partition(":")[0])
    found = {**dict.fromkeys(COLUMNS[sort], ""), **_own_cells(fact)}
    found |= _texts("text", fact.text)
    found |= {"source": fact.source, "source_date": fact.date.isoformat()}
    found |= {"verified": _flag(on=fact.verified), "disputed": _flag(on=fact.disputed)}
    return {"sort": sort.value, **found}


def _own_cells(fact: Fact) -> dict[str, str]:
    match fact:
        case Instrument():
            return _instrument_cells(fact)
        case Participation():
            return {
                "instrument": fact.instrument, "place": fact.place, "act": fact.act or "",
                **{name: _day(getattr(fact, name)) for name in ("signed", "deposited", "bound", "ended")},
            }  # fmt: skip
        case Notification():
            stated = {"instrument": fact.instrument, "place": fact.place, "article": fact.article, "value": fact.value}
            return {**stated, **_texts("condition", fact.condition), **_validity(fact)}
        case Declaration():
            stated = {"instrument": fact.instrument, "place": fact.place, "article": fact.article}
            return {**stated, "effect": fact.effect, "kinds": "; ".join(sorted(fact.kinds)), **_validity(fact)}
        case PairRelation():
            stated = {"instrument": fact.instrument, "place": fact.one, "other": fact.other, "status": fact.status}
            return {**stated, **_validity(fact)}
        case StateRule():
            stated = {"place": fact.place, "rule": fact.rule, "value": fact.value, "article": fact.article}
            return {**stated, **_validity(fact)}
    raise TypeError(f"no fact of the table: {type(fact).__name__}")


def _instrument_cells(fact: Instrument) -> dict[str, str]:
    return {
        "instrument": fact.code,
        **_texts("name", fact.name),
        "family": fact.family,
        "articles": "; ".join(f"{kind}: {', '.join(articles)}" for kind, articles in fact.articles.items()),
        "topics": "; ".join(sorted(fact.topics)),
        "offences": "; ".join(sorted(fact.offences or ())),
        "measures": "; ".join(sorted(fact.measures or ())),
        **_texts("condition", fact.condition),
        "no_dual_criminality": "; ".join(sorted(fact.no_dual_criminality)),
        "fiscal_refusal": _flag(on=fact.fiscal_refusal),
        "is_own_basis": _flag(on=fact.is_own_basis),
    }


def _texts(name: str, text: Text | None) -> dict[str, str]:
    return {f"{name}_en": text.en if text else "", f"{name}_zh": text.zh if text else ""}


def _validity(fact: Dated) -> dict[str, str]:
    return {"valid_from": _day(fact.valid_from), "valid_to": _day(fact.valid_to)}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _flag(*, on: bool) -> str:
    return YES if on else NO
