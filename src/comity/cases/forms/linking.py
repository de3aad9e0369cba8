"""How two requests stand to each other, and why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import long_text
from comity.cases.likeness import Verdict
from comity.cases.queries.likeness import VERDICTS


class LinkForm(forms.Form):
    """What is said of the two."""

    verdict = forms.ChoiceField(
        label=_("How they stand to each other"),
        choices=[(one.value, VERDICTS[one]) for one in Verdict],
        widget=forms.RadioSelect,
    )
    reason = long_text(_("Why"), _("It is shown on both requests to whoever may see them."), required=True, rows=3)

    def clean_verdict(self) -> Verdict:
        """Return what was chosen."""
        return Verdict(self.cleaned_data["verdict"])
