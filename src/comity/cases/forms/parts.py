"""The forms of a draft: one for each section, person and measure, built from `comity.law.sections`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.questions import PartForm, Question, form_field, rule_at, to_stored
from comity.law.assistance import KINDS, MODULES
from comity.law.sections import MEASURE, MODULE_FIELDS, OFFENCE, PERSON, SECTIONS
from comity.wire.request import Measure, RequestV1
from comity.wire.request_parts import DETAILS, Offence, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from comity.law.fields import Field
    from comity.wire.record import Record

OFFENCES = "proceedings.offences"
ADDRESSEE = "requested.node_id"
SPARE_ROWS = 1
GIVEN = frozenset({"reference"})  # questions that are not asked: the reference is given by the register
SHORT = 7


@lru_cache
def section_questions(key: str) -> tuple[Question, ...]:
    """Return the questions of a section, in order."""
    return tuple(
        Question(field.path, field, rule_at(RequestV1, field.path))
        for field in SECTIONS[key].fields
        if field.path not in GIVEN
    )


@lru_cache
def person_questions() -> tuple[Question, ...]:
    """Return the questions about one person."""
    return _row_questions(PERSON.fields, Person)


@lru_cache
def measure_questions(module: str) -> tuple[Question, ...]:
    """Return the questions about a measure of one module; without a module only the choice of one is asked."""
    common = _row_questions(MEASURE.fields, Measure)
    if module not in MODULES:
        return tuple(question for question in common if question.place == "module")
    details = tuple(
        Question(
            f"{module}.{field.path.removeprefix('details.')}",
            field,
            rule_at(DETAILS[module], field.path.removeprefix("details.")),
        )
        for field in MODULE_FIELDS[module]
    )
    return common + details


def _row_questions(fields: Iterable[Field], record: type[Record]) -> tuple[Question, ...]:
    return tuple(Question(field.path, field, rule_at(record, field.path)) for field in fields)


class SectionForm(PartForm):
    """One section of a draft."""

    def __init__(self, key: str, *args: Any, peers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        self.key = key
        self.peers = peers if key == "addressee" else ()
        stored = kwargs.get("stored") or {}
        super().__init__(section_questions(key), *args, **kwargs)
        if key == "addressee":
            self.fields[_name(ADDRESSEE)] = forms.ChoiceField(
                label=_("Authority that receives the request"),
                help_text=_("Authorities whose keys this node has verified. The request is sealed to the one chosen."),
                choices=[("", _("Not chosen yet")), *peers],
                required=False,
                initial=stored.get(ADDRESSEE, ""),
            )
            self.initial["shown"] += " " + _name(ADDRESSEE)
            self.order_fields([_name(ADDRESSEE)])
        self.offences = (
            OffenceRows(self.data if self.is_bound else None, stored.get(OFFENCES) or [])
            if (key == "proceedings")
            else None
        )

    def is_valid(self) -> bool:
        """Check the rows too."""
        rows = self.offences is None or not self.is_bound or self.offences.is_valid()
        return super().is_valid() and rows

    def shown_places(self) -> list[str]:
        """Return the places that were on the page, rows included."""
        listed = set((self.cleaned_data.get("shown") or "").split()) or set(self.data)
        places = super().shown_places()
        if self.key == "addressee" and _name(ADDRESSEE) in listed:
            places.append(ADDRESSEE)
        if self.offences is not None and self.offences.was_shown:
            places.append(OFFENCES)
        return places

    def values(self) -> dict[str, Any]:
        """Return place -> JSON value, rows included."""
        found = super().values()
        if self.key == "addressee":
            found[ADDRESSEE] = self.cleaned_data.get(_name(ADDRESSEE)) or ""
        if self.offences is not None:
            found[OFFENCES] = self.offences.values()
        return found

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the questions in groups of at most seven, each with its heading."""
        answers = self.answers()
        if self.key == "addressee":
            answers = [self[_name(ADDRESSEE)], *answers]
        return grouped(answers, {question.name: question.place.split(".")[0] for question in self.questions})


