"""The custody record through the pages: written, handed on, corrected, printed, and never changed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader
from tests.builders.cases import NOW, a_registered
from tests.builders.people import signed_in

from comity.cases.models import CustodyEntry, Original
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role

if TYPE_CHECKING:
    from django.test import Client
    from tests.builders.cases import Cast

    from comity.cases.models import Case

CAME = {
    "description": "Ledger 2021, bound in green", "on": "2026-03-02", "giver": "Prosecutor of XB",
    "condition": "Corners bent.", "place": "Safe 2, shelf 4", "seal": "S-0017",
}  # fmt: skip


@pytest.fixture
def case(cast: Cast) -> Case:
    return a_registered(cast)


@pytest.fixture
def officer(cast: Cast) -> Client:
    return signed_in(cast.officer(Role.CASE_OFFICER))


def sent(client: Client, name: str, *args: Any, **data: str) -> str:
    response = client.post(reverse(f"cases:{name}", args=args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def record(client: Client, case: Case) -> str:
    return client.get(reverse("cases:case-custody", args=[case.pk])).content.decode()


def test_an_original_comes_is_handed_over_comes_back_and_is_returned(case: Case, officer: Client) -> None:
    assert "No original is or was in our custody." in record(officer, case)
    assert "Here: Safe 2, shelf 4, since 2 March 2026" in sent(officer, "original-new", case.pk, **CAME)
    said = sent(
        officer, "custody-write", case.pk, 1, "handed", on="2026-03-05", giver="Casey Officer",
        receiver="Forensic laboratory", purpose="Comparison of handwriting",
    )  # fmt: skip
    assert "With Forensic laboratory since 5 March 2026" in said
    assert officer.get(reverse("cases:custody-write", args=[case.pk, 1, "moved"])).status_code == 404
    back = {"on": "2026-03-09", "giver": "Forensic laboratory", "condition": "Unchanged.", "place": "Safe 2"}
    assert "Here: Safe 2" in sent(officer, "custody-write", case.pk, 1, "came_back", **back)
    said = sent(
        officer, "custody-write", case.pk, 1, "returned", on="2026-03-12", giver="Casey Officer",
        receiver="Prosecutor of XB", condition="Unchanged.",
    )  # fmt: skip
    assert "Returned to Prosecutor of XB on 12 March 2026" in said
    gone = officer.post(reverse("cases:custody-write", args=[case.pk, 1, "came_back"]), back)
    assert "This cannot happen to the original as it stands now." in gone.content.decode()
    assert "Unchanged." in gone.content.decode(), "nothing typed is lost"
    assert AuditEntry.objects.filter(code="cases.custody.written").count() == 4
    assert not AuditEntry.objects.filter(code="cases.custody.written", data__contains="Ledger").exists()
    assert "Original 1 came into our custody" in officer.get(reverse("cases:case", args=[case.pk])).content.decode()


def test_a_mistake_is_corrected_beside_what_was_wrong(case: Case, officer: Client) -> None:
    sent(officer, "original-new", case.pk, **CAME)
    entry = CustodyEntry.objects.get()
    right = {name: text for name, text in CAME.items() if name != "description"} | {"seal": "S-0071"}
    address = ("custody-correct", case.pk, 1, entry.pk)
    assert 'class="error-summary"' in sent(officer, *address, **right), "no reason"
    assert "Seal number <bdi>S-0017" in record(officer, case)
    said = sent(officer, *address, **right, reason="Two digits exchanged.")
    for words in ("Seal number <bdi>S-0071", "S-0017", "replaced by a correction", "Two digits exchanged."):
        assert words in said
    again = sent(officer, *address, **right, reason="Once more.")
    assert "This cannot happen to the original as it stands now." in again
    late = {**right, "on": "2099-01-01", "reason": "The day."}
    assert "The day has not come yet" in sent(officer, "custody-correct", case.pk, 1, entry.pk + 1, **late)


def test_the_database_refuses_to_change_an_entry(case: Case, officer: Client) -> None:
    sent(officer, "original-new", case.pk, **CAME)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        CustodyEntry.objects.update(seal="S-9")
    assert CustodyEntry.objects.get().seal == "S-0017"


@pytest.mark.parametrize(("language", "words"), [("en", "Came into our custody"), ("zh-hans", "实物原件保管记录")])
def test_the_record_is_printed(case: Case, officer: Client, language: str, words: str) -> None:
    sent(officer, "original-new", case.pk, **CAME)
    answer = officer.get(reverse("cases:custody-paper", args=[case.pk]), {"in": language})
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)
    assert words in text
    assert "S-0017" in text
    assert case.our_reference in text


def test_who_only_reads_writes_nothing_and_another_case_has_no_such_original(
    cast: Cast, case: Case, officer: Client
) -> None:
    sent(officer, "original-new", case.pk, **CAME)
    other = a_registered(cast)
    assert officer.get(reverse("cases:custody-write", args=[other.pk, 1, "moved"])).status_code == 404
    head = signed_in(cast.officer(Role.HEAD))
    assert head.post(reverse("cases:original-new", args=[case.pk]), CAME).status_code in {403, 404}
    assert Original.objects.count() == 1
    assert NOW.date().isoformat() > CAME["on"]
