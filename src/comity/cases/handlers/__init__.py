"""What messages of other authorities do here; called by the exchange in the transaction that signs their handover.

A handler that raises takes everything back, and the sender is told the code. `opening` holds the request itself,
`giving_back` what happens before registration, `drafts` drafts shown for comment, `dialogue` questions, decisions and
status, `matters` what is asked beside the measures, `material` deliveries and receipts, `ending` withdrawals and
closing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.cases.handlers import dialogue, drafts, ending, giving_back, material, matters, opening, receipts
from comity.core import events
from comity.exchange.intake import RECEIPTED
from comity.exchange.opening import OPENED
from comity.wire import messages as wire
from comity.wire import turns
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.exchange.opening import Opened
    from comity.wire.message import Message


HANDLERS: Final[dict[type[Message], Callable[[Opened], None]]] = {
    RequestV1: opening.on_request,
    wire.Ack: dialogue.on_ack,
    wire.ClarifyAsk: dialogue.on_clarify_ask,
    wire.ClarifyAnswer: dialogue.on_clarify_answer,
    wire.DecisionAccept: dialogue.on_decision,
    wire.DecisionRefuse: dialogue.on_decision,
    wire.DecisionPartial: dialogue.on_decision,
    wire.StatusQuery: dialogue.on_status_query,
    wire.StatusReport: dialogue.on_status_report,
    wire.MaterialDeliver: material.on_deliver,
    wire.MaterialReceipt: material.on_receipt,
    wire.NoLongerRequired: ending.on_no_longer_required,
    wire.Closure: ending.on_closure,
    turns.OralNotice: giving_back.on_oral_notice,
    turns.Return: giving_back.on_given_back,
    turns.Refer: giving_back.on_given_back,
    turns.DraftShare: drafts.on_share,
    turns.DraftComment: drafts.on_comment,
    turns.Supplement: opening.on_supplement,
    turns.ConditionsOffer: matters.on_offer,
    turns.ConditionsAccept: matters.on_offer_answered,
    turns.ConditionsReject: matters.on_offer_answered,
    turns.DecisionPostpone: matters.on_postpone,
    **matters.MATTER_RECORDS,
}


def on_opened(opened: Opened) -> None:
    """Let a verified message take effect; kinds that are not about a case are none of ours."""
    handler = HANDLERS.get(type(opened.message))
    if handler is not None:
        handler(opened)


def register_all() -> None:
    """Listen to what the exchange opens and what peers receipt; called once, when the app is ready."""
    events.subscribe(OPENED, on_opened)
    events.subscribe(RECEIPTED, receipts.on_receipted)
