"""Forms about handling codes and assurances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import long_text
from comity.core.templatetags.comity import bracketed
from comity.law.handling import ASSURANCES, MARKINGS

if TYPE_CHECKING:
    from comity.cases.models import Case
    from comity.law.handling import AssuranceKind, Marking


def _cited(one: Marking | AssuranceKind, language: str) -> str:
    """Return what it is called, with the article behind it where there is one."""
    title = one.title.get(language)
    return f"{title}{bracketed(one.article)}" if one.article else title


class MarkForm(forms.Form):
    """Which code, on what."""

    code = forms.ChoiceField(label=_("Handling code"), widget=forms.RadioSelect)
    item = forms.ChoiceField(label=_("It applies to"), required=False)
    mark_note = long_text(_("Note"), _("Who asked for it, and where it says so."), rows=2)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        code, item = (self.fields[name] for name in ("code", "item"))
        if isinstance(code, forms.ChoiceField) and isinstance(item, forms.ChoiceField):
            code.choices = [
                (one.code, f"{_cited(one, language)} · {one.use.get(language)}") for one in MARKINGS.values()
            ]
            item.choices = [("", _("The whole case")), *case.evidence.values_list("evidence_id", "name")]


class AssuranceForm(forms.Form):
    """Who gave it, of what sort, in which words."""

    ours = forms.ChoiceField(
        label=_("Who gave it"),
        choices=[("theirs", _("The other State, to us")), ("ours", _("We, to the other State"))],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("Sort of assurance"))
    text = long_text(_("What was assured"), _("In the words of the letter, with its date."), required=True, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.code, _cited(one, get_language() or "en")) for one in ASSURANCES.values()]


class KeptForm(forms.Form):
    """When the material was returned or destroyed, and how the other State was told."""

    done_on = forms.DateField(
        label=_("Day on which it was done"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    how = long_text(
        _("What was done, and how the other State was told"),
        _("Such as: handed to their courier against receipt, letter of the same day."),
        required=True,
        rows=2,
    )
