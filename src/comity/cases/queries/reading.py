"""A request as people read it: every answer beside its question, in the order of the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from comity.cases.compose import get
from comity.cases.queries import content
from comity.core.parts import Row
from comity.directory.read import language_names
from comity.kernel.plaintext import visible
from comity.law.assistance import KINDS, MODULES
from comity.law.fields import Field, Input
from comity.law.sections import OFFENCE, PERSON, SECTIONS, fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from comity.cases.models import Case


@dataclass(frozen=True, slots=True)
class Part:
    """One titled group of answers; `place` is the section, person or measure that it is read from."""

    title: str
    rows: list[Row]
    article: str = ""
    open: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A request for reading: its sections, the persons, the measures, the annexes, who signed."""

    parts: list[Part]
    signatory: str


LANGUAGE = frozenset({Input.LANGUAGE, Input.LANGUAGES})
STANDS_OPEN = frozenset({"facts", "purpose"})


def reading(case: Case, language: str) -> Reading:
    """Return what a request says; only what was answered is shown."""
    return reading_of(content.request_of(case), language)


def reading_of(request: Mapping[str, Any], language: str) -> Reading:
    """Return what a request says, from its data."""
    parts: list[Part] = []
    for key, section in SECTIONS.items():
        title = section.title.get(language)
        rows = _rows(section.fields, request, language)
        if rows:
            parts.append(Part(title, rows, open=key in STANDS_OPEN, place=key))
        if key == "proceedings":
            offences = request["proceedings"]["offences"]
            parts += [
                Part(_("Offence"), _rows(OFFENCE.fields, one, language), one["article"], place=key) for one in offences
            ]
        if key == "persons":
            parts += [
                Part(_person(one), _rows(PERSON.fields, one, language), place=f"persons:{one['person_id']}")
                for one in request["persons"]
            ]
        if key == "measures":
            parts += [
                Part(
                    measure_title(one["kind"], one["module"], language),
                    _rows(fields_of(one["module"]), one, language),
                    measure_article(one["kind"]),
                    open=True,
                    place=f"measures:{one['measure_id']}",
                )
                for one in request["measures"]
            ]
        if key == "annexes" and request["annexes"]:
            names = [
                Row(_named([one["language"]], language) or "–", visible(one["name"])) for one in request["annexes"]
            ]
            parts.append(Part(_("Annexes"), names, place=key))
    signatory = ", ".join(filter(None, (request["signatory"]["name"], request["signatory"]["title"])))
    return Reading(parts, visible(signatory))


def _person(person: Mapping[str, Any]) -> str:
    return visible(person["name"]) or _("Person without a name")


def measure_title(kind: str, module: str, language: str) -> str:
    """Return what a measure is called: its sort, else its kind."""
    if module in MODULES:
        return MODULES[module].title.get(language)
    return KINDS[kind].title.get(language) if kind in KINDS else _("Measure")


def measure_article(kind: str) -> str:
    """Return the article of a kind of assistance."""
    return KINDS[kind].article if kind in KINDS else ""


def _rows(fields: Iterable[Field], data: Mapping[str, Any], language: str) -> list[Row]:
    found = []
    for field in fields:
        text = answer(field, get(data, field.path), language)
        if text:
            found.append(Row(field.label.get(language), text, article=field.article))
    return found


def answer(field: Field, value: Any, language: str) -> str:
    """Return an answer in words: the label of a choice, a language by its name, a date as people write it."""
    written = ANSWERS.get(field.input)
    if written is not None:
        return written(value)
    if field.input in LANGUAGE:
        return _named([value] if isinstance(value, str) else value or (), language)
    if field.input is Input.CHOICE:
        return next((one.label.get(language) for one in field.choices if one.value == value), visible(str(value)))
    return visible(value) if isinstance(value, str) else ""


def _named(tags: Iterable[str], language: str) -> str:
    return visible(language_names(filter(None, tags), language))


def _date(value: Any) -> str:
    day = parse_date(value) if isinstance(value, str) and value else None
    return formats.date_format(day, "DATE_FORMAT") if day else ""


ANSWERS: dict[Input, Callable[[Any], str]] = {
    Input.YES_NO: lambda value: {"yes": _("Yes"), "no": _("No")}.get(value, ""),
    Input.FLAG: lambda value: _("Yes") if value is True else "",
    Input.DATE: _date,
    Input.LIST: lambda value: "\n".join(visible(one) for one in value or ()),
    Input.NUMBER: lambda value: str(value) if value else "",
}
