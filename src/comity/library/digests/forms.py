"""What the writer of a digest fills in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.core.forms import PlainTextField
from comity.library.citing import shown_articles, typed_articles
from comity.library.digests.actions import Content
from comity.library.digests.writing import OUTCOMES, SUBJECTS
from comity.library.errors import TEXTS, LibraryError
from comity.library.labels import LANGUAGES
from comity.library.places import code_of, known_places

if TYPE_CHECKING:
    from comity.library.digests.models import Digest

FIRST_YEAR: Final = 2003  # in which the Convention was adopted
LAST_YEAR: Final = 2199
MOST_STATES: Final = 20


class DigestForm(forms.Form):
    """One case of cooperation, without the names of persons."""

    title = PlainTextField(label=_("Title"), max_length=300, help_text=_("What the case teaches, in a few words."))
    language = forms.ChoiceField(label=_("Language it is written in"), choices=list(LANGUAGES.items()))
    year = forms.IntegerField(label=_("Year of the outcome"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    subject = forms.ChoiceField(label=_("Kind of cooperation"))
    outcome = forms.ChoiceField(label=_("Outcome"))
    states = PlainTextField(
        label=_("States"), required=False, max_length=1000,
        help_text=_("Names or codes with commas between. Leave it empty where the States are not to be named."),
    )  # fmt: skip
    articles = PlainTextField(
        label=_("Articles of the Convention"), required=False, max_length=400, help_text=_("Such as 46(9), 44(4).")
    )
    instruments = PlainTextField(label=_("Other instruments"), required=False, max_length=500)
    facts = PlainTextField(
        label=_("Facts"), rows=6, max_length=20_000,
        help_text=_("No names of persons, accounts or firms: a reader must not be able to tell who it was."),
    )  # fmt: skip
    course = PlainTextField(
        label=_("How cooperation went"), rows=6, max_length=20_000,
        help_text=_("What was asked, on what basis, what was missing, why it was granted or refused."),
    )  # fmt: skip
    lessons = PlainTextField(label=_("Lessons"), rows=4, max_length=20_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tongue = get_language() or "en"
        for name, words in (("subject", SUBJECTS), ("outcome", OUTCOMES)):
            rows = [(code, text.get(tongue)) for code, text in words.items()]
            cast("forms.ChoiceField", self.fields[name]).choices = [("", "–"), *rows]

    @classmethod
    def initial_of(cls, digest: Digest) -> dict[str, Any]:
        """Return what the form shows of a draft."""
        names = (
            "title", "language", "year", "subject", "outcome", "instruments", "facts", "course", "lessons"
        )  # fmt: skip
        shown = {name: getattr(digest, name) for name in names}
        return {**shown, "states": ", ".join(digest.states), "articles": shown_articles(digest.articles)}

    def clean_states(self) -> list[str]:
        """Read the names; the first that nobody knows stands at the field."""
        codes: dict[str, None] = {}
        places = known_places()
        for name in filter(None, map(str.strip, re.split(r"\s*[,;，；、\n]\s*", self.cleaned_data["states"]))):
            code = code_of(name, places)
            if code is None or len(codes) >= MOST_STATES:
                raise forms.ValidationError(f"{name}: {TEXTS['E_LIBRARY_STATE'].get(get_language() or 'en')}")
            codes[code] = None
        return list(codes)

    def clean_articles(self) -> list[str]:
        """Read the articles; what is wrong stands at the field."""
        try:
            return typed_articles(self.cleaned_data["articles"])
        except LibraryError as problem:
            raise forms.ValidationError(problem.text.get(get_language() or "en")) from None

    @property
    def content(self) -> Content:
        """What was written."""
        return Content(**self.cleaned_data)


class NoteForm(forms.Form):
    """Why a digest is given or taken back."""

    note = PlainTextField(label=_("Reason"), rows=3, max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        """A reason is needed unless the digest is published."""
        given: dict[str, Any] = super().clean() or {}
        if self.data.get("act") in {"return", "withdraw"} and not given.get("note"):
            self.add_error("note", _("Say why, so that the writer can put it right."))
        return given
