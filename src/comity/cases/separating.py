"""Whether two cases that were joined by mistake can be separated, and what of them goes where. Pure.

The registry joined a signed request to the case of another letter. What the other State was told by joining cannot be
unsaid: where it was told more than the acknowledgement, or where what was asked and decided by letter was taken to hold
for both, the two cannot be told apart. Else the signed request stays as both States hold it, and the case of the letter
is written again: rows that went over go back as they are now, those that gave way are written as they were. What came
since stays with the signed request; what shuts somebody out, lets him in or keeps a case longer holds for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SEPARABLE: Final = frozenset({"registered", "legal_review"})
# What is asked or decided by letter: joining brought it to the measures of the signed request.
SETTLED_BY_LETTER: Final = frozenset(
    {
        "cases.assignment",
        "cases.clarification",
        "cases.consultation",
        "cases.decision",
        "cases.guardoverride",
        "cases.officetask",
    }
)
# What was written since the join holds for either case: nobody can say of which it was meant, and it errs on the safe
# side. Who works on them, or must not, was so for both.
FOR_BOTH: Final = frozenset(
    {"cases.exclusion", "cases.liftedexclusion", "cases.mark", "cases.member", "cases.retentionhold"}
)
# Of these the signed request keeps its own copy of what came from the letter: it needs its officers, and a conflict of
# interest found in the joined case is not over because it was parted.
KEPT_TOO: Final = frozenset({"cases.exclusion", "cases.member"})
# An act takes away rows of this table: one that is gone was lifted, unless another stands in its place.
TAKEN_AWAY: Final = "cases.exclusion"


class Obstacle(StrEnum):
    """Why two joined cases cannot be separated."""

    NOT_KEPT = "not_kept"
    DESTROYED = "destroyed"
    CLOSED = "closed"
    SETTLED = "settled"
    TOLD = "told"
    STEP = "step"
    UNREADABLE = "unreadable"
    TAKEN = "taken"


OBSTACLES: Final[Mapping[Obstacle, Text]] = {
    Obstacle.NOT_KEPT: Text(
        "It was joined by an earlier version of this software, which did not keep how both cases stood. Tell the other"
        " State by a correction which request is meant, register the letter once more, and link the two cases.",
        "该案由本软件的早期版本合并，当时未保存两案的原状。请以更正告知对方国家所指的是哪一项请求，将信函重新登记，并关联两案。",
    ),
    Obstacle.DESTROYED: Text(
        "Its content was destroyed, and with it how both cases stood before.",
        "其内容已被销毁，两案合并前的状况亦随之销毁。",
    ),
    Obstacle.CLOSED: Text(
        "The case is closed. If it did not answer the letter, register the letter once more and link the two cases.",
        "案件已结案。如信函未因此得到答复，请将信函重新登记，并关联两案。",
    ),
    Obstacle.SETTLED: Text(
        "Questions or decisions by letter were taken to hold for the signed request too, and the other State has them"
        " in its record. Tell it by a correction what does not hold, register the letter once more, and link the two"
        " cases.",
        "以信函提出的问题或者作出的决定已视为同样适用于经签署的请求，对方国家亦已录入。"
        "请以更正告知何者不适用，将信函重新登记，并关联两案。",
    ),
    Obstacle.TOLD: Text(
        "Since they were joined, the other State was told more than that the request is registered. That cannot be"
        " unsaid. Tell it by a correction what does not hold, register the letter once more, and link the two cases.",
        "合并之后，已告知对方国家的不止于请求已登记。所述无法收回。"
        "请以更正告知何者不适用，将信函重新登记，并关联两案。",
    ),
    Obstacle.STEP: Text(
        "At this step of the procedure two cases cannot be separated. Tell the other State by a correction which"
        " request is meant, register the letter once more, and link the two cases.",
        "案件处于程序的这一步骤时不能拆分。请以更正告知对方国家所指的是哪一项请求，将信函重新登记，并关联两案。",
    ),
    Obstacle.UNREADABLE: Text(
        "How the case of the letter stood was kept in a form that this version of the software cannot read whole."
        " Nothing of it is lost: ask the administrator to report it.",
        "信函案件的原状系以本版软件无法完整读取的形式保存。内容并未丢失：请管理员报告此问题。",
    ),
    Obstacle.TAKEN: Text(
        "A case with the identifier of the letter's case is here again, so it cannot be written once more.",
        "此处已另有案件使用信函案件的标识，因此无法再次写入。",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparateFacts:
    """What decides whether two joined cases can be separated.

    Attributes:
        step: the step of the joined case.
        tables: the tables of which the case from the letter had rows; None where that was not kept.
        told: how many messages or letters of ours left in the joined case after the acknowledgement.
        emptied: its content was destroyed.
        closed: it is closed.
        readable: what was kept can be read whole.
        taken: there is a case again with the id of the one from the letter.
    """

    step: str
    tables: frozenset[str] | None
    told: int = 0
    emptied: bool = False
    closed: bool = False
    readable: bool = True
    taken: bool = False


def obstacle(facts: SeparateFacts) -> Obstacle | None:
    """Return why two joined cases cannot be separated, the firmest reason first; None where they can."""
    tables = facts.tables or frozenset()
    reasons = (
        (facts.emptied, Obstacle.DESTROYED),
        (facts.tables is None, Obstacle.NOT_KEPT),
        (facts.closed, Obstacle.CLOSED),
        (bool(tables & SETTLED_BY_LETTER), Obstacle.SETTLED),
        (facts.told > 0, Obstacle.TOLD),
        (facts.step not in SEPARABLE, Obstacle.STEP),
        (not facts.readable, Obstacle.UNREADABLE),
        (facts.taken, Obstacle.TAKEN),
    )
    return next((reason for holds, reason in reasons if holds), None)


@dataclass(frozen=True, slots=True)
class Stored:
    """One row: its table, its key, and what may stand only once in a case (an officer and his function)."""

    table: str
    key: str
    once: tuple[str, ...] = ()

    @property
    def name(self) -> tuple[str, str]:
        """What names the row among all rows."""
        return self.table, self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """What goes where.

    Attributes:
        back: rows that go back to the case of the letter as they are now.
        anew: rows of it that gave way, to be written as they were.
        copied: rows of the joined case that the case of the letter gets too.
        kept_too: rows that go back and of which the signed request keeps a copy.
        stays: rows that stay with the signed request; those in `copied` are among them.
    """

    back: tuple[Stored, ...]
    anew: tuple[Stored, ...]
    copied: tuple[Stored, ...]
    kept_too: tuple[Stored, ...]
    stays: tuple[Stored, ...]


def part(former: Collection[Stored], signed: Collection[Stored], now: Collection[Stored]) -> Parted:
    """Return what goes where, of what stood in both cases before they were joined and of what stands there now."""
    theirs, own = {one.name for one in former}, {one.name for one in signed}
    standing = {one.name for one in now}
    at_its_place = {(one.table, one.once) for one in now}
    back = tuple(one for one in now if one.name in theirs - own)
    stays = tuple(one for one in now if one.name not in theirs - own)
    anew = tuple(
        one
        for one in former
        if one.name not in standing and (one.table != TAKEN_AWAY or (one.table, one.once) in at_its_place)
    )
    has = {(one.table, one.once) for one in (*back, *anew) if one.once}
    copied = tuple(
        one
        for one in stays
        if one.table in FOR_BOTH and one.name not in own and (one.table, one.once) not in has
    )  # fmt: skip
    there = {(one.table, one.once) for one in stays if one.once}
    kept_too = tuple(one for one in back if one.table in KEPT_TOO and (one.table, one.once) not in there)
    return Parted(back=back, anew=anew, copied=copied, kept_too=kept_too, stays=stays)


def column(*, before: Any, written: Any, now: Any) -> Any:
    """Return what a column of the signed request holds afterwards: as before, unless it was changed since the join."""
    return before if now == written else now
