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
from comity.law.errors import RuleViolation
from comity.law.grounds import GROUNDS, DualCriminality, Ground, is_open
from comity.law.offences import OFFENCES

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    """

    currency: str
    below: Decimal
    kinds: frozenset[str] = field(default_factory=frozenset)
    except_states: frozenset[str] = field(default_factory=frozenset)
    except_offences: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Trifling:
    """That a rule fits: the ground it points to, the rule, and what it means."""

    ground: Ground
    threshold: Threshold
    text: Text


_THRESHOLD = Text(
    "A threshold needs a currency of three capital letters, an amount above nought, known kinds of measure, and"
    " offences named by their articles, such as 15 or 16(1).",
    "每项限额须有三个大写字母的币种、大于零的金额、已知的协助种类，并以《公约》条款号（例如 15）指明犯罪。",
)
_TEXT = Text(
    "The value named, {value}, is below {limit}, which your authority regards as trifling. You may refuse on this "
    "ground, after consultation and with reasons; nothing obliges you to.",
    "所述价值 {value} 低于本机关视为极其轻微的 {limit}。经磋商并说明理由后可以据此拒绝，但没有任何规定要求必须拒绝。",
)


def check_thresholds(rules: Iterable[Threshold]) -> None:
    """Raise RuleViolation `E_THRESHOLD` for an unknown kind or offence, a currency of another form, or no amount."""
    for rule in rules:
        currency = len(rule.currency) == CURRENCY and rule.currency.isascii() and rule.currency.isupper()
        amount = rule.below.is_finite() and rule.below > 0
        if not currency or not amount or rule.kinds - KINDS.keys() or rule.except_offences - OFFENCES.keys():
            raise RuleViolation("E_THRESHOLD", _THRESHOLD, article="55(7)")


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


def trifling(
    rules: Iterable[Threshold], *, kind: str, module: str, value: str, currency: str, state: str,
    dual: DualCriminality, offences: Iterable[str] = (),
) -> Trifling | None:  # fmt: skip
    """Return the rule that fits one measure asked by a State, the lowest amount first; None where none does.

    `offences` are those that the request is about, by their articles in the Convention.

    Only where a ground of de minimis is open for such a measure at all (55(7) for property, 46(9)(b) otherwise).
    """
    amount, named = amount_of(value), currency.strip().upper()
    force = coercive(kind, module)
    open_now = [one for one in PROPERTY_FIRST if is_open(GROUNDS[one], kind=kind, coercive=force, dual=dual)]
    if amount is None or not open_now:
        return None
    about = set(offences)
    for rule in sorted(rules, key=lambda one: one.below):
        excepted = state in rule.except_states or bool(about & rule.except_offences)
        meant = (not rule.kinds or kind in rule.kinds) and not excepted
        if meant and rule.currency == named and amount < rule.below:
            said = {"value": f"{value} {named}", "limit": f"{rule.below:,f} {rule.currency}"}
            return Trifling(GROUNDS[open_now[0]], rule, Text(_TEXT.en.format(**said), _TEXT.zh.format(**said)))
    return None
