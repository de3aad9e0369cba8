"""What travelled by letter: how one of ours left, and what one of theirs says, as a form for each kind of message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.cases.forms.by_letter.asked import AckForm, DecisionForm, DeliveryForm, QuestionsForm, StatusReportForm
from comity.cases.forms.by_letter.asking import AnswersForm, MaterialReceiptForm, StatusQueryForm, WithdrawalForm
from comity.cases.forms.by_letter.base import ArrivalForm, ClosureForm, JourneyForm

if TYPE_CHECKING:
    from comity.cases.models import Case

__all__ = ["ArrivalForm", "DeliveryForm", "JourneyForm", "forms_of"]

OF_OUTGOING: Final[tuple[type[ArrivalForm], ...]] = (
    AckForm, QuestionsForm, DecisionForm, StatusReportForm, DeliveryForm, ClosureForm,
)  # fmt: skip
OF_INCOMING: Final[tuple[type[ArrivalForm], ...]] = (
    AnswersForm, StatusQueryForm, MaterialReceiptForm, WithdrawalForm, ClosureForm,
)  # fmt: skip


def forms_of(case: Case) -> dict[str, type[ArrivalForm]]:
    """Return kind -> form of what the other side of this case can say."""
    return {form.KIND: form for form in (OF_OUTGOING if case.outgoing else OF_INCOMING)}
