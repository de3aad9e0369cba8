"""What each kind of message does to a case: who sends it, from which step, and where both sides stand after it.

The table is for people and for `docs/law.md`; `conversation` is the rule. Tests walk through courses of a case, with
messages that cross, and demand that nothing happens which is not written here; and that every move of the graphs that
a message can make is written here. Several steps after one step mean that it depends on the measures and on what else
is open; the same step after as before means that the message is recorded and moves nothing, for instance because it
crossed another.

`kinds` says what each message is, `outgoing` and `incoming` from which step to which it leads on either side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.law.message_moves.incoming import INCOMING, INSIDE_INCOMING
from comity.law.message_moves.kinds import KINDS, sender_of
from comity.law.message_moves.outgoing import INSIDE_OUTGOING, OUTGOING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.kernel.languages import Text
    from comity.law.conversation import Said

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMove:
    """One kind of message.

    Attributes:
        kind: the kind.
        sender: `requesting`, `requested`, or `either`.
        article: the rule behind it; empty where practice.
        outgoing, incoming: steps before and after, on the requesting and on the requested side.
        measures: what it does to measures.
        answer: the kind of message that is owed in return; empty where none.
        clock: preset time limit for that answer.
    """

    kind: Said
    sender: str
    article: str
    outgoing: frozenset[Pair]
    incoming: frozenset[Pair]
    measures: Text
    answer: str = ""
    clock: str = ""


def _pairs(table: str) -> Iterator[Pair]:
    """Read rows such as `a b > c d` as every pair of a step on the left and one on the right; `=` is "the same"."""
    for row in filter(None, map(str.strip, table.splitlines())):
        left, _, right = row.partition(">")
        for before in left.split():
            for after in right.split():
                yield ("" if before == "-" else before, before if after == "=" else after)


MESSAGE_MOVES: dict[str, MessageMove] = {
    kind.value: MessageMove(
        kind=kind,
        sender=sender_of(kind),
        article=said.article,
        outgoing=frozenset(_pairs(OUTGOING[kind])),
        incoming=frozenset(_pairs(INCOMING[kind])),
        measures=said.measures,
        answer=said.answer,
        clock=said.clock,
    )
    for kind, said in KINDS.items()
}

# Moves that no message makes: drafting, the receipt for the request, and the requested side's own examination.
OWN_STEPS: dict[str, frozenset[Pair]] = {
    "outgoing": frozenset(_pairs(INSIDE_OUTGOING)),
    "incoming": frozenset(_pairs(INSIDE_INCOMING)),
}

__all__ = ["MESSAGE_MOVES", "OWN_STEPS", "MessageMove", "Pair"]
