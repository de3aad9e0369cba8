"""Every page in both languages, within its number of queries, with nothing of a case in its title or address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders.cases import (
    NOW,
    Cast,
    TestSigner,
    a_draft,
    a_result,
    a_sent,
    an_accepted,
    an_arrived,
    arrive,
    their_ack,
)
from tests.builders.people import signed_in
from tests.builders.remembered import remembered

from comity.cases.actions import closing
from comity.cases.actions.keeping import join
from comity.cases.models import Case, Line, Member
from comity.core.roles import Role
from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

SUBJECT = "Bank records of Meridian Quarry Ltd"
BUDGET = 30  # queries of one page, sign-in, second factor, audit and all
FEW = 10  # of the pages that everybody opens all day


def queries(client: Client, url: str, budget: int = BUDGET) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200, url
    count = len(captured)
    assert count <= budget, f"{url}: {count} queries"
    return count


def many(cast: Cast, count: int, **changes: Any) -> list[Case]:
    made = Case.objects.bulk_create(
        Case(
            id=new_id(), direction="incoming", our_reference=f"XA/2025/{number:04d}", their_reference=f"XB-{number}",
            counterpart="xb", counterpart_state="XB", title=f"Request {number}", step="legal_review",
            turn_task="decide_measures", turn_role="case_officer", turn_since=NOW, created_at=NOW, changed_at=NOW,
            kinds="|DOCUMENTS|", **changes,
        )
        for number in range(count)
    )  # fmt: skip
    officer = cast.officer(Role.CASE_OFFICER)
    Member.objects.bulk_create(Member(case=case, officer=officer, function="case_officer", since=NOW) for case in made)
    Line.objects.bulk_create(Line(case=case, at=NOW, code="request_sent", lane="theirs", crosses="in") for case in made)
    return made


def test_list_and_home_cost_the_same_for_one_and_for_many(cast: Cast) -> None:
    client = signed_in(cast.officer(Role.CASE_OFFICER))
    many(cast, 1)
    one = [queries(client, url, FEW) for url in (reverse("cases:request-list"), "/")]
    Case.objects.all().delete()
    many(cast, 120)
    assert [queries(client, url, FEW) for url in (reverse("cases:request-list"), "/")] == one


def test_pages_follow_each_other_without_gap_or_double(cast: Cast) -> None:
    client = signed_in(cast.officer(Role.CASE_OFFICER))
    many(cast, 120)
    url, seen = reverse("cases:request-list"), []
    for _page in range(3):
        response = client.get(url)
        seen += [row.reference for row in response.context["rows"]]
        url = reverse("cases:request-list") + response.context["next_url"]
    assert (len(seen), len(set(seen)), response.context["next_url"]) == (120, 120, "")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "XA/2025/0007"}, 1),
        ({"q": "xa/2025/0007"}, 1),
        ({"q": "XB-11"}, 11),
        ({"q": "meridian quar"}, 1),
        ({"q": "Nobody"}, 0),
        ({"direction": "outgoing"}, 1),
        ({"counterpart_state": "XB", "turn": "ours", "kind": "DOCUMENTS"}, 121),
        ({"turn": "nobody"}, 0),
        ({"after": "not a place"}, 121),
        ({"older": "365"}, 0),
    ],
)
def test_search_and_filters(cast: Cast, query: dict[str, str], found: int) -> None:
    case = a_draft(cast)
    Member.objects.create(case=case, officer=cast.officer(Role.CASE_OFFICER), function="case_officer", since=NOW)
    many(cast, 120)
    client = signed_in(cast.officer(Role.CASE_OFFICER))
    assert client.get(reverse("cases:request-list"), query).context["page"].count == found


OUT = ("case", "case-request", "case-messages", "case-evidence", "case-law", "case-people", "case-file", "case-audit")
WRITING = ("draft", "draft-check", "draft-history", "review-ask", "request-discard")
INSIDE = (
    "request-examine", "clarification-ask", "consultation-record", "request-decide", "measures-assign",
    "material-deliver", "status-report",
)  # fmt: skip


@remembered
def pages(cast: Cast, signer: TestSigner) -> list[tuple[Role, str]]:
    draft, arrived = a_draft(cast), an_arrived()
    sent = a_sent(cast, signer=signer)
    arrive(their_ack(sent))
    accepted, done = an_accepted(cast), a_result(cast, an_accepted(cast))
    measure = done.measures.get()
    found = [(Role.DRAFTER, reverse(f"cases:{name}", args=[draft.pk])) for name in (*OUT, *WRITING)]
    found += [(Role.DRAFTER, reverse(f"cases:{name}", args=[sent.pk])) for name in (*OUT, "status-ask")]
    found += [(Role.CASE_OFFICER, reverse(f"cases:{name}", args=[accepted.pk])) for name in (*OUT, *INSIDE)]
    ended = a_sent(cast, signer=signer)
    arrive(their_ack(ended))
    join(ended, cast.officer(Role.CASE_OFFICER).pk, Role.CASE_OFFICER, at=NOW)
    closing.withdraw_measures(actor=cast.case_officer, case_id=ended.pk, measure_ids=(), reason="ended", now=NOW)
    found += [(Role.CASE_OFFICER, reverse("cases:case-close", args=[ended.pk]))]
    found += [(Role.CASE_OFFICER, reverse("cases:material-deliver", args=[done.pk]))]
    found += [(Role.EXECUTING_AUTHORITY, reverse("cases:measure", args=[done.pk, measure.measure_id]))]
    found += [(Role.REGISTRY, reverse("cases:request-register", args=[arrived.pk])), (Role.REGISTRY, "/")]
    found += [(Role.REGISTRY, reverse("cases:inbox")), (Role.DRAFTER, reverse("cases:request-new"))]
    return found


@pytest.mark.parametrize("language", ["en", "zh-hans", "ar"])
def test_every_page(cast: Cast, signer: TestSigner, language: str) -> None:
    clients, found = {}, pages(cast, signer)
    for role in Role:
        officer = cast.officer(role)
        officer.language = language
        officer.save(update_fields=["language"])
        clients[role] = signed_in(officer)
    for role, url in found:
        with CaptureQueriesContext(connection) as captured:
            response = clients[role].get(url)
        page = response.content.decode()
        assert response.status_code == 200, url
        assert len(captured) <= BUDGET + 10, f"{url}: {len(captured)} queries"
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        assert title is not None
        assert SUBJECT not in title[1]
        assert "Meridian" not in url
        assert "style=" not in page
        assert not re.search(r"\{[a-z]+\}", re.sub(r"<(code|script)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)), url
        if language == "zh-hans":
            assert 'lang="zh-hans"' in page
