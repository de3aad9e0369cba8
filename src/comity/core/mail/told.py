"""What the home page says of one's own e-mail: that an address is refused and must be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from comity.core.parts import WorkItem
from comity.core.work import Work, register_work

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.actors import Actor


def work(actor: Actor, _now: datetime) -> Work:
    """Return a line for an officer whose address the mail server refuses: no query."""
    found = Work()
    if actor.mail_refused:
        what = _("Your address was refused: you are told of nothing by e-mail. Correct it.")
        found.notices.append(WorkItem(reference=_("E-mail"), url=reverse("mail"), what=what))
    return found


register_work(work)
