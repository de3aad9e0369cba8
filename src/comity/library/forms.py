"""What keepers of the library fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.core.forms import PlainTextField
from comity.library.labels import DECIDE, PIECES
from comity.library.review_states import UnresolvedState

if TYPE_CHECKING:
    from collections.abc import Sequence


class LoadForm(forms.Form):
    """A document to be loaded."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("As it was published. It is kept byte for byte; nothing in it is run and nothing fetched."),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file of the document.")},
    )


class ReviewForm(forms.Form):
    """What becomes of a piece that the reader did not understand.

    Args:
        own: whether it is a whole piece, which can be of another kind or belong to a paragraph.
        numbers: key and number of the numbered paragraphs of its document.
    """

    decision = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, choices=list(DECIDE.items()))
    kind = forms.ChoiceField(label=_("Its kind"), choices=[("", "–"), *PIECES.items()], required=False)
    paragraph = forms.ChoiceField(label=_("The paragraph it belongs to"), required=False)
    reason = PlainTextField(label=_("Reason"), rows=3, max_length=2000)

    def __init__(self, data: Any = None, *, own: bool, numbers: Sequence[tuple[str, int]]) -> None:
        super().__init__(data)
        if own:
            cast("forms.ChoiceField", self.fields["paragraph"]).choices = [("", "–"), *numbers]
        else:
            del self.fields["kind"], self.fields["paragraph"]
            only = UnresolvedState.accepted.name
            cast("forms.ChoiceField", self.fields["decision"]).choices = [(only, DECIDE[only])]

    def clean(self) -> dict[str, Any]:
        """Ask for the kind or the paragraph where the decision needs it."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("decision") == UnresolvedState.corrected.name and not given.get("kind"):
            self.add_error("kind", _("Say what kind of piece it is."))
        if given.get("decision") == UnresolvedState.assigned.name and not given.get("paragraph"):
            self.add_error("paragraph", _("Say to which paragraph it belongs."))
        return given

    @property
    def answer(self) -> str:
        """The kind or the paragraph's key, as the decision needs it."""
        wanted = {UnresolvedState.corrected.name: "kind", UnresolvedState.assigned.name: "paragraph"}
        return str(self.cleaned_data.get(wanted.get(self.cleaned_data["decision"], ""), ""))
