"""Have a draft translated: ask for it, write the paragraphs, bring a file, decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import day, long_text
from comity.cases.translating.pieces import Given, mark_of
from comity.cases.translating.xliff import LONGEST
from comity.core.forms import PlainTextField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.forms.boundfield import BoundField
    from django.http import QueryDict

    from comity.cases.queries.translating import Line

SHORT, LONG = 2, 8  # rows of a field
PER_ROW = 60  # characters of a paragraph for which a row is added
WHY = 500


class AskTranslationForm(forms.Form):
    """Ask for a translation."""

    language = forms.ChoiceField(label=_("Into which language"))
    translator = forms.ChoiceField(
        label=_("Translator"),
        help_text=_("A translator sees the whole draft. Without one you translate it, or hand it out as a file."),
        required=False,
    )
    checker = forms.ChoiceField(
        label=_("Who checks it"),
        help_text=_("A second person approves the translation before the draft is reviewed, and can read the draft."),
        required=False,
    )
    due = day(_("By when"))
    note = long_text(_("Note to the translator"), rows=3)

    def __init__(
        self, *args: Any, languages: Mapping[str, str], translators: Mapping[UUID, str],
        checkers: Mapping[UUID, str], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        named = [("", _("Nobody of our officers")), *((str(key), name) for key, name in translators.items())]
        second = [("", _("Nobody yet")), *((str(key), name) for key, name in checkers.items())]
        for name, choices in (("language", list(languages.items())), ("translator", named), ("checker", second)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


class SegmentsForm(forms.Form):
    """The paragraphs of one part: each with its translation, what its writer saw, and why it is right."""

    def __init__(self, *args: Any, lines: Sequence[Line], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        tag = "zh-Hans" if language.startswith("zh") else language
        for number, line in enumerate(lines, start=1):
            key = line.piece.digest
            rows = min(LONG, SHORT + len(line.piece.text) // PER_ROW)
            area = PlainTextField(
                label=_("Translation of paragraph %(number)d") % {"number": number}, required=False, rows=rows,
                max_length=LONGEST, initial=line.target,
            )  # fmt: skip
            area.widget.attrs["lang"] = tag
            self.fields[f"t_{key}"] = area
            self.fields[f"s_{key}"] = forms.CharField(
                required=False, initial=mark_of(line.target), widget=forms.HiddenInput, max_length=12
            )
            if line.faults:
                self.fields[f"w_{key}"] = PlainTextField(
                    label=_("Why it is right nevertheless"), required=False, max_length=WHY, initial=line.why
                )

    @property
    def rows(self) -> list[tuple[Line, BoundField, BoundField, BoundField | None]]:
        """Return each paragraph with its fields."""
        return [
            (
                line,
                self[f"t_{line.piece.digest}"],
                self[f"s_{line.piece.digest}"],
                self[f"w_{line.piece.digest}"] if line.faults else None,
            )
            for line in self.lines
        ]

    def show_met(self, met: Mapping[str, str]) -> None:
        """Show beside each paragraph what somebody else wrote there since it was shown."""
        self.full_clean()
        for key, text in met.items():
            self.add_error(f"t_{key}", _("Somebody else wrote here meanwhile: %(text)s") % {"text": text})

    def given(self) -> dict[str, Given]:
        """Return digest -> what was given."""
        found = self.cleaned_data
        return {
            line.piece.digest: Given(
                target=found[f"t_{line.piece.digest}"],
                seen=found[f"s_{line.piece.digest}"],
                why=found.get(f"w_{line.piece.digest}", line.why),
            )
            for line in self.lines
        }


def seen_again(posted: QueryDict, met: Mapping[str, str]) -> QueryDict:
    """Return what was typed, now on top of what somebody else wrote meanwhile: saving it again settles it."""
    data = posted.copy()
    for key, text in met.items():
        data[f"s_{key}"] = mark_of(text)
    return data


class BringTranslationForm(forms.Form):
    """Bring the file of a translator."""

    file = forms.FileField(
        label=_("File of the translator"), help_text=_("XLIFF 2.0 or 2.1 as it was handed out here, at most 8 MB.")
    )
    replace = forms.BooleanField(
        label=_("Put it in the place of translations that stand here and differ"), required=False
    )


class TranslationActForm(forms.Form):
    """Hand a translation in, return it, approve it, take it up again, or give it up."""

    act = forms.ChoiceField(
        choices=[(one, one) for one in ("submit", "return", "approve", "reopen", "drop")], widget=forms.HiddenInput
    )
    note = long_text(_("What is to be changed"), _("Needed when you return the translation."), rows=3)
