"""Reading a row of text cells as a fact, with a reason for every cell that cannot be. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from comity.kernel.languages import Text
from comity.law.assistance import KINDS
from comity.law.facts.cells import COLUMNS, YES, Entered, Problem, Sort, subject_of
from comity.law.facts.rows import (
    UNCAC,
    Act,
    Declaration,
    Effect,
    Family,
    Instrument,
    Kind,
    Notification,
    Notified,
    PairRelation,
    PairStatus,
    Participation,
    Rule,
    RuleValue,
    StateRule,
    bound_from,
)
from comity.law.offences import OFFENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from comity.law.facts.rows import Fact

E = TypeVar("E", bound=StrEnum)
CODE: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,22}[A-Z0-9])?")
TAG: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
BETWEEN_TWO: Final = frozenset({Family.BILATERAL, Family.MEMORANDUM})
# What a State says under these articles is one of four answers, or languages; elsewhere its own words.
ANSWERS: Final = frozenset({(UNCAC, "44(6)"), (UNCAC, "55(6)"), ("UNTOC", "16(5)")})
LANGUAGES: Final = frozenset({(UNCAC, "46(14)"), ("UNTOC", "18(14)")})

MISSING = Text("Fill this in.", "请填写此项。")
NO_PLACE = Text("This is no code of a State or territory known here.", "这不是本系统已知的国家或地区代码。")
NO_INSTRUMENT = Text(
    "No instrument of this code is known here: enter it first.", "没有这一代码的文书：请先登记该文书。"
)
NO_CODE = Text(
    "Write a short code of capital letters, digits and hyphens.", "请填写由大写字母、数字和连字符组成的简短代码。"
)
NOT_THE_CONVENTION = Text(
    "The Convention itself comes with the program; enter what States did about it.",
    "《公约》本身随本系统附带；请登记各国就其采取的行动。",
)
NO_DAY = Text("Write year, month and day, for example 2026-03-01.", "请按年、月、日填写，例如 2026-03-01。")
NO_CHOICE = Text("This is none of the answers that are possible here.", "这不是此处可以填写的答案。")
NO_KIND = Text(
    "Write kinds of cooperation such as mla or extradition, with semicolons between.",
    "请填写合作种类，例如 mla 或 extradition，以分号隔开。",
)
NO_ARTICLES = Text(
    "Write each kind with its articles, for example: mla: 1, 2; extradition: 20",
    "请按种类填写条款，例如：mla：1，2；extradition：20",
)
NOTHING_COVERED = Text(
    "Say what it covers: by which articles, or at least what about.",
    "请说明涵盖的事项：依据哪些条款，或者至少涉及什么。",
)
NO_OFFENCE = Text(
    "Write articles of the Convention such as 15 or 16(1), with semicolons between.",
    "请填写《公约》条款，例如 15 或 16（1），以分号隔开。",
)
NO_MEASURE = Text(
    "Write codes of kinds of assistance such as DOCUMENTS, with semicolons between.",
    "请填写协助种类的代码，例如 DOCUMENTS，以分号隔开。",
)
TWO_LANGUAGES = Text("Write it in both languages.", "请以两种语言填写。")
SAME_PLACE = Text("Both are the same place.", "双方是同一地方。")
ONLY_TWO = Text(
    "Only a bilateral treaty or a memorandum is between two; enter parties of others one by one.",
    "只有双边条约或者谅解备忘录是在两方之间；其他文书的缔约方请逐一登记。",
)
TURNED_ROUND = Text("This day lies before the one on which it began.", "该日期早于开始日期。")
NOT_BOUND = Text("Say from when it is bound, or when it signed.", "请说明自何时起受约束，或者何时签署。")
NO_TAGS = Text(
    "Write language tags such as en or zh-hans, with spaces between.",
    "请填写语言标签，例如 en 或 zh-hans，以空格隔开。",
)
NEEDS_CONDITION = Text("Write the condition, in both languages.", "请以两种语言写明条件。")


@dataclass(slots=True)
class _Row:
    """The cells of one row while they are read; what is wrong is noted and reading goes on."""

    cells: Mapping[str, str]
    places: Collection[str]
    instruments: Mapping[str, date | None]
    record: str
    checked: bool
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, column: str, text: Text) -> None:
        if column not in {one.column for one in self.problems}:
            self.problems.append(Problem(column, text))

    def text(self, column: str, *, needed: bool = False) -> str:
        given = self.cells.get(column, "").strip()
        if needed and not given:
            self.wrong(column, MISSING)
        return given

    def flag(self, column: str) -> bool:
        return self.text(column).casefold() == YES

    def day(self, column: str, *, needed: bool = False) -> date | None:
        given = self.text(column, needed=needed)
        try:
            return date.fromisoformat(given) if given else None
        except ValueError:
            self.wrong(column, NO_DAY)
            return None

    def place(self, column: str) -> str:
        code = self.text(column, needed=True).upper()
        if code and code not in self.places:
            self.wrong(column, NO_PLACE)
        return code

    def instrument(self) -> str:
        code = self.text("instrument", needed=True).upper()
        if code and not self.checked and code not in self.instruments:
            self.wrong("instrument", NO_INSTRUMENT)
        return code

    def choice(self, column: str, choices: type[E], default: E) -> E:
        given = self.text(column, needed=True)
        try:
            return choices(given) if given else default
        except ValueError:
            self.wrong(column, NO_CHOICE)
            return default

    def both(self, name: str, *, needed: bool = False) -> Text | None:
        en, zh = self.text(f"{name}_en"), self.text(f"{name}_zh")
        if bool(en) is not bool(zh) or (needed and not en):
            self.wrong(f"{name}_zh" if en else f"{name}_en", TWO_LANGUAGES)
        return Text(en, zh) if en and zh else None

    def parts(self, column: str) -> list[str]:
        written = self.text(column).replace("（", "(").replace("）", ")")
        return [part.strip() for part in re.split(r"[;；]", written) if part.strip()]

    def listed(self, column: str, known: Collection[str], told: Text) -> frozenset[str]:
        found = frozenset(self.parts(column))
        if not found <= frozenset(known):
            self.wrong(column, told)
        return found

    def kinds(self, column: str) -> frozenset[Kind]:
        found = self.listed(column, [kind.value for kind in Kind], NO_KIND)
        return frozenset(Kind(one) for one in found if one in set(Kind))

    def articles(self) -> dict[Kind, tuple[str, ...]]:
        found: dict[Kind, tuple[str, ...]] = {}
        for part in self.parts("articles"):
            kind, _colon, given = part.replace("：", ":").partition(":")
            named = tuple(one.strip() for one in re.split(r"[,，、]", given) if one.strip())
            if kind.strip() not in set(Kind) or not named:
                self.wrong("articles", NO_ARTICLES)
            else:
                found[Kind(kind.strip())] = named
        return found

    def ordered(self, first: str, then: str) -> None:
        begun, ended = self.day(first), self.day(then)
        if begun and ended and ended <= begun:
            self.wrong(then, TURNED_ROUND)

    def validity(self) -> dict[str, Any]:
        self.ordered("valid_from", "valid_to")
        return {"valid_from": self.day("valid_from"), "valid_to": self.day("valid_to")}

    def common(self) -> dict[str, Any]:
        return {
            "text": self.both("text"),
            "source": self.text("source", needed=True),
            "date": self.day("source_date", needed=True) or date.min,
            "verified": self.flag("verified"),
            "disputed": self.flag("disputed"),
            "record": self.record,
        }


def read_cells(
    cells: Mapping[str, str],
    *,
    places: Collection[str],
    instruments: Mapping[str, date | None],
    record: str = "",
    checked: bool = False,
) -> tuple[Entered | None, list[Problem]]:
    """Return what a row states, or what is wrong with which of its cells.

    `instruments` gives of each known one its entry into force; `checked`: they were known when the row was entered.
    `record` is where the node keeps the row.
    """
    row = _Row(cells, places, instruments, record, checked)
    try:
        sort = Sort(cells.get("sort", ""))
    except ValueError:
        return None, [Problem("sort", NO_CHOICE)]
    facts = _READERS[sort](row, row.common())
    if row.problems:
        order = COLUMNS[sort]
        return None, sorted(row.problems, key=lambda one: order.index(one.column))
    return Entered(sort, subject_of(facts[0]), facts), []


def _instrument(row: _Row, common: dict[str, Any]) -> tuple[Fact, ...]:
    code = row.text("instrument", needed=True).upper()
    if code and not CODE.fullmatch(code):
        row.wrong("instrument", NO_CODE)
    if code == UNCAC:
        row.wrong("instrument", NOT_THE_CONVENTION)
    family = row.choice("family", Family, Family.REGIONAL)
    if family is Family.UNCAC:
        row.wrong("family", NO_CHOICE)
    articles, topics = row.articles(), row.kinds("topics")
    if not articles and not topics:
        row.wrong("articles", NOTHING_COVERED)
    offences = row.listed("offences", OFFENCES, NO_OFFENCE)
    measures = row.listed("measures", KINDS, NO_MEASURE)
    instrument = Instrument(
        code=code, name=row.both("name", needed=True) or NO_CODE, family=family, articles=articles, topics=topics,
        offences=offences or None, measures=measures or None, condition=row.both("condition"),
        no_dual_criminality=row.kinds("no_dual_criminality"), fiscal_refusal=row.flag("fiscal_refusal"),
        is_own_basis=row.flag("is_own_basis"), **common,
    )  # fmt: skip
    return (instrument, *_two_parties(row, code, family, common))


def _two_parties(row: _Row, code: str, family: Family, common: dict[str, Any]) -> tuple[Fact, ...]:
    """A bilateral treaty or memorandum names its two parties itself."""
    if family not in BETWEEN_TWO:
        for column in ("place", "other", "bound"):
            if row.text(column):
                row.wrong(column, ONLY_TWO)
        return ()
    one, other = row.place("place"), row.place("other")
    if one and one == other:
        row.wrong("other", SAME_PLACE)
    bound = row.day("bound", needed=True)
    said = {**common, "text": None}
    return tuple(Participation(instrument=code, place=place, bound=bound, **said) for place in (one, other))


def _party(row: _Row, common: dict[str, Any]) -> tuple[Fact, ...]:
    code, place = row.instrument(), row.place("place")
    signed, deposited, bound = row.day("signed"), row.day("deposited"), row.day("bound")
    begins = row.instruments.get(code)
    if bound is None and deposited is not None and begins is not None:
        bound = bound_from(deposited, begins)
    if bound is None and signed is None:
        row.wrong("bound", NOT_BOUND)
    row.ordered("bound", "ended")
    act = row.choice("act", Act, Act.RATIFICATION) if row.text("act") else None
    return (
        Participation(
            instrument=code, place=place, signed=signed, deposited=deposited, act=act, bound=bound,
            ended=row.day("ended"), **common,
        ),
    )  # fmt: skip


def _notification(row: _Row, common: dict[str, Any]) -> tuple[Fact, ...]:
    code, place, article = row.instrument(), row.place("place"), row.text("article", needed=True)
    value, condition = row.text("value", needed=True), row.both("condition")
    if (code, article) in ANSWERS:
        value = row.choice("value", Notified, Notified.SILENT).value
        if value == Notified.CONDITIONAL and condition is None:
            row.wrong("condition_en", NEEDS_CONDITION)
    elif (code, article) in LANGUAGES and not all(TAG.fullmatch(tag) for tag in value.split()):
        row.wrong("value", NO_TAGS)
    return (
        Notification(
            place=place, article=article, value=value, condition=condition, instrument=code, **row.validity(), **common
        ),
    )


def _declaration(row: _Row, common: dict[str, Any]) -> tuple[Fact, ...]:
    return (
        Declaration(
            instrument=row.instrument(), place=row.place("place"), article=row.text("article", needed=True),
            effect=row.choice("effect", Effect, Effect.NONE), kinds=row.kinds("kinds"), **row.validity(), **common,
        ),
    )  # fmt: skip


def _pair(row: _Row, common: dict[str, Any]) -> tuple[Fact, ...]:
    one, other = row.place("place"), row.place("other")
    if one and one == other:
        row.wrong("other", SAME_PLACE)
    status = row.choice("status", PairStatus, PairStatus.IN_FORCE)
    return (
        PairRelation(
            instrument=row.instrument(), one=one, other=other, status=status, **row.validity(), **common
        ),
    )  # fmt: skip


def _rule(row: _Row, common: dict[str, Any]) -> tuple[Fact, ...]:
    return (
        StateRule(
            place=row.place("place"), rule=row.choice("rule", Rule, Rule.TREATIES_LISTED),
            value=row.choice("value", RuleValue, RuleValue.NO), article=row.text("article", needed=True) or "–",
            **row.validity(), **common,
        ),
    )  # fmt: skip


_READERS: Final[dict[Sort, Callable[[_Row, dict[str, Any]], tuple[Fact, ...]]]] = {
    Sort.INSTRUMENT: _instrument,
    Sort.PARTY: _party,
    Sort.NOTIFICATION: _notification,
    Sort.DECLARATION: _declaration,
    Sort.PAIR: _pair,
    Sort.RULE: _rule,
}
