"""Before registration: returned, referred, announced orally, and corrected, on both sides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.builders.cases import (
    NOW,
    Cast,
    TestSigner,
    a_draft,
    a_letter,
    a_registered,
    a_sent,
    an_arrived,
    arrive,
    common,
    measure_ids,
    outbox_kinds,
    their_ack,
)
from tests.builders.messages import a_measure, a_request
from tests.builders.people import signed_in

from comity.cases.actions import (
    closing,
    giving_back,
)
from comity.cases.models import Case
from comity.cases.queries import inbox
from comity.cases.rules import CaseworkError
from comity.core.roles import Role
from comity.law.errors import RuleViolation
from comity.wire import turns
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def fresh(case: Case | UUID) -> Case:
    return Case.objects.get(pk=case.pk if isinstance(case, Case) else case)


def test_return_names_its_defects_and_the_corrected_request_takes_its_place(cast: Cast) -> None:
    case = an_arrived()
    giving_back.return_request(
        actor=cast.registry,
        case_id=case.pk,
        defects={"language": "Nobody reads it here."},
        state="XA",
        note="",
        now=NOW,
    )
    case = fresh(case)
    assert (case.step, case.turn_side, case.our_reference) == ("returned", "theirs", "")
    assert case.given_back.get().provisional_reference == "XA/2026/P0001"
    again = a_request(request_id=case.pk, reference="XB/2026/0001", title="Corrected", measures=(a_measure("m7"),))
    arrive(again, letter=a_letter(cast.registry))
    case = fresh(case)
    assert (case.step, case.turn_side, case.title) == ("received", "ours", "Corrected")
    assert measure_ids(case) == ["m7"]
    assert case.given_back.count() == 1


@pytest.mark.parametrize("defects", [{}, {"incomplete": "Facts are missing."}, {"language": " "}])
def test_return_is_no_way_around_refusal(cast: Cast, defects: dict[str, str]) -> None:
    case = an_arrived()
    with pytest.raises(CaseworkError):
        giving_back.return_request(actor=cast.registry, case_id=case.pk, defects=defects, state="XA", note="", now=NOW)
    assert fresh(case).step == "received"


def test_registered_request_is_not_returned(cast: Cast) -> None:
    case = a_registered(cast)
    with pytest.raises(CaseworkError, match="E_REGISTERED"):
        giving_back.return_request(
            actor=cast.registry, case_id=case.pk, defects={"language": "x"}, state="XA", note="", now=NOW
        )


def test_our_returned_request_is_corrected_and_sent_again(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    defect = turns.Defect(code="wrong_addressee", text="The Registry of companies is competent.")
    arrive(turns.Return(**common(case), provisional_reference="XB/P1", received_at=NOW, defects=(defect,)))
    assert (fresh(case).step, fresh(case).turn_side, fresh(case).turn_task) == ("returned", "ours", "correct_request")
    giving_back.reopen_draft(actor=cast.drafter, case_id=case.pk, now=NOW)
    assert fresh(case).step == "draft"
    again = a_sent(cast, signer=signer, case=fresh(case))
    assert again.step == "signed"
    assert outbox_kinds(case.pk) == ["request.submit", "request.submit"]
    assert again.body["sending"] == 1  # so that the other node does not take it for the first one once more
    assert RequestV1.from_json(again.body).business == "sending-1"
    arrive(their_ack(case))
    assert fresh(case).step == "acknowledged"


def test_referral_is_told_and_followed(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(
        turns.Refer(**common(case), provisional_reference="XB/P2", authority="Registry of XB", reason="It holds them.")
    )
    assert (fresh(case).step, fresh(case).turn_side) == ("referred", "ours")
    closing.withdraw_measures(actor=cast.head, case_id=case.pk, measure_ids=(), reason="Followed there.", now=NOW)
    assert fresh(case).step == "withdrawn"


def test_referral_of_theirs(cast: Cast) -> None:
    case = an_arrived()
    giving_back.refer_request(
        actor=cast.registry, case_id=case.pk, authority="Registry of XA", contact="", reason="It holds them.",
        forwarded=True, state="XA", now=NOW,
    )  # fmt: skip
    assert (fresh(case).step, fresh(case).turn_side) == ("referred", "theirs")


def test_oral_request_waits_for_its_confirmation_and_is_counted_from_it(cast: Cast, signer: TestSigner) -> None:
    case = a_draft(cast)
    said = {"title": "Freeze", "summary": "Freeze it.", "urgent_because": "It leaves.", "caller": "The head of XA"}
    giving_back.announce_orally(actor=cast.drafter, case_id=case.pk, said=said, spoken_at=NOW, now=NOW)
    assert (fresh(case).step, fresh(case).announced) == ("draft", True)
    assert fresh(case).oral.confirmed_at is None
    with pytest.raises(RuleViolation, match="out_of_step"):
        giving_back.announce_orally(actor=cast.drafter, case_id=case.pk, said=said, spoken_at=NOW, now=NOW)
    sent = a_sent(cast, signer=signer, case=fresh(case))
    assert (sent.step, sent.announced) == ("signed", False)
    assert fresh(case).oral.confirmed_at == NOW
    assert outbox_kinds(case.pk) == ["request.oral_notice", "request.submit"]


def test_their_oral_request_is_a_case_until_it_lapses_and_is_taken_all_the_same(cast: Cast) -> None:
    request = a_request()
    notice = turns.OralNotice(
        request_id=request.request_id, sent_at=NOW, title="Freeze", summary="Freeze it.", urgent_because="It leaves.",
        spoken_at=NOW, caller="The head of XB",
    )  # fmt: skip
    arrive(notice)
    case = fresh(request.request_id)
    assert (case.step, case.turn_side, case.turn_task) == ("announced", "theirs", "confirm_oral")
    assert case.turn_due == case.oral.confirm_by
    [shown] = inbox.arrived(cast.registry, "en", NOW.date()).announced
    assert (shown.state, shown.confirm_by, shown.late) == ("XB", case.oral.confirm_by, False)
    [later] = inbox.arrived(cast.registry, "en", shown.confirm_by + timedelta(days=1)).announced
    assert later.late
    page = signed_in(cast.officer(Role.REGISTRY)).get(reverse("cases:inbox")).content.decode()
    assert "Announced orally, to be confirmed in writing" in page
    assert reverse("cases:case-turns", args=[case.pk]) in page
    assert inbox.arrived(cast.drafter, "en", NOW.date()).announced == []
    giving_back.let_lapse(actor=cast.registry, case_id=case.pk, reason="No word since.", now=NOW)
    assert (fresh(case).step, fresh(case).turn_side) == ("lapsed", "nobody")
    assert inbox.arrived(cast.registry, "en", NOW.date()).announced == []
    arrive(request, letter=a_letter(cast.registry))
    assert (fresh(case).step, fresh(case).announced) == ("received", False)
    assert fresh(case).oral.confirmed_at == NOW
