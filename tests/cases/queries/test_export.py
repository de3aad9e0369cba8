"""The list as a table: what the reader sees and nothing else, no formulas, in the reader's language, audited."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.cases import Cast, a_draft, an_arrived
from tests.builders.people import signed_in

from comity.core.audit.models import AuditEntry
from comity.core.cells import FORMULA, neutral
from comity.core.roles import Role

pytestmark = pytest.mark.django_db


def rows_of(cast: Cast, role: Role, query: str = "") -> list[list[str]]:
    answer = signed_in(cast.officer(role)).get(reverse("cases:request-export") + query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula(text: str) -> None:
    assert not neutral(text).startswith(FORMULA)
    assert neutral(text).removeprefix("'") == text or neutral(text) == text


def test_only_what_the_reader_sees_is_written(cast: Cast) -> None:
    draft = a_draft(cast)
    an_arrived()
    assert [row[0] for row in rows_of(cast, Role.DRAFTER)[1:]] == [draft.our_reference]
    assert [row[2] for row in rows_of(cast, Role.REGISTRY)[1:]] == ["XB"]
    assert rows_of(cast, Role.TRANSLATOR)[1:] == []


def test_formula_in_a_subject_is_written_as_text(cast: Cast) -> None:
    draft = a_draft(cast)
    draft.title = '=HYPERLINK("http://evil.example","look")'
    draft.save(update_fields=["title"])
    assert rows_of(cast, Role.DRAFTER)[1][4].startswith("'=HYPERLINK")


def test_filters_hold_and_the_log_keeps_their_names_alone(cast: Cast) -> None:
    a_draft(cast)
    assert len(rows_of(cast, Role.DRAFTER, "?direction=incoming&q=Secretword")) == 1
    entry = AuditEntry.objects.filter(code="cases.list.exported").get()
    assert json.loads(entry.data) == {"filters": ["direction", "q"]}
    assert "Secretword" not in entry.data


def test_table_speaks_the_readers_language(cast: Cast) -> None:
    officer = cast.officer(Role.DRAFTER)
    officer.language = "zh-hans"
    officer.save(update_fields=["language"])
    a_draft(cast)
    table = rows_of(cast, Role.DRAFTER)
    assert table[0][0] == "我方文号"
    assert table[1][8] == "我方"


def cost(cast: Cast) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as captured:
        rows = len(rows_of(cast, Role.DRAFTER))
    return rows, len(captured)


def test_many_rows_cost_what_one_row_costs(cast: Cast) -> None:
    a_draft(cast)
    rows_of(cast, Role.DRAFTER)
    one, before = cost(cast)
    for _number in range(3):
        a_draft(cast)
    four, after = cost(cast)
    assert (one, four) == (2, 5)
    assert before == after
