"""Words for stored values that pages of `core` show."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACCOUNT: Final[dict[str, str | Promise]] = {
    "closed": _("closed"),
    "invited": _("invited, has not come in yet"),
    "no_factor": _("second factor missing"),
    "ready": _("ready"),
}
