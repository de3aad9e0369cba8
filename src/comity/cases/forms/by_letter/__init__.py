"""What travelled by letter: how one of ours left, and what one of theirs says, as a form for each kind of message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.cases.forms.by_letter.asked import AckForm, DecisionForm, DeliveryForm, QuestionsForm, StatusReportForm
from comity.cases.forms.by_letter.asking import AnswersForm, MaterialReceiptForm, StatusQueryForm, WithdrawalForm
from comity.cases.forms.by_letter.base import ArrivalForm, ClosureForm, JourneyForm
from comity.cases.forms.by_letter.spoken import spoken

if TYPE_CHECKING:
    from comity.cases.models import Case

__all__ = ["ArrivalForm", "DeliveryForm", "JourneyForm", "forms_of"]

# In the order in which a case takes them; the page that asks what a letter says lists them so.
OF_OUTGOING: Final[tuple[type[ArrivalForm], ...]] = (
    AckForm, spoken("return.deficient"), spoken("refer"), spoken("draft.comment"), QuestionsForm,
    spoken("consult.open"), spoken("conditions.offer"), DecisionForm, spoken("decision.postpone"),
    spoken("cost.consult"), spoken("confidentiality.cannot_comply"), StatusReportForm, spoken("obstacle.notice"),
    spoken("freeze.effect"), spoken("freeze.lapse_rule"), spoken("freeze.lift_notice"),
    spoken("freeze.lifted"), DeliveryForm, spoken("use.consent_decision"), spoken("material.disposed"),
    spoken("correction"), ClosureForm,
)  # fmt: skip
OF_INCOMING: Final[tuple[type[ArrivalForm], ...]] = (
    AnswersForm, spoken("request.supplement"), spoken("consult.reply"), spoken("conditions.accept"),
    spoken("conditions.reject"), spoken("cost.agree"), spoken("confidentiality.answer"), StatusQueryForm,
    spoken("freeze.views"), MaterialReceiptForm, spoken("use.consent_request"), spoken("exculpatory.notice"),
    spoken("order.ceased"), WithdrawalForm, spoken("material.disposed"), spoken("correction"), ClosureForm,
)  # fmt: skip


def forms_of(case: Case) -> dict[str, type[ArrivalForm]]:
    """Return kind -> form of what the other side of this case can say."""
    return {form.KIND: form for form in (OF_OUTGOING if case.outgoing else OF_INCOMING)}
