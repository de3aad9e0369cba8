"""The checklist says of a request only what the request says."""

from __future__ import annotations

import pytest
from tests.builders.requests import a_request

from comity.cases.queries.examination import checklist
from comity.core.parts import Checked
from comity.law.contents import ITEMS

SHAPES = {
    "urgency.deadline": "urgency.deadline_date",
    "proceedings.limitation_date": "proceedings.limitation_day",
}


def row_of(code: str, request: dict[str, object]) -> Checked | None:
    label = ITEMS[code].label.en
    return next((row.result for row in checklist(request, "en") if row.label == label), None)


@pytest.mark.parametrize(("place", "code"), SHAPES.items())
@pytest.mark.parametrize(
    ("value", "result"), [(None, None), ("soon", Checked.NOT_MADE), ("2026-05-01", Checked.PASSED)]
)
def test_form_of_an_answer_is_judged_only_where_there_is_one(place, code, value, result):
    request = a_request()
    part, _dot, name = place.partition(".")
    request[part] = dict(request[part]) | {name: value}
    assert row_of(code, request) is result
