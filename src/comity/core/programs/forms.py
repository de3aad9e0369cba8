"""The form that gives a program its token."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ProgramForm(forms.Form):
    """Which program, for how long, and what it may read."""

    name = forms.CharField(
        label=_("Which program, and who runs it"),
        max_length=100,
        help_text=_("So that another administrator knows years later what stops when the token is ended."),
    )
    days = forms.IntegerField(label=_("Valid for how many days"), min_value=1, initial=90)
    contacts = forms.BooleanField(
        label=_("May also read how authorities are reached"),
        required=False,
        help_text=_("Without it the program reads the public part of the directory alone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.NODE.program_days
        self.fields["days"] = forms.IntegerField(
            label=_("Valid for how many days"), min_value=1, max_value=most, initial=min(90, most)
        )
