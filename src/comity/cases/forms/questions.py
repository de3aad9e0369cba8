"""Turn the questions of `comity.law` into form fields, and what was typed into the values a request carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.core.language_fields import LanguageField, LanguagesField
from comity.kernel.plaintext import clean
from comity.law.fields import Field, Input
from comity.wire.fields import Characters, Count, ListOf, Rule
from comity.wire.record import Part, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LONG_TEXT = 50_000  # characters; a narrative
LINE_LIMIT, TEXT_LIMIT = 300, 4_000


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form: the place its answer is kept at, what the law says about it, the wire's rule."""

    place: str
    field: Field
    rule: Rule | None

    @property
    def name(self) -> str:
        """Name of the form field."""
        return self.place.replace(".", "_")


def rule_at(record: type[Record], path: str) -> Rule | None:
    """Return the wire's rule for the value at a dotted path, or None where the wire has no such value."""
    rule: Rule | None = None
    current: type[Record] | None = record
    for name in path.split("."):
        rules = current.rules() if current else {}
        rule = rules.get(name)
        current = rule.record if isinstance(rule, Part) else None
    return rule


def form_field(question: Question) -> forms.Field:
    """Return the form field for a question; nothing is required, for a draft is saved as it grows."""
    spec, language = question.field, get_language() or "en"
    common: dict[str, Any] = {
        "label": spec.label.get(language),
        "help_text": spec.help.get(language),
        "required": False,
    }
    made = _by_input(question, common, language)
    made.article = spec.article  # type: ignore[attr-defined]
    made.need = spec.need.value  # type: ignore[attr-defined]
    return made


def _by_input(question: Question, common: dict[str, Any], language: str) -> forms.Field:
    spec = question.field
    match spec.input:
        case Input.LINE:
            return forms.CharField(max_length=_limit(question.rule, LINE_LIMIT), **common)
        case Input.TEXT:
            limit = _limit(question.rule, TEXT_LIMIT)
            return forms.CharField(max_length=limit, widget=_area(_rows(limit)), **common)
        case Input.CHOICE:
            choices = [(choice.value, choice.label.get(language)) for choice in spec.choices]
            return forms.ChoiceField(choices=[("", _("Not chosen yet")), *choices], **common)
        case Input.LIST:
            return LinesField(question.rule, widget=_area(4), **common)
        case Input.NUMBER:
            top = question.rule.high if isinstance(question.rule, Count) else None
            return forms.IntegerField(min_value=0, max_value=top, **common)
        case _:
            return SIMPLE[spec.input](common)


def _date(common: dict[str, Any]) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)


def _yes_no(common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("Not answered")), ("yes", _("Yes")), ("no", _("No"))], **common)


def _rows(limit: int) -> int:
    """Return how many lines a box shows: more where more may be written."""
    if limit > LONG_TEXT:
        return 12
    return 5 if limit > TEXT_LIMIT else 2


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _limit(rule: Rule | None, otherwise: int) -> int:
    return rule.limit if isinstance(rule, Characters) else otherwise


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def __init__(self, rule: Rule | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.count = rule.limit if isinstance(rule, ListOf) else 100
        self.each = _limit(rule.item, LINE_LIMIT) if isinstance(rule, ListOf) else LINE_LIMIT

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """Return the lines that say something."""
        lines = [line.strip() for line in clean(super().clean(value)).split("\n") if line.strip()]
        if len(lines) > self.count:
            raise ValidationError(_("At most %(count)d lines.") % {"count": self.count})
        if any(len(line) > self.each for line in lines):
            raise ValidationError(_("A line has at most %(count)d characters.") % {"count": self.each})
        return lines


SIMPLE: dict[Input, Callable[[dict[str, Any]], forms.Field]] = {
    Input.DATE: _date,
    Input.YES_NO: _yes_no,
    Input.FLAG: lambda common: forms.BooleanField(**common),
    Input.LANGUAGE: lambda common: LanguageField(**common),
    Input.LANGUAGES: lambda common: LanguagesField(**common),
}


def to_stored(kind: Input, value: Any) -> Any:
    """Return what a form field gave as the JSON value that a request carries."""
    if isinstance(value, date):
        return value.isoformat()
    match kind:
        case Input.DATE:
            return ""
        case Input.NUMBER:
            return value or 0
        case Input.FLAG | Input.LIST | Input.LANGUAGES:
            return value
        case Input.LINE:
            return " ".join(clean(value or "").split())
        case _:
            return clean(value or "").strip()


class PartForm(forms.Form):
    """The form of one part of a draft.

    It carries the version its author saw, and the names of the questions that were on the page: what was not on the
    page keeps its value. `languages` are those that the case needs besides the six of the United Nations.
    """

    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        questions: tuple[Question, ...],
        *args: Any,
        stored: Mapping[str, Any] | None = None,
        version_seen: int = 0,
        languages: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        self.questions = questions
        names = {question.name: question.place for question in questions}
        initial = {name: (stored or {}).get(place) for name, place in names.items()}
        initial |= {"version": version_seen, "shown": " ".join(names)}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.name] = form_field(question)
            self._offer(question, languages)

    def _offer(self, question: Question, languages: Sequence[str]) -> None:
        """Put at hand what was chosen before, in its order, and the languages that the case needs."""
        field, before = self.fields[question.name], self.initial.get(question.name)
        if isinstance(field, LanguageField | LanguagesField):
            field.offer([*([before] if isinstance(before, str) else before or ()), *languages])

    def seen_version(self) -> int:
        """Return the version the author started from."""
        return self.cleaned_data.get("version") or 0

    def shown_places(self) -> list[str]:
        """Return the places of the questions that were on the page."""
        listed = set((self.cleaned_data.get("shown") or "").split()) or set(self.data)
        return [question.place for question in self.questions if question.name in listed]

    def values(self) -> dict[str, Any]:
        """Return place -> JSON value for every question."""
        return {
            question.place: to_stored(question.field.input, self.cleaned_data.get(question.name))
            for question in self.questions
        }

    def answers(self) -> list[forms.BoundField]:
        """Return the questions as bound fields, in order, for the page."""
        return [self[question.name] for question in self.questions]
