"""The turns a request takes beside its main journey: announced, returned, extended, offered under conditions, paused.

A *matter* is something one State asks the other in the course of a case and that leaves the measures where they are:
views before a refusal (46(26)), costs (46(28)), confidentiality that cannot be kept (46(20)), the lifting of a freeze
(55(8)), the use of what was received for another purpose (46(19)). It is open until it is answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from comity.law.conversation.position import BEFORE_SENDING, Position, Said, demand, known, moved
from comity.law.measures import TERMINAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.law.conversation.position import Message, Side

POSTPONABLE = frozenset({"asked", "accepted", "in_execution", "results_at_ca", "delivered_in_part"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One kind of matter.

    Attributes:
        opens, answers: the messages that open and answer it.
        opener: the side that opens it; the other answers.
        late: whether it may come up, and is still owed an answer, after every measure has its result.
    """

    opens: Said
    answers: Said
    opener: Side
    late: bool = False


MATTERS: dict[Said, Matter] = {
    one.opens: one
    for one in (
        Matter(opens=Said.CONSULT_OPEN, answers=Said.CONSULT_REPLY, opener="requested"),
        Matter(opens=Said.COST_CONSULT, answers=Said.COST_AGREE, opener="requested"),
        Matter(opens=Said.CANNOT_COMPLY, answers=Said.CONFIDENTIALITY_ANSWER, opener="requested"),
        Matter(opens=Said.LIFT_NOTICE, answers=Said.LIFT_VIEWS, opener="requested", late=True),
        Matter(opens=Said.USE_REQUEST, answers=Said.USE_DECISION, opener="requesting", late=True),
    )
}
ANSWERS: dict[Said, Matter] = {one.answers: one for one in MATTERS.values()}


def owing(position: Position) -> set[Side]:
    """Return the sides that owe an answer to an open matter; a matter that is not late falls with the last result."""
    found: set[Side] = set()
    for kind in position.matters.values():
        matter = MATTERS[Said(kind)]
        if matter.late or not position.ended:
            found.add("requesting" if matter.opener == "requested" else "requested")
    return found


def announce(position: Position | None, message: Message, *, ours: bool) -> Position:
    """Announce an urgent request orally; it is confirmed in writing forthwith (46(14))."""
    if position is None:
        return Position("requested", "announced", {}, announced=True)
    fresh = position.step in BEFORE_SENDING and not (position.announced or position.returned)
    demand(ours and fresh and not message.measures, message)
    return replace(position, announced=True)


def submit(position: Position, message: Message, *, ours: bool) -> Position:
    """Send the request; after a return or an oral announcement it takes the place of what was there."""
    fresh = dict.fromkeys(message.measures, "asked")
    if ours:
        demand(position.step == "approved" and fresh.keys() == set(position.measures), message)
        return replace(position, step="signed", measures=fresh, announced=False, returned="")
    demand(position.announced or position.returned == "returned", message)
    demand(fresh, message)
    return Position("requested", "received", fresh)


def give_back(position: Position, message: Message, *, ours: bool) -> Position:
    """Return, or refer to another authority, a request that is not registered (practice; `domain` of 46(21) else)."""
    known(position, message)
    demand(not position.acknowledged and not position.returned, message)
    demand(not ours or position.step == "received", message)
    return replace(position, returned="referred" if message.kind is Said.REFER else "returned")


def supplement(position: Position, message: Message, *, ours: bool) -> Position:
    """Add measures to a request, and open again a case that was closed."""
    known(position, replace(message, measures={}))
    demand(message.measures and not set(message.measures) & set(position.measures), message)
    demand(not ours or position.acknowledged, message)
    return replace(
        position,
        measures={**position.measures, **dict.fromkeys(message.measures, "asked")},
        closed=False,
        supplements=position.supplements + 1,
    )


