"""The pages of the turns: each act through its form, on either side, and what is not possible now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.builders.cases import (
    NOW,
    Cast,
    TestSigner,
    a_draft,
    a_registered,
    a_sent,
    an_accepted,
    an_arrived,
    arrive,
    common,
    measure_ids,
    outbox_kinds,
    their_ack,
)
from tests.builders.messages import a_request
from tests.builders.people import signed_in

from comity.cases.models import Case, SharedDraft
from comity.core.keys import storage_identities
from comity.core.roles import Role
from comity.exchange.models import OutboxItem
from comity.seal.age import open_bytes
from comity.wire import matters as wire_matters
from comity.wire import messages as wire
from comity.wire import turns
from comity.wire.kinds import KINDS, parse

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db


def ask(cast: Cast, role: Role, name: str, data: dict[str, Any] | None = None, **keys: object) -> HttpResponse:
    client = signed_in(cast.officer(role))
    address = reverse(f"cases:{name}", kwargs=keys)
    return client.get(address) if data is None else client.post(address, data, follow=True)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


TAKEN = [
    ("consult.open", {"about": "refusal", "text": "We think of refusing."}),
    ("cost.consult", {"estimate": "40 000", "text": "Forty days."}),
    ("confidentiality.cannot_comply", {"reason": "The court tells the client."}),
    ("obstacle.notice", {"text": "The court is closed."}),
    ("freeze.effect", {"text": "Ordered by the court.", "effective_on": "2026-03-01"}),
    ("freeze.lapse_rule", {"text": "An order within a year.", "lapses_on": "2027-03-01"}),
    ("material.disposed", {"disposal": "returned", "disposed_on": "2026-03-01", "text": "The seal went back."}),
    ("correction", {"place": "Facts", "was": "2025", "shall_be": "2026", "text": "A slip."}),
]


@pytest.mark.parametrize(("kind", "data"), TAKEN)
def test_act_is_offered_shown_and_taken(cast: Cast, kind: str, data: dict[str, Any]) -> None:
    case = an_accepted(cast) if kind.startswith(("freeze", "obstacle")) else a_registered(cast)
    if kind not in {"obstacle.notice", "correction", "freeze.effect", "freeze.lapse_rule"}:
        ask(cast, Role.CASE_OFFICER, "examination-begin", {}, case_id=case.pk)
    offered = ask(cast, Role.CASE_OFFICER, "case-turns", case_id=case.pk).content.decode()
    assert reverse("cases:turn-take", args=[case.pk, kind]) in offered
    assert ask(cast, Role.CASE_OFFICER, "turn-take", case_id=case.pk, kind=kind).status_code == 200
    answer = ask(cast, Role.CASE_OFFICER, "turn-take", data, case_id=case.pk, kind=kind)
    assert answer.status_code == 200
    assert outbox_kinds(case.pk)[-1] == kind
    said = ask(cast, Role.CASE_OFFICER, "case-turns", case_id=case.pk).content.decode()
    assert data.get("text", data.get("reason")) in said


def test_nothing_typed_is_lost_when_something_is_missing(cast: Cast) -> None:
    case = a_registered(cast)
    data = {"estimate": "40 000 XAC", "text": ""}
    page = ask(cast, Role.CASE_OFFICER, "turn-take", data, case_id=case.pk, kind="cost.consult").content.decode()
    assert "40 000 XAC" in page
    assert outbox_kinds(case.pk) == ["ack"]


def test_act_that_is_not_possible_now_says_so(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    page = ask(cast, Role.CASE_OFFICER, "turn-take", case_id=case.pk, kind="use.consent_request")
    assert page.status_code in {403, 404, 409}
    assert ask(cast, Role.CASE_OFFICER, "turn-take", case_id=case.pk, kind="no.such").status_code == 404


def test_offer_is_put_to_the_head_and_sent_by_the_head(cast: Cast) -> None:
    case = a_registered(cast)
    ask(cast, Role.CASE_OFFICER, "examination-begin", {}, case_id=case.pk)
    data = {"measure_ids": measure_ids(case), "conditions": "Not in tax matters."}
    keys = {"case_id": case.pk, "kind": "conditions.offer"}
    ask(cast, Role.CASE_OFFICER, "turn-take", data, **keys)
    assert fresh(case).turn_role == "head"
    assert "Not in tax matters." in ask(cast, Role.HEAD, "turn-take", **keys).content.decode()
    ask(cast, Role.HEAD, "turn-take", data, **keys)
    assert (fresh(case).step, outbox_kinds(case.pk)[-1]) == ("conditions_offered", "conditions.offer")


def test_head_returns_what_was_put_to_him(cast: Cast) -> None:
    case = a_registered(cast)
    data = {"measure_ids": measure_ids(case), "conditions": "Not in tax matters."}
    ask(cast, Role.CASE_OFFICER, "examination-begin", {}, case_id=case.pk)
    ask(cast, Role.CASE_OFFICER, "turn-take", data, case_id=case.pk, kind="conditions.offer")
    ask(cast, Role.HEAD, "turn-return", {"reason": "Too hard."}, case_id=case.pk)
    page = ask(cast, Role.CASE_OFFICER, "turn-take", case_id=case.pk, kind="conditions.offer").content.decode()
    assert "Too hard." in page
    assert "Not in tax matters." in page


def test_what_they_ask_is_answered_on_its_page(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    arrive(wire_matters.CostConsult(**common(case), matter="x2", estimate="40 000", text="Forty days."))
    page = ask(cast, Role.HEAD, "case-turns", case_id=case.pk).content.decode()
    assert reverse("cases:matter-answer", args=[case.pk, "x2"]) in page
    ask(cast, Role.HEAD, "matter-answer", {"agreed": "yes", "payer": "shared"}, case_id=case.pk, matter_id="x2")
    assert outbox_kinds(case.pk)[-1] == "cost.agree"
    assert ask(cast, Role.HEAD, "matter-answer", case_id=case.pk, matter_id="x2").status_code == 409


def test_their_offer_is_accepted_on_its_page(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    condition = turns.Condition(condition_id="c1", text="Not in tax matters.")
    names = tuple(measure_ids(case))
    arrive(turns.ConditionsOffer(**common(case), offer_id="o1", measure_ids=names, conditions=(condition,)))
    page = ask(cast, Role.HEAD, "offer-answer", case_id=case.pk, offer_id="o1").content.decode()
    assert "Not in tax matters." in page
    again = ask(cast, Role.HEAD, "offer-answer", {"accepted": "no"}, case_id=case.pk, offer_id="o1").content.decode()
    assert "Say why the conditions are rejected." in again
    ask(cast, Role.HEAD, "offer-answer", {"accepted": "yes"}, case_id=case.pk, offer_id="o1")
    assert fresh(case).step == "in_execution"


def test_request_is_returned_on_its_page(cast: Cast) -> None:
    case = an_arrived()
    empty = ask(cast, Role.REGISTRY, "request-return", {"language": ""}, case_id=case.pk).content.decode()
    assert "Name at least one of these defects" in empty
    ask(cast, Role.REGISTRY, "request-return", {"language": "Nobody reads it."}, case_id=case.pk)
    assert fresh(case).step == "returned"


def test_request_is_referred_on_its_page(cast: Cast) -> None:
    case = an_arrived()
    data = {"authority": "Registry of XA", "reason": "It holds them.", "forwarded": "on"}
    ask(cast, Role.REGISTRY, "request-refer", data, case_id=case.pk)
    assert fresh(case).step == "referred"


def test_draft_is_shown_and_recalled(cast: Cast) -> None:
    case = a_draft(cast)
    ask(cast, Role.DRAFTER, "draft-share", {"note": "Enough?"}, case_id=case.pk)
    assert fresh(case).step == "pre_consultation"
    assert "Go on writing without their comments" in ask(cast, Role.DRAFTER, "case", case_id=case.pk).content.decode()
    ask(cast, Role.DRAFTER, "draft-recall", {}, case_id=case.pk)
    assert fresh(case).step == "draft"


def test_draft_of_theirs_is_read_and_commented(cast: Cast) -> None:
    request = a_request()
    arrive(turns.DraftShare(request_id=request.request_id, sent_at=NOW, draft_no=1, draft=request))
    shared = SharedDraft.objects.get()
    assert "XB" in ask(cast, Role.CASE_OFFICER, "shared-drafts").content.decode()
    page = ask(cast, Role.CASE_OFFICER, "draft-comment", shared_id=shared.pk).content.decode()
    assert request.facts.summary in page
    ask(cast, Role.CASE_OFFICER, "draft-comment", {"on0": "Say when."}, shared_id=shared.pk)
    shared.refresh_from_db()
    assert shared.remarks[0]["text"] == "Say when."


def test_oral_request_is_announced_on_its_page(cast: Cast) -> None:
    case = a_draft(cast)
    data = {
        "title": "Freeze", "summary": "Freeze it.", "urgent_because": "It leaves.", "caller": "The head",
        "spoken_on": "2026-03-12T08:00",
    }  # fmt: skip
    ask(cast, Role.DRAFTER, "oral-announce", data, case_id=case.pk)
    assert fresh(case).announced


def test_supplement_is_asked_on_its_page(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    data = {"reason": "More.", "what": "statement", "description": "Hear her.", "sought": "When.", "link": "She saw."}
    ask(cast, Role.HEAD, "request-supplement", data, case_id=case.pk)
    assert fresh(case).supplements == 1


def test_pages_speak_chinese(cast: Cast) -> None:
    case = a_registered(cast)
    officer = cast.officer(Role.CASE_OFFICER)
    officer.language = "zh-hans"
    officer.save(update_fields=["language"])
    page = ask(cast, Role.CASE_OFFICER, "case-turns", case_id=case.pk).content.decode()
    assert "目前可以采取的步骤" in page


def test_head_returns_it_from_the_list_of_turns_and_is_asked_why(cast: Cast) -> None:
    case = a_registered(cast)
    data = {"measure_ids": measure_ids(case), "conditions": "Not in tax matters."}
    ask(cast, Role.CASE_OFFICER, "examination-begin", {}, case_id=case.pk)
    ask(cast, Role.CASE_OFFICER, "turn-take", data, case_id=case.pk, kind="conditions.offer")
    page = ask(cast, Role.HEAD, "case-turns", case_id=case.pk).content.decode()
    assert f'action="{reverse("cases:turn-return", args=[case.pk])}"' in page
    assert "Not in tax matters." in page
    again = ask(cast, Role.HEAD, "turn-return", {"reason": ""}, case_id=case.pk).content.decode()
    assert "error-summary" in again
    assert not fresh(case).for_head["returned"]


def test_turn_line_leads_straight_to_what_waits(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    arrive(wire_matters.CostConsult(
        **common(case), matter="x2", estimate="40 000", text="Forty days.", due="2026-04-30"
    ))  # fmt: skip
    page = ask(cast, Role.HEAD, "case", case_id=case.pk).content.decode()
    assert reverse("cases:matter-answer", args=[case.pk, "x2"]) in page
    assert fresh(case).turn_due == date(2026, 4, 30)


def test_conditions_in_force_stand_on_the_case_and_with_the_evidence(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    condition = turns.Condition(condition_id="c1", text="Not in tax matters.")
    arrive(turns.ConditionsOffer(
        **common(case), offer_id="o1", measure_ids=tuple(measure_ids(case)), conditions=(condition,), due="2026-04-30"
    ))  # fmt: skip
    assert fresh(case).turn_due == date(2026, 4, 30)
    for name in ("case", "case-evidence"):
        assert "Conditions that bind us" not in ask(cast, Role.HEAD, name, case_id=case.pk).content.decode()
    ask(cast, Role.HEAD, "offer-answer", {"accepted": "yes"}, case_id=case.pk, offer_id="o1")
    for name in ("case", "case-evidence", "case-turns"):
        page = ask(cast, Role.HEAD, name, case_id=case.pk).content.decode()
        assert "Conditions that bind us" in page
        assert "Not in tax matters." in page


def test_what_is_not_open_now_says_why_and_what_is_theirs_is_absent(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    page = ask(cast, Role.DRAFTER, "case-turns", case_id=case.pk).content.decode()
    assert "Nothing has been delivered yet." in page or "It has its place in these steps" in page
    for theirs in ("cost.consult", "freeze.effect", "decision.postpone"):
        assert reverse("cases:turn-take", args=[case.pk, theirs]) not in page
        assert str(KINDS[theirs].title.get("en")).casefold() not in page.casefold()


def test_review_day_of_what_is_postponed_is_when_the_turn_is_due(cast: Cast) -> None:
    case = a_registered(cast)
    ask(cast, Role.CASE_OFFICER, "examination-begin", {}, case_id=case.pk)
    talk = {"measures": measure_ids(case), "opened_on": "2026-03-12", "summary": "We spoke by telephone."}
    ask(cast, Role.CASE_OFFICER, "consultation-record", talk, case_id=case.pk)
    day = timezone.localdate() + timedelta(days=90)
    data = {"measure_ids": measure_ids(case), "interference": "An investigation of ours.", "review_on": day.isoformat()}
    ask(cast, Role.CASE_OFFICER, "turn-take", data, case_id=case.pk, kind="decision.postpone")
    line = ask(cast, Role.HEAD, "case", case_id=case.pk).content.decode()
    assert reverse("cases:turn-take", args=[case.pk, "decision.postpone"]) in line
    ask(cast, Role.HEAD, "turn-take", data, case_id=case.pk, kind="decision.postpone")
    assert (fresh(case).turn_task, fresh(case).turn_due) == ("review_postponed", day)
    page = ask(cast, Role.CASE_OFFICER, "case", case_id=case.pk).content.decode()
    assert reverse("cases:measures-resume", args=[case.pk]) in page
    assert "looked at again on" in page
    ask(cast, Role.CASE_OFFICER, "measures-resume", {"note": ""}, case_id=case.pk)
    assert fresh(case).turn_task != "review_postponed"


def test_what_is_said_names_the_measures_it_is_about_and_the_items(cast: Cast) -> None:
    case = an_accepted(cast)
    case.measures.update(data={"description": "The ledger of 2021"})
    data = {"text": "Frozen.", "measure_ids": measure_ids(case)}
    page = ask(cast, Role.CASE_OFFICER, "turn-take", data, case_id=case.pk, kind="freeze.effect").content.decode()
    assert "What was ordered, by whom" in page
    assert "The ledger of 2021" in page.split("What was asked, offered and told")[1]


def test_a_page_of_an_act_says_what_follows_and_by_when(cast: Cast) -> None:
    case = a_registered(cast)
    ask(cast, Role.CASE_OFFICER, "examination-begin", {}, case_id=case.pk)
    costs = ask(cast, Role.CASE_OFFICER, "turn-take", case_id=case.pk, kind="cost.consult").content.decode()
    assert "Then it is XB&#x27;s turn to answer." in costs
    assert "If you ask for no day, we look after the answer on" in costs
    told = ask(cast, Role.CASE_OFFICER, "turn-take", case_id=case.pk, kind="correction").content.decode()
    assert "It asks for no answer and moves nothing" in told
    assert "If you ask for no day" not in told


def test_decide_page_does_not_call_a_proposed_postponement_a_proposed_decision(cast: Cast) -> None:
    case = a_registered(cast)
    ask(cast, Role.CASE_OFFICER, "examination-begin", {}, case_id=case.pk)
    data = {"measure_ids": measure_ids(case), "conditions": "Not in tax matters."}
    ask(cast, Role.CASE_OFFICER, "turn-take", data, case_id=case.pk, kind="conditions.offer")
    page = ask(cast, Role.HEAD, "request-decide", case_id=case.pk).content.decode()
    assert "A decision is proposed" not in page


def test_overview_offers_only_acts_that_have_a_measure(cast: Cast) -> None:
    case = a_registered(cast)
    ask(cast, Role.CASE_OFFICER, "examination-begin", {}, case_id=case.pk)
    page = ask(cast, Role.CASE_OFFICER, "case", case_id=case.pk).content.decode()
    assert reverse("cases:request-decide", args=[case.pk]) in page
    assert reverse("cases:material-deliver", args=[case.pk]) not in page
    assert reverse("cases:measures-assign", args=[case.pk]) not in page


def test_decide_page_offers_a_forbidden_ground_only_by_analogy_and_says_why_else(cast: Cast) -> None:
    case = a_registered(cast)
    ask(cast, Role.CASE_OFFICER, "examination-begin", {}, case_id=case.pk)
    page = ask(cast, Role.CASE_OFFICER, "request-decide", case_id=case.pk).content.decode()
    assert 'value="SOLELY_FISCAL"' not in page
    assert "solely because the offence is also considered to involve fiscal matters" in page
    assert "apply by analogy only" not in page
    assert "open to the public here" in page
    Case.objects.filter(pk=case.pk).update(mode="treaty")
    page = ask(cast, Role.CASE_OFFICER, "request-decide", case_id=case.pk).content.decode()
    assert 'value="SOLELY_FISCAL"' in page
    assert 'value="BANK_SECRECY"' not in page
    assert "apply by analogy only" in page


def test_costs_that_are_not_settled_ask_for_a_reason_on_the_page_and_it_is_shown_on_the_law_tab(cast: Cast) -> None:
    case = an_accepted(cast)
    data = {"estimate": "40 000", "text": "Forty days."}
    ask(cast, Role.CASE_OFFICER, "turn-take", data, case_id=case.pk, kind="cost.consult")
    keys = {"case_id": case.pk, "measure_id": measure_ids(case)[0]}
    officer = str(cast.officer(Role.EXECUTING_AUTHORITY).pk)
    page = ask(cast, Role.CASE_OFFICER, "measure-assign", {"officer": officer}, **keys).content.decode()
    assert "Why it begins although the costs are not settled" in page
    assert fresh(case).measures.get().state == "accepted"
    said = {"officer": officer, "override_reason": "The data expires tomorrow."}
    ask(cast, Role.CASE_OFFICER, "measure-assign", said, **keys)
    assert fresh(case).measures.get().state == "in_execution"
    law = ask(cast, Role.CASE_OFFICER, "case-law", case_id=case.pk).content.decode()
    assert "Steps left out, with the reason" in law
    assert "The data expires tomorrow." in law
    overview = ask(cast, Role.CASE_OFFICER, "case", case_id=case.pk).content.decode()
    assert "Went on without a step of article 46(28)" in overview


def test_nothing_new_is_one_press_with_its_reason(cast: Cast) -> None:
    case = an_accepted(cast)
    arrive(wire.StatusQuery(**common(case)))
    assert fresh(case).turn_task == "report_status"
    page = ask(cast, Role.CASE_OFFICER, "status-report", case_id=case.pk).content.decode()
    assert 'name="nothing_new" value="court"' in page
    ask(cast, Role.CASE_OFFICER, "status-report", {"nothing_new": "court"}, case_id=case.pk)
    item = OutboxItem.objects.filter(case_id=case.pk).latest("number")
    sent = parse(item.kind, open_bytes(bytes(item.content), storage_identities())).to_json()
    assert sent["note"] == "Nothing new since our last word. A decision of the court is awaited."
    assert fresh(case).status_asked_at is None


def test_closing_asks_what_became_of_it_and_shows_it_afterwards(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    ask(cast, Role.HEAD, "request-withdraw", {"measures": measure_ids(case), "reason": "Settled."}, case_id=case.pk)
    page = ask(cast, Role.HEAD, "case-close", case_id=case.pk).content.decode()
    assert "What was it used for?" in page
    assert "If so without consent: why" not in page
    data = {"reason": "Settled.", "useful": "in_part", "lessons": "Ask earlier.", "other_use": "on"}
    page = ask(cast, Role.HEAD, "case-close", data, case_id=case.pk).content.decode()
    assert "46(19)" in page
    assert "Ask earlier." in page, "nothing typed is lost"
    del data["other_use"]
    ask(cast, Role.HEAD, "case-close", data, case_id=case.pk)
    assert fresh(case).step == "closed"
    assert "Ask earlier." in ask(cast, Role.HEAD, "case-turns", case_id=case.pk).content.decode()
