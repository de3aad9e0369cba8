"""The pages of a move: the head's list and signature, the registry's decision, what either case page says of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from tests.builders import moves
from tests.builders.cases import NOW, PASSPHRASE, arrive, common, measure_ids, their_ack
from tests.builders.people import a_signing_key, signed_in

from comity.cases.actions import clarifying, deciding
from comity.cases.models import Case, CaseMove
from comity.core.roles import Role
from comity.exchange.models import OutboxItem
from comity.wire import turns

if TYPE_CHECKING:
    from tests.builders.cases import Cast, TestSigner

    from comity.exchange.models import Peer

LATER = NOW + timedelta(days=20)


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return moves.a_ministry(cast)


def page(client: Any, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"cases:{name}", args=args))
    assert answer.status_code == 200, answer.content[:2000]
    return str(answer.content.decode())


@pytest.mark.parametrize(("language", "stays"), [("en", "Stays by letter."), ("zh-hans", "仍以信函办理。")])
def test_the_heads_list_says_what_can_happen_to_each_case(
    language: str, stays: str, cast: Cast, ministry: Peer, signer: TestSigner
):
    moves.join(cast, ministry)
    waits = moves.a_posted(cast, ministry, signer=signer)
    printed = moves.letters.a_sent_letter(cast, ministry, signer=signer)
    officer = cast.officer(Role.HEAD)
    officer.language = language
    officer.save(update_fields=["language"])
    head = signed_in(officer)
    found = page(head, "moves")
    assert reverse("cases:request-move", args=[waits.pk]) in found
    assert reverse("cases:request-move", args=[printed.pk]) not in found
    assert stays in found
    refused = head.get(reverse("cases:request-move", args=[printed.pk]))
    assert refused.status_code == 409


def test_the_head_signs_anew_over_the_page(cast: Cast, ministry: Peer, signer: TestSigner):
    case = moves.a_posted(cast, ministry, signer=signer)
    moves.join(cast, ministry)
    head = signed_in(cast.officer(Role.HEAD))
    a_signing_key(cast.head, PASSPHRASE)
    url = reverse("cases:request-move", args=[case.pk])
    assert "Sign and send to the node of XB" in page(head, "request-move", case.pk)
    assert head.post(url, {"passphrase": "not the passphrase"}).status_code == 200
    assert not OutboxItem.objects.exists()
    assert head.post(url, {"passphrase": PASSPHRASE}).status_code == 302
    assert "has not answered yet" in page(head, "case", case.pk)
    assert head.post(url, {"passphrase": PASSPHRASE}).status_code == 200
    assert OutboxItem.objects.count() == 1, "a form that is sent twice moves once"
    arrive(their_ack(case, LATER), at=LATER)
    assert "by Comity now" in page(head, "case", case.pk)


def test_why_it_stays_by_letter_stands_on_the_page(cast: Cast, ministry: Peer, signer: TestSigner):
    case = moves.a_posted(cast, ministry, signer=signer)
    moves.join(cast, ministry)
    CaseMove.objects.create(case=case, ours=True, letter=case.counterpart, message_id=case.pk, at=NOW, claim={
        "left_on": "2026-03-12", "channel": "post", "reference": "", "acknowledged_on": "",
    })  # fmt: skip
    Case.objects.filter(pk=case.pk).update(counterpart="xb")
    defect = turns.Defect(code=turns.STAYS_BY_LETTER, text="The <b>accounts</b> are blocked.")
    arrive(
        turns.Return(**common(case, LATER), provisional_reference="P1", received_at=LATER, defects=(defect,)), at=LATER
    )
    found = page(signed_in(cast.officer(Role.HEAD)), "case", case.pk)
    assert "The &lt;b&gt;accounts&lt;/b&gt; are blocked." in found


def test_the_registry_joins_over_the_page(cast: Cast, ministry: Peer):
    former = moves.a_letter_case(cast, ministry)
    open_one = moves.a_letter_case(cast, ministry, reference="XB-78/2026")
    clarifying.ask_for_items(
        actor=cast.case_officer, case_id=open_one.pk, items=[clarifying.Missing("46(15)(c)", "Which bank?")],
        due=None, note="", now=NOW,
    )  # fmt: skip
    deciding.issue_decisions(
        actor=cast.case_officer, case_id=former.pk, appeal="", note="", now=NOW,
        proposals=[deciding.Proposal(one, "accepted") for one in measure_ids(former)],
    )  # fmt: skip
    moves.posted_answers(cast, former)
    moves.join(cast, ministry)
    case = moves.a_claim(cast, at=LATER, reference=former.our_reference)
    registry = signed_in(cast.officer(Role.REGISTRY))
    assert reverse("cases:request-join", args=[case.pk]) in page(registry, "request-register", case.pk)
    found = page(registry, "request-join", case.pk)
    assert f'value="{former.pk}"' in found
    assert "checked" not in found, "nothing is chosen for the officer"
    assert f'value="{open_one.pk}"' not in found
    assert "Questions that were asked by letter are not answered yet." in found
    assert "Our decision is told to the other State once more, sealed, when you join." in found
    url = reverse("cases:request-join", args=[case.pk])
    assert registry.post(url, {"decision": "join", "shown_officer": "Officer"}).status_code == 200
    assert registry.post(url, {"decision": "join", "former": open_one.pk, "shown_officer": "O"}).status_code == 200
    assert Case.objects.get(pk=case.pk).step == "received"
    assert registry.post(url, {"decision": "perhaps"}).status_code == 400
    given = {"decision": "join", "former": former.pk, "shown_officer": "Officer", "contact": ""}
    assert registry.post(url, given).status_code == 302
    assert former.our_reference in page(registry, "case", case.pk)
    assert registry.get(reverse("cases:case", args=[former.pk])).status_code == 404
    assert registry.get(url).status_code == 409


def test_the_registry_answers_that_it_goes_on_by_letter(cast: Cast, ministry: Peer):
    moves.join(cast, ministry)
    case = moves.a_claim(cast, at=LATER)
    registry, url = signed_in(cast.officer(Role.REGISTRY)), reverse("cases:request-join", args=[case.pk])
    assert "can be joined" in page(registry, "request-join", case.pk)
    assert registry.post(url, {"decision": "leave", "reason": ""}).status_code == 200
    assert registry.post(url, {"decision": "leave", "reason": "It is decided."}).status_code == 302
    assert Case.objects.get(pk=case.pk).step == "returned"


def test_a_request_that_came_as_any_other_is_joined_to_nothing(cast: Cast):
    from tests.builders.cases import an_arrived

    case = an_arrived()
    registry = signed_in(cast.officer(Role.REGISTRY))
    assert registry.get(reverse("cases:request-join", args=[case.pk])).status_code == 409


def test_the_list_asks_as_many_queries_for_ten_cases_as_for_one(cast: Cast, ministry: Peer, signer: TestSigner):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    moves.join(cast, ministry)
    head = signed_in(cast.officer(Role.HEAD))
    counts = []
    for number in (1, 3):
        for _each in range(number):
            moves.a_posted(cast, ministry, signer=signer)
        with CaptureQueriesContext(connection) as made:
            page(head, "moves")
        counts.append(len(made))
    assert counts[0] == counts[1]
