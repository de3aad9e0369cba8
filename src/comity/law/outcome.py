"""The outcome of a case: derived from its measures, never stored, the same on both sides after the same messages."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.measures import TERMINAL

if TYPE_CHECKING:
    from collections.abc import Iterable


class Outcome(StrEnum):
    """How a case ended, or that it has not."""

    OPEN = "open"
    EXECUTED = "executed"
    EXECUTED_IN_PART = "executed_in_part"
    NOT_EXECUTED = "not_executed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


TITLES = {
    Outcome.OPEN: Text("open", "未结"),
    Outcome.EXECUTED: Text("executed", "已执行"),
    Outcome.EXECUTED_IN_PART: Text("executed in part", "已部分执行"),
    Outcome.NOT_EXECUTED: Text("not executed", "未执行"),
    Outcome.REFUSED: Text("refused", "已拒绝"),
    Outcome.WITHDRAWN: Text("withdrawn", "已撤回"),
}

_DONE = frozenset({"executed", "nothing_found"})
_SOMETHING_DONE = _DONE | {"executed_in_part"}


def outcome(states: Iterable[str]) -> Outcome:
    """Return the one outcome of a case whose measures have these states.

    Open while any measure is (a case without measures is open too); else by the first rule that holds: all executed
    or nothing found; all refused; all withdrawn; something executed beside others; nothing executed.
    """
    found = set(states)
    if not found or found - TERMINAL:
        return Outcome.OPEN
    if found <= _DONE:
        return Outcome.EXECUTED
    if found == {"refused"}:
        return Outcome.REFUSED
    if found == {"withdrawn"}:
        return Outcome.WITHDRAWN
    return Outcome.EXECUTED_IN_PART if found & _SOMETHING_DONE else Outcome.NOT_EXECUTED
