"""What the home page says of one's own e-mail: that an address is refused and must be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from comity.core.mail.queries import choice_of
from comity.core.parts import WorkItem
from comity.core.work import Work, register_work

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.actors import Actor


def work(actor: Actor, _now: datetime) -> Work:
    """Return a line for an officer whose address the mail server refuses: one query."""
    found, choice = Work(), choice_of(actor) if actor.is_officer else None
    if choice is not None and choice.dead_at is not None:
        day = formats.date_format(timezone.localtime(choice.dead_at), "MONTH_DAY_FORMAT")
        what = _("Your address was refused: you are told of nothing by e-mail. Correct it.")
        item = WorkItem(reference=_("E-mail"), url=reverse("mail"), what=what, when=_("since %(day)s") % {"day": day})
        found.notices.append(item)
    return found


register_work(work)
