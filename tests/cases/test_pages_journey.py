"""The smallest true journey of an outgoing request, through the pages, as officers walk it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, PASSPHRASE, Cast, arrive, common, their_ack
from tests.builders.people import a_signing_key, signed_in
from tests.builders.requests import a_request

from comity.cases.compose import decompose_measure, get
from comity.cases.models import Case
from comity.core.languages import is_language
from comity.core.roles import Role
from comity.law.sections import SECTIONS
from comity.wire import messages as wire

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def typed(value: Any) -> Any:
    """Return a stored value as a person types it."""
    if isinstance(value, list) and all(is_language(one) for one in value):
        return value
    if isinstance(value, list):
        return "\n".join(value)
    return {True: "on", False: None}.get(value, value) if isinstance(value, bool) else value


def post(client: Client, url: str, data: dict[str, Any]) -> Any:
    sent = {name: value for name, value in data.items() if value is not None}
    response = client.post(url, sent, follow=True)
    assert response.status_code == 200, response.content.decode()[:3000]
    return response


def write(client: Client, case: Case, request: dict[str, Any]) -> None:
    for key, section in SECTIONS.items():
        places = [field.path for field in section.fields if field.path != "reference"]
        data = {place.replace(".", "_"): typed(get(request, place)) for place in places}
        data["shown"] = " ".join(data)
        if key == "addressee":
            data |= {"requested_node_id": "xb", "requested_languages": ["en", "zh-hans"]}
            data["shown"] += " requested_node_id"
        if key == "proceedings":
            data["offences-count"] = "2"
            data |= {f"offences-0-{name}": text for name, text in request["proceedings"]["offences"][0].items()}
        page = client.get(reverse("cases:draft-section", args=[case.pk, key]))
        assert page.status_code == 200
        form = page.context["form"]
        data["version"] = form.initial.get("version", 0)
        post(client, reverse("cases:draft-section", args=[case.pk, key]), data)
    for part, row in (("person", request["persons"][0]), ("measure", decompose_measure(request["measures"][0]))):
        url = reverse(f"cases:draft-{part}", args=[case.pk, row[f"{part}_id"]])
        if part == "measure":
            post(client, url, {"module": row["module"], "shown": "module", "version": "0"})
        page = client.get(url)
        data = {name.replace(".", "_"): typed(value) for name, value in row.items()}
        data |= {"shown": " ".join(data), "version": page.context["form"].initial["version"]}
        post(client, url, data)


def test_outgoing_request_through_pages(cast: Cast) -> None:
    people = {role: signed_in(cast.officer(role)) for role in Role}
    drafter, head = people[Role.DRAFTER], people[Role.HEAD]
    a_signing_key(cast.head, PASSPHRASE)
    assert drafter.get(reverse("cases:request-list")).status_code == 200
    post(drafter, reverse("cases:request-new"), {"title": a_request()["title"], "language": "en"})
    case = Case.objects.get()
    for name in ("draft", "draft-check", "draft-history", "draft-preview", "case", "case-law", "case-people"):
        assert drafter.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 200, name
    write(drafter, case, a_request())
    check = drafter.get(reverse("cases:draft-check", args=[case.pk]))
    assert check.context["check"].blocks == []
    reviewer_id = str(cast.officer(Role.REVIEWER).pk)
    post(drafter, reverse("cases:review-ask", args=[case.pk]), {"reviewer": reviewer_id, "note": "Please read."})
    reviewer = people[Role.REVIEWER]
    assert "Please read." in reviewer.get(reverse("cases:request-review", args=[case.pk])).content.decode()
    post(reviewer, reverse("cases:request-review", args=[case.pk]), {"outcome": "approved", "notes": ""})
    wrong = head.post(reverse("cases:request-send", args=[case.pk]), {"passphrase": "not the passphrase"})
    assert wrong.status_code == 200
    assert Case.objects.get().step == "approved"
    post(head, reverse("cases:request-send", args=[case.pk]), {"passphrase": PASSPHRASE})
    assert Case.objects.get().step == "signed"
    case.refresh_from_db()
    arrive(their_ack(case))
    [measure] = case.measures.all()
    decision = wire.MeasureDecision(
        measure_id=measure.measure_id, decision="accepted", consultation=wire.ConsultationHeld(), article="46(17)"
    )
    arrive(wire.DecisionAccept(**common(case), measures=(decision,)))
    result = wire.MeasureResult(measure_id=measure.measure_id, result="executed", text="Attached.")
    arrive(wire.MaterialDeliver(**common(case), delivery_no=1, final=True, measures=(result,)), at=NOW)
    for name in ("case", "case-request", "case-messages", "case-evidence", "case-law", "case-people", "case-file"):
        assert drafter.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 200, name
    assert drafter.get(reverse("cases:case-audit", args=[case.pk])).status_code == 200
    post(drafter, reverse("cases:material-confirm", args=[case.pk]), {"note": ""})
    post(head, reverse("cases:case-close", args=[case.pk]), {"reason": "Done.", "useful": "yes", "text": ""})
    assert Case.objects.get().step == "closed"
    assert drafter.get("/").status_code == 200
