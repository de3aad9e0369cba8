"""Material of the other State was returned or destroyed: told by message, the assurance kept, both sides knowing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_delivered, a_registered, a_sent, arrive, common, outbox_kinds, their_ack
from tests.builders.people import signed_in

from comity.cases.actions import handling
from comity.cases.actions.keeping import join
from comity.cases.models import Case
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role
from comity.law.conversation import Said
from comity.law.errors import RuleViolation
from comity.wire import messages as wire
from comity.wire.matters import MaterialDisposed

if TYPE_CHECKING:
    from tests.builders.cases import TestSigner

    from comity.cases.models import Assurance

pytestmark = pytest.mark.django_db
SAID = {"disposal": "destroyed", "disposed_on": "2026-03-10", "text": "Shredded by two officers."}


def delivered(cast: Cast, signer: TestSigner) -> Case:
    """Return a request of ours on which the other State delivered that nothing was found, and an officer of it."""
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    measure = case.measures.get().measure_id
    decision = wire.MeasureDecision(
        measure_id=measure, decision="accepted", consultation=wire.ConsultationHeld(), article="46(17)"
    )
    arrive(wire.DecisionAccept(**common(case), measures=(decision,)))
    arrive(
        wire.MaterialDeliver(
            **common(case), delivery_no=1, final=True,
            measures=(wire.MeasureResult(measure_id=measure, result="nothing_found", text="Nothing."),),
        )
    )  # fmt: skip
    join(case, cast.officer(Role.CASE_OFFICER).pk, Role.CASE_OFFICER, at=NOW)
    return Case.objects.get(pk=case.pk)


def owed(case: Case, cast: Cast, kind: str = "destroy") -> Assurance:
    return handling.write_assurance(
        actor=cast.case_officer, case_id=case.pk, ours=True, kind=kind, text="After the judgment.", now=NOW
    )


def tell(case: Case, cast: Cast, *, assurance_id: int | None = None, **said: Any) -> None:
    handling.tell_disposed(
        actor=cast.case_officer, case_id=case.pk, said={**SAID, **said}, assurance_id=assurance_id, now=NOW
    )


def test_it_is_told_and_the_assurance_is_kept(cast: Cast, signer: TestSigner) -> None:
    case = delivered(cast, signer)
    row = owed(case, cast)
    tell(case, cast, assurance_id=row.pk)
    row.refresh_from_db()
    assert (str(row.done_on), row.done_how) == ("2026-03-10", SAID["text"])
    assert outbox_kinds(case.pk)[-1] == "material.disposed"
    notice = case.notices.get()
    assert (notice.ours, notice.said["disposal"]) == (True, "destroyed")
    assert AuditEntry.objects.filter(code="cases.disposal.sent").count() == 1


def test_page_of_assurances_leads_to_the_message_with_the_assurance_chosen(cast: Cast, signer: TestSigner) -> None:
    case = delivered(cast, signer)
    row = owed(case, cast)
    officer = signed_in(cast.officer(Role.CASE_OFFICER))
    address = reverse("cases:turn-take", args=[case.pk, "material.disposed"]) + f"?assurance={row.pk}"
    assert address in officer.get(reverse("cases:case-handling", args=[case.pk])).content.decode()
    page = officer.get(address).content.decode()
    assert f'<option value="{row.pk}" selected>' in page
    assert "evidence_ids" not in page  # no item was delivered
    officer.post(address, {**SAID, "assurance": row.pk})
    row.refresh_from_db()
    assert str(row.done_on) == "2026-03-10"


def test_nothing_is_told_of_what_was_never_delivered(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    join(case, cast.officer(Role.CASE_OFFICER).pk, Role.CASE_OFFICER, at=NOW)
    with pytest.raises(RuleViolation):
        tell(case, cast)
    page = signed_in(cast.officer(Role.CASE_OFFICER)).get(reverse("cases:case-turns", args=[case.pk]))
    assert "Nothing has been delivered yet." in page.content.decode()


def test_not_before_its_day_and_not_for_an_assurance_that_owes_nothing(cast: Cast, signer: TestSigner) -> None:
    case = delivered(cast, signer)
    with pytest.raises(CaseworkError) as early:
        tell(case, cast, disposed_on="2026-03-13")
    assert early.value.code == "E_DISPOSED_DAY"
    with pytest.raises(CaseworkError) as nothing:
        tell(case, cast, assurance_id=owed(case, cast, "secrecy").pk)
    assert nothing.value.code == "E_ASSURANCE"
    assert not case.notices.exists()
    with pytest.raises(AccessDenied):
        handling.tell_disposed(actor=cast.drafter, case_id=case.pk, said=SAID, assurance_id=None, now=NOW)


def test_the_state_that_gave_it_reads_what_became_of_it_once_it_gave_something(cast: Cast) -> None:
    case = a_delivered(cast)
    arrive(MaterialDisposed(**common(case), notice_id="n1", **SAID))
    page = signed_in(cast.officer(Role.CASE_OFFICER)).get(reverse("cases:case-turns", args=[case.pk])).content.decode()
    assert "Shredded by two officers." in page
    assert "It was destroyed" in page
    nothing_given = a_registered(cast)
    with pytest.raises(RuleViolation):
        arrive(MaterialDisposed(**common(nothing_given), notice_id="n1", **SAID))
    assert case.notices.get().kind == Said.MATERIAL_DISPOSED
