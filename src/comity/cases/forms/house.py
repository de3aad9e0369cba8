"""The forms by which the administrator sets how references are written and what stands above papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.emblems import MOST
from comity.cases.numbering import Scheme
from comity.core.forms import PlainTextField
from comity.kernel.languages import Text


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


class LetterheadForm(forms.Form):
    """What stands above our papers."""

    name_en = PlainTextField(label=_("Name of the authority in English"), max_length=200)
    name_zh = PlainTextField(label=_("Name of the authority in Chinese"), max_length=200)
    address_en = PlainTextField(label=_("Address lines in English"), rows=3, required=False, max_length=600)
    address_zh = PlainTextField(label=_("Address lines in Chinese"), rows=3, required=False, max_length=600)
    emblem = forms.FileField(
        label=_("Emblem"),
        help_text=_("A PNG or SVG of at most 200 kB that holds a drawing and nothing else. Choose none to keep it."),
        required=False,
    )
    no_emblem = forms.BooleanField(label=_("Without an emblem from now on"), required=False)

    @property
    def names(self) -> Text:
        """The names."""
        return Text(en=self.cleaned_data["name_en"], zh=self.cleaned_data["name_zh"])

    @property
    def addresses(self) -> Text:
        """The address lines."""
        return Text(en=self.cleaned_data["address_en"], zh=self.cleaned_data["address_zh"])

    @property
    def drawing(self) -> bytes | None:
        """The emblem that was chosen, nothing to take it away, None to keep it; never more than is looked at."""
        if self.cleaned_data["no_emblem"]:
            return b""
        given = self.cleaned_data["emblem"]
        return bytes(given.read(MOST + 1)) if given else None
