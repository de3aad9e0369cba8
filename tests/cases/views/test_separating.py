"""The page on which a joined pair is separated: through the door, by two officers, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from tests.builders import moves
from tests.builders.cases import NOW, outbox_kinds
from tests.builders.people import signed_in

from comity.cases.actions import clarifying, moving, receiving
from comity.cases.models import BeforeJoin, Case, Separation
from comity.core.roles import Role

if TYPE_CHECKING:
    from tests.builders.cases import Cast


@pytest.fixture
def pair(cast: Cast) -> tuple[Case, Case]:
    """Return a joined case, and the case of the letter as it was."""
    ministry = moves.a_ministry(cast)
    former = moves.a_letter_case(cast, ministry, title="The <b>letter</b>")
    moves.join(cast, ministry)
    case = moves.a_claim(cast, at=NOW, reference=former.our_reference)
    moving.join_letter(
        actor=cast.registry, case_id=case.pk, letter_case_id=former.pk, shown_officer="Registry", contact="", now=NOW
    )
    return Case.objects.get(pk=case.pk), former


def page(client: Any, name: str, case: Case, status: int = 200) -> str:
    answer = client.get(reverse(f"cases:{name}", args=[case.pk]))
    assert answer.status_code == status, answer.content[:2000]
    return str(answer.content.decode())


def officer(cast: Cast, role: Role, language: str) -> Any:
    found = cast.officer(role)
    found.language = language
    found.save(update_fields=["language"])
    return signed_in(found)


WORDS = {
    "en": ("Joined by mistake?", "another officer confirms or declines it", "See the proposal", "A request of its own"),
    "zh-hans": ("误合并？", "须由另一名承办人员确认或者否决", "查看提议", "独立的请求"),
}


@pytest.mark.parametrize("language", sorted(WORDS))
def test_two_officers_separate_over_the_page(language: str, cast: Cast, pair: tuple[Case, Case]):
    case, former = pair
    mistaken, own, proposed, alone = WORDS[language]
    registry, worker = officer(cast, Role.REGISTRY, language), officer(cast, Role.CASE_OFFICER, language)
    url = reverse("cases:request-separate", args=[case.pk])
    assert mistaken in page(registry, "case", case)
    found = page(registry, "request-separate", case)
    assert former.our_reference in found
    assert "The &lt;b&gt;letter&lt;/b&gt;" in found
    assert registry.post(url, {"decision": "propose", "reason": " "}).status_code == 200
    assert registry.post(url, {"decision": "perhaps"}).status_code == 400
    assert not Separation.objects.exists()
    assert registry.post(url, {"decision": "propose", "reason": "The <i>numbers</i> were alike."}).status_code == 302
    assert own in page(registry, "request-separate", case)
    assert 'value="confirm"' not in page(registry, "request-separate", case)
    refused = registry.post(url, {"decision": "confirm"})
    assert (refused.status_code, outbox_kinds(case.pk)) == (200, ["ack"])
    found = page(worker, "case", case)
    assert proposed in found
    assert found.count(url) == 2, "the turn line leads there, and so does the sentence"
    assert url not in signed_in(cast.officer(Role.HEAD)).get(reverse("home")).content.decode()
    assert reverse("cases:case", args=[case.pk]) in worker.get(reverse("home")).content.decode()
    found = page(worker, "request-separate", case)
    assert "The &lt;i&gt;numbers&lt;/i&gt; were alike." in found
    assert 'value="confirm"' in found
    assert worker.post(url, {"decision": "confirm"}).status_code == 302
    assert outbox_kinds(case.pk) == ["ack", "correction"]
    again = Case.objects.get(pk=former.pk)
    assert again.our_reference in page(worker, "case", again)
    found = page(worker, "case", case)
    assert alone in found
    assert f"{again.our_reference}" in found, "the timeline names the other"
    page(worker, "request-separate", case, status=409)
    assert worker.post(url, {"decision": "confirm"}).status_code == 409


def test_a_proposal_is_declined_or_taken_back(cast: Cast, pair: tuple[Case, Case]):
    case, _former = pair
    registry, worker = signed_in(cast.officer(Role.REGISTRY)), signed_in(cast.officer(Role.CASE_OFFICER))
    url = reverse("cases:request-separate", args=[case.pk])
    for who in (worker, registry):
        assert registry.post(url, {"decision": "propose", "reason": "Alike."}).status_code == 302
        assert who.post(url, {"decision": "decline"}).status_code == 302
    assert worker.post(url, {"decision": "decline"}).status_code == 200
    assert set(Separation.objects.values_list("state", flat=True)) == {"declined"}
    assert "Joined by mistake?" in page(worker, "case", case)


@pytest.mark.parametrize(
    ("language", "told", "old"),
    [
        ("en", "the other State was told more than", "It was joined by an earlier version of this software"),
        ("zh-hans", "已告知对方国家的不止于请求已登记", "该案由本软件的早期版本合并"),
    ],
)
def test_where_it_cannot_be_the_page_says_why_and_what_to_do(
    language: str, told: str, old: str, cast: Cast, pair: tuple[Case, Case]
):
    case, _former = pair
    registry = officer(cast, Role.REGISTRY, language)
    url = reverse("cases:request-separate", args=[case.pk])
    assert registry.post(url, {"decision": "propose", "reason": "Alike."}).status_code == 302
    clarifying.ask_for_items(
        actor=cast.case_officer, case_id=case.pk, items=[clarifying.Missing("46(15)(c)", "Which bank?")],
        due=None, note="", now=NOW,
    )  # fmt: skip
    worker = officer(cast, Role.CASE_OFFICER, language)
    found = page(worker, "request-separate", case)
    assert told in found
    assert 'value="confirm"' not in found
    assert worker.post(url, {"decision": "confirm"}).status_code == 200
    assert worker.post(url, {"decision": "decline"}).status_code == 302
    assert 'value="propose"' not in page(worker, "request-separate", case)
    BeforeJoin.objects.all().delete()
    assert old in page(worker, "request-separate", case)


def test_a_request_whose_letter_never_came_says_so(cast: Cast):
    moves.join(cast, moves.a_ministry(cast))
    case = moves.a_claim(cast, at=NOW)
    receiving.register_request(
        actor=cast.registry, case_id=case.pk, state="XA", officer_id=cast.officer(Role.CASE_OFFICER).pk,
        shown_officer="Case officer", contact="", now=NOW,
    )  # fmt: skip
    found = page(signed_in(cast.officer(Role.CASE_OFFICER)), "case", case)
    assert "It belongs to no case of a letter here" in " ".join(found.split())
    assert "by mistake" not in found


def test_a_case_to_which_none_was_joined_has_no_such_page(cast: Cast):
    from tests.builders.cases import a_registered

    case = a_registered(cast)
    assert "Joined by mistake?" not in page(signed_in(cast.officer(Role.CASE_OFFICER)), "case", case)
    page(signed_in(cast.officer(Role.CASE_OFFICER)), "request-separate", case, status=409)
