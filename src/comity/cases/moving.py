"""Whether a case by letter can move to Comity, and if not, why. Pure.

A case can move while nothing was said in it beyond the request, its acknowledgement and its status: then the sealed
request holds all that both sides have agreed, and neither a measure nor a question has another name at the other. What
was decided, asked, offered or delivered by letter names things as each side wrote them down, and goes on by letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MOVABLE: Final[dict[str, frozenset[str]]] = {
    "outgoing": frozenset({"sent", "acknowledged", "under_examination"}),
    "incoming": frozenset({"registered", "legal_review"}),
}


class Hindrance(StrEnum):
    """Why a case stays by letter."""

    TRIED = "tried"
    TAKEN_OVER = "taken_over"
    DESTROYED = "destroyed"
    NOT_REGISTERED = "not_registered"
    NOT_LEFT = "not_left"
    DECIDED = "decided"
    ASKED = "asked"
    OPEN = "open"
    STEP = "step"


HINDRANCES: Final[Mapping[Hindrance, Text]] = {
    Hindrance.TRIED: Text(
        "It was sent by Comity once, and the other authority answered that it goes on by letter.",
        "该案曾通过 Comity 发送一次，对方机关答复称仍以信函办理。",
    ),
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
    Hindrance.DECIDED: Text(
        "A measure was decided by letter. Both authorities wrote it down under names of their own, so it goes on by"
        " letter to its end.",
        "已有协助事项以信函作出决定。两机关各自以其名称录入，因此仍以信函办理至结案。",
    ),
    Hindrance.ASKED: Text(
        "Questions were asked, or more was requested, by letter. Both authorities wrote that down under names of their"
        " own, so it goes on by letter to its end.",
        "已以信函提出问题或者补充请求。两机关各自以其名称录入，因此仍以信函办理至结案。",
    ),
    Hindrance.OPEN: Text(
        "Something else was said by letter, such as conditions, a consultation or a notice. It goes on by letter to its"
        " end.",
        "已以信函表明其他事项，例如条件、磋商或者通知。仍以信函办理至结案。",
    ),
    Hindrance.STEP: Text(
        "At this step of the procedure a case cannot move.",
        "案件处于程序的这一步骤时不能转移。",
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
        tried: it was moved before.
        unposted: letters that were printed and have not left.
        asked: questions were asked, or more was requested.
        others: whatever else was said: offers, matters, postponements, notices, deliveries, evidence, decisions begun.
    """

    direction: str
    step: str
    states: tuple[str, ...]
    whole: bool = True
    emptied: bool = False
    tried: bool = False
    unposted: int = 0
    asked: bool = False
    others: bool = False


def hindrance(facts: MoveFacts) -> Hindrance | None:
    """Return why a case stays by letter, the firmest reason first; None where it can move."""
    reasons = (
        (facts.emptied, Hindrance.DESTROYED),
        (facts.tried, Hindrance.TRIED),
        (not facts.whole, Hindrance.TAKEN_OVER),
        (facts.direction == "incoming" and facts.step == "received", Hindrance.NOT_REGISTERED),
        (bool(set(facts.states) - {"asked", "info_requested", "conditions_offered"}), Hindrance.DECIDED),
        (facts.asked or "info_requested" in facts.states, Hindrance.ASKED),
        (facts.others or "conditions_offered" in facts.states, Hindrance.OPEN),
        (facts.unposted or facts.step == "signed", Hindrance.NOT_LEFT),
        (facts.step not in MOVABLE[facts.direction], Hindrance.STEP),
    )
    return next((reason for holds, reason in reasons if holds), None)
