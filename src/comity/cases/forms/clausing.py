"""Write a clause of the library, take clauses over from a file, and put one into a part of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import long_text
from comity.cases.queries import clauses
from comity.core.forms import PlainTextField
from comity.law.clauses import PLACES, Filled, fill, unknown_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import QueryDict

    from comity.cases.queries.clauses import Shown


class ClauseForm(forms.Form):
    """A clause, or a new version of one."""

    place = forms.ChoiceField(label=_("Question that it answers"))
    module = forms.ChoiceField(label=_("Sort of measure"), required=False)
    state = PlainTextField(
        label=_("Requested State"), help_text=_("Its code; empty for every State."), max_length=80, required=False
    )
    article = PlainTextField(label=_("Article"), max_length=20, required=False)
    source = PlainTextField(label=_("Source or author"), max_length=300, required=False)
    title_en = PlainTextField(label=_("Title in English"), max_length=200)
    text_en = long_text(_("Text in English"), required=True, rows=5)
    title_zh = PlainTextField(label=_("Title in Chinese"), max_length=200, required=False)
    text_zh = long_text(_("Text in Chinese"), rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        for name, choices in (
            ("place", clauses.questions(language)),
            ("module", {"": _("Any"), **clauses.modules(language)}),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(choices.items())

    def clean(self) -> dict[str, Any]:
        """Name the places between double braces that no draft has."""
        found = super().clean() or {}
        for name in ("text_en", "text_zh"):
            unknown = unknown_places(found.get(name, ""))
            if unknown:
                self.add_error(
                    name,
                    _("Not known between double braces: %(unknown)s. Known are: %(known)s.")
                    % {"unknown": ", ".join(unknown), "known": ", ".join(PLACES)},
                )
        return found


class ClauseFileForm(forms.Form):
    """Take clauses over from a file."""

    file = forms.FileField(label=_("File of clauses (JSON)"))


def put_in(
    data: QueryDict, offered: Iterable[Shown], request: Mapping[str, Any], language: str
) -> tuple[QueryDict, Shown | None, Filled | None]:
    """Return what was typed with the clause that was pressed put after it; nothing changes where none was.

    Args:
        data: what the form sent, `insert` holding the code of the clause.
        offered: the clauses that this part of this draft can use.
        request: the draft, from which the places of the clause are filled.
        language: the language of the letter.
    """
    clause = next((one for one in offered if one.code == data.get("insert")), None)
    if clause is None:
        return data, None, None
    name = clause.place.replace(".", "_")
    filled = fill(clause.text(language), clauses.values_of(request))
    given = data.copy()
    given[name] = "\n\n".join(text for text in (data.get(name, "").rstrip(), filled.text) if text)
    return given, clause, filled
