"""The form of a fact: the cells of its sort, checked by `comity.law.facts.reading`, and a file of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.core.forms import PlainTextField
from comity.directory.fact_files import normal
from comity.directory.fact_words import CELLS, HINTS, NOTIFIED, answers, rule_answers
from comity.directory.files import LARGEST
from comity.directory.known import judged, known_facts
from comity.directory.read_treaties import COVERED
from comity.law.assistance import KINDS
from comity.law.facts.cells import COLUMNS, FLAGS, NO, YES, Sort
from comity.law.facts.reading import ANSWERS
from comity.law.offences import OFFENCES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from comity.core.parts import Words
    from comity.law.facts import Facts

DAYS: Final = frozenset({"bound", "signed", "deposited", "ended", "valid_from", "valid_to", "source_date"})
SEVERAL: Final = frozenset({"topics", "offences", "measures", "no_dual_criminality", "kinds"})
AREAS: Final = frozenset({"text_en", "text_zh", "condition_en", "condition_zh"})
NEEDED: Final[dict[Sort, frozenset[str]]] = {
    Sort.INSTRUMENT: frozenset({"instrument", "name_en", "name_zh", "family"}),
    Sort.PARTY: frozenset({"instrument", "place"}),
    Sort.NOTIFICATION: frozenset({"instrument", "place", "article"}),  # and an answer, or words
    Sort.DECLARATION: frozenset({"instrument", "place", "article", "effect"}),
    Sort.PAIR: frozenset({"instrument", "place", "other", "status"}),
    Sort.RULE: frozenset({"place", "rule", "value", "article"}),
}
ALWAYS: Final = frozenset({"source", "source_date"})
ANSWER: Final = "answer"  # a field of the form alone: a fact has it as its value
CHOOSE: Final = _("Choose the answer: under this article a State says yes or no.")
NOT_CHOSEN: Final = ("", _("not chosen"))


class FactForm(forms.Form):
    """One version of a fact of a sort; `places` are those that it may be about, None for any."""

    def __init__(
        self, *args: Any, sort: Sort, language: str, places: Collection[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sort, self.language = sort, language
        known = known_facts()
        for column in COLUMNS[sort]:
            if sort is Sort.NOTIFICATION and column == "value":
                self.fields[ANSWER] = _answer()
            self.fields[column] = _field(column, sort, known, language, places)

    @classmethod
    def initial_of(cls, cells: Mapping[str, str]) -> dict[str, Any]:
        """Return what the form shows of a version that is known; that it was compared is to be said anew."""
        shown: dict[str, Any] = dict(cells)
        for name in SEVERAL & cells.keys():
            shown[name] = [part.strip() for part in cells[name].split(";") if part.strip()]
        shown |= {name: cells[name] == YES for name in FLAGS & cells.keys()}
        if _asks_yes_or_no(cells) and cells.get("value") in {one.value for one in NOTIFIED}:
            shown |= {ANSWER: cells["value"], "value": ""}
        return {**shown, "verified": False}

    @property
    def cells(self) -> dict[str, str]:
        """What the form says, as cells; where the article asks yes or no, its answer is what it says."""
        found = {name: _cell(self.cleaned_data.get(name)) for name in self.fields}
        answer = found.pop(ANSWER, "")
        if answer and _asks_yes_or_no(found):
            found["value"] = answer
        return normal({"sort": self.sort.value, **found})

    def clean(self) -> dict[str, Any]:
        """Read the cells as a fact; what is wrong is said beside its field."""
        data = super().clean() or {}
        cells = self.cells
        _entered, problems = judged(cells)
        for one in problems:
            is_answer = one.column == "value" and ANSWER in self.fields and _asks_yes_or_no(cells)
            column = ANSWER if is_answer else one.column
            if column in self.fields and column not in self.errors:
                self.add_error(column, CHOOSE if is_answer else one.text.get(self.language))
        return data


def _asks_yes_or_no(cells: Mapping[str, str]) -> bool:
    """Whether a notification under its article is an answer: 44(6) and 55(6), UNTOC 16(5)."""
    return (cells.get("instrument", ""), cells.get("article", "").strip()) in ANSWERS


def _answer() -> forms.ChoiceField:
    said: dict[str, Any] = {"label": CELLS[ANSWER], "required": False, "help_text": HINTS[ANSWER]}
    choices = [(one.value, words) for one, words in NOTIFIED.items()]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **said)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def _field(column: str, sort: Sort, known: Facts, language: str, places: Collection[str] | None = None) -> forms.Field:
    needed = column in NEEDED[sort] | ALWAYS
    said: dict[str, Any] = {"label": CELLS[column], "required": needed, "help_text": HINTS.get(column, "")}
    if column == "instrument" and sort is Sort.INSTRUMENT:
        said |= {"label": _("Short code"), "help_text": _("Capital letters, digits and hyphens, such as XA-XB-2011.")}
    if column == "article" and sort is Sort.NOTIFICATION:
        said |= {"help_text": _("Of the Convention: 6(3), 44(6), 46(13), 46(14) or 55(6).")}
    if column in FLAGS:
        return forms.BooleanField(**said)
    if column in DAYS:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **said)
    if column in SEVERAL:
        return forms.MultipleChoiceField(
            choices=_several(column, language), widget=forms.CheckboxSelectMultiple, **said
        )
    choices = _choices(column, sort, known, language, places)
    if choices:
        return forms.ChoiceField(choices=[NOT_CHOSEN, *choices], **said)
    return PlainTextField(rows=2 if column in AREAS else 1, max_length=500, **said)


def _several(column: str, language: str) -> list[tuple[str, Words]]:
    if column == "offences":
        return [(code, f"{code} {one.title.get(language)}") for code, one in OFFENCES.items()]
    if column == "measures":
        return [(code, f"{one.article} {one.title.get(language)}") for code, one in KINDS.items()]
    return [(kind.value, words) for kind, words in COVERED.items()]


def _choices(
    column: str, sort: Sort, known: Facts, language: str, places: Collection[str] | None
) -> list[tuple[str, Words]]:
    if column in {"place", "other"}:
        asked = [one for code, one in known.places.items() if places is None or code in places]
        named = sorted((one.name.get(language), one.code) for one in asked)
        return [(code, f"{name} ({code})") for name, code in named]
    if column == "instrument" and sort is not Sort.INSTRUMENT:
        return [(code, f"{one.name.get(language)} ({code})") for code, one in known.instruments.items()]
    if column == "value" and sort is Sort.RULE:
        return rule_answers(language)
    return answers(column, language)


class FactsFileForm(forms.Form):
    """A file of facts, and whether its rows are to be taken in or only judged."""

    file = forms.FileField(
        label=_("File, CSV or JSON"), help_text=_("With the columns of a file that was written here.")
    )
    take = forms.BooleanField(
        label=_("Take in what is new or changed; each waits for a second officer"), required=False
    )

    def clean_file(self) -> bytes:
        """Return the bytes of the file; one that is too large is refused before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is too large: at most 10 megabytes are taken."))
        return bytes(file.read())
