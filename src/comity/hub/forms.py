"""Forms of the hub."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.core.forms import PlainTextField
from comity.core.officers.models import Officer
from comity.hub.models import Reach
from comity.hub.read import NO_OFFER, OTHERWISE, REACHES
from comity.law.channels.tree import LIMIT as LARGEST_TREE
from comity.library.mirroring.offers import LIMIT as LARGEST_OFFER
from comity.seal.errors import SealError
from comity.seal.keydirectory.drafting import MAX_FILE
from comity.seal.keydirectory.layout import check_state


class SubmissionForm(forms.Form):
    """A signed directory file."""

    file = forms.FileField(
        label=_("Signed directory file"), help_text=_("As comity key-directory sign leaves it; at most 8 MiB.")
    )

    def clean_file(self) -> Any:
        """Read no more than a directory file ever has."""
        given = self.cleaned_data["file"]
        if given.size > MAX_FILE:
            raise forms.ValidationError(str(OTHERWISE))
        return given

    @property
    def raw(self) -> bytes:
        """The file."""
        content: bytes = self.cleaned_data["file"].read()
        return content.strip()


class OfferForm(forms.Form):
    """A law or digest that a node signed for the hub."""

    file = forms.FileField(
        label=_("Signed file"), help_text=_("As the node of the State gives it; at most 32 megabytes.")
    )

    def clean_file(self) -> bytes:
        """Return its bytes; one that is too large is refused before it is read."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST_OFFER:
            raise forms.ValidationError(str(NO_OFFER))
        return bytes(given.read()).strip()


class TreeForm(forms.Form):
    """A decision tree of channels as a file."""

    file = forms.FileField(
        label=_("Decision tree of channels"),
        help_text=_("A TOML file with a version of its own; at most 256 kilobytes. It is checked at once."),
    )

    def clean_file(self) -> bytes:
        """Return its bytes; one that is too large is refused before it is read."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST_TREE:
            raise forms.ValidationError(_("The file is larger than any decision tree is."))
        return bytes(given.read())


class CommentForm(forms.Form):
    """A word to the others of the secretariat."""

    text = PlainTextField(
        label=_("Comment for the secretariat"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The secretariat and its reviewers read it. It decides nothing."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why a submission is returned."""

    reason = PlainTextField(
        label=_("Reason, if you return it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EditorForm(forms.Form):
    """Who submits for which State."""

    officer = forms.ModelChoiceField(
        label=_("Account"), queryset=Officer.objects.filter(is_active=True).order_by("name")
    )
    state = forms.CharField(label=_("Code of the State"), max_length=3)

    def clean_state(self) -> str:
        """Take a code in capital letters."""
        try:
            return check_state(self.cleaned_data["state"].strip().upper())
        except SealError:
            raise forms.ValidationError(_("Two or three letters, such as XA.")) from None


class AvailabilityForm(forms.Form):
    """Whether an authority can be reached."""

    reach = forms.ChoiceField(
        label=_("Your authority"), choices=[(one.value, REACHES[one].label) for one in Reach], widget=forms.RadioSelect
    )
    back_on = forms.DateField(
        label=_("Normal again on"),
        required=False,
        help_text=_("If it is known."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    note = PlainTextField(
        label=_("What others should know"),
        required=False,
        max_length=300,
        help_text=_("Such as whom to telephone meanwhile. Never anything of a case."),
    )
