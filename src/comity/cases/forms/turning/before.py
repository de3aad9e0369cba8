"""What happens before a request is registered, and more that is asked later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases.compose import blank
from comity.cases.forms.acts import day, long_text
from comity.cases.forms.turning.model import TurnForm
from comity.cases.labels import labelled
from comity.cases.models.case import new_token
from comity.cases.queries.remarks import WHOLE_DRAFT
from comity.core.forms import PlainTextField
from comity.law.assistance import MODULES
from comity.wire.request import Measure
from comity.wire.request_parts import DETAILS
from comity.wire.turns import DraftRemark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.cases.queries.commenting import Place

# Translators: the only reasons for which a request may be returned before it is registered.
DEFECTS: dict[str, Any] = {
    "wrong_addressee": _("It is addressed to the wrong authority"),
    "unreadable": _("It cannot be read"),
    "language": _("It is in no language we accept"),
    "authenticity": _("Its authenticity is not established"),
}


class ReturnForm(TurnForm):
    """Return a request before registration, each defect in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in DEFECTS.items():
            self.fields[code] = long_text(
                label, _("Leave empty if it is not so; else say what is to be put right."), rows=2
            )
        self.fields["note"] = long_text(_("Note to the other State"), rows=2)

    def clean(self) -> dict[str, Any]:
        """Ask for one defect at least."""
        found = super().clean() or {}
        if not any(found.get(code) for code in DEFECTS):
            self.add_error(None, _("Name at least one of these defects. What is missing otherwise is asked for."))
        return found

    def defects(self) -> dict[str, str]:
        """Return the defects named, with their words."""
        return {code: self.cleaned_data[code] for code in DEFECTS if self.cleaned_data.get(code)}


class ReferForm(TurnForm):
    """Tell which authority is competent."""

    authority = PlainTextField(label=_("The competent authority"), max_length=300)
    contact = long_text(_("How to reach it"), rows=2)
    reason = long_text(_("Why it is competent"), required=True, rows=3)
    forwarded = forms.BooleanField(label=_("We have passed the request on to it"), required=False)


class OralForm(TurnForm):
    """Announce an urgent request that was made orally (UNCAC art. 46(14))."""

    title = PlainTextField(label=_("Subject"), max_length=300)
    summary = long_text(_("What was asked, as it was said"), required=True, rows=6)
    urgent_because = long_text(_("Why it could not wait for a letter"), required=True, rows=3)
    caller = PlainTextField(label=_("Who spoke for us"), max_length=300)
    hearer = PlainTextField(label=_("Who heard it there"), max_length=300, required=False)
    spoken_on = forms.DateTimeField(
        label=_("When it was said"),
        initial=timezone.now,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def said(self) -> dict[str, Any]:
        """Return what was said; when stands apart."""
        found = super().said()
        found.pop("spoken_on")
        return found


class SupplementForm(TurnForm):
    """Ask for one more measure in a case that was sent."""

    reason = long_text(_("Why more is asked"), _("The requested State reads it."), required=True, rows=3)
    what = forms.ChoiceField(label=_("What is asked"))
    description = long_text(_("Describe it"), required=True, rows=6)
    sought = long_text(_("What it is to show"), required=True, rows=3)
    link = long_text(_("How it belongs to the case"), required=True, rows=3)
    period_from = day(_("Period from"))
    period_to = day(_("Period to"))
    place = long_text(_("Place"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        field = self.fields["what"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, module.title.get(language)) for code, module in MODULES.items()]

    def measure(self) -> dict[str, Any]:
        """Return the measure in the shape it has in a request."""
        given = self.cleaned_data
        module = MODULES[given["what"]]
        plain = ("description", "sought", "link", "place")
        days = {name: given[name].isoformat() if given[name] else "" for name in ("period_from", "period_to")}
        return (
            blank(Measure)
            | {"measure_id": new_token(), "module": module.code, "kind": module.kinds[0]}
            | {"details": blank(DETAILS[module.code])}
            | {name: given[name] for name in plain}
            | days
        )


class ShareForm(TurnForm):
    """Show the draft to the other authority."""

    note = long_text(_("What you would like to know"), rows=3)


class RemarksForm(forms.Form):
    """Comment on a draft of another authority: on the whole of it, on each section and on each measure."""

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for number, place in enumerate(places):
            self.fields[f"on{number}"] = long_text(labelled(place.title, str(_("Comment"))), rows=3)

    def rows(self) -> list[tuple[Place, Any]]:
        """Return each place with its question, for the page."""
        return [(place, self[f"on{number}"]) for number, place in enumerate(self.places)]

    def clean(self) -> dict[str, Any]:
        """Ask for one comment at least."""
        found = super().clean() or {}
        if not any(found.values()):
            self.add_error(None, _("Comment on the whole draft, or on one section at least."))
        return found

    def remarks(self) -> list[DraftRemark]:
        """Return what was said, each at its place; `request` is the whole draft."""
        said = [(place.key, self.cleaned_data[f"on{number}"]) for number, place in enumerate(self.places)]
        found = []
        for key, text in said:
            section, _colon, measure = key.partition(":")
            if text:
                found.append(DraftRemark(section=section or WHOLE_DRAFT, measure_id=measure, text=text))
        return found
