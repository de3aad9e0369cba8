"""Bring a table of running cases, and say what each of its headings means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases.importing import columns

if TYPE_CHECKING:
    from comity.cases.importing.sheet import Sheet


class SheetForm(forms.Form):
    """The table."""

    file = forms.FileField(
        label=_("Table of the running cases"),
        help_text=_(
            "A CSV file as a spreadsheet saves it, at most 10,000 rows: UTF-8, UTF-16 or GB 18030, with headings in the"
            " first row."
        ),
    )


class MappingForm(forms.Form):
    """For each thing that is known of a case, the heading under which the table has it."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        language = get_language() or "en"
        samples = [cells for _line, cells in sheet.rows[:1]]
        places = [("", _("Not in this table")), *(
            (str(place), _heading(place, heading, samples)) for place, heading in enumerate(sheet.headings)
        )]  # fmt: skip
        for column in columns.COLUMNS.values():
            self.fields[column.key] = forms.ChoiceField(
                label=column.title.get(language), choices=places, required=column.needed
            )
        self.fields["order"] = forms.ChoiceField(
            label=_("How 3/4/2025 is read"),
            choices=[
                ("ymd", _("No such dates: year first, as 2025-04-03")),
                ("dmy", _("Day first: 3 April")),
                ("mdy", _("Month first: 4 March")),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two references, and for one meaning of each heading."""
        found = super().clean() or {}
        taken = [value for key, value in found.items() if key != "order" and value != ""]
        if len(taken) != len(set(taken)):
            self.add_error(None, _("One heading is chosen for two things. Choose another, or “Not in this table”."))
        if not (found.get("our_reference") or found.get("their_reference")):
            self.add_error("our_reference", _("Choose where one of the two references stands: cases are known by it."))
        return found

    @property
    def mapping(self) -> dict[str, int]:
        """Column -> place of its heading."""
        given = self.cleaned_data
        return {key: int(given[key]) for key in columns.COLUMNS if given.get(key) not in {None, ""}}


def _heading(place: int, heading: str, samples: list[tuple[str, ...]]) -> str:
    """Return a heading with what stands under it first, so that two of one name are told apart."""
    name = heading or str(_("Column %(number)d") % {"number": place + 1})
    sample = next((cells[place] for cells in samples if place < len(cells) and cells[place]), "")
    return f"{name} – {sample[:40]}" if sample else name
