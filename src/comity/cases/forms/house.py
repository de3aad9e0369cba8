"""The forms by which the administrator sets how references are written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.numbering import Scheme
from comity.core.forms import PlainTextField


class SchemeForm(forms.Form):
    """How references are written."""

    pattern = PlainTextField(
        label=_("Pattern"),
        help_text=_("Letters, digits and marks such as / and -, with the places {number}, {year}, {state} and {way}."),
        max_length=60,
    )
    yearly = forms.TypedChoiceField(
        label=_("How numbers count"),
        choices=[("yes", _("begin anew each year")), ("no", _("run on for ever"))],
        coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
    )
    width = forms.IntegerField(
        label=_("Least digits of a number"), help_text=_("Longer numbers simply grow."), min_value=1, max_value=7
    )
    way_out = PlainTextField(label=_("Word for {way} in requests that we make"), required=False, max_length=20)
    way_in = PlainTextField(
        label=_("Word for {way} in requests that are made to us"),
        help_text=_("With two words each direction has numbers of its own, without gaps."),
        required=False,
        max_length=20,
    )

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(scheme, name) for name in ("pattern", "width", "way_out", "way_in")}
        self.initial["yearly"] = "yes" if scheme.yearly else "no"

    @property
    def scheme(self) -> Scheme:
        """What was typed."""
        return Scheme(**self.cleaned_data)
