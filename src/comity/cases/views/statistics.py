"""The figures of a period for those who report them, and where one case counts. Figures only: no case is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.cases.access import Permission
from comity.cases.queries import statistics, statistics_codes, statistics_tables
from comity.cases.views.base import casework, visible_case
from comity.cases.views.frame import case_frame
from comity.core.parts import Filter, FilterSentence
from comity.kernel.clock import utc_now
from comity.law.counting import Period
from comity.law.statistics import DIRECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpRequest

NAMES = ("direction", "period", "for")
YEARS, LATEST = 5, "latest"
DIRECTION_CHOICES = [
    ("", gettext_lazy("Requests in both directions")),
    ("outgoing", gettext_lazy("Requests that we made")),
    ("incoming", gettext_lazy("Requests made to us")),
]
READERS = [
    ("", gettext_lazy("for our own use")),
    ("publication", gettext_lazy("for publication, without small figures")),
]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader asked for: the filters as they stand in the address, and what they mean."""

    filters: Mapping[str, str]
    period: Period
    periods: list[tuple[str, str]]

    @property
    def heading(self) -> str:
        """The period in words, both days included."""
        first, last = timezone.localdate(self.period.begin), timezone.localdate(self.period.end - timedelta(seconds=1))
        days = {"first": formats.date_format(first), "last": formats.date_format(max(first, last))}
        return _("From %(first)s to %(last)s") % days


@require_safe
@casework(Permission.STATISTICS_READ)
def statistics_page(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period; the sentence of filters stands in the address."""
    chosen = _chosen(request, utc_now())
    address = urlencode({name: value for name, value in chosen.filters.items() if value})
    export = reverse("cases:statistics-export")
    shown = [
        (table, f"{export}?{urlencode({**chosen.filters, 'table': table.key})}") for table in _tables(chosen)
    ]  # fmt: skip
    page = {
        "page_title": _("Statistics"),
        "period": chosen.heading,
        "sentence": _sentence(chosen),
        "tables": shown,
        "export_url": f"{export}?{address}" if address else export,
    }
    return render(request, "cases/statistics.html", page)


@require_safe
@casework(Permission.STATISTICS_READ)
def statistics_export(request: HttpRequest) -> HttpResponse:
    """Give out one table of the page, or all of them, for other programs."""
    chosen, key, now = _chosen(request, utc_now()), request.GET.get("table", ""), utc_now()
    if key and key not in statistics_tables.KEYS:
        raise Http404
    wanted = [table for table in _tables(chosen) if key in {"", table.key}]
    name = f"statistics-{key or 'all'}-{chosen.filters['period'] or now.year}.csv"
    return HttpResponse(
        statistics_tables.as_csv(wanted, chosen.heading),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"},
    )


@require_safe
@casework(Permission.REQUEST_READ)
def case_statistics(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show in which cells a case counts, and by which events."""
    found = visible_case(request, case_id)
    codes = statistics_codes.codes_of(found, get_language() or "en")
    return render(request, "cases/case_statistics.html", case_frame(request, found, codes=codes))


def _chosen(request: HttpRequest, now: datetime) -> Chosen:
    """Read the filters; what is none of the choices is the first of them."""
    periods = _periods(now)
    allowed = {
        "direction": {"", *DIRECTIONS},
        "period": {code for code, _words in periods},
        "for": {code for code, _words in READERS},
    }
    given = {name: request.GET.get(name, "") for name in NAMES}
    filters = {name: value if value in allowed[name] else "" for name, value in given.items()}
    return Chosen(filters, _period(filters["period"], now), periods)


def _periods(now: datetime) -> list[tuple[str, str]]:
    """Return the periods that can be chosen: this year, four years before it, twelve months, eight quarters."""
    year, quarter = timezone.localdate(now).year, (timezone.localdate(now).month - 1) // 3
    found = [("", _("in %(year)s") % {"year": year}), (LATEST, _("in the last twelve months"))]
    found += [(str(one), _("in %(year)s") % {"year": one}) for one in range(year - 1, year - YEARS, -1)]
    for past in range(8):
        at_year, at_quarter = divmod(4 * year + quarter - past, 4)
        words = _("in quarter %(quarter)d of %(year)s") % {"quarter": at_quarter + 1, "year": at_year}
        found.append((f"{at_year}q{at_quarter + 1}", words))
    return found


def _period(code: str, now: datetime) -> Period:
    """Return what a choice means; a period that is not over ends now."""
    if code == LATEST:
        return Period(now - timedelta(days=365), now)
    year, _q, quarter = code.partition("q")
    first = int(year or timezone.localdate(now).year)
    month = 3 * int(quarter) - 2 if quarter else 1
    months = 3 if quarter else 12
    years, after = divmod(month - 1 + months, 12)
    end = _first_of(first + years, after + 1)
    return Period(_first_of(first, month), min(end, now))


def _first_of(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=timezone.get_current_timezone())


def _tables(chosen: Chosen) -> list[statistics_tables.Table]:
    below = settings.NODE.withhold_below if chosen.filters["for"] else 0
    look = statistics_tables.Look(get_language() or "en", mirrored=get_language_bidi(), below=below)
    return statistics_tables.tables(statistics.figures(chosen.period, chosen.filters["direction"]), look)


def _sentence(chosen: Chosen) -> FilterSentence:
    return FilterSentence(
        lead="",
        filters=(
            Filter("direction", _("Direction"), DIRECTION_CHOICES, chosen.filters["direction"]),
            Filter("period", _("Period"), chosen.periods, chosen.filters["period"]),
            Filter("for", _("For whom"), READERS, chosen.filters["for"]),
        ),
        count=chosen.heading,
        clear_url=reverse("cases:statistics") if any(chosen.filters.values()) else "",
    )
