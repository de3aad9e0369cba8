"""The page of the doctor: what the node says about its own health, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.core.doctor.lights import Colour, look, worst
from comity.core.parts import Status, Tone
from comity.core.policies import Permission
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

    from comity.core.doctor.lights import Light

# Each colour has its own word and its own shape: nobody needs to tell red from green.
STATUSES: Final[dict[Colour, Status]] = {
    Colour.RED: Status(pgettext_lazy("a light", "act now"), Tone.REFUSED),
    Colour.AMBER: Status(pgettext_lazy("a light", "act soon"), Tone.WAITING),
    Colour.UNKNOWN: Status(pgettext_lazy("a light", "not known"), Tone.NONE),
    Colour.GREEN: Status(pgettext_lazy("a light", "in order"), Tone.DONE),
}
SUMMARIES: Final[dict[Colour, str | Promise]] = {
    Colour.RED: gettext_lazy("Something must be done now."),
    Colour.AMBER: gettext_lazy("Something must be done soon."),
    Colour.UNKNOWN: gettext_lazy("Not everything could be looked at; nothing that was looked at needs anything."),
    Colour.GREEN: gettext_lazy("Everything that was looked at is in order."),
}


@dataclass(frozen=True, slots=True)
class LightRow:
    """One light in the reader's language."""

    id: str
    status: Status
    what: str
    do: str
    page: str = ""


def light_row(light: Light, language: str) -> LightRow:
    """Gather what a row shows."""
    return LightRow(light.id, STATUSES[light.state], light.what.get(language), light.do.get(language), light.page)


@require_safe
@access.needs(Permission.DOCTOR_VIEW)
def doctor(request: HttpRequest) -> HttpResponse:
    """Show every light that can be had while a page waits."""
    now, language = utc_now(), get_language() or "en"
    lights = look(now, slow=False)
    context = {
        "page_title": _("Health of this node"),
        "now": now,
        "rows": [light_row(light, language) for light in lights],
        "summary": SUMMARIES[worst(lights)],
        "overall": STATUSES[worst(lights)],
    }
    return render(request, "core/doctor/lights.html", context)
