"""The page of figures: who reads it, what it shows and never shows, how it is taken along."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.cases import Cast, a_draft, an_accepted
from tests.builders.counted import a_year
from tests.builders.people import signed_in

from comity.cases.models import Case, Line
from comity.cases.queries import statistics
from comity.cases.queries.statistics_tables import KEYS, Look, as_csv, tables
from comity.cases.views.statistics import _period, _periods
from comity.core.cells import FORMULA
from comity.core.roles import Role
from comity.law.counting import Period
from comity.law.statistics import NO_FIGURE, NoFigure

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
YEAR = Period(datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))


def page(cast: Cast, query: str = "?period=2025", role: Role = Role.STATISTICIAN) -> str:
    answer = signed_in(cast.officer(role)).get(reverse("cases:statistics") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def taken(cast: Cast, query: str) -> list[list[str]]:
    answer = signed_in(cast.officer(Role.STATISTICIAN)).get(reverse("cases:statistics-export") + query)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_reader_of_figures_sees_no_case(cast: Cast) -> None:
    case = an_accepted(cast)
    html = page(cast, "")
    for word in (case.our_reference, case.their_reference, case.title, str(case.pk)):
        assert word
        assert word not in html
    assert signed_in(cast.officer(Role.STATISTICIAN)).get(reverse("cases:case", args=[case.pk])).status_code == 403


def test_page_has_every_table_with_figures_that_agree(cast: Cast) -> None:
    a_year(300)
    html = page(cast)
    assert html.count('<section class="section figures"') == len(KEYS)
    rows = taken(cast, "?period=2025&table=counterpart")
    flows = [row for row in rows if row and re.fullmatch("X[A-Z]", row[0])]
    assert len(flows) == 4
    for _state, opening, new, _again, finished, closing in flows:
        assert int(opening) + int(new) - int(finished) == int(closing)


def test_charts_can_be_read_without_colour_script_or_style(cast: Cast) -> None:
    a_year(100)
    html = page(cast)
    charts = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(charts) >= 8
    for chart in charts:
        assert "<title>" in chart
        assert "<desc>" in chart
        assert "style=" not in chart
        assert "<script" not in chart
        assert chart.count("<rect") == chart.count('class="of-bar"')  # each bar says its number


def test_charts_are_mirrored() -> None:
    a_year(60)
    found = statistics.figures(YEAR)
    plain, mirrored = (tables(found, Look("en", mirrored=way))[0].chart for way in (False, True))
    assert plain
    assert mirrored
    for one, other in zip(plain.groups[0].bars, mirrored.groups[0].bars, strict=True):
        assert other.x == 480 - one.width
        assert other.text_x == 480 - one.text_x


def test_small_figures_are_withheld_for_publication(cast: Cast, settings: SettingsWrapper) -> None:
    a_year(60)
    settings.NODE = settings.NODE.model_copy(update={"withhold_below": 30})
    withheld = NO_FIGURE[NoFigure.WITHHELD].en
    assert withheld not in page(cast)
    assert withheld in page(cast, "?period=2025&for=publication")
    own = taken(cast, "?period=2025&table=counterpart&for=publication")
    assert any(withheld in row for row in own)


def test_missing_value_has_its_reason(cast: Cast) -> None:
    assert NO_FIGURE[NoFigure.NOT_APPLICABLE].en in page(cast, "?period=2025")


def test_filters_that_are_none_are_the_first_choice(cast: Cast) -> None:
    assert "Clear filters" not in page(cast, "?period=1066&direction=sideways&for=everybody")
    assert "Clear filters" in page(cast, "?direction=incoming")
    answer = signed_in(cast.officer(Role.STATISTICIAN)).get(reverse("cases:statistics-export") + "?table=cases")
    assert answer.status_code == 404


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_others_see_no_figures(cast: Cast, role: Role) -> None:
    for name in ("statistics", "statistics-export"):
        assert signed_in(cast.officer(role)).get(reverse(f"cases:{name}")).status_code == 403


def test_state_that_would_be_a_formula_is_text(cast: Cast) -> None:
    a_year(4)
    Case.objects.update(counterpart_state="=1+1")
    rows = taken(cast, "?period=2025&table=counterpart")
    assert any(row and row[0] == "'=1+1" for row in rows)


@given(st.text(max_size=30))
def test_no_cell_of_a_table_is_a_formula(text: str) -> None:
    for row in csv.reader(io.StringIO(as_csv([], text).decode("utf-8-sig"))):
        assert not any(cell.startswith(FORMULA) for cell in row)


def test_cost_does_not_depend_on_the_number_of_cases(cast: Cast) -> None:
    client = signed_in(cast.officer(Role.HEAD))

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("cases:statistics") + "?period=2025").status_code == 200
        return len(captured)

    cost()
    few = cost()
    a_year(200)
    assert cost() == few <= 14


def test_case_says_where_it_counts_and_why(cast: Cast) -> None:
    case = an_accepted(cast)
    client = signed_in(cast.officer(Role.CASE_OFFICER))
    html = client.get(reverse("cases:case-statistics", args=[case.pk])).content.decode()
    assert "The request was made in writing." in html
    assert "decided STATEMENT" in html or re.search(r"<code[^>]*>decided ", html)


def test_draft_counts_nowhere(cast: Cast) -> None:
    case = a_draft(cast)
    assert Line.objects.filter(case=case).exists()
    html = signed_in(cast.officer(Role.DRAFTER)).get(reverse("cases:case-statistics", args=[case.pk])).content.decode()
    assert "counts nowhere yet" in html
    assert statistics.figures(Period(datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))).by == {
        "direction": {}, "kind": {}, "counterpart": {}, "basis": {},
    }  # fmt: skip


@given(now=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 (bounds)
def test_every_period_that_can_be_chosen_is_one(now: datetime) -> None:
    chosen: list[Any] = _periods(now)
    assert len({code for code, _words in chosen}) == len(chosen)
    for code, _words in chosen:
        period = _period(code, now)
        assert period.begin <= period.end <= now
