"""Approval chains: the organs that a request of ours passes before it leaves, in their order. Pure.

A chain has two to four stages. Each but the last approves the text exactly as it stands; the last signs and sends. So
the three tiers that many authorities know (the organ that handles the case, the authority above it, the organ that
speaks with other States) are one chain, and an authority with one reviewer and one head is another. Which chain a
request takes follows from what it asks and of whom.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from comity.cases.rules import CaseworkError
from comity.core.roles import Role
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

FEWEST, MOST = 2, 4
APPROVERS: Final = frozenset({Role.REVIEWER, Role.CASE_OFFICER, Role.HEAD})


@dataclass(frozen=True, slots=True)
class Stage:
    """One organ of a chain.

    Attributes:
        name: what the organ is called.
        role: the role that its approver holds.
        officers: who approves there, by id; nobody named means everybody who holds the role.
        may_return: whether it may return the request to its author.
    """

    name: Text
    role: Role
    officers: frozenset[str] = frozenset()
    may_return: bool = True

    def to_row(self) -> dict[str, Any]:
        """Return the stage as it is kept."""
        return {
            "name": {"en": self.name.en, "zh-hans": self.name.zh},
            "role": self.role.value,
            "officers": sorted(self.officers),
            "may_return": self.may_return,
        }

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Stage:
        """Read a stage that was kept."""
        name = Text(en=row["name"]["en"], zh=row["name"]["zh-hans"])
        return cls(name, Role(row["role"]), frozenset(row["officers"]), row["may_return"])


# One reviewer, then the head: what an authority has that decided nothing else.
STANDARD: Final = (
    Stage(Text(en="Review by the central authority", zh="中央机关审核"), Role.REVIEWER),
    Stage(Text(en="Signature by the head", zh="负责人签署"), Role.HEAD),
)
STANDARD_NAME: Final = Text(en="Standard chain", zh="标准流程")


@dataclass(frozen=True, slots=True)
class Scope:
    """For which requests a chain is meant; nothing named means all.

    Attributes:
        key: the name by which all versions of the chain are one.
        kinds: kinds of measure (UNCAC art. 46(3)), of which one is enough.
        states: codes of the States that are asked.
    """

    key: str
    kinds: frozenset[str] = field(default_factory=frozenset)
    states: frozenset[str] = field(default_factory=frozenset)

    def covers(self, kinds: Collection[str], state: str) -> bool:
        """Return whether a request that asks for these kinds of that State is meant."""
        return (not self.kinds or not self.kinds.isdisjoint(kinds)) and (not self.states or state in self.states)


def choose(scopes: Iterable[Scope], *, kinds: Collection[str], state: str) -> str:
    """Return the key of the chain for a request; empty for the standard chain.

    One that names the State goes before one that names only kinds, and both before one for all; what names fewer
    goes first among equals. Two that name the same differ by their keys alone, so that the answer is always the same.
    """
    found = [scope for scope in scopes if scope.covers(kinds, state)]
    found.sort(key=lambda one: (not one.states, not one.kinds, len(one.states), len(one.kinds), one.key))
    return found[0].key if found else ""


def check_stages(stages: Sequence[Stage]) -> None:
    """Raise CaseworkError `E_CHAIN` unless the chain has two to four stages and the head signs at its end."""
    if not FEWEST <= len(stages) <= MOST:
        raise CaseworkError("E_CHAIN", "a chain has two to four stages")
    if stages[-1].role != Role.HEAD or any(stage.role not in APPROVERS for stage in stages):
        raise CaseworkError("E_CHAIN", "a stage with a role that may not approve, or a chain that nobody signs")


def check_place(
    stage: Stage, *, actor: object, roles: Collection[Role], stands_in_for: Collection[object] = ()
) -> None:
    """Raise CaseworkError `E_STAGE` unless the officer approves at this stage, or stands in for one named there.

    Who stands in holds the role of the stage himself: an absence gives nobody a power that he has not.
    """
    named = {str(one) for one in (actor, *stands_in_for)}
    if stage.role not in roles or (stage.officers and not stage.officers & named):
        raise CaseworkError("E_STAGE", "this stage is for others")


def acts_for(stage: Stage, *, actor: object, stands_in_for: Collection[object]) -> list[object]:
    """Return for whom somebody approves at a stage that names its officers: nobody where he is named himself."""
    if not stage.officers or str(actor) in stage.officers:
        return []
    return [one for one in stands_in_for if str(one) in stage.officers]


def check_once(actor: object, before: Collection[object], *, away: Collection[object] = ()) -> None:
    """Raise CaseworkError `E_FOUR_EYES` if the officer, or one for whom he acts, approved at an earlier stage."""
    if {actor, *away} & set(before):
        raise CaseworkError("E_FOUR_EYES", "nobody approves twice")


def check_return(stage: Stage) -> None:
    """Raise CaseworkError `E_STAGE_RETURN` if the organ only takes note and cannot return the request."""
    if not stage.may_return:
        raise CaseworkError("E_STAGE_RETURN", "this stage does not return requests")


def check_standing(digests: Sequence[str], now: str, *, stages: int) -> None:
    """Raise CaseworkError `E_CHANGED` unless every organ before the last approved exactly the text that stands now."""
    if len(digests) != stages or any(one != now for one in digests):
        raise CaseworkError("E_CHANGED", "the request changed after it was approved, or a stage is missing")
