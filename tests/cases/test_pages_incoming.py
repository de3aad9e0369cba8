"""An incoming request through the pages: registration, questions, refusal and acceptance, evidence, delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.builders.cases import Cast, an_arrived, arrive, common, outbox_kinds
from tests.builders.legal_requests import a_measure
from tests.builders.people import signed_in
from tests.builders.requests import a_request

from comity.cases.models import Case
from comity.core.roles import Role
from comity.wire import messages as wire

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def get(client: Client, name: str, *args: Any) -> Any:
    response = client.get(reverse(f"cases:{name}", args=args))
    assert response.status_code == 200, (name, response.status_code)
    return response


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    response = client.post(reverse(f"cases:{name}", args=args), data, follow=True)
    page = response.content.decode()
    assert response.status_code == 200, page[:3000]
    assert 'class="error-summary"' not in page, page[page.index('class="error-summary"') :][:1500]
    assert "messages error" not in page
    return response


def two_measures() -> list[dict[str, Any]]:
    return [a_request()["measures"][0], a_measure("statement", "m2")]


def test_incoming_request_through_pages(cast: Cast) -> None:
    people = {role: signed_in(cast.officer(role)) for role in Role}
    registry, officer, head = people[Role.REGISTRY], people[Role.CASE_OFFICER], people[Role.HEAD]
    executing = people[Role.EXECUTING_AUTHORITY]
    case = an_arrived(measures=two_measures())
    assert officer.get(reverse("cases:case", args=[case.pk])).status_code == 404
    assert "XB-77/2026" in get(registry, "inbox").content.decode()
    get(registry, "request-register", case.pk)
    officer_id = str(cast.officer(Role.CASE_OFFICER).pk)
    post(
        registry, "request-register", case.pk, officer=officer_id, shown_officer="Case officer", contact="o@xa.example"
    )  # fmt: skip
    get(officer, "request-examine", case.pk)
    post(officer, "examination-begin", case.pk)
    get(officer, "clarification-ask", case.pk)
    post(officer, "clarification-ask", case.pk, own="Which branch of the bank?", due="2026-04-01")
    item = Case.objects.get().clarifications.get().items.get()
    answer = wire.Answer(item_id=item.item_id, answer="The branch in Sampleton.")
    arrive(wire.ClarifyAnswer(**common(case), round=1, answers=(answer,)))
    assert "The branch in Sampleton." in get(officer, "case-law", case.pk).content.decode()
    first, second = case.measures.all()
    get(officer, "request-decide", case.pk)
    refusal = {
        "dual": "unclear", "m0-decision": "accepted", "m1-decision": "refused", "m1-ground": "ESSENTIAL_INTERESTS",
        "m1-reasons": "An interest of the State.",
    }  # fmt: skip
    blocked = officer.post(reverse("cases:request-decide", args=[case.pk]), {**refusal, "act": "propose"})
    assert "46(26)" in blocked.content.decode()
    assert "An interest of the State." in blocked.content.decode()
    get(officer, "consultation-record", case.pk)
    post(
        officer, "consultation-record", case.pk, measures=[second.measure_id], opened_on="2026-03-10",
        summary="No condition would help.",
    )  # fmt: skip
    post(officer, "request-decide", case.pk, act="propose", **refusal)
    post(head, "request-decide", case.pk, act="issue", **refusal)
    assert {one.state for one in case.measures.all()} == {"accepted", "refused"}
    execute_and_close(cast, case, officer=officer, executing=executing, first=first, second=second)


def execute_and_close(cast, case, *, officer, executing, first, second):
    """The second half of the walk: assign, execute with evidence, deliver, hear the receipt, close."""
    get(officer, "measures-assign", case.pk)
    get(officer, "measure-assign", case.pk, first.measure_id)
    executing_id = str(cast.officer(Role.EXECUTING_AUTHORITY).pk)
    post(officer, "measure-assign", case.pk, first.measure_id, officer=executing_id, instructions="Ask the bank.")
    assert executing.get(reverse("cases:case", args=[case.pk])).status_code in {403, 404}
    assert executing.get(reverse("cases:measure", args=[case.pk, second.measure_id])).status_code == 404
    get(executing, "measure", case.pk, first.measure_id)
    upload = SimpleUploadedFile("statement.pdf", b"%PDF-1.7 account statement", "application/pdf")
    post(executing, "evidence-add", case.pk, first.measure_id, file=upload, collector="Eli Executing")
    evidence = case.evidence.get()
    assert (evidence.size, evidence.name) == (26, "statement.pdf")
    download = executing.get(reverse("cases:evidence-download", args=[case.pk, evidence.evidence_id]))
    assert b"".join(download.streaming_content) == b"%PDF-1.7 account statement"
    post(executing, "measure", case.pk, first.measure_id, result="executed", text="The bank answered.")
    get(officer, "material-deliver", case.pk)
    post(officer, "material-deliver", case.pk, measures=[first.measure_id], use_limits="For this case only.")
    get(officer, "status-report", case.pk)
    received = wire.ReceivedItem(evidence_id=evidence.evidence_id, sha256=evidence.sha256, ok=True)
    arrive(wire.MaterialReceipt(**common(case), delivery_no=1, items=(received,), complete=True))
    for name in ("case", "case-request", "case-messages", "case-evidence", "case-law", "case-people", "case-file"):
        get(officer, name, case.pk)
    get(officer, "case-close", case.pk)
    post(officer, "case-close", case.pk, reason="Done.")
    assert Case.objects.get().step == "closed"
    assert outbox_kinds(case.pk) == ["ack", "clarify.ask", "decision.partial", "material.deliver", "closure"]
