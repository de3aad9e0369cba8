"""Saving a draft: nothing is lost by a hidden field or by two authors, and four eyes see what is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.builders.cases import NOW, Cast, TestSigner, a_draft, a_sent, an_approved
from tests.builders.people import an_actor

from comity.cases.actions import drafting, reviewing, sending
from comity.cases.models import Case, RevisionKind
from comity.cases.queries import content
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.core.files.actions import store_bytes
from comity.core.roles import Role

if TYPE_CHECKING:
    from comity.cases.actions.drafting import Saved
    from comity.core.actors import Actor

pytestmark = pytest.mark.django_db


def save(actor: Actor, case: Case, version: int, shown: list[str] | None = None, **data: Any) -> Saved:
    values = {f"urgency.{name}": value for name, value in data.items()}
    return drafting.save_section(
        actor=actor, case_id=case.pk, key="urgency", data=values, shown=shown or list(values), version=version, now=NOW
    )  # fmt: skip


def colleague(case: Case) -> Actor:
    found = an_actor(Role.DRAFTER, login="second")
    case.members.create(officer_id=found.officer_id, function=Role.DRAFTER, since=NOW)
    return found


def test_save_with_a_field_not_shown_keeps_its_value(cast: Cast) -> None:
    case = a_draft(cast, filled=False)
    first = save(cast.drafter, case, 0, deadline="2027-01-07", deadline_reason="The trial begins.")
    later = save(cast.drafter, case, first.version, shown=["urgency.deadline"], deadline="", deadline_reason="")
    assert later.data["urgency.deadline_reason"] == "The trial begins."
    assert later.data["urgency.deadline"] == ""


def test_two_authors_in_different_fields_both_stand(cast: Cast) -> None:
    case = a_draft(cast, filled=False)
    other = colleague(case)
    base = save(cast.drafter, case, 0, reason="one", deadline="2027-01-07")
    save(cast.drafter, case, base.version, reason="two", deadline="2027-01-07")
    merged = save(other, case, base.version, reason="one", deadline="2027-02-01")
    assert merged.result == "merged"
    assert (merged.data["urgency.reason"], merged.data["urgency.deadline"]) == ("two", "2027-02-01")


def test_two_authors_in_the_same_field_nothing_is_lost(cast: Cast) -> None:
    case = a_draft(cast, filled=False)
    other = colleague(case)
    base = save(cast.drafter, case, 0, reason="one")
    save(cast.drafter, case, base.version, reason="mine")
    conflict = save(other, case, base.version, reason="theirs")
    assert (conflict.result, conflict.fields) == ("conflict", ("urgency.reason",))
    assert conflict.data["urgency.reason"] == "mine"
    aside = case.revisions.get(kind=RevisionKind.SET_ASIDE)
    assert (aside.data["urgency.reason"], aside.saved_by_id) == ("theirs", other.officer_id)
    settled = save(other, case, conflict.version, reason="both of ours")
    assert settled.data["urgency.reason"] == "both of ours"


def test_change_of_module_keeps_the_former_details(cast: Cast) -> None:
    case = a_draft(cast)
    [measure] = case.measures.all()
    name = measure.data["bank_records.bank"]
    kwargs: dict[str, Any] = {"actor": cast.drafter, "case_id": case.pk, "measure_id": measure.measure_id, "now": NOW}
    drafting.save_measure(data={"module": "statement"}, shown=["module"], version=measure.version, **kwargs)
    assert "bank" not in content.request_of(case)["measures"][0]["details"]
    drafting.save_measure(data={"module": "bank_records"}, shown=["module"], version=measure.version + 1, **kwargs)
    assert content.request_of(case)["measures"][0]["details"]["bank"] == name


def test_removed_person_stays_among_the_revisions(cast: Cast) -> None:
    case = a_draft(cast)
    [person] = case.parties.all()
    drafting.remove_row(actor=cast.drafter, case_id=case.pk, part="persons", row_id=person.person_id, now=NOW)
    assert case.revisions.get(kind=RevisionKind.REMOVED).data["name"] == person.data["name"]
    assert not case.parties.exists()


def test_incomplete_draft_cannot_go_to_review(cast: Cast) -> None:
    case = a_draft(cast, filled=False)
    with pytest.raises(CaseworkError, match="E_INCOMPLETE"):
        reviewing.ask_review(
            actor=cast.drafter, case_id=case.pk, note="", reviewer_id=cast.officer(Role.REVIEWER).pk, now=NOW
        )


def test_approved_request_cannot_be_changed(cast: Cast) -> None:
    case = an_approved(cast)
    with pytest.raises(CaseworkError, match="E_NOT_DRAFT"):
        save(cast.drafter, case, 1, reason="later")


def test_author_with_both_roles_cannot_approve_own_text(cast: Cast) -> None:
    case = a_draft(cast)
    both = an_actor(Role.DRAFTER, Role.REVIEWER, login="both")
    case.members.create(officer_id=both.officer_id, function=Role.DRAFTER, since=NOW)
    section = case.sections.get(key="facts")
    drafting.save_section(
        actor=both, case_id=case.pk, key="facts", data={"facts.summary": "Other facts."}, shown=["facts.summary"],
        version=section.version, now=NOW,
    )  # fmt: skip
    reviewing.ask_review(actor=cast.drafter, case_id=case.pk, note="", reviewer_id=both.officer_id, now=NOW)
    with pytest.raises(CaseworkError, match="E_FOUR_EYES"):
        reviewing.approve_draft(actor=both, case_id=case.pk, notes="", now=NOW)


def test_reviewer_who_approved_cannot_sign(cast: Cast, signer: TestSigner) -> None:
    both = an_actor(Role.REVIEWER, Role.HEAD, login="both")
    case = a_draft(cast)
    reviewing.ask_review(actor=cast.drafter, case_id=case.pk, note="", reviewer_id=both.officer_id, now=NOW)
    reviewing.approve_draft(actor=both, case_id=case.pk, notes="", now=NOW)
    with pytest.raises(CaseworkError, match="E_FOUR_EYES"):
        sending.send_request(actor=both, case_id=case.pk, signer=signer, now=NOW)
    assert Case.objects.get(pk=case.pk).body is None


def test_request_changed_after_approval_is_not_signed(cast: Cast, signer: TestSigner) -> None:
    case = an_approved(cast)
    section = case.sections.get(key="facts")
    section.data = {"facts.summary": "Smuggled in."}
    section.save(update_fields=["data"])
    with pytest.raises(CaseworkError, match="E_CHANGED"):
        sending.send_request(actor=cast.head, case_id=case.pk, signer=signer, now=NOW)


def test_drafter_cannot_send(cast: Cast, signer: TestSigner) -> None:
    case = an_approved(cast)
    with pytest.raises(AccessDenied):
        sending.send_request(actor=cast.drafter, case_id=case.pk, signer=signer, now=NOW)


def test_head_returns_an_approved_request(cast: Cast) -> None:
    case = an_approved(cast)
    reviewing.withdraw_approval(actor=cast.head, case_id=case.pk, notes="Say more about the account.", now=NOW)
    found = Case.objects.get(pk=case.pk)
    assert (found.step, found.turn_task) == ("draft", "revise_draft")


def test_references_are_gapless_even_when_an_act_fails(cast: Cast, signer: TestSigner) -> None:
    first = a_draft(cast, filled=False)
    with pytest.raises(CaseworkError, match="E_SAY"):
        sending.discard_request(actor=cast.drafter, case_id=first.pk, reason=" ", now=NOW)
    sending.discard_request(actor=cast.drafter, case_id=first.pk, reason="Not needed.", now=NOW)
    assert a_sent(cast, signer=signer).our_reference == "XA/2026/0002"


def test_letter_to_one_state_is_not_sealed_to_another(cast: Cast) -> None:
    case = a_draft(cast)
    section = case.sections.get(key="addressee")
    drafting.save_section(
        actor=cast.drafter, case_id=case.pk, key="addressee", data={"requested.state": "XC"}, shown=["requested.state"],
        version=section.version, now=NOW,
    )  # fmt: skip
    reviewing.ask_review(
        actor=cast.drafter, case_id=case.pk, note="", reviewer_id=cast.officer(Role.REVIEWER).pk, now=NOW
    )
    with pytest.raises(CaseworkError, match="E_ADDRESSEE"):
        reviewing.approve_draft(actor=cast.reviewer, case_id=case.pk, notes="", now=NOW)


def test_annex_that_is_no_pdf_is_refused(cast: Cast) -> None:
    case = a_draft(cast, filled=False)
    kept = {"language": "en", "certified": False, "now": NOW}
    for data, fits in ((b"%PDF-1.7 law", True), (b"PK a document", False)):
        file = store_bytes(data, actor=cast.drafter, purpose="annex", name="a.pdf", media_type="", now=NOW)
        if fits:
            drafting.add_annex(actor=cast.drafter, case_id=case.pk, file=file, name="Law", **kept)
        else:
            with pytest.raises(CaseworkError, match="E_ANNEX"):
                drafting.add_annex(actor=cast.drafter, case_id=case.pk, file=file, name="Law", **kept)
    assert content.request_of(case)["annexes"][0]["name"] == "Law"