def offer(position: Position, message: Message, *, ours: bool) -> Position:
    """Offer assistance under conditions, after consultation (46(26))."""
    known(position, message)
    demand(message.measures and position.acknowledged, message)
    if ours:
        demand(position.step != "registered", message)
        demand(all(position.measures[name] == "asked" for name in message.measures), message)
    offered = {name: "conditions_offered" for name in message.measures if position.measures[name] == "asked"}
    return replace(moved(position, offered), examined=True)


def answer_offer(position: Position, message: Message, *, ours: bool) -> Position:
    """Accept the conditions, which then bind (46(26)), or reject them."""
    known(position, message)
    target = "accepted" if message.kind is Said.CONDITIONS_ACCEPT else "asked"
    named = {name: position.measures[name] for name in message.measures}
    demand(named and (not ours or set(named.values()) == {"conditions_offered"}), message)
    demand(set(named.values()) <= TERMINAL | {"conditions_offered"}, message)
    return moved(position, {name: target for name, state in named.items() if state == "conditions_offered"})


def postpone(position: Position, message: Message, *, ours: bool) -> Position:
    """Postpone measures because of a proceeding of one's own (46(25))."""
    known(position, message)
    demand(message.measures and position.acknowledged, message)
    if ours:
        demand(position.step != "registered", message)
        demand(all(position.measures[name] in POSTPONABLE for name in message.measures), message)
    paused = {name: "postponed" for name in message.measures if position.measures[name] in POSTPONABLE}
    return replace(moved(position, paused), examined=True)


def open_matter(position: Position, message: Message, *, ours: bool) -> Position:
    """Ask the other State something that leaves the measures where they are."""
    known(position, message)
    matter = MATTERS[message.kind]
    demand(message.matter and message.matter not in position.matters and position.acknowledged, message)
    if ours:
        demand(position.step != "registered" and (matter.late or not position.ended), message)
    demand(matter.opener == "requested" or position.delivery, message)
    return replace(
        position,
        matters={**position.matters, message.matter: matter.opens.value},
        examined=position.examined or matter.opener == "requested",
    )


def answer_matter(position: Position, message: Message, *, ours: bool) -> Position:
    """Answer what the other State asked."""
    del ours
    known(position, message)
    demand(position.matters.get(message.matter) == ANSWERS[message.kind].opens, message)
    return replace(position, matters={name: kind for name, kind in position.matters.items() if name != message.matter})


def tell(position: Position, message: Message, *, ours: bool) -> Position:
    """Tell the other State something that asks for no answer and moves nothing."""
    known(position, message)
    by_requested = (position.side == "requested") == ours
    demand(position.acknowledged or not by_requested, message)
    return position


def dispose(position: Position, message: Message, *, ours: bool) -> Position:
    """Tell that material was returned or destroyed; the requesting State has some once a delivery came (46(19))."""
    by_requested = (position.side == "requested") == ours
    demand(by_requested or position.delivery, message)
    return tell(position, message, ours=ours)


RULES: dict[Said, Callable[..., Position]] = {
    Said.REQUEST_SUBMIT: submit,
    Said.ORAL_NOTICE: announce,
    Said.SUPPLEMENT: supplement,
    Said.RETURN: give_back,
    Said.REFER: give_back,
    Said.CONDITIONS_OFFER: offer,
    Said.CONDITIONS_ACCEPT: answer_offer,
    Said.CONDITIONS_REJECT: answer_offer,
    Said.DECISION_POSTPONE: postpone,
    Said.MATERIAL_DISPOSED: dispose,
    **dict.fromkeys(MATTERS, open_matter),
    **dict.fromkeys(ANSWERS, answer_matter),
    **dict.fromkeys(
        (
            Said.OBSTACLE, Said.FREEZE_EFFECT, Said.FREEZE_LAPSE_RULE, Said.FREEZE_LIFTED, Said.EXCULPATORY,
            Said.ORDER_CEASED, Said.CORRECTION,
        ),
        tell,
    ),
}  # fmt: skip
