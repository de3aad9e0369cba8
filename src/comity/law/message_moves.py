"""What each kind of message does to a case: who sends it, from which step, and where both sides stand after it.

The table is for people and for `docs/law.md`; `conversation` is the rule. Tests walk through courses of a case, with
messages that cross, and demand that nothing happens which is not written here; and that every move of the graphs that
a message can make is written here. Several steps after one step mean that it depends on the measures; the same step
after as before means that the message is recorded and moves nothing, for instance because it crossed another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.conversation import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def _move(  # noqa: PLR0917 (a row of a table: its columns in order)
    kind: Said, sender: str, article: str, measures: Text, outgoing: str, incoming: str, **owed: str
) -> MessageMove:
    return MessageMove(
        kind=kind,
        sender=sender,
        article=article,
        outgoing=frozenset(_pairs(outgoing)),
        incoming=frozenset(_pairs(incoming)),
        measures=measures,
        answer=owed.get("answer", ""),
        clock=owed.get("clock", ""),
    )


_NOTHING = Text("nothing", "无变化")
_DECIDED = Text(
    "each measure named becomes accepted or refused; a refusal may also end one in execution",
    "所列各项协助事项转为已同意或者已拒绝；执行中的协助事项也可以被拒绝",
)
_DECISION_OUT = """
    acknowledged > under_examination in_execution closing
    under_examination > = in_execution closing
    clarification > = under_examination in_execution material_check closing
    in_execution > = closing
    withdrawn > = closing
    material_check closing closed > =
"""
_DECISION_IN = """
    legal_review consultation decision > = executing awaiting_feedback
    info_requested > = legal_review executing transmitted awaiting_feedback
    executing results_at_ca > = awaiting_feedback
    transmitted > =
"""

_ALL = (
    _move(
        Said.REQUEST_SUBMIT,
        "requesting",
        "46(13)",
        Text("every measure is asked", "各项协助事项均为已请求"),
        "approved > signed",
        "- > received",
        answer="ack",
        clock="acknowledge",
    ),
    _move(
        Said.ACK,
        "requested",
        "",
        _NOTHING,
        """
        sent > acknowledged
        signed withdrawn closed > =
        """,
        """
        received > registered
        awaiting_feedback > =
        """,
    ),
    _move(
        Said.CLARIFY_ASK,
        "requested",
        "46(16)",
        Text("measures asked about pause", "所涉协助事项暂停"),
        """
        acknowledged > under_examination clarification
        under_examination in_execution material_check > = clarification
        closing withdrawn closed > =
        """,
        "legal_review consultation decision executing results_at_ca transmitted > info_requested",
        answer="clarify.answer",
        clock="answer",
    ),
    _move(
        Said.CLARIFY_ANSWER,
        "requesting",
        "46(16)",
        Text("they return to where they were", "恢复到暂停之前的状态"),
        "clarification > under_examination in_execution material_check",
        """
        info_requested > = legal_review executing transmitted
        legal_review consultation decision executing results_at_ca transmitted awaiting_feedback closed > =
        """,
    ),
    _move(Said.DECISION_ACCEPT, "requested", "46(17)", _DECIDED, _DECISION_OUT, _DECISION_IN),
    _move(Said.DECISION_REFUSE, "requested", "46(21)", _DECIDED, _DECISION_OUT, _DECISION_IN),
    _move(Said.DECISION_PARTIAL, "requested", "46(21)", _DECIDED, _DECISION_OUT, _DECISION_IN),
    _move(
        Said.STATUS_QUERY,
        "requesting",
        "46(24)",
        _NOTHING,
        "signed sent acknowledged under_examination clarification in_execution material_check closing withdrawn > =",
        """
        received registered legal_review consultation decision info_requested > =
        executing results_at_ca transmitted awaiting_feedback closed > =
        """,
        answer="status.report",
        clock="report",
    ),
    _move(
        Said.STATUS_REPORT,
        "requested",
        "46(24)",
        Text("the requesting State learns how far each is", "请求国了解各项协助事项的进展"),
        """
        acknowledged > under_examination
        under_examination clarification in_execution material_check closing withdrawn closed > =
        """,
        """
        registered legal_review consultation decision info_requested > =
        executing results_at_ca transmitted awaiting_feedback > =
        """,
    ),
    _move(
        Said.MATERIAL_DELIVER,
        "requested",
        "46(3)",
        Text("each measure named gets its result, or more is to come", "所列各项协助事项有了结果，或者尚有后续"),
        """
        under_examination in_execution closing withdrawn closed > material_check
        clarification material_check > =
        """,
        """
        legal_review consultation decision executing results_at_ca > transmitted
        info_requested transmitted > =
        """,
        answer="material.receipt",
        clock="check_material",
    ),
    _move(
        Said.MATERIAL_RECEIPT,
        "requesting",
        "",
        Text(
            "none if complete; if not, what was executed counts as delivered in part",
            "收妥的无变化；未收妥的，已执行的协助事项视为已部分移交",
        ),
        """
        material_check > = under_examination in_execution closing withdrawn closed
        clarification > =
        """,
        """
        transmitted > = legal_review executing awaiting_feedback closed
        info_requested > =
        """,
    ),
    _move(
        Said.NO_LONGER_REQUIRED,
        "requesting",
        "46(24)",
        Text("each open measure named ends as withdrawn", "所列未结协助事项转为不再需要"),
        """
        signed sent acknowledged > = withdrawn
        under_examination > = in_execution closing withdrawn
        clarification > = under_examination in_execution material_check closing withdrawn
        in_execution > = closing withdrawn
        material_check > =
        """,
        """
        received registered > = awaiting_feedback
        legal_review consultation decision > = executing awaiting_feedback
        info_requested > = legal_review executing transmitted awaiting_feedback
        executing results_at_ca > = awaiting_feedback
        transmitted awaiting_feedback closed > =
        """,
    ),
    _move(
        Said.CLOSURE,
        "either",
        "46(24)",
        _NOTHING,
        """
        closing withdrawn > closed
        closed > =
        """,
        """
        awaiting_feedback > closed
        transmitted closed > =
        """,
    ),
)

MESSAGE_MOVES: dict[str, MessageMove] = {move.kind.value: move for move in _ALL}

# Moves that no message makes: drafting, the receipt for the request, and the requested side's own examination.
OWN_STEPS: dict[str, frozenset[Pair]] = {
    "outgoing": frozenset(
        _pairs("""
        draft > internal_review discarded
        internal_review > draft approved
        approved > draft discarded
        signed > sent
        """)
    ),
    "incoming": frozenset(
        _pairs("""
        registered > legal_review
        legal_review > consultation decision
        consultation > legal_review decision
        decision > legal_review consultation
        executing > results_at_ca
        results_at_ca > executing
        """)
    ),
}
