"""What keepers fill in about the law of a State."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from comity.core.forms import PlainTextField
from comity.library.errors import LibraryError
from comity.library.legislation.actions import typed_provisions
from comity.library.legislation.models import LawKind
from comity.library.places import choices, known_places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comity.core.parts import Words

KINDS: Final[Mapping[str, Words]] = {
    LawKind.CONSTITUTION: pgettext_lazy("a law", "Constitution"),
    LawKind.STATUTE: pgettext_lazy("a law", "Act or statute"),
    LawKind.CODE: pgettext_lazy("a law", "Code"),
    LawKind.REGULATION: pgettext_lazy("a law", "Regulation"),
    LawKind.RULING: pgettext_lazy("a law", "Ruling of a court"),
    LawKind.GUIDE: pgettext_lazy("a law", "Guide of an authority (no law)"),
}


def _picker() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VersionForm(forms.Form):
    """A version of a law: its text, from when it holds, who reported it, which articles it gives effect to."""

    file = forms.FileField(
        label=_("Text of the law"),
        help_text=_("As it was published: text, HTML, DOCX, PDF or Akoma Ntoso. It is kept byte for byte."),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file with the text of the law.")},
    )
    title = PlainTextField(
        label=_("Title in the language of this text"),
        required=False,
        max_length=500,
        help_text=_("Leave it empty where it is the title above."),
    )
    in_force_from = forms.DateField(
        label=_("In force from"), required=False, widget=_picker(), help_text=_("Leave it empty where nobody knows it.")
    )
    provisions = PlainTextField(
        label=_("Articles of the Convention that it gives effect to"),
        required=False,
        rows=5,
        max_length=4000,
        help_text=_("One line for each place in the law: 46(9), 46(24): section 12"),
    )
    reported_on = forms.DateField(label=_("Reported on"), widget=_picker())
    source = PlainTextField(
        label=_("Reported by"), max_length=500, help_text=_("Who reported it and how, such as a note verbale.")
    )
    verified = forms.BooleanField(label=_("I compared it with the publication of the State"), required=False)

    def clean_provisions(self) -> list[tuple[str, str]]:
        """Read the lines; what is wrong stands at the field."""
        try:
            return typed_provisions(self.cleaned_data["provisions"])
        except LibraryError as problem:
            raise forms.ValidationError(problem.text.get(get_language() or "en")) from None


class LawForm(VersionForm):
    """A law that is not in the library yet."""

    place = forms.ChoiceField(label=_("State"))
    title = PlainTextField(label=_("Title of the law"), max_length=500)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *KINDS.items()])
    number = PlainTextField(label=_("Number"), required=False, max_length=120, help_text=_("As its State cites it."))
    field_order = ("place", "title", "kind", "number")

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = cast("forms.ChoiceField", self.fields["place"])
        place.choices = [("", "–"), *choices(language, known_places())]


class SaidForm(forms.Form):
    """That something was said of a law on a day: that it is right as it stands here, or repealed."""

    on = forms.DateField(label=_("On"), widget=_picker())
    source = PlainTextField(label=_("Who said it"), max_length=500, help_text=_("Who it was, and how it was said."))
