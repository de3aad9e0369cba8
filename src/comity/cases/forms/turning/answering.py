"""Answer what the other State asked or offered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import long_text
from comity.cases.forms.turning.model import TurnForm, choice, yes_or_no


class ReplyForm(TurnForm):
    """Reply to a consultation (UNCAC art. 46(26))."""

    text = long_text(_("Our views"), _("Say which terms and conditions we could accept."), required=True, rows=8)


class CostAnswerForm(TurnForm):
    """Answer on costs (UNCAC art. 46(28))."""

    agreed = yes_or_no(_("Do we agree?"), _("Yes"), _("No"))
    payer = choice(
        _("Who bears them"),
        [("requested", _("The requested State")), ("requesting", _("The requesting State")), ("shared", _("Both"))],
    )
    text = long_text(_("What else is to be said"))


class GoOnForm(TurnForm):
    """Say whether the request is executed without confidentiality (UNCAC art. 46(20))."""

    go_on = yes_or_no(
        _("Shall the request be executed all the same?"), _("Yes, go on"), _("No, the request is withdrawn")
    )
    text = long_text(_("Note to the other State"), rows=3)


class KeepForm(TurnForm):
    """Argue for keeping a provisional measure, or not (UNCAC art. 55(8))."""

    keep = yes_or_no(_("Shall the measure stay in force?"), _("Yes"), _("No, it may be lifted"))
    text = long_text(_("Reasons"), rows=6)

    def clean(self) -> dict[str, Any]:
        """Ask for the reasons for keeping it."""
        found = super().clean() or {}
        if found.get("keep") and not found.get("text"):
            self.add_error("text", _("Say why the measure should stay in force."))
        return found


class ConsentForm(TurnForm):
    """Decide on the use of what we gave for another purpose (UNCAC art. 46(19))."""

    consent = choice(
        _("Decision"), [("yes", _("Consent")), ("under_conditions", _("Consent under conditions")), ("no", _("Refuse"))]
    )
    text = long_text(_("Conditions, or reasons for refusing"))

    def clean(self) -> dict[str, Any]:
        """Ask for conditions or reasons where they are owed."""
        found = super().clean() or {}
        if found.get("consent") not in {None, "yes"} and not found.get("text"):
            self.add_error("text", _("Say the conditions, or why consent is refused."))
        return found


class OfferAnswerForm(TurnForm):
    """Accept conditions, which then bind our State, or reject them (UNCAC art. 46(26))."""

    accepted = yes_or_no(_("Do we accept these conditions?"), _("Accept: they bind our State"), _("Reject them"))
    reasons = long_text(_("If rejected: why"))

    def clean(self) -> dict[str, Any]:
        """Ask why conditions are rejected."""
        found = super().clean() or {}
        if found.get("accepted") is False and not found.get("reasons"):
            self.add_error("reasons", _("Say why the conditions are rejected."))
        return found
