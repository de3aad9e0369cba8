"""Forms about how pressing a case is: what an officer knows, and a level set by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import day, long_text
from comity.law.priority import INPUTS, LEVELS, RECORDED, Level


class PressingForm(forms.Form):
    """What presses, until when, and how it is known."""

    code = forms.ChoiceField(label=_("What presses"))
    day = day(
        _("Day"), _("Needed for custody that must end, a hearing, a limitation period and data; else leave empty.")
    )
    note = long_text(_("How it is known"), _("It stays in the file."), required=True, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["code"]
        field.choices = [(code, text.get(get_language() or "en")) for code, text in RECORDED.items()]

    def clean(self) -> dict[str, Any]:
        """Ask for a day exactly where one belongs, at the question itself."""
        data = super().clean() or {}
        code = data.get("code")
        if code and INPUTS[code].far and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Give the day."))
        elif code and not INPUTS[code].far and data.get("day"):
            self.add_error("day", _("What you chose has no day. Leave this empty, or choose another."))
        return data


class LevelForm(forms.Form):
    """Another level than the one that follows from the inputs, and why."""

    level = forms.ChoiceField(label=_("Priority"), widget=forms.RadioSelect)
    reason = long_text(_("Why"), _("It stays in the file, and everybody on the case reads it."), required=True, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["level"]
        field.choices = [(one.value, LEVELS[one].get(get_language() or "en")) for one in LEVELS]

    @property
    def chosen(self) -> Level:
        """The level."""
        return Level(self.cleaned_data["level"])
