"""What both authorities wrote down of a case by letter, compared before it goes on by Comity. Pure.

The requesting authority says in its message what it recorded: how many rounds of questions were asked and answered, and
which measures were accepted or refused. The requested one, which decided, compares that with its own record, measure by
measure. A decision of its own that the other has not recorded is told to it again, sealed, in the same act; a decision
that the other recorded and that does not stand here is in the way until a person has put it right.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from comity.cases.moving import Hindrance
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STATES: Final = {"undecided": "asked", "in_hand": "accepted", "refused": "refused"}
PHASES: Final = {state: found for found, state in STATES.items()}
# What may have been decided after what: a decision that the other side has not heard of yet.
LATER: Final = frozenset({("undecided", "in_hand"), ("undecided", "refused"), ("in_hand", "refused")})
PHASE_TITLES: Final = {
    "undecided": Text("not decided", "未作决定"),
    "in_hand": Text("accepted", "已同意"),
    "refused": Text("refused", "已拒绝"),
}


class Compared(StrEnum):
    """What comes out when both records of one measure are compared."""

    SAME = "same"
    TOLD = "told"
    AHEAD = "ahead"


COMPARED_TITLES: Final = {
    Compared.SAME: Text("Both recorded the same.", "双方记录一致。"),
    Compared.TOLD: Text(
        "Our decision is told to the other State once more, sealed, when you join.",
        "合并时，我方决定将以加密文电再次告知对方。",
    ),
    Compared.AHEAD: Text("It recorded a decision that does not stand here.", "对方录入了一项此处没有的决定。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    """What one side wrote down of one measure.

    Attributes:
        name: the measure's id at that side.
        kind, module: what is asked.
        phase: `undecided`, `in_hand` or `refused`.
        decided_on: the day of the decision as that side recorded it; empty where there is none, or no day.
    """

    name: str
    kind: str
    module: str
    phase: str
    decided_on: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One measure in both records."""

    theirs: Wrote
    ours: Wrote
    compared: Compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The record of one side, no round of questions open; `consulted`: a consultation or an override is kept in it."""

    rounds: int
    measures: Sequence[Wrote]
    consulted: bool = False

    @property
    def something(self) -> bool:
        """Whether anything was recorded beyond the request itself."""
        return self.rounds > 0 or self.consulted or any(one.phase != "undecided" for one in self.measures)


def compare(theirs: Record, ours: Record) -> tuple[list[Pair], Hindrance | None]:
    """Return the measures of both records in pairs, and what is in the way; nothing to compare gives no pairs."""
    if not theirs.something and not ours.something:
        return [], None
    found = _paired(theirs.measures, ours.measures)
    if found is None:
        return [], Hindrance.MEASURES
    pairs = [Pair(one, other, _compared(one.phase, other.phase)) for one, other in found]
    if theirs.rounds != ours.rounds:
        return pairs, Hindrance.ROUNDS
    if any(pair.compared is Compared.AHEAD for pair in pairs):
        return pairs, Hindrance.AHEAD
    return pairs, None


def _compared(theirs: str, ours: str) -> Compared:
    if theirs == ours:
        return Compared.SAME
    return Compared.TOLD if (theirs, ours) in LATER else Compared.AHEAD


def _paired(theirs: Iterable[Wrote], ours: Iterable[Wrote]) -> list[tuple[Wrote, Wrote]] | None:
    """Pair by name where both use the same names, else like with like in order; None where that is not certain.

    Several measures of one kind are certain only where all of them are equally far on either side.
    """
    their_own, our_own = list(theirs), list(ours)
    named = {one.name: one for one in our_own}
    if {one.name for one in their_own} == named.keys():
        return [(one, named[one.name]) for one in their_own]
    alike = _by_kind(our_own)
    if {key: len(rows) for key, rows in _by_kind(their_own).items()} != {key: len(rows) for key, rows in alike.items()}:
        return None
    for rows in (*_by_kind(their_own).values(), *alike.values()):
        if len({one.phase for one in rows}) > 1:
            return None
    left = {key: iter(rows) for key, rows in alike.items()}
    return [(one, next(left[one.kind, one.module])) for one in their_own]


def _by_kind(measures: Iterable[Wrote]) -> Mapping[tuple[str, str], list[Wrote]]:
    found: dict[tuple[str, str], list[Wrote]] = defaultdict(list)
    for one in measures:
        found[one.kind, one.module].append(one)
    return dict(found)
