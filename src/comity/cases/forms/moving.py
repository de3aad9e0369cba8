"""Forms about a case that moves from letter to Comity: which case of ours it is, or why it stays by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import SendForm, long_text
from comity.core.forms import PlainTextField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.cases.models import Case


class OfferForm(SendForm):
    """Sign anew and send; one that stayed by letter before says why it is offered once more."""

    reason = PlainTextField(
        label=_("Why it is offered once more"), help_text=_("The other State reads it."), rows=3, max_length=4_000
    )
    field_order = ("reason", "passphrase")

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["reason"]


class JoinForm(forms.Form):
    """Join the request to a case of ours."""

    former = forms.ChoiceField(label=_("It is the request that we registered as"), widget=forms.RadioSelect())
    shown_officer = PlainTextField(
        label=_("Function shown to the other State"),
        help_text=_("A name or only a function, as your authority chooses."),
        max_length=300,
    )
    contact = PlainTextField(
        label=_("How the other State reaches the officer"), required=False, rows=2, max_length=1_000
    )

    def __init__(self, *args: Any, cases: Iterable[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["former"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (str(one.pk), " · ".join(text for text in (one.our_reference, one.their_reference, one.title) if text))
                for one in cases
            ]


class SeparateForm(forms.Form):
    """Propose to separate two cases that were joined by mistake."""

    reason = long_text(
        _("How they came to be joined by mistake"), _("The other State reads it in the correction."), required=True
    )


class LeaveForm(forms.Form):
    """Leave the case by letter."""

    reason = long_text(_("Why it goes on by letter"), _("The other State reads it."), required=True)
