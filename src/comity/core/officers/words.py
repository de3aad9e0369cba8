"""Errors about officers, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from comity.core.officers.rules import OfficerError

SENTENCES: Final[dict[str, str | Promise]] = {
    "E_LOGIN_TAKEN": _("This login is taken. Choose another."),
    "E_ROLE_HELD": _("The officer holds this role already, or it is proposed."),
    "E_ROLES_EXCLUDE": _("An administrator sees no case: this role and the officer's others exclude each other."),
    "E_ENROLMENT": _(
        "Login and code do not fit, or the code was used or has expired. Ask your administrator for a new one."
    ),
    "E_REASON": _("Say why."),
    "E_ABSENCE_DAYS": _("The last day comes after the first and is not past; an absence lasts a year at most."),
    "E_ABSENCE_OVERLAPS": _("There is an absence in this time already. End that one first."),
    "E_SUBSTITUTE": _("This officer cannot stand in: choose somebody who works on cases, and not the one who is away."),
    "E_PROPOSED": _("A reset is proposed already; a second person must decide on it first."),
}


def explain(error: OfficerError) -> str:
    """Return what to tell the person."""
    return str(SENTENCES[error.code])
