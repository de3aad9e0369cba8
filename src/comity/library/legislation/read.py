"""How a law is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comity.core.parts import Status, Tone
from comity.directory.functions import Life, life

if TYPE_CHECKING:
    from datetime import date

    from comity.library.legislation.models import Law

LIVES = {
    Life.GREEN: Status(_("confirmed"), Tone.DONE),
    Life.AMBER: Status(_("to be confirmed"), Tone.WAITING),
    Life.RED: Status(_("not confirmed for long"), Tone.REFUSED),
}
REPEALED = Status(_("repealed"), Tone.OPEN)


def titled(law: Law, language: str) -> tuple[str, str]:
    """Return the title of a law in the reader's language where a version has one, else its own; and its language."""
    words = [one.expression for one in law.versions.all()]
    own = next((one for one in words if one.language == language.partition("-")[0]), None)
    if own is not None:
        return own.title, own.language
    first = next((one for one in reversed(words) if one.title == law.title), words[-1])
    return law.title, first.language


def last_said(law: Law) -> date | None:
    """Return the day on which the State last reported or confirmed a law."""
    reported = [one.reported_on for one in law.versions.all()]
    return max([*reported, *([law.confirmed_on] if law.confirmed_on else [])], default=None)


def status_of(law: Law, today: date) -> Status:
    """Return how fresh a law is here. The treaty gives no number of days: both limits are settings of the node."""
    if law.repealed_on is not None and law.repealed_on <= today:
        return REPEALED
    node = settings.NODE
    return LIVES[life(last_said(law), today=today, amber_after=node.law_amber_days, red_after=node.law_red_days)]
