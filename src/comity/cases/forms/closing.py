"""Close a case: the note that both keep, what became of what came, and what we would do otherwise next time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import long_text
from comity.cases.queries.aftermath import USED_IN, USEFUL
from comity.law.guards import force_of_paragraph
from comity.law.modes import Force, parse_mode

if TYPE_CHECKING:
    from comity.cases.models import Case


class CloseForm(forms.Form):
    """Close a case. Who gave the material is asked nothing about its use."""

    reason = long_text(_("Closing note"), _("Both authorities keep it."))
    useful = forms.ChoiceField(
        label=_("Was what you received of use?"), choices=[("", _("Not said")), *USEFUL.items()], required=False
    )
    used_in = forms.ChoiceField(
        label=_("What was it used for?"),
        choices=[("", _("Not said")), *USED_IN.items()],
        required=False,
        help_text=_("If it is not used yet, say so in the feedback."),
    )
    other_use = forms.BooleanField(
        label=_("It was also used in other proceedings than the request states"),
        required=False,
        help_text=_("That needs the prior consent of the requested State [46(19)]."),
    )
    override_reason = long_text(_("If so without consent: why"), _("It stays in the file and the audit log."), rows=2)
    text = long_text(
        _("Feedback to the other authority"), _("What came of it: charges, a judgement, property returned."), rows=3
    )
    lessons = long_text(
        _("What we would do otherwise next time"), _("For your own authority only; it is not sent."), rows=3
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not case.outgoing:
            for name in ("useful", "used_in", "other_use", "override_reason"):
                del self.fields[name]
        elif force_of_paragraph(parse_mode(case.mode)) is not Force.BY_ANALOGY:
            del self.fields["override_reason"]  # where the rule binds, no reason stands in for consent
