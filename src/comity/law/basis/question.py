"""What is asked of the engine, and how its words are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.assistance import KINDS
from comity.law.errors import RuleViolation
from comity.law.facts import Kind
from comity.law.offences import OFFENCES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.law.facts import Facts

OTHER = "other"  # an offence that the Convention does not establish
_ARTICLE = re.compile(r"(?:(?:art(?:icle|\.)?|第)\s*)?(\d{1,3})\s*条?\s*(?:[(（](\d{1,2})[)）])?", re.IGNORECASE)

_NO_OFFENCE = Text(
    "“{given}” is not an offence of the Convention. Give its article, for example 15, 16(1) or 23, or “other”.",
    "“{given}”不是《公约》规定的犯罪。请填写条款号，例如 15、16（1）或 23；《公约》以外的犯罪请填写 other。",
)
_NO_PLACE = Text(
    "“{given}” is not the ISO code of a State or territory known here. Give two letters, for example FR.",
    "“{given}”不是本系统已知的国家或地区的 ISO 代码。请填写两个字母，例如 FR。",
)
_NO_DATE = Text(
    "“{given}” is not a date. Write year, month and day, for example 2026-03-01.",
    "“{given}”不是有效日期。请按年、月、日填写，例如 2026-03-01。",
)
_NO_KIND = Text(
    "“{given}” is not a kind of cooperation. Give one of: {known}.",
    "“{given}”不是合作种类。请填写下列之一：{known}。",
)
_NO_MEASURE = Text(
    "“{given}” is not a kind of assistance. Give one of: {known}.",
    "“{given}”不是协助的种类。请填写下列之一：{known}。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes:
        asking, asked: codes of both places.
        on: the day of the request; `today`: the day of asking, to notice a day that is still to come.
        offences: articles of the Convention or `other`; none means not stated.
        measures: kinds of assistance (46(3)); none means not stated.
        coercive: whether a measure forces somebody; None where that is not stated.
        conduct: the first day of the conduct, to notice that it is older than the bond; None where not stated.
        in_lieu: both agreed for this case to apply 46(9)-(29) in lieu of a treaty (46(7)).
    """

    kind: Kind
    asking: str
    asked: str
    on: date
    today: date
    offences: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    coercive: bool | None = None
    conduct: date | None = None
    in_lieu: bool = False

    @property
    def convention_offences(self) -> tuple[str, ...]:
        """The offences that the Convention establishes."""
        return tuple(one for one in self.offences if one != OTHER)

    @property
    def in_scope(self) -> bool:
        """Whether some of the conduct is covered by the Convention; not stated counts as covered (46(1), 3)."""
        return not self.offences or bool(self.convention_offences) or self.kind is Kind.CIVIL_ADMINISTRATIVE


def read_kind(given: str) -> Kind:
    """Return the kind of cooperation of that name, or raise RuleViolation `E_KIND`."""
    try:
        return Kind(given.strip().lower().replace("_", "-"))
    except ValueError:
        raise RuleViolation("E_KIND", _NO_KIND, given=given, known=", ".join(Kind)) from None


def read_place(given: str, facts: Facts) -> str:
    """Return the code of a known place, or raise RuleViolation `E_STATE`."""
    code = given.strip().upper()
    if code not in facts.places:
        raise RuleViolation("E_STATE", _NO_PLACE, given=given)
    return code


def read_date(given: str) -> date:
    """Return a date written as year, month, day, or raise RuleViolation `E_DATE`."""
    written = given.strip()
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or day.isoformat() != written:
        raise RuleViolation("E_DATE", _NO_DATE, given=given)
    return day


def read_offences(given: Iterable[str]) -> tuple[str, ...]:
    """Return articles of offences, or raise RuleViolation `E_OFFENCE`; `16` means both of its paragraphs."""
    found: dict[str, None] = {}
    for one in given:
        found.update(dict.fromkeys(_offences(one)))
    return tuple(found)


def _offences(given: str) -> tuple[str, ...]:
    """Read one article: its paragraph where the Convention has an offence for each, else the article."""
    if given.strip().lower() == OTHER:
        return (OTHER,)
    match = _ARTICLE.fullmatch(given.strip())
    article, paragraph = (match[1].lstrip("0"), match[2]) if match else ("", None)
    exact = f"{article}({paragraph})"
    if exact in OFFENCES:
        return (exact,)
    if article in OFFENCES:
        return (article,)
    whole = tuple(code for code in OFFENCES if code.startswith(f"{article}(")) if paragraph is None else ()
    if not article or not whole:
        raise RuleViolation("E_OFFENCE", _NO_OFFENCE, given=given)
    return whole


def read_measures(given: Iterable[str]) -> tuple[str, ...]:
    """Return codes of kinds of assistance, or raise RuleViolation `E_MEASURE`."""
    found = tuple(one.strip().upper() for one in given)
    for one in found:
        if one not in KINDS:
            raise RuleViolation("E_MEASURE", _NO_MEASURE, given=one, known=", ".join(KINDS))
    return found
