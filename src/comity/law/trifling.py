"""Rules of de minimis: below which amount an authority regards a matter as trifling. They advise and refuse nothing.

The Convention uses the idea twice: in the absence of dual criminality, for help that is not coercive (46(9)(b)), and
for the value of property to be confiscated or frozen (55(7)). Both times the requested State may refuse and never must,
and reasons and consultation stand as for any refusal (46(23), 46(26)). The Convention names no amount, so there is none
until an authority sets one.
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
    from collections.abc import Container, Iterable, Iterator

_ABOUT = r"about|approximately|circa|ca\.?|around|约|大约"
_OR_SO = "左右"
_FIGURE = re.compile(rf"(?:{_ABOUT})?\s*(?P<figure>[0-9][0-9\s,.'’]*)(?:[A-Z]{{3}})?\s*(?:{_OR_SO})?")
GROUP = 3
PROPERTY_FIRST = ("DE_MINIMIS_PROPERTY", "DE_MINIMIS")
CURRENCY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One rule of an authority.

    Attributes:
        currency: three letters; the rule says nothing of another currency, because rates are not ours to guess.
        below: an amount under this one is trifling.
        kinds: kinds of measure (46(3)) it is for; none means all.
        except_states: codes of States to which it does not apply, as where a treaty rules it out.
        except_offences: offences that are never trifling, by their articles in the Convention (`15`, `16(1)`): a
            request about one of them is not, whatever else it is about.
        except_treaties: instruments by their codes (`ETS-30`): the rule is not for requests that rest on one of them.
    """

    currency: str
    below: Decimal
    kinds: frozenset[str] = field(default_factory=frozenset)
    except_states: frozenset[str] = field(default_factory=frozenset)
    except_offences: frozenset[str] = field(default_factory=frozenset)
    except_treaties: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the rules look at: one measure that a State asks for, and the request that it stands in.

    `offences` are those that the request is about, by their articles in the Convention; `basis` is what it rests on.
    """

    kind: str
    module: str
    value: str
    currency: str
    state: str
    dual: DualCriminality
    offences: frozenset[str] = field(default_factory=frozenset)
    basis: Named = field(default_factory=Named)


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
    "A threshold needs a currency of three capital letters, an amount above nought, known kinds of measure, offences"
    " named by their articles, such as 15 or 16(1), and treaties by their codes, such as ETS-30.",
    "每项限额须有三个大写字母的币种、大于零的金额、已知的协助种类，并以《公约》条款号（例如 15）指明犯罪，"
    "以代码（例如 ETS-30）指明条约。",
)
_TEXT = Text(
    "The value named, {value}, is below {limit}, which your authority regards as trifling. You may refuse on this "
    "ground, after consultation and with reasons; nothing obliges you to.",
    "所述价值 {value} 低于本机关视为极其轻微的 {limit}。经磋商并说明理由后可以据此拒绝，但没有任何规定要求必须拒绝。",
)


_LIFTED = Text(
    "The value named, {value}, is below {limit}, but the request rests on this instrument: {treaty}. Your rule is not"
    " for such requests, so it does not apply.",
    "所述价值 {value} 低于 {limit}，但请求依据以下文书提出：{treaty}。"
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
        currency = len(rule.currency) == CURRENCY and rule.currency.isascii() and rule.currency.isupper()
        amount = rule.below.is_finite() and rule.below > 0
        codes = all(CODE.fullmatch(one) for one in rule.except_treaties)
        unknown = rule.kinds - KINDS.keys() or rule.except_offences - OFFENCES.keys()
        if not currency or not amount or not codes or unknown:
            raise RuleViolation("E_THRESHOLD", _THRESHOLD, article="55(7)")


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
    """Return the rule that fits one measure, the lowest amount first; None where none does.

    Only where a ground of de minimis is open for such a measure at all (55(7) for property, 46(9)(b) otherwise), and
    never a rule that the treaty takes away on which the request rests.
    """
    for rule, ground in _fitting(rules, matter):
        if not _away(rule, matter.basis):
            return Trifling(ground, rule, _advice(rule, matter))
    return None


def lifted(rules: Iterable[Threshold], matter: Matter) -> Lifted | None:
    """Return the rule that would fit, were it not for the treaty; None where another fits, or none would."""
    fitting = list(_fitting(rules, matter))
    name = matter.basis.name
    if not fitting or name is None or not all(_away(rule, matter.basis) for rule, _ground in fitting):
        return None
    rule, ground = fitting[0]
    said = _said(rule, matter)
    text = Text(_LIFTED.en.format(**said, treaty=name.en), _LIFTED.zh.format(**said, treaty=name.zh))
    return Lifted(ground, rule, text)


def _fitting(rules: Iterable[Threshold], matter: Matter) -> Iterator[tuple[Threshold, Ground]]:
    """Yield the rules that fit whatever the request rests on, the lowest amount first, with the ground of each."""
    amount, named = amount_of(matter.value), matter.currency.strip().upper()
    kind, force = matter.kind, coercive(matter.kind, matter.module)
    open_now = [one for one in PROPERTY_FIRST if is_open(GROUNDS[one], kind=kind, coercive=force, dual=matter.dual)]
    if amount is None or not open_now:
        return
    for rule in sorted(rules, key=lambda one: one.below):
        excepted = matter.state in rule.except_states or bool(matter.offences & rule.except_offences)
        meant = (not rule.kinds or kind in rule.kinds) and not excepted
        if meant and rule.currency == named and amount < rule.below:
            yield rule, GROUNDS[open_now[0]]


def _away(rule: Threshold, basis: Named) -> bool:
    """Return whether the instrument that a request rests on takes the rule away."""
    return basis.name is not None and basis.code in rule.except_treaties


def _said(rule: Threshold, matter: Matter) -> dict[str, str]:
    named = matter.currency.strip().upper()
    return {"value": f"{matter.value} {named}", "limit": f"{rule.below:,f} {rule.currency}"}


def _advice(rule: Threshold, matter: Matter) -> Text:
    """Return what the rule says; where nobody can tell which treaty is meant, that it may be one that takes it away."""
    said = _said(rule, matter)
    en, zh = _TEXT.en.format(**said), _TEXT.zh.format(**said)
    if not matter.basis.unknown or not rule.except_treaties:
        return Text(en, zh)
    codes = sorted(rule.except_treaties)
    return Text(en + _UNKNOWN.en.format(treaties=", ".join(codes)), zh + _UNKNOWN.zh.format(treaties="、".join(codes)))
