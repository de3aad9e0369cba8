"""The pages of approval chains: proposed by one person, confirmed by another, and walked by a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, a_draft
from tests.builders.chains import a_chain
from tests.builders.people import signed_in

from comity.cases.actions import reviewing
from comity.cases.models import Case, Chain
from comity.core.roles import Role

if TYPE_CHECKING:
    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db
TYPED = {
    "name_en": "Three tiers", "name_zh": "三级审批", "states": "xb, xc", "kinds": ["STATEMENT"], "in_use": "on",
    "stage0-name_en": "Organ handling the case", "stage0-name_zh": "办案机关", "stage0-role": "case_officer",
    "stage0-may_return": "on", "stage0-logins": "",
    "stage1-name_en": "Competent authority", "stage1-name_zh": "主管机关", "stage1-role": "reviewer",
    "stage2-name_en": "", "stage2-name_zh": "", "stage2-role": "reviewer",
    "stage3-name_en": "Contact authority", "stage3-name_zh": "对外联系机关",
}  # fmt: skip


def test_administrator_proposes_and_head_confirms(cast: Cast) -> None:
    ada, head = signed_in(cast.officer(Role.ADMINISTRATOR)), signed_in(cast.officer(Role.HEAD))
    wrong = ada.post(reverse("cases:chain-new"), {**TYPED, "stage0-name_zh": "", "stage0-logins": "nobody-here"})
    assert "Give the name in both languages." in wrong.content.decode()
    assert 'value="Organ handling the case"' in wrong.content.decode()
    assert not Chain.objects.exists()
    assert ada.post(reverse("cases:chain-new"), TYPED).status_code == 302
    chain = Chain.objects.get()
    assert (chain.states, [one.role.value for one in chain.organs]) == (
        ["XB", "XC"], ["case_officer", "reviewer", "head"],
    )  # fmt: skip
    decide = reverse("cases:chain-decide", args=[chain.pk])
    assert "Confirm this chain" not in ada.get(reverse("cases:chains")).content.decode()
    assert ada.post(decide, {"decision": "confirm"}).status_code == 403
    assert "Confirm this chain" in head.get(reverse("cases:chains")).content.decode()
    head.post(decide, {"decision": "confirm"})
    assert Chain.objects.get().state == "active"
    change = reverse("cases:chain-change", args=[chain.pk])
    assert 'value="三级审批"' in ada.get(change).content.decode()
    ada.post(change, {**TYPED, "in_use": ""})
    assert Chain.objects.get(version=2).in_use is False


def test_request_walks_its_chain_on_the_pages(cast: Cast) -> None:
    a_chain(cast, states=())
    case = a_draft(cast)
    drafter = signed_in(cast.officer(Role.DRAFTER))
    asked = drafter.get(reverse("cases:review-ask", args=[case.pk])).content.decode()
    assert "Organ handling the case" in asked
    assert "Contact authority" in asked
    first = cast.officer(Role.CASE_OFFICER)
    drafter.post(reverse("cases:review-ask", args=[case.pk]), {"reviewer": str(first.pk), "note": ""})
    page = reverse("cases:request-review", args=[case.pk])
    case.members.create(officer=cast.officer(Role.REVIEWER), function=Role.REVIEWER, since=NOW)
    assert signed_in(cast.officer(Role.REVIEWER)).get(page).status_code == 403
    client = signed_in(first)
    unchosen = client.post(page, {"outcome": "approved", "notes": "Read it."})
    assert unchosen.status_code == 200
    assert "Read it." in unchosen.content.decode()
    client.post(page, {"outcome": "approved", "notes": "", "approver": str(cast.officer(Role.REVIEWER).pk)})
    second = signed_in(cast.officer(Role.REVIEWER))
    shown = second.get(page).content.decode()
    assert "Return to the drafter with notes" not in shown
    assert "At this stage of the approval nothing is returned." in shown
    second.post(page, {"outcome": "approved", "notes": ""})
    assert Case.objects.get(pk=case.pk).step == "approved"
    people = drafter.get(reverse("cases:case-people", args=[case.pk])).content.decode()
    assert first.name in people


def test_standard_chain_asks_for_no_next_officer(cast: Cast) -> None:
    case = a_draft(cast)
    reviewing.ask_review(
        actor=cast.drafter, case_id=case.pk, note="", reviewer_id=cast.officer(Role.REVIEWER).pk, now=NOW
    )
    shown = signed_in(cast.officer(Role.REVIEWER)).get(reverse("cases:request-review", args=[case.pk]))
    assert 'name="approver"' not in shown.content.decode()
    assert "Return to the drafter with notes" in shown.content.decode()
