"""The states of one measure, on both sides, and the moves between them.

asked → (info_requested ↔) → conditions_offered → accepted → in_execution → results_at_ca → delivered_in_part → one
result: executed, executed_in_part, nothing_found, impossible, refused or withdrawn.

Two states are pauses: `info_requested` (46(16)) and `postponed` (46(25)) return to the state the measure had before,
which must be remembered beside it; `check_return` says whether a return is right.

A result of the requested State prevails over a withdrawal that crossed it on the way: what was done was done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.kernel.graph import Graph, Mark, State, audit, by, needs
from comity.kernel.languages import Text
from comity.law.errors import RuleViolation

if TYPE_CHECKING:
    from collections.abc import Mapping

ASKS = by("case_officer", "reviewer", "system")
ANSWERS = by("drafter", "case_officer", "reviewer", "system")
DECIDES = by("case_officer", "head", "system")
HEAD = by("head", "system")
EXECUTES = by("executing_authority", "case_officer", "system")
DELIVERS = by("case_officer", "system")
WITHDRAWS = by("case_officer", "head", "system")
CROSSED = by("system")

REFUSAL = (
    needs("ground", article="46(21)") + needs("reasons", article="46(23)") + needs("consultation", article="46(26)")
)
POSTPONEMENT = needs("interference", article="46(25)") + needs("consultation", article="46(26)")


def each(sources: tuple[State, ...], target: State, *marks: tuple[Mark, ...]) -> None:
    """Declare the same move from several states."""
    for source in sources:
        move = source >> target
        for more in marks:
            move |= more


class MeasureGraph(Graph):
    """One thing that is asked for, from the request to its result (UNCAC art. 46(15)(d), 46(16)-(26))."""

    asked = State(initial=True)
    info_requested = State()
    conditions_offered = State()
    postponed = State()
    accepted = State()
    in_execution = State()
    results_at_ca = State()
    delivered_in_part = State()
    executed = State(terminal=True)
    executed_in_part = State(terminal=True)
    nothing_found = State(terminal=True)
    impossible = State(terminal=True)
    refused = State(terminal=True)
    withdrawn = State(terminal=True)

    # Examination: accept, refuse, offer conditions. A refusal has a ground, reasons, and a consultation before it.
    each((asked, conditions_offered), accepted, DECIDES, audit("cases.measure.accepted"))
    (
        asked >> conditions_offered
        | HEAD
        | needs("consultation", article="46(26)")
        | audit("cases.measure.conditions_offered")
    )
    conditions_offered >> asked | HEAD | audit("cases.measure.asked")
    each(
        (
            asked,
            info_requested,
            conditions_offered,
            postponed,
            accepted,
            in_execution,
            results_at_ca,
            delivered_in_part,
        ),
        refused,
        HEAD,
        REFUSAL,
        audit("cases.measure.refused"),
    )

    # Pauses: each returns to the state before it.
    each(
        (asked, accepted, in_execution, results_at_ca, delivered_in_part),
        info_requested,
        ASKS,
        audit("cases.measure.info_requested"),
    )
    info_requested >> asked | ANSWERS | audit("cases.measure.asked")
    info_requested >> accepted | ANSWERS + by("head") | audit("cases.measure.accepted")
    info_requested >> in_execution | ANSWERS | audit("cases.measure.in_execution")
    info_requested >> results_at_ca | ANSWERS | audit("cases.measure.results_at_ca")
    info_requested >> delivered_in_part | ANSWERS | audit("cases.measure.delivered_in_part")
    each(
        (asked, accepted, in_execution, results_at_ca, delivered_in_part),
        postponed,
        HEAD,
        POSTPONEMENT,
        audit("cases.measure.postponed"),
    )
    postponed >> asked | DECIDES | audit("cases.measure.asked")
    postponed >> accepted | DECIDES | audit("cases.measure.accepted")
    postponed >> in_execution | DECIDES | audit("cases.measure.in_execution")
    postponed >> results_at_ca | DECIDES | audit("cases.measure.results_at_ca")
    postponed >> delivered_in_part | DECIDES | audit("cases.measure.delivered_in_part")

    # Execution: 46(17). The requesting State sees only what it is told, so it may miss a step in between.
    accepted >> in_execution | EXECUTES | audit("cases.measure.in_execution")
    each((accepted, in_execution, delivered_in_part), results_at_ca, EXECUTES, audit("cases.measure.results_at_ca"))
    results_at_ca >> in_execution | DELIVERS | audit("cases.measure.in_execution")
    each((accepted, in_execution, results_at_ca), delivered_in_part, DELIVERS, audit("cases.measure.delivered_in_part"))
    each(
        (accepted, in_execution, results_at_ca, delivered_in_part), executed, DELIVERS, audit("cases.measure.executed")
    )
    each(
        (accepted, in_execution, results_at_ca, delivered_in_part),
        executed_in_part,
        DELIVERS,
        audit("cases.measure.executed_in_part"),
    )
    each(
        (accepted, in_execution, results_at_ca, delivered_in_part),
        nothing_found,
        DELIVERS,
        audit("cases.measure.nothing_found"),
    )
    each(
        (accepted, in_execution, results_at_ca, delivered_in_part),
        impossible,
        DELIVERS,
        audit("cases.measure.impossible"),
    )
    # The receipt says that the delivery was not complete: there is more to come after all.
    each(
        (executed, executed_in_part),
        delivered_in_part,
        by("drafter", "case_officer", "system"),
        audit("cases.measure.delivered_in_part"),
    )

    # The requesting State no longer needs it (46(24)); a result that was already on its way prevails.
    each(
        (
            asked,
            info_requested,
            conditions_offered,
            postponed,
            accepted,
            in_execution,
            results_at_ca,
            delivered_in_part,
        ),
        withdrawn,
        WITHDRAWS,
        audit("cases.measure.withdrawn"),
    )
    withdrawn >> executed | CROSSED | audit("cases.measure.executed")
    withdrawn >> executed_in_part | CROSSED | audit("cases.measure.executed_in_part")
    withdrawn >> nothing_found | CROSSED | audit("cases.measure.nothing_found")
    withdrawn >> impossible | CROSSED | audit("cases.measure.impossible")
    withdrawn >> refused | CROSSED | audit("cases.measure.refused")


TERMINAL = frozenset(name for name, state in MeasureGraph.states.items() if state.terminal)
PAUSES = frozenset({"info_requested", "postponed"})
UNDECIDED = frozenset({"asked", "conditions_offered"})
IN_HAND = frozenset({"accepted", "in_execution", "results_at_ca", "delivered_in_part"})
RESULTS = frozenset({"executed", "executed_in_part", "nothing_found", "impossible"})
PREVAILS = RESULTS | {"refused"}

# What a result of `material.deliver` makes of a measure.
STATE_OF_RESULT: Mapping[str, str] = {
    "executed": "executed",
    "executed_in_part": "executed_in_part",
    "nothing_found": "nothing_found",
    "impossible": "impossible",
    "in_part_more_to_come": "delivered_in_part",
}

STATE_TITLES = {
    "asked": Text("asked", "已请求"),
    "info_requested": Text("more information asked", "已要求补充资料"),
    "conditions_offered": Text("assistance offered under conditions", "已提出附条件协助"),
    "postponed": Text("postponed", "暂缓执行"),
    "accepted": Text("accepted", "已同意"),
    "in_execution": Text("being executed", "执行中"),
    "results_at_ca": Text("results at the central authority", "结果已报中央机关"),
    "delivered_in_part": Text("delivered in part, more to come", "已部分移交，尚有后续"),
    "executed": Text("executed", "已执行"),
    "executed_in_part": Text("executed in part", "已部分执行"),
    "nothing_found": Text("executed, nothing found", "已执行，未有发现"),
    "impossible": Text("could not be executed", "无法执行"),
    "refused": Text("refused", "已拒绝"),
    "withdrawn": Text("no longer required", "不再需要"),
}


def phase(state: str, before: str = "") -> str:
    """Return what both sides always agree on: `undecided`, `in_hand`, or the result itself.

    A pause counts as the state before it. Within `in_hand` the requested State may be ahead of what it has reported.
    """
    known = (before or "asked") if state in PAUSES else state
    if known in UNDECIDED:
        return "undecided"
    return "in_hand" if known in IN_HAND else known


def check_return(pause: str, before: str, target: str) -> None:
    """Raise RuleViolation unless a measure leaving a pause returns to where it was (UNCAC art. 46(16), 46(25)).

    A decision, a refusal and a withdrawal end a pause for good; they are no returns.
    """
    if pause not in PAUSES or target in TERMINAL:
        return
    decided = target == "accepted" and (before or "asked") in UNDECIDED
    if target != before and not decided:
        raise RuleViolation(
            "return_from_pause",
            Text(
                "A measure that was paused returns to where it was before the pause.",
                "暂停的协助事项恢复后，应当回到暂停之前的状态。",
            ),
            article="46(25)" if pause == "postponed" else "46(16)",
            before=before,
            target=target,
        )
