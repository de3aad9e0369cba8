"""What each kind of message does to a case: who sends it, from which step, and where both sides stand after it.

The table is for people and for `docs/law.md`; `conversation` is the rule. A test walks every possible course of a case
and demands that the two agree exactly. Steps that a message leaves where they are stand in `sender_stays` and
`receiver_stays`: there the message is recorded and answered, but moves nothing (it may have crossed another).
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.kernel.languages import Text
from comity.law.conversation import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMove:
    """One kind of message.

    Attributes:
        kind: the kind.
        sender: `requesting`, `requested`, or `either`.
        article: the rule behind it; empty where practice.
        sends: pairs of steps of the sender, before and after.
        receives: pairs of steps of the receiver, before and after; before the first message it is "".
        measures: what it does to measures.
        answer: the kind of message that is owed in return, and by which clock; empty where none.
        clock: preset time limit for that answer.
    """

    kind: Said
    sender: str
    article: str
    sends: tuple[tuple[str, str], ...]
    receives: tuple[tuple[str, str], ...]
    measures: Text
    answer: str = ""
    clock: str = ""


def _pairs(table: str) -> tuple[tuple[str, str], ...]:
    """Read `a b > c d; e > f` as every pair of a step on the left and one on the right; `>` nothing is "stays"."""
    found = []
    for row in filter(str.strip, table.split(";")):
        left, _, right = row.partition(">")
        for before in left.split() or [""]:
            found.extend((before, after) for after in right.split() or [before])
    return tuple(found)


_NOTHING = Text("nothing", "无变化")
