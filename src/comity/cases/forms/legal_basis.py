"""The question on what legal basis one State may ask another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import day, long_text
from comity.law.assistance import KINDS
from comity.law.basis import OTHER, Question
from comity.law.basis.words import KIND_TITLES
from comity.law.facts import Kind
from comity.law.offences import OFFENCES

if TYPE_CHECKING:
    from datetime import date

    from django.http import QueryDict

    from comity.law.facts import Facts

COERCIVE = {"yes": True, "no": False}
OF_A_REQUEST = (Kind.MLA, Kind.FREEZE, Kind.CONFISCATE)  # what article 46 carries, by itself or mutatis mutandis


class BasisForm(forms.Form):
    """Kind, both States, days, offences, measures, coercion."""

    kind = forms.ChoiceField(label=_("What you want to ask for"))
    asking = forms.ChoiceField(label=_("State that asks"))
    asked = forms.ChoiceField(label=_("State that is asked"))
    on = day(_("Day of the request"), _("Today, if you leave it empty. What was in force on that day decides."))
    conduct = day(
        _("First day of the conduct"),
        _("If it is known: what happened before a treaty came into force between both is told, and changes no basis."),
    )
    offences = forms.MultipleChoiceField(
        label=_("Offences"),
        help_text=_("What the conduct is in the words of the Convention; choose all that fit."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    measures = forms.MultipleChoiceField(
        label=_("Kinds of assistance"),
        help_text=_("For mutual legal assistance: a treaty that leaves one out leaves it to the Convention."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    coercive = forms.ChoiceField(
        label=_("Would somebody be forced?"),
        help_text=_("A search, a seizure or a compelled statement forces; a voluntary statement does not."),
        required=False,
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Not known yet"))],
    )

    def __init__(self, *args: Any, facts: Facts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        states = sorted((one.name.get(language), code) for code, one in facts.places.items())
        named = [("", _("Not chosen yet")), *((code, f"{name} ({code})") for name, code in states)]
        self._offer("kind", [(kind.value, title.get(language)) for kind, title in KIND_TITLES.items()])
        self._offer("asking", named)
        self._offer("asked", named)
        conduct = [(code, f"{code} {one.title.get(language)}") for code, one in OFFENCES.items()]
        self._offer("offences", [*conduct, (OTHER, _("Another offence, which the Convention does not establish"))])
        self._offer("measures", [(code, f"{one.article} {one.title.get(language)}") for code, one in KINDS.items()])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def question(self, today: date) -> Question:
        """Return what is asked."""
        given = self.cleaned_data
        return Question(
            kind=Kind(given["kind"]),
            asking=given["asking"],
            asked=given["asked"],
            on=given["on"] or today,
            today=today,
            offences=tuple(given["offences"]),
            measures=tuple(given["measures"]),
            coercive=COERCIVE.get(given["coercive"]),
            conduct=given["conduct"],
        )


class CaseBasisForm(BasisForm):
    """The same question for a draft: what such a request can ask for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self._offer("kind", [(kind.value, KIND_TITLES[kind].get(language)) for kind in OF_A_REQUEST])
        self.fields["in_lieu"] = forms.BooleanField(
            label=_("Both States agreed, for this case, to use paragraphs 9 to 29 of article 46 in lieu of a treaty"),
            required=False,
        )

    def question(self, today: date) -> Question:
        """Return what is asked, with what both States agreed for this case (46(7))."""
        return replace(super().question(today), in_lieu=self.cleaned_data["in_lieu"])

    def kept(self) -> list[tuple[str, str]]:
        """Return the question as it was sent, to be sent again beside the choice."""
        sent = cast("QueryDict", self.data)
        return [(name, value) for name in self.fields for value in sent.getlist(name)]


class TakeForm(forms.Form):
    """Which of the bases is taken, and why where that is not plain."""

    chosen = forms.ChoiceField(label=_("Basis of this request"), widget=forms.RadioSelect)
    reason = long_text(
        _("Why"), _("Needed where the answer is not certain, or where you take another than the first."), rows=2
    )

    def __init__(self, *args: Any, bases: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.choices = bases


class ChannelForm(forms.Form):
    """Which channel is taken, the advice or another of the tree, and why where it is another."""

    chosen = forms.ChoiceField(label=_("Channel of this request"))
    reason = long_text(_("Why"), _("Needed where you take another channel than the advice."), rows=2)

    shown = forms.CharField(required=False, widget=forms.HiddenInput)  # the digest of the tree that gave the advice

    def __init__(self, *args: Any, channels: list[tuple[str, str]], digest: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.choices = channels
        self.fields["shown"].initial, self._digest = digest, digest

    def clean(self) -> dict[str, Any]:
        """Keep no advice in the name of a tree that took the place of the one that gave it."""
        given: dict[str, Any] = self.cleaned_data
        if given.pop("shown", "") not in {"", self._digest}:
            raise forms.ValidationError(_("The decision tree has changed since this advice was shown. Begin again."))
        return given
