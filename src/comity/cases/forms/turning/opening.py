"""Ask, offer, postpone, tell: what begins a turn between the two authorities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import day, long_text
from comity.cases.forms.turning.model import TurnForm, choice, measures, one_measure, yes_or_no
from comity.cases.labels import labelled
from comity.cases.queries.handling import owing
from comity.core.forms import PlainTextField
from comity.kernel.plaintext import one_line
from comity.law.conversation.turns import POSTPONABLE
from comity.law.measures import MeasureGraph

if TYPE_CHECKING:
    from datetime import date

ANSWER_BY = _("Answer asked by")
# A freeze stands for a measure that is asked, under way or executed; never for one that was refused or found nothing.
FROZEN = frozenset(MeasureGraph.states) - {"refused", "impossible", "nothing_found"}


class ConsultForm(TurnForm):
    """Consult the requesting State before a refusal or a postponement (UNCAC art. 46(26))."""

    about = choice(
        _("What you think of doing"),
        [("refusal", _("Refusing")), ("postponement", _("Postponing")), ("other", _("Something else"))],
    )
    measure_ids = measures(guidance=_("None chosen means the whole request."))
    text = long_text(
        _("What stands in the way, and what could be done"),
        _("Name the obstacle and any terms and conditions under which you could help."),
        required=True,
        rows=8,
    )
    due = day(ANSWER_BY)


class CostForm(TurnForm):
    """Settle substantial or extraordinary costs before execution (UNCAC art. 46(28))."""

    measure_ids = measures(guidance=_("None chosen means the whole request."))
    estimate = PlainTextField(label=_("Estimate, with its currency"), max_length=120)
    text = long_text(_("What causes the costs, and what you propose"), required=True)
    due = day(ANSWER_BY)


class CannotComplyForm(TurnForm):
    """Say that confidentiality cannot be kept (UNCAC art. 46(20))."""

    reason = long_text(_("Why it cannot be kept"), required=True)
    disclosed_to = long_text(_("Who would learn of it"), rows=2)
    due = day(ANSWER_BY)


class LiftForm(TurnForm):
    """Give notice before a provisional measure is lifted (UNCAC art. 55(8))."""

    open_states = FROZEN

    measure_id = one_measure(_("Which measure"))
    intended_on = day(_("Day on which it would be lifted"))
    reasons = long_text(_("Why"), required=True)
    due = day(_("Reasons for keeping it are heard until"))


def delivered_items() -> forms.MultipleChoiceField:
    """Return a field to choose items that were delivered."""
    return forms.MultipleChoiceField(
        label=_("Which items"),
        help_text=_("None chosen means everything that was delivered."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ItemsForm(TurnForm):
    """A form that chooses among the items that were delivered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["evidence_ids"]
        if isinstance(field, forms.MultipleChoiceField):
            held = self.case.evidence.filter(delivery__isnull=False)
            field.choices = [(one.evidence_id, one.name) for one in held]
            if not field.choices:  # nothing to choose among; all that was delivered is meant
                del self.fields["evidence_ids"]


class UseForm(ItemsForm):
    """Ask for consent to use what was received for another purpose (UNCAC art. 46(19))."""

    evidence_ids = delivered_items()
    purpose = long_text(_("What it shall be used for"), required=True)
    proceedings = long_text(_("In which proceedings, before which authority"), required=True, rows=2)
    due = day(ANSWER_BY)


class OfferForm(TurnForm):
    """Offer assistance under conditions (UNCAC art. 46(26))."""

    open_states = frozenset({"asked"})

    measure_ids = measures(_("Which measures"), required=True)
    conditions = long_text(
        _("Conditions"),
        _("One on each line. Once they are accepted, they bind the requesting State."),
        required=True,
        rows=6,
    )
    due = day(ANSWER_BY)

    def said(self) -> dict[str, Any]:
        """Return each line as a condition."""
        found = super().said()
        return found | {"conditions": [one for one in found["conditions"].splitlines() if one.strip()]}


