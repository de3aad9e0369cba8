"""Rules of de minimis: what an authority regards as trifling, by amount or by age. They advise and refuse nothing.

The Convention uses the idea twice: in the absence of dual criminality, for help that is not coercive (46(9)(b)), and
for the value of property to be confiscated or frozen (55(7)). Both times the requested State may refuse and never must,
and reasons and consultation stand as for any refusal (46(23), 46(26)). The Convention names no amount, so there is none
until an authority sets one. An authority may also regard old conduct as a matter of that nature; of the value of
property age says nothing, so it points to 46(9)(b) alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.assistance import KINDS, coercive
from comity.law.basis.named import Named
from comity.law.errors import RuleViolation
from comity.law.facts.reading import CODE
from comity.law.grounds import GROUNDS, DualCriminality, Ground, is_open
from comity.law.offences import OFFENCES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date

_ABOUT = r"about|approximately|circa|ca\.?|around|约|大约"
_OR_SO = "左右"
_FIGURE = re.compile(rf"(?:{_ABOUT})?\s*(?P<figure>[0-9][0-9\s,.'’]*)(?:[A-Z]{{3}})?\s*(?:{_OR_SO})?")
GROUP = 3
MATTER = "DE_MINIMIS"
PROPERTY_FIRST = ("DE_MINIMIS_PROPERTY", "DE_MINIMIS")
CURRENCY = 3
MOST_YEARS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One rule of an authority: an amount with its currency, an age, or both, each for itself.

    Attributes:
        currency: three letters; the rule says nothing of another currency, because rates are not ours to guess.
        below: an amount under this one is trifling.
        older_than_years: conduct that ended longer ago than that, when the request came, is trifling.
        kinds: kinds of measure (46(3)) it is for; none means all.
        except_states: codes of States to which it does not apply, as where a treaty rules it out.
        except_offences: offences that are never trifling, by their articles in the Convention (`15`, `16(1)`): a
            request about one of them is not, whatever else it is about.
        except_treaties: instruments by their codes (`ETS-30`): the rule is not for requests that rest on one of them.
    """

    currency: str = ""
    below: Decimal | None = None
    older_than_years: int | None = None
    kinds: frozenset[str] = field(default_factory=frozenset)
    except_states: frozenset[str] = field(default_factory=frozenset)
    except_offences: frozenset[str] = field(default_factory=frozenset)
    except_treaties: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the rules look at: one measure that a State asks for, and the request that it stands in.

    `offences` are those that the request is about, by their articles in the Convention; `basis` is what it rests on.
    `ended` is the last day of the conduct and `asked` the day on which the request came; without both, age
    says nothing.
    """

    kind: str
    module: str
    value: str
    currency: str
    state: str
    dual: DualCriminality
    offences: frozenset[str] = field(default_factory=frozenset)
    basis: Named = field(default_factory=Named)
    ended: date | None = None
    asked: date | None = None


@dataclass(frozen=True, slots=True)
class Trifling:
    """That a rule fits: the ground it points to, the rule, and what it means."""

    ground: Ground
    threshold: Threshold
    text: Text


@dataclass(frozen=True, slots=True)
class Lifted:
    """That a rule would fit, and the treaty that the request rests on takes it away."""

    ground: Ground
    threshold: Threshold
    text: Text


_THRESHOLD = Text(
    "A threshold needs a currency of three capital letters with an amount above nought, or a number of years from 1 to"
    " 100, or both; known kinds of measure, offences named by their articles, such as 15 or 16(1), and treaties by"
    " their codes, such as ETS-30.",
    "每项限额须有三个大写字母的币种和大于零的金额，或者 1 至 100 的年数，也可两者兼有；协助种类须为已知种类，"
    "并以《公约》条款号（例如 15）指明犯罪，以代码（例如 ETS-30）指明条约。",
)
_TEXT = Text(
    "The value named, {value}, is below {limit}, which your authority regards as trifling. You may refuse on this "
    "ground, after consultation and with reasons; nothing obliges you to.",
    "所述价值 {value} 低于本机关视为极其轻微的 {limit}。经磋商并说明理由后可以据此拒绝，但没有任何规定要求必须拒绝。",
)


_AGED = Text(
    "The conduct ended on {ended}: when the request came it was older than {years} years, the limit from which your"
    " authority regards a matter as trifling. You may refuse on this ground, after consultation and with reasons;"
    " nothing obliges you to.",
    "有关行为于 {ended} 终了，收到请求时已超过 {years} 年，即本机关视为极其轻微的年限。经磋商并说明理由后可以据此拒绝，"
    "但没有任何规定要求必须拒绝。",
)
_LIFTED = Text(
    "The value named, {value}, is below {limit}, but the request rests on this instrument: {treaty}. Your rule is not"
    " for such requests, so it does not apply.",
    "所述价值 {value} 低于 {limit}，但请求依据以下文书提出：{treaty}。"
    "本机关的规则不适用于依据该文书提出的请求，因此不予适用。",
)
_LIFTED_AGE = Text(
    "When the request came, the conduct was older than {years} years (it ended on {ended}), but the request rests on"
    " this instrument: {treaty}. Your rule is not for such requests, so it does not apply.",
    "收到请求时，有关行为已超过 {years} 年（于 {ended} 终了），但请求依据以下文书提出：{treaty}。"
    "本机关的规则不适用于依据该文书提出的请求，因此不予适用。",
)
_UNKNOWN = Text(
    " The rule is not for requests that rest on {treaties}. Which treaty this request names could not be told from"
    " its words: find out first.",
    "该规则不适用于依据以下文书提出的请求：{treaties}。无法根据本请求的文字确定其所依据的条约：请先查明。",
)
_TREATIES = Text(
    "A rule of de minimis names instruments that are not known here: {codes}. Write the code of a known instrument, or"
    " enter the instrument first; until then the rule is not lifted by them.",
    "极其轻微规则所列的下列文书不在本系统已登记的文书之列：{codes}。请填写已登记文书的代码，或者先登记该文书；"
    "在此之前，该规则不因这些文书而排除适用。",
)


def check_thresholds(rules: Iterable[Threshold]) -> None:
    """Raise RuleViolation `E_THRESHOLD` for what no rule can mean.

    That is an unknown kind or offence, a currency or a code of an instrument of another form, or no amount.
    """
    for rule in rules:
        codes = all(CODE.fullmatch(one) for one in rule.except_treaties)
        unknown = rule.kinds - KINDS.keys() or rule.except_offences - OFFENCES.keys()
        if not _limits(rule) or not codes or unknown:
            raise RuleViolation("E_THRESHOLD", _THRESHOLD, article="55(7)")


def _limits(rule: Threshold) -> bool:
    """Return whether a rule has an amount with its currency, an age, or both, and each means something."""
    years, below = rule.older_than_years, rule.below
    if years is not None and not 1 <= years <= MOST_YEARS:
        return False
    if below is None:
        return years is not None and not rule.currency
    currency = len(rule.currency) == CURRENCY and rule.currency.isascii() and rule.currency.isupper()
    return currency and below.is_finite() and below > 0


def check_treaties(rules: Iterable[Threshold], known: Container[str]) -> None:
    """Raise RuleViolation `E_TREATY` where rules name instruments that are not among the codes known."""
    codes = sorted({code for rule in rules for code in rule.except_treaties if code not in known})
    if codes:
        text = Text(_TREATIES.en.format(codes=", ".join(codes)), _TREATIES.zh.format(codes="、".join(codes)))
        raise RuleViolation("E_TREATY", text)


def amount_of(text: str) -> Decimal | None:
    """Return the amount that a text names, such as `1,250.50`, `1.250,50` or `about 3 000`; None where it is unclear.

    Whatever else stands beside the figure (`3 million`, `10 to 20`) makes it unclear. One separator before three
    digits groups them: of two readings the larger is taken, so that nothing looks trifling that is not.
    """
    found = _FIGURE.fullmatch(text.strip())
    if found is None:
        return None
    figure = re.sub(r"[\s'’]", "", found["figure"])
    marks = [one for one in figure if one in ",."]
    last = marks[-1] if marks else ""
    after = len(figure) - figure.rfind(last) - 1 if marks else 0
    decimal = last if marks.count(last) == 1 and (len(set(marks)) > 1 or after != GROUP) else ""
    whole, _mark, part = figure.partition(decimal) if decimal else (figure, "", "")
    if not re.fullmatch(r"\d+|\d{1,3}(?:[,.]\d{3})+", whole) or (part and not part.isdecimal()):
        return None
    return Decimal("".join(one for one in whole if one.isdecimal()) + (f".{part}" if part else ""))


def trifling(rules: Iterable[Threshold], matter: Matter) -> Trifling | None:
    """Return the rule that fits one measure, by amount before age and the lowest first; None where none does.

    Only where a ground of de minimis is open for such a measure at all (55(7) for property, 46(9)(b) otherwise), and
    never a rule that the treaty takes away on which the request rests.
    """
    for fit in _fitting(rules, matter):
        if not _away(fit.rule, matter.basis):
            return Trifling(fit.ground, fit.rule, _advice(fit, matter))
    return None


def lifted(rules: Iterable[Threshold], matter: Matter) -> Lifted | None:
    """Return the rule that would fit, were it not for the treaty; None where another fits, or none would."""
    fitting, name = list(_fitting(rules, matter)), matter.basis.name
    if not fitting or name is None or not all(_away(fit.rule, matter.basis) for fit in fitting):
        return None
    first = fitting[0]
    text, said = _LIFTED_AGE if first.by_age else _LIFTED, _said(first, matter)
    told = Text(text.en.format(**said, treaty=name.en), text.zh.format(**said, treaty=name.zh))
    return Lifted(first.ground, first.rule, told)


@dataclass(frozen=True, slots=True)
class _Fit:
    """That a rule fits, by what, whatever the request rests on."""

    rule: Threshold
    ground: Ground
    by_age: bool


def _fitting(rules: Iterable[Threshold], matter: Matter) -> list[_Fit]:
    """Return the rules that fit whatever the request rests on: by amount, the lowest first, then by age."""
    force = coercive(matter.kind, matter.module)
    open_now = [
        one for one in PROPERTY_FIRST if is_open(GROUNDS[one], kind=matter.kind, coercive=force, dual=matter.dual)
    ]
    meant = [rule for rule in rules if _meant(rule, matter)]
    found = [_Fit(rule, GROUNDS[open_now[0]], by_age=False) for rule in _below(meant, matter)] if open_now else []
    if MATTER in open_now:
        found += [_Fit(rule, GROUNDS[MATTER], by_age=True) for rule in meant if _older(rule, matter)]
    return found


def _meant(rule: Threshold, matter: Matter) -> bool:
    excepted = matter.state in rule.except_states or bool(matter.offences & rule.except_offences)
    return (not rule.kinds or matter.kind in rule.kinds) and not excepted


def _below(rules: Iterable[Threshold], matter: Matter) -> list[Threshold]:
    amount, currency = amount_of(matter.value), matter.currency.strip().upper()
    if amount is None:
        return []
    found = [(rule.below, rule) for rule in rules if rule.below is not None and rule.currency == currency]
    return [rule for below, rule in sorted(found, key=lambda one: one[0]) if amount < below]


def _older(rule: Threshold, matter: Matter) -> bool:
    """Return whether the conduct ended more than the years of the rule before the request came."""
    if rule.older_than_years is None or matter.ended is None or matter.asked is None:
        return False
    last, month, day = matter.ended.year + rule.older_than_years, matter.ended.month, matter.ended.day
    return (matter.asked.year, matter.asked.month, matter.asked.day) > (last, month, day)


def _away(rule: Threshold, basis: Named) -> bool:
    """Return whether the instrument that a request rests on takes the rule away."""
    return basis.name is not None and basis.code in rule.except_treaties


def _said(fit: _Fit, matter: Matter) -> dict[str, str]:
    if fit.by_age:
        return {"ended": str(matter.ended), "years": str(fit.rule.older_than_years)}
    named = matter.currency.strip().upper()
    return {"value": f"{matter.value} {named}", "limit": f"{fit.rule.below:,f} {fit.rule.currency}"}


def _advice(fit: _Fit, matter: Matter) -> Text:
    """Return what the rule says; where nobody can tell which treaty is meant, that it may be one that takes it away."""
    text, said = _AGED if fit.by_age else _TEXT, _said(fit, matter)
    en, zh = text.en.format(**said), text.zh.format(**said)
    if not matter.basis.unknown or not fit.rule.except_treaties:
        return Text(en, zh)
    codes = sorted(fit.rule.except_treaties)
    return Text(en + _UNKNOWN.en.format(treaties=", ".join(codes)), zh + _UNKNOWN.zh.format(treaties="、".join(codes)))
