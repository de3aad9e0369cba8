"""Comment on a draft inside the authority, and answer a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import long_text
from comity.core.forms import PlainTextField

if TYPE_CHECKING:
    from collections.abc import Mapping

QUOTE = 2_000


class RemarkForm(forms.Form):
    """Pin a comment to a part of a draft."""

    part = forms.ChoiceField(label=_("About"), required=False)
    quote = PlainTextField(
        label=_("Passage it is about"),
        help_text=_("Copy it from the text; the comment shows when it no longer stands there."),
        required=False,
        rows=2,
        max_length=QUOTE,
    )
    text = long_text(_("Comment"), required=True, rows=4)
    must_settle = forms.BooleanField(label=_("Must be settled before approval"), required=False)

    def __init__(self, *args: Any, places: Mapping[str, str], insists: bool, part: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "remark_%s")
        kwargs["initial"] = {"part": part}
        super().__init__(*args, **kwargs)
        field = self.fields["part"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(places.items())
        if part:
            field.widget = forms.HiddenInput()
        if not insists:
            del self.fields["must_settle"]


class RemarkActForm(forms.Form):
    """Answer a comment, settle it, or open it again."""

    text = long_text(_("Answer"), rows=2)
    act = forms.ChoiceField(
        label=_("What becomes of it"), choices=[(one, one) for one in ("answered", "settled", "reopened")]
    )