class PersonForm(PartForm):
    """One person named in the request."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(person_questions(), *args, **kwargs)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return who it is, then how to find him."""
        answers = self.answers()
        who = {"kind", "role", "name", "variants", "birth_date", "nationality", "register_number"}
        return [
            (str(_("Who it is")), [one for one in answers if one.name in who]),
            (str(_("How to find and address this person")), [one for one in answers if one.name not in who]),
        ]


class MeasureForm(PartForm):
    """One measure: what is asked, the questions of its module, how it is to be done."""

    def __init__(self, module: str, *args: Any, **kwargs: Any) -> None:
        self.module = module
        super().__init__(measure_questions(module), *args, **kwargs)
        if module in MODULES:
            language = get_language() or "en"
            kinds = [(code, KINDS[code].title.get(language)) for code in MODULES[module].kinds]
            field = self.fields["kind"]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Not chosen yet")), *kinds]

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return what is asked, the details, how it is to be done."""
        answers = self.answers()
        if self.module not in MODULES:
            return [("", answers)]
        how = {"form", "special_procedure", "officials", "notify", "questions"}
        own = {question.name for question in self.questions if question.place.startswith(f"{self.module}.")}
        title = MODULES[self.module].title.get(get_language() or "en")
        return [
            (str(_("What is asked")), [one for one in answers if one.name not in how | own]),
            (title, [one for one in answers if one.name in own]),
            (str(_("How it is to be done")), [one for one in answers if one.name in how]),
        ]


class OffenceForm(forms.Form):
    """One offence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in _row_questions(OFFENCE.fields, Offence):
            self.fields[question.name] = form_field(question)

    def row(self) -> dict[str, Any]:
        """Return the offence as a request lists it."""
        return {
            question.place: to_stored(question.field.input, self.cleaned_data.get(question.name))
            for question in _row_questions(OFFENCE.fields, Offence)
        }


class OffenceRows:
    """The offences of a section: those there are, and one empty row to add another."""

    def __init__(self, data: Mapping[str, Any] | None, stored: Sequence[Mapping[str, Any]]) -> None:
        self.was_shown = data is not None and "offences-count" in data
        count = len(stored) + SPARE_ROWS
        if self.was_shown and data is not None:
            text = str(data["offences-count"])
            count = min(int(text), 100) if text.isdigit() else count
        self.count = count
        self.forms = [
            OffenceForm(
                data if self.was_shown else None,
                prefix=f"offences-{position}",
                initial=dict(stored[position]) if position < len(stored) else {},
            )
            for position in range(count)
        ]

    def is_valid(self) -> bool:
        """Check every row."""
        return not self.was_shown or sum(not form.is_valid() for form in self.forms) == 0

    def values(self) -> list[dict[str, Any]]:
        """Return the rows that say something."""
        if not self.was_shown:
            return []
        return [row for row in (form.row() for form in self.forms) if any(row.values())]


def grouped(answers: Sequence[forms.BoundField], topics: Mapping[str, str]) -> list[tuple[str, list[forms.BoundField]]]:
    """Return the questions by topic where there are more than seven, else in one group without heading."""
    if len(answers) <= SHORT:
        return [("", list(answers))]
    found: dict[str, list[forms.BoundField]] = {}
    for answer in answers:
        found.setdefault(topics.get(answer.name, ""), []).append(answer)
    return [(str(TOPICS.get(topic, "")), rows) for topic, rows in found.items()]


TOPICS: dict[str, Any] = {
    "requesting": _("The authority that makes the request"),
    "conducting": _("The authority that conducts the proceedings"),
    "urgency": _("Urgency"),
    "confidentiality": _("Confidentiality"),
}


def _name(place: str) -> str:
    return place.replace(".", "_")
