"""The clause library: proposed by one, approved by another, offered, put into a draft, taken along and taken over."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_draft
from tests.builders.people import signed_in

from comity.cases.actions import clausing
from comity.cases.models import ClauseUse, ClauseVersion
from comity.cases.queries import clauses, content
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.core.roles import Role

pytestmark = pytest.mark.django_db

VALUES = {
    "state": "", "module": "bank_records", "place": "form", "title_en": "Originals", "title_zh": "原件",
    "text_en": "{{requested_state}} is asked for originals.", "text_zh": "", "article": "46(3)(f)", "source": "Ours",
}  # fmt: skip


def propose(cast: Cast, code: str = "own-1", **changes: str) -> ClauseVersion:
    return clausing.propose_clause(actor=cast.drafter, code=code, values=VALUES | changes, now=NOW)


def offered(**changes: Any) -> list[tuple[str, int]]:
    asked: dict[str, Any] = {"state": "XB", "module": "bank_records", "places": ["form"], **changes}
    return [(one.code, one.version) for found in clauses.offered(**asked).values() for one in found]


def test_clause_is_offered_once_the_head_approved_it_and_until_it_is_retired(cast: Cast) -> None:
    before = offered()
    propose(cast)
    assert offered() == before
    clausing.decide_clause(actor=cast.head, code="own-1", version=1, approve=True, now=NOW)
    assert ("own-1", 1) in offered()
    assert ("own-1", 1) not in offered(module="service")
    propose(cast, text_en="Another text.")
    assert ("own-1", 1) in offered()
    clausing.decide_clause(actor=cast.head, code="own-1", version=2, approve=True, now=NOW)
    assert ("own-1", 2) in offered()
    assert [one.version for one in clauses.history("own-1")] == [2, 1]
    clausing.decide_clause(actor=cast.head, code="own-1", version=2, approve=False, now=NOW)
    assert not [one for one in offered() if one[0] == "own-1"]


def test_version_of_a_shipped_clause_takes_its_place(cast: Cast) -> None:
    assert ("bank-certificate", 0) in offered()
    propose(cast, "bank-certificate", state="XB")
    clausing.decide_clause(actor=cast.head, code="bank-certificate", version=1, approve=True, now=NOW)
    assert ("bank-certificate", 1) in offered()
    assert [one.version for one in clauses.history("bank-certificate")] == [1, 0]


def test_head_does_not_approve_what_the_head_wrote_and_nobody_else_approves(cast: Cast) -> None:
    clausing.propose_clause(actor=cast.head, code="own-1", values=VALUES, now=NOW)
    with pytest.raises(CaseworkError, match="E_FOUR_EYES"):
        clausing.decide_clause(actor=cast.head, code="own-1", version=1, approve=True, now=NOW)
    with pytest.raises(AccessDenied):
        clausing.decide_clause(actor=cast.reviewer, code="own-1", version=1, approve=True, now=NOW)
    with pytest.raises(CaseworkError, match="E_CLAUSE"):
        clausing.decide_clause(actor=cast.head, code="use-limits", version=0, approve=True, now=NOW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text_en": "{{secret}}"}, "E_PLACE_UNKNOWN"),
        ({"title_en": " "}, "E_SAY"),
        ({"place": "nowhere"}, "E_CLAUSE"),
        ({"module": "nothing"}, "E_CLAUSE"),
    ],
)
def test_clause_that_fits_nowhere_is_refused(cast: Cast, changes: dict[str, str], code: str) -> None:
    with pytest.raises(CaseworkError, match=code):
        propose(cast, **changes)


def test_library_travels_as_a_file_and_says_nothing_twice(cast: Cast) -> None:
    propose(cast)
    raw = clausing.export_clauses()
    assert clausing.import_clauses(actor=cast.reviewer, raw=raw, now=NOW) == 0
    file = json.loads(raw)
    file["clauses"][0]["text_en"] = "Changed."
    changed = file["clauses"][0]["code"]
    assert clausing.import_clauses(actor=cast.reviewer, raw=json.dumps(file).encode(), now=NOW) == 1
    assert clauses.history(changed)[0].status == "proposed"


HOSTILE: list[Any] = [
    b"", b"[]", b"{}", b"\xff", b'{"format": "comity-clauses-1", "clauses": {}}',
    {"format": "other", "clauses": []},
    {"format": "comity-clauses-1", "clauses": [1]},
    {"format": "comity-clauses-1", "clauses": [{"code": "x"}]},
    {"format": "comity-clauses-1", "clauses": [{"code": "../x", **VALUES}]},
    {"format": "comity-clauses-1", "clauses": [{"code": "x", **VALUES, "title_en": 7}]},
    {"format": "comity-clauses-1", "clauses": [{"code": "x", **VALUES, "title_en": "x" * 201}]},
    {"format": "comity-clauses-1", "clauses": [{"code": "x", **VALUES, "text_en": "\u0000"}]},
    {"format": "comity-clauses-1", "clauses": [{"code": "good", **VALUES}, {"code": "x", **VALUES, "place": "y"}]},
]  # fmt: skip


@pytest.mark.parametrize("given", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_file_is_refused_whole(cast: Cast, given: Any) -> None:
    raw = given if isinstance(given, bytes) else json.dumps(given).encode()
    client = signed_in(cast.officer(Role.DRAFTER))
    file = SimpleUploadedFile("clauses.json", raw, content_type="application/json")
    answer = client.post(reverse("cases:clauses-import"), {"file": file})
    assert answer.status_code == 302
    assert not ClauseVersion.objects.exists()


def test_one_press_puts_a_clause_into_the_section_with_what_was_typed(cast: Cast) -> None:
    case = a_draft(cast)
    client = signed_in(cast.officer(Role.DRAFTER))
    url = reverse("cases:draft-section", args=[case.pk, "purpose"])
    page = client.get(url).content.decode()
    assert 'name="insert" value="use-limits"' in page
    section = case.sections.get(key="purpose")
    values = {"version": section.version, "shown": "purpose_use_limits", "purpose_use_limits": "Typed <before>."}
    answer = client.post(url, values | {"insert": "use-limits"})
    assert answer["location"] == url
    said = content.request_of(case)["purpose"]["use_limits"]
    assert said.startswith("Typed <before>.\n\nWhat XB provides")
    used = ClauseUse.objects.get()
    assert (used.part, used.code, used.version, used.by_id) == ("purpose", "use-limits", 0, cast.drafter.officer_id)
    assert "{{" not in said


def test_clause_for_another_sort_or_unknown_changes_nothing_but_the_save(cast: Cast) -> None:
    case = a_draft(cast)
    client = signed_in(cast.officer(Role.DRAFTER))
    measure = case.measures.get()
    url = reverse("cases:draft-measure", args=[case.pk, measure.measure_id])
    for code in ("service-proof", "nothing", ""):
        version = case.measures.get().version
        values = {"version": version, "shown": "form", "form": "As typed.", "module": "bank_records"}
        client.post(url, values | {"insert": code})
        assert content.request_of(case)["measures"][0]["form"] == "As typed."
    client.post(url, values | {"version": case.measures.get().version, "insert": "bank-certificate"})
    assert "certified copies" in content.request_of(case)["measures"][0]["form"]


def test_clause_pages_search_show_write_and_decide(cast: Cast) -> None:
    drafter, head = signed_in(cast.officer(Role.DRAFTER)), signed_in(cast.officer(Role.HEAD))
    found = drafter.get(reverse("cases:clauses") + "?q=originals").content.decode()
    assert "Originals are returned" in found
    assert "Proof of service" not in found
    bad = drafter.post(reverse("cases:clause-new"), VALUES | {"text_en": "{{secret}} kept"})
    assert "secret" in bad.content.decode()
    assert "requested_state" in bad.content.decode()
    drafter.post(reverse("cases:clause-new"), VALUES | {"title_en": "<b>Bold</b>"})
    row = ClauseVersion.objects.get()
    shown = head.get(reverse("cases:clause", args=[row.code])).content.decode()
    assert "&lt;b&gt;Bold" in shown
    head.post(reverse("cases:clause-decide", args=[row.code, 1]), {"outcome": "approved"})
    row.refresh_from_db()
    assert row.status == "approved"
    assert drafter.get(reverse("cases:clause", args=["unknown"])).status_code == 404
