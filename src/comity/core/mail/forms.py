"""The form of one's own notices by e-mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.core.mail.kinds import kinds
from comity.core.mail.models import Rhythm
from comity.core.mail.rules import MailError, check_address


class MailForm(forms.Form):
    """Where to, of what, and how often."""

    address = forms.EmailField(
        label=_("Address"),
        max_length=254,
        help_text=_("The authority's own mail is best. Whoever reads it learns only that something waits."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Tell me of"), required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )
    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=[
            (Rhythm.AT_ONCE.value, _("At once, but no more than one message in a quarter of an hour")),
            (Rhythm.DAILY.value, _("Once a day, in the morning")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kinds"]
        field.choices = [(one.code, one.label) for one in kinds().values()]

    def clean_address(self) -> str:
        """Take only what can stand in the header of a message."""
        address = str(self.cleaned_data["address"])
        try:
            check_address(address)
        except MailError:
            raise forms.ValidationError(
                _("Write the address in plain letters, such as office@authority.example.")
            ) from None
        return address

    @property
    def chosen(self) -> Rhythm:
        """How often."""
        return Rhythm(self.cleaned_data["rhythm"])
