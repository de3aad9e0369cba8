"""The form of an entry: what is known of an authority, or that a State has designated none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.core.forms import PlainTextField
from comity.core.language_fields import LanguagesField
from comity.core.languages import official_languages
from comity.directory.functions import FUNCTIONS
from comity.directory.models import Electronic, MadeKnown, Way
from comity.directory.read import ELECTRONIC, MADE_KNOWN, WAYS
from comity.kernel.clock import time_zones

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from comity.directory.models import Entry

COPIED: Final = (
    "made_known", "post", "contact", "address", "phone", "fax", "email", "secure_address", "website",
    "around_the_clock", "urgent_phone", "urgent_procedure", "hours", "time_zone", "electronic", "electronic_conditions",
    "largest_megabytes", "formats", "formalities", "help_given", "executing", "source", "source_date", "verified",
    "disputed",
)  # fmt: skip
LANGUAGES: Final = ("languages", "urgent_languages", "spoken")
MOST_LANGUAGES: Final = 50  # of one entry: an organisation of States may accept those of all of them
LISTS: Final = ("instruments", *LANGUAGES, "networks")
CHOSEN: Final = ("functions", "ways")  # lists of which the form offers every part
TYPED: Final = tuple(name for name in LISTS if name not in LANGUAGES)  # lists with commas between


class EntryForm(forms.Form):
    """One version of an entry of the directory."""

    functions = forms.MultipleChoiceField(label=_("Functions"), widget=forms.CheckboxSelectMultiple)
    none_designated = forms.BooleanField(
        label=_("The State has designated nobody for these functions"),
        required=False,
        help_text=_("A normal answer; give its source. Nothing else need be filled in."),
    )
    instruments = PlainTextField(
        label=_("Treaties for which it is competent"),
        required=False,
        help_text=_("Codes as in the list of instruments, such as UNCAC, UNTOC; with commas between."),
    )
    made_known = forms.ChoiceField(label=_("How the State made it known"), required=False)
    name_en = PlainTextField(label=_("Name of the authority in English"), required=False)
    name_zh = PlainTextField(label=_("Name of the authority in Chinese"), required=False)
    name_own = PlainTextField(label=_("Name of the authority in its own language"), required=False)
    post = PlainTextField(label=_("Department and post"), required=False)
    contact = PlainTextField(label=_("Contact person and deputy"), required=False)
    address = PlainTextField(label=_("Postal address"), required=False, rows=4, max_length=1000)
    phone = PlainTextField(label=_("Telephone"), required=False, max_length=100)
    fax = PlainTextField(label=_("Fax"), required=False, max_length=100)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    secure_address = PlainTextField(
        label=_("Secure address"),
        required=False,
        max_length=254,
        help_text=_("Of a secure mail system or platform, with its name."),
    )
    website = forms.URLField(label=_("Web site"), required=False, max_length=500, assume_scheme="https")
    languages = LanguagesField(label=_("Languages it accepts"), required=False, most=MOST_LANGUAGES, lists=3)
    urgent_languages = LanguagesField(
        label=_("Languages it accepts in urgent cases"),
        required=False,
        most=MOST_LANGUAGES,
        help_text=_("Where they are others; the translation then follows."),
    )
    spoken = LanguagesField(label=_("Languages spoken on the telephone"), required=False, most=MOST_LANGUAGES)
    around_the_clock = forms.BooleanField(label=_("It can be reached at any hour"), required=False)
    urgent_phone = PlainTextField(label=_("Telephone for urgent cases"), required=False, max_length=100)
    urgent_procedure = PlainTextField(label=_("What to do in urgent cases"), required=False, rows=3, max_length=2000)
    hours = PlainTextField(label=_("Working hours"), required=False)
    time_zone = PlainTextField(
        label=_("Time zone"), required=False, max_length=64, help_text=_("Such as Asia/Shanghai or Africa/Nairobi.")
    )
    ways = forms.MultipleChoiceField(
        label=_("Ways by which it takes requests"), required=False, widget=forms.CheckboxSelectMultiple
    )
    electronic = forms.ChoiceField(label=_("Does it take requests by electronic means?"))
    electronic_conditions = PlainTextField(
        label=_("On what conditions: encryption, signature, platform"), required=False, rows=3, max_length=2000
    )
    largest_megabytes = forms.IntegerField(
        label=_("Largest file it takes, in megabytes"), required=False, min_value=1, max_value=1_000_000
    )
    formats = PlainTextField(label=_("File formats it takes"), required=False)
    formalities = PlainTextField(
        label=_("Formalities: copies, certification, originals"), required=False, rows=3, max_length=2000
    )
    help_given = PlainTextField(
        label=_("Kinds of help that it can give, and cannot; thresholds"), required=False, rows=4, max_length=2000
    )
    executing = PlainTextField(
        label=_("Authorities that execute requests"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=_("One in each line, with what it executes."),
    )
    networks = PlainTextField(label=_("Networks it belongs to"), required=False, help_text=_("With commas between."))
    fallback = forms.ChoiceField(
        label=_("Whom to turn to where it cannot be reached"),
        required=False,
        help_text=_("Where nobody is named, the diplomatic channel stays open."),
    )
    ended = forms.BooleanField(label=_("It is no longer competent"), required=False)
    source = PlainTextField(
        label=pgettext_lazy("of a fact", "Source"),
        max_length=500,
        help_text=_("Symbol and title of the document, or who told it and how."),
    )
    source_date = forms.DateField(
        label=_("Day on which the source said so"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    verified = forms.BooleanField(label=_("I have compared this with the source"), required=False)
    disputed = forms.BooleanField(label=_("Another source says otherwise"), required=False)

    def __init__(
        self, *args: Any, others: Iterable[tuple[UUID, str]], language: str, place: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer_languages(place)
        self._offer("functions", [(code.value, facts.name.get(language)) for code, facts in FUNCTIONS.items()])
        self._offer("electronic", [(choice.value, ELECTRONIC[choice]) for choice in Electronic])
        self._offer("ways", [(way.value, WAYS[way]) for way in Way])
        self._offer("made_known", [(one.value, MADE_KNOWN[one]) for one in MadeKnown])
        self._offer("fallback", [("", _("nobody is named")), *((str(key), name) for key, name in others)])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def _offer_languages(self, place: str) -> None:
        """Put at hand what a list says already, in its order, then what the others say and what is official there."""
        said = [tag for name in LANGUAGES for tag in self.initial.get(name, ())]
        for name in LANGUAGES:
            field: Any = self.fields[name]
            field.offer([*self.initial.get(name, ()), *said, *official_languages(place)])

    @classmethod
    def initial_of(cls, entry: Entry) -> dict[str, Any]:
        """Return what the form shows of a version that is known."""
        shown = {name: getattr(entry, name) for name in COPIED}
        lists = {name: ", ".join(getattr(entry, name)) for name in TYPED}
        names = {f"name_{short}": entry.names.get(tag, "") for short, tag in NAME_TAGS}
        return {
            **shown, **lists, **names, **{name: getattr(entry, name) for name in (*CHOSEN, *LANGUAGES)},
            "none_designated": not entry.designated, "fallback": str(entry.fallback_id or ""), "ended": entry.ended,
        }  # fmt: skip

    def clean_made_known(self) -> str:
        """Nothing said is not known."""
        return self.cleaned_data["made_known"] or MadeKnown.UNKNOWN.value

    def clean_instruments(self) -> list[str]:
        """Read codes between commas."""
        return [code.upper() for code in parts(self.cleaned_data["instruments"])]

    def clean_networks(self) -> list[str]:
        """Read names between commas."""
        return parts(self.cleaned_data["networks"])

    def clean_time_zone(self) -> str:
        """Take only zones that there are."""
        zone: str = self.cleaned_data["time_zone"]
        if zone and zone not in time_zones():
            raise forms.ValidationError(_("There is no such time zone. Write it as Continent/City."))
        return zone

    def clean(self) -> dict[str, Any]:
        """An authority has a name; where none is designated there is none."""
        data = super().clean() or {}
        named = any(data.get(f"name_{short}") for short, _tag in NAME_TAGS)
        if data.get("none_designated") and named:
            self.add_error("none_designated", _("Nobody is designated, and yet an authority is named: say which."))
        elif not data.get("none_designated") and not data.get("name_en"):
            self.add_error("name_en", _("Write the name of the authority, or say that nobody is designated."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        """What the form says, as the fields of a version."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in (*CHOSEN, *COPIED, *LISTS)},
            "designated": not data["none_designated"],
            "ended": data["ended"],
            "names": {tag: data[f"name_{short}"] for short, tag in NAME_TAGS if data[f"name_{short}"]},
            "fallback_id": data["fallback"] or None,
        }


NAME_TAGS: Final = (("en", "en"), ("zh", "zh-hans"), ("own", "own"))


def parts(text: str) -> list[str]:
    """Return what stands between commas or semicolons."""
    return [part.strip() for part in re.split(r"[,，、;；]", text) if part.strip()]