class PostponeForm(TurnForm):
    """Postpone measures because of a proceeding of our own (UNCAC art. 46(25))."""

    open_states = POSTPONABLE

    measure_ids = measures(_("Which measures"), required=True)
    interference = long_text(
        _("With which proceeding it would interfere"),
        _("An ongoing investigation, prosecution or judicial proceeding. The requesting State reads this."),
        required=True,
    )
    review_on = forms.DateField(
        label=_("Looked at again on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    override_reason = long_text(
        _("Why there was no consultation"),
        _("Only where none is recorded. It is sent with the decision and stays in the audit log."),
        rows=2,
    )


class ObstacleForm(TurnForm):
    """Tell what blocks or delays execution (UNCAC art. 46(24))."""

    measure_ids = measures(guidance=_("None chosen means the whole request."))
    text = long_text(_("What blocks or delays it"), required=True)
    expected_by = day(_("Expected to be over by"))


class FreezeForm(TurnForm):
    """Tell that a freeze took effect (UNCAC art. 55(2))."""

    open_states = FROZEN

    measure_ids = measures()
    text = long_text(_("What was ordered, by whom"), required=True, rows=2)
    property = long_text(_("What is frozen"), rows=2)
    amount = PlainTextField(label=_("Amount, with its currency"), max_length=120, required=False)
    effective_on = day(_("In effect since"))
    ends_on = day(_("Ends on, if not renewed"))


class LapseForm(TurnForm):
    """Tell by which rule and when a freeze lapses by itself (UNCAC art. 55(8))."""

    open_states = FROZEN

    measure_ids = measures()
    text = long_text(_("What keeps it in force, and what we need for that"), required=True)
    lapses_on = day(_("Lapses on"))
    law = long_text(_("By which law"), rows=2)


class LiftedForm(TurnForm):
    """Tell that a provisional measure was lifted (UNCAC art. 55(8))."""

    open_states = FROZEN

    measure_ids = measures(_("Which measures"), required=True)
    text = long_text(_("Why it was lifted, and by whose order"), required=True, rows=3)
    property = long_text(_("What was released"), rows=2)
    lifted_on = day(_("Lifted on"))
    override_reason = long_text(
        _("Why the requesting State was not heard before"),
        _("Only where it was not. It stays in the file and the audit log."),
        rows=2,
    )


class ExculpatoryForm(TurnForm):
    """Tell that what was received is disclosed because it is exculpatory (UNCAC art. 46(19))."""

    text = long_text(_("What is disclosed, to whom, and why it is exculpatory"), required=True)
    disclosed_on = day(_("Day of disclosure"))
    in_advance = yes_or_no(_("Is this notice given before disclosure?"), _("Yes, before"), _("No, afterwards"))
    why_not_in_advance = long_text(_("If afterwards: why notice was not possible before"), rows=2)
    consultation_wanted = forms.BooleanField(label=_("We would like to consult"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask why notice came afterwards, where it did."""
        found = super().clean() or {}
        if found.get("in_advance") is False and not found.get("why_not_in_advance"):
            self.add_error("why_not_in_advance", _("Say why notice was not possible before disclosure."))
        return found


class OrderCeasedForm(TurnForm):
    """Tell that an order or a ground on which the request relies has ceased (UNCAC art. 46(24))."""

    measure_ids = measures(guidance=_("None chosen means the whole request."))
    text = long_text(_("Which order or ground, and why it ceased"), required=True)
    ceased_on = day(_("Since"))


class DisposedForm(ItemsForm):
    """Tell that material of the other State was returned or destroyed (UNCAC art. 46(19), 46(26))."""

    disposal = choice(
        _("What was done with the material"), [("returned", _("It was returned")), ("destroyed", _("It was destroyed"))]
    )
    evidence_ids = delivered_items()
    text = long_text(_("Which material, and how"), required=True)
    disposed_on = day(_("Done on"))
    assurance = forms.ChoiceField(
        label=_("Assurance that is kept by this"),
        help_text=_("It is then written down as kept on that day."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["disposed_on"].required = True
        if not self.case.outgoing:  # what came with the request is told in words
            self.fields.pop("evidence_ids", None)
        owed, field = owing(self.case), self.fields["assurance"]
        if owed and isinstance(field, forms.ChoiceField):
            named = [(str(one.pk), labelled(str(one.title), one_line(one.text, 80))) for one in owed]
            field.choices = [("", _("No assurance")), *named]
        else:
            del self.fields["assurance"]

    def clean_disposed_on(self) -> date:
        """Refuse a day that has not come."""
        found: date = self.cleaned_data["disposed_on"]
        if found > timezone.localdate():
            raise forms.ValidationError(_("The day has not come yet."))
        return found


class CorrectionForm(TurnForm):
    """Put a clerical mistake right; what was said before stays in the record."""

    place = PlainTextField(label=_("Where the mistake stands"), max_length=300)
    was = long_text(_("It says"), rows=2)
    shall_be = long_text(_("It shall say"), required=True, rows=2)
    text = long_text(_("How the mistake came about"), required=True, rows=2)
