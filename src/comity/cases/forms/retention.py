"""Forms about keeping a case longer, and about destroying its content."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import day, long_text


class HoldForm(forms.Form):
    """Why a case is kept longer, and until when."""

    reason = long_text(
        _("Why it is kept longer"), _("Such as a proceeding, an audit, a claim. Name no person."), required=True, rows=2
    )
    until = day(_("Until"), _("Leave empty where nobody knows yet: then it is kept until the hold is lifted."))


class DestructionForm(forms.Form):
    """A note on a proposal."""

    note = long_text(_("Note for the second person"), _("Name no person. It goes with the content."), rows=2)
