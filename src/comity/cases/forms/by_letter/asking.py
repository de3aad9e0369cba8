"""What the requesting State says by letter about its request to us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import long_text
from comity.wire import messages as wire

if TYPE_CHECKING:
    from datetime import datetime

    from comity.wire.message import CaseMessage

from comity.cases.forms.by_letter.base import ArrivalForm


class AnswersForm(ArrivalForm):
    """They answer the open round of our questions."""

    KIND = "clarify.answer"

    def add(self) -> None:
        """Add a field for each question."""
        self.round = self.case.clarifications.filter(answered_at__isnull=True).last()
        self.items = list(self.round.items.all()) if self.round else []
        for position, item in enumerate(self.items):
            self.fields[f"answer-{position}"] = long_text(item.question, rows=3)

    def message(self, at: datetime) -> CaseMessage:
        """Return the answers."""
        answers = tuple(
            wire.Answer(item_id=item.item_id, answer=self.given("answer", position) or "–", annex_ids=())
            for position, item in enumerate(self.items)
        )
        return wire.ClarifyAnswer(**self.common(at), round=self.round.round if self.round else 1, answers=answers)


class StatusQueryForm(ArrivalForm):
    """They ask how far their request is (UNCAC art. 46(24))."""

    KIND = "status.query"

    def message(self, at: datetime) -> CaseMessage:
        """Return the question."""
        return wire.StatusQuery(**self.common(at))


class MaterialReceiptForm(ArrivalForm):
    """They confirm a delivery of ours."""

    KIND = "material.receipt"
    SAID = ("complete",)
    complete = forms.BooleanField(label=_("They say that everything arrived and can be read"), required=False)

    def message(self, at: datetime) -> CaseMessage:
        """Return the receipt for the oldest delivery that waits for one."""
        delivery = self.case.deliveries.filter(confirmed_at__isnull=True).order_by("number").first()
        ok = self.cleaned_data["complete"]
        items = tuple(
            wire.ReceivedItem(evidence_id=one.evidence_id, sha256=one.sha256, ok=ok)
            for one in (delivery.evidence.all() if delivery else ())
        )
        number = delivery.number if delivery else 1
        return wire.MaterialReceipt(**self.common(at), delivery_no=number, items=items, complete=ok)


class WithdrawalForm(ArrivalForm):
    """They no longer need some measures, or any (UNCAC art. 46(24))."""

    KIND = "no_longer_required"
    SAID = ("reason", "measures")
    reason = long_text(_("Reason"), required=True, rows=2)
    measures = forms.MultipleChoiceField(
        label=_("Measures no longer needed"),
        help_text=_("None chosen means all of them."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def add(self) -> None:
        """Offer the measures of the case."""
        field = self.fields["measures"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(row.measure_id, self.title_of(position)) for position, row in enumerate(self.rows)]

    def message(self, at: datetime) -> CaseMessage:
        """Return the notice."""
        given = self.cleaned_data
        return wire.NoLongerRequired(**self.common(at), reason=given["reason"], measure_ids=tuple(given["measures"]))
