"""Forms about who works on what: the hand-over of a desk, a conflict of interest, a seal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import long_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID


class HandOverForm(forms.Form):
    """To whom a desk is handed over."""

    taker = forms.ChoiceField(label=_("Who takes over"))
    which = forms.ChoiceField(
        label=_("Which requests"),
        choices=[("all", _("All that are open")), ("chosen", _("Those marked in the list"))],
        initial="all",
        widget=forms.RadioSelect,
    )
    note = long_text(_("Note on the hand-over"), _("It stays with the hand-over; name no person of a case."), rows=3)

    def __init__(self, *args: Any, officers: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["taker"]
        field.choices = [(str(key), name) for key, name in officers.items()]


class ConflictForm(forms.Form):
    """Who is excluded, and why."""

    officer = forms.ChoiceField(label=_("Who is excluded"))
    reason = long_text(_("Why"), _("Only the head reads it."), required=True, rows=3)

    def __init__(self, *args: Any, officers: Mapping[UUID, str], own: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if officers:
            field: Any = self.fields["officer"]
            field.choices, field.initial = [(str(key), name) for key, name in officers.items()], str(own)
        else:
            del self.fields["officer"]


class LiftForm(forms.Form):
    """Why an exclusion is lifted."""

    why = long_text(_("Why it is lifted"), _("Only the head reads it."), required=True, rows=3)


class SealForm(forms.Form):
    """Why a case is sealed, or opened again."""

    reason = long_text(_("Why"), _("It stays in the file, and its members read it."), required=True, rows=3)
