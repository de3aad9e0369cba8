"""Ask for missing items, and answer: each form holds only the items in question (UNCAC art. 46(16))."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases.actions.clarifying import Missing
from comity.cases.forms.acts import day, long_text
from comity.cases.queries import examination
from comity.core.forms import PlainTextField
from comity.kernel.plaintext import visible

if TYPE_CHECKING:
    from comity.cases.models import Case, Clarification

ITEM_LIMIT = 4_000


class AskForm(forms.Form):
    """What is missing, item by item, each with a question that may be reworded; and one question in own words."""

    due = day(_("Answer wanted by"))
    note = long_text(_("Note to the requesting State"), rows=3)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.askable = examination.askable(case, get_language() or "en", case.language)
        for position, item in enumerate(self.askable):
            self.fields[f"ask-{position}"] = forms.BooleanField(
                label=item.label, required=False, help_text=item.missing
            )
            self.fields[f"question-{position}"] = PlainTextField(
                label=_("Question"), required=False, rows=2, max_length=ITEM_LIMIT, initial=item.question
            )
        self.fields["own"] = PlainTextField(
            label=_("Another question"),
            help_text=_("In your own words, where the list above does not name it."),
            required=False,
            rows=3,
            max_length=ITEM_LIMIT,
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return each item with its box and its question, for the page."""
        return [
            {"item": item, "ask": self[f"ask-{position}"], "question": self[f"question-{position}"]}
            for position, item in enumerate(self.askable)
        ]

    def items(self) -> list[Missing]:
        """Return what is asked for."""
        found = [
            Missing(
                code=item.code,
                question=self.cleaned_data.get(f"question-{position}") or item.question,
                measure_id=item.measure_id,
                person_id=item.person_id,
            )
            for position, item in enumerate(self.askable)
            if self.cleaned_data.get(f"ask-{position}")
        ]
        own = self.cleaned_data.get("own", "").strip()
        return [*found, Missing(code="other", question=own)] if own else found


class AnswerForm(forms.Form):
    """The questions of one round, and nothing else."""

    def __init__(self, *args: Any, clarification: Clarification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(clarification.items.all())
        for item in self.questions:
            self.fields[f"answer-{item.item_id}"] = PlainTextField(
                label=visible(item.question), required=False, rows=4, max_length=20_000, initial=item.answer
            )
            self.fields[f"seen-{item.item_id}"] = forms.IntegerField(
                initial=item.version, required=False, widget=forms.HiddenInput
            )
        self.fields["note"] = long_text(_("Note to the other State"), rows=3)

    def answers(self) -> dict[str, str]:
        """Return item id -> answer."""
        return {item.item_id: self.cleaned_data.get(f"answer-{item.item_id}", "") for item in self.questions}

    def seen(self) -> dict[str, int]:
        """Return item id -> version of the answer the author started from."""
        return {item.item_id: self.cleaned_data.get(f"seen-{item.item_id}") or 0 for item in self.questions}

    def rows(self) -> list[dict[str, Any]]:
        """Return each question with its field, for the page."""
        return [
            {"item": item, "answer": self[f"answer-{item.item_id}"], "seen": self[f"seen-{item.item_id}"]}
            for item in self.questions
        ]
