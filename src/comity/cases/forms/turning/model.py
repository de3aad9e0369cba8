"""What every form of a turn shares."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases.queries.said_fields import measure_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.cases.models import Case


class TurnForm(forms.Form):
    """A form about one case; `said` is what the message says beside what all messages have.

    Attributes:
        open_states: the states in which a measure may be chosen; empty for every state.
    """

    open_states: frozenset[str] = frozenset()

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        for name in ("measure_ids", "measure_id"):
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField | forms.MultipleChoiceField):
                field.choices = list(self._measures())

    def _measures(self) -> Iterable[tuple[str, str]]:
        language = get_language() or "en"
        for one in self.case.measures.all():
            if not self.open_states or one.state in self.open_states:
                yield one.measure_id, measure_named(one, language)

    def said(self) -> dict[str, Any]:
        """Return the fields of the message as JSON; dates as text, what is not said left empty."""
        return {name: _plain(self.cleaned_data.get(name)) for name in self.fields if name != "due"}

    @property
    def answer_by(self) -> date | None:
        """By when an answer is asked, if the form asks for that."""
        found = self.cleaned_data.get("due")
        return found if isinstance(found, date) else None


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return tuple(value) if isinstance(value, list) else value


ABOUT = _("About which measures")


def measures(label: Any = ABOUT, guidance: Any = "", *, required: bool = False) -> forms.Field:
    """Return a field to choose measures of the case; where none need be chosen, none means the whole request."""
    return forms.MultipleChoiceField(
        label=label, help_text=guidance, required=required, widget=forms.CheckboxSelectMultiple
    )


def one_measure(label: Any) -> forms.Field:
    """Return a field to choose one measure."""
    return forms.ChoiceField(label=label, widget=forms.RadioSelect)


def choice(label: Any, choices: list[tuple[str, Any]], guidance: Any = "") -> forms.Field:
    """Return a field to choose one of a few words."""
    return forms.ChoiceField(label=label, help_text=guidance, choices=choices, widget=forms.RadioSelect)


def yes_or_no(label: Any, yes: Any, no: Any) -> forms.Field:
    """Return a field that must be answered one way or the other; nothing is chosen beforehand."""
    return forms.TypedChoiceField(
        label=label, choices=[("yes", yes), ("no", no)], coerce=_is_yes, widget=forms.RadioSelect
    )


def _is_yes(value: str) -> bool:
    return value == "yes"
