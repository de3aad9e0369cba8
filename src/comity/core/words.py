"""Words for stored values that pages of `core` show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import Promise

ACCOUNT: Final[dict[str, str | Promise]] = {
    "closed": pgettext_lazy("an account", "closed"),
    "invited": _("invited, has not come in yet"),
    "no_factor": _("second factor missing"),
    "ready": _("ready"),
}

ABSENCE: Final[dict[str, str | Promise]] = {
    "proposed": _("waits for the head"),
    "in_force": _("in force"),
}

GRANT: Final[dict[str, str | Promise]] = {
    "proposed": _("proposed"),
    "active": _("in force"),
    "declined": _("declined"),
    "revoked": _("revoked"),
}
