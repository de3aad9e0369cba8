"""Whether a case by letter can move to Comity, and if not, why. Pure.

A case can move once everything that was said in it by letter is settled: the request, its acknowledgement and its
status; questions that were asked and answered; measures that were accepted or refused. A question without its answer
is answered by letter first. Where more was said (conditions, notices, material), each side wrote it down under names of
its own, and the case goes on by letter. `cases.records` compares what both wrote down.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MOVABLE: Final[dict[str, frozenset[str]]] = {
    "outgoing": frozenset({"sent", "acknowledged", "under_examination", "in_execution"}),
    "incoming": frozenset({"registered", "legal_review", "executing"}),
}
SETTLED: Final = frozenset({"asked", "accepted", "in_execution", "refused"})


class Hindrance(StrEnum):
    """Why a case stays by letter."""

    TAKEN_OVER = "taken_over"
    DESTROYED = "destroyed"
    NOT_REGISTERED = "not_registered"
    NOT_LEFT = "not_left"
    ENDED = "ended"
    POSTPONED = "postponed"
    ASKED = "asked"
    MORE = "more"
    OPEN = "open"
    STEP = "step"
    MEASURES = "measures"
    ROUNDS = "rounds"
    AHEAD = "ahead"


HINDRANCES: Final[Mapping[Hindrance, Text]] = {
    Hindrance.TAKEN_OVER: Text(
        "It was taken over from a list: this node does not hold the request as it was signed.",
        "该案系从清单接收：本节点不持有签署时的请求书。",
    ),
    Hindrance.DESTROYED: Text("Its content was destroyed.", "其内容已被销毁。"),
    Hindrance.NOT_REGISTERED: Text(
        "The letter is not registered yet. Register it first; then it can be joined.",
        "该信函尚未登记。请先予登记，然后方可合并。",
    ),
    Hindrance.NOT_LEFT: Text(
        "A letter of the case was printed and nobody has recorded how it left. Record that first.",
        "本案有信函已打印，但尚无人记录其如何寄出。请先予记录。",
    ),
    Hindrance.ENDED: Text(
        "A measure has its result, or was called off, by letter. It goes on by letter to its end.",
        "已有协助事项以信函得出结果或者撤回。仍以信函办理至结案。",
    ),
    Hindrance.POSTPONED: Text(
        "A measure is postponed. Once it is taken up again, and the other authority was told, the case can move.",
        "有协助事项暂缓执行。恢复办理并告知对方机关后，案件即可转移。",
    ),
    Hindrance.ASKED: Text(
        "Questions that were asked by letter are not answered yet. Answer them by letter, or record the answer that"
        " came; then the case can move.",
        "以信函提出的问题尚未答复。请先以信函答复，或者录入已收到的答复；然后案件即可转移。",
    ),
    Hindrance.MORE: Text(
        "More was requested by letter after the request. It goes on by letter to its end.",
        "提出请求后又以信函补充请求。仍以信函办理至结案。",
    ),
    Hindrance.OPEN: Text(
        "Something else was said or recorded, such as conditions, a consultation with the other authority, a notice or"
        " material. It goes on by letter to its end.",
        "已表明或者录入其他事项，例如条件、与对方机关的磋商、通知或者材料。仍以信函办理至结案。",
    ),
    Hindrance.STEP: Text(
        "At this step of the procedure a case cannot move.",
        "案件处于程序的这一步骤时不能转移。",
    ),
    Hindrance.MEASURES: Text(
        "It does not ask for the same measures as the signed request, or not so that they can be told apart. Answer"
        " that it goes on by letter.",
        "其协助事项与已签署的请求不一致，或者无法逐项对应。请答复仍以信函办理。",
    ),
    Hindrance.ROUNDS: Text(
        "The other authority recorded another number of rounds of questions than we did. Record the letter that is"
        " missing here, or answer that it goes on by letter and say which round is meant.",
        "对方机关录入的提问轮次与我方不同。请录入此处缺少的信函，或者答复仍以信函办理并说明所指轮次。",
    ),
    Hindrance.AHEAD: Text(
        "The other authority recorded a decision that does not stand here. If it was made, decide in the case from the"
        " letter first; if not, answer that it goes on by letter and say so.",
        "对方机关录入了一项此处没有的决定。如确已作出，请先在信函案件中作出决定；如未作出，请答复仍以信函办理并予说明。",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFacts:
    """What decides whether a case can move.

    Attributes:
        direction: `outgoing` or `incoming`.
        step: its step.
        states: the state of each measure.
        whole: this node holds the request as it was signed or written down.
        emptied: its content was destroyed.
        unposted: letters that were printed and have not left.
        more: more was requested.
        others: whatever else was said: offers, matters, postponements, notices, deliveries, evidence, decisions begun.
    """

    direction: str
    step: str
    states: tuple[str, ...]
    whole: bool = True
    emptied: bool = False
    unposted: int = 0
    more: bool = False
    others: bool = False


def hindrance(facts: MoveFacts) -> Hindrance | None:
    """Return why a case stays by letter, the firmest reason first; None where it can move."""
    reasons = (
        (facts.emptied, Hindrance.DESTROYED),
        (not facts.whole, Hindrance.TAKEN_OVER),
        (facts.direction == "incoming" and facts.step == "received", Hindrance.NOT_REGISTERED),
        ("info_requested" in facts.states, Hindrance.ASKED),
        ("postponed" in facts.states, Hindrance.POSTPONED),
        (bool(set(facts.states) - SETTLED - {"conditions_offered"}), Hindrance.ENDED),
        (facts.more, Hindrance.MORE),
        (facts.others or "conditions_offered" in facts.states, Hindrance.OPEN),
        (facts.unposted or facts.step == "signed", Hindrance.NOT_LEFT),
        (facts.step not in MOVABLE[facts.direction], Hindrance.STEP),
    )
    return next((reason for holds, reason in reasons if holds), None)
