"""Officers and roles: two people, never oneself, never an administrator who sees cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.people import NOW, PASSWORD, an_actor, an_officer

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.moves import MoveError, move
from comity.core.officers import actions
from comity.core.officers.models import EnrolmentCode, Officer, RoleGrant, SecondFactorReset, normal_login
from comity.core.officers.rules import OfficerError, check_roles, digest_of, new_code
from comity.core.officers.states import GrantState
from comity.core.roles import SEES_CASES, Role
from comity.kernel.graph import GraphError

pytestmark = pytest.mark.django_db


def codes() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("code", flat=True))


@pytest.fixture
def ada() -> Actor:
    return an_actor(Role.ADMINISTRATOR, login="ada")


@pytest.fixture
def bo() -> Actor:
    return an_actor(Role.ADMINISTRATOR, login="bo")


def test_create_officer_has_no_role_and_gets_a_code_once(ada):
    issued = actions.create_officer(actor=ada, login=" Nora ", name="Nora", now=NOW)
    assert issued.officer.roles_in_force() == frozenset()
    assert issued.officer.login == "nora"
    assert EnrolmentCode.objects.get().digest == digest_of(issued.code)
    assert issued.code not in AuditEntry.objects.latest("seq").data
    assert codes()[-2:] == ["core.officer.created", "core.enrolment.issued"]


def test_login_that_is_taken_in_another_casing_is_refused(ada):
    with pytest.raises(OfficerError, match="E_LOGIN_TAKEN"):
        actions.create_officer(actor=ada, login="ADA", name="Another", now=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_creates_officers(role):
    with pytest.raises(AccessDenied):
        actions.create_officer(actor=an_actor(role), login="nora", name="Nora", now=NOW)


def test_founding_is_for_the_system_alone(ada):
    with pytest.raises(AccessDenied):
        actions.found_officer(actor=ada, login="eve", name="Eve", roles=[Role.HEAD], now=NOW)


def test_role_takes_effect_when_a_second_person_approves(ada, bo):
    nora = an_officer("nora")
    grant = actions.propose_role(actor=ada, officer_id=nora.pk, role=Role.DRAFTER, now=NOW)
    assert nora.roles_in_force() == frozenset()
    actions.decide_role(actor=bo, grant_id=grant.pk, approve=True, now=NOW)
    assert nora.roles_in_force() == {Role.DRAFTER}
    assert codes()[-2:] == ["core.role.proposed", "core.role.approved"]


def test_head_may_be_the_second_person(ada):
    nora = an_officer("nora")
    grant = actions.propose_role(actor=ada, officer_id=nora.pk, role=Role.DRAFTER, now=NOW)
    actions.decide_role(actor=an_actor(Role.HEAD), grant_id=grant.pk, approve=True, now=NOW)
    assert nora.roles_in_force() == {Role.DRAFTER}


def test_proposer_cannot_approve(ada):
    grant = actions.propose_role(actor=ada, officer_id=an_officer("nora").pk, role=Role.DRAFTER, now=NOW)
    with pytest.raises(AccessDenied):
        actions.decide_role(actor=ada, grant_id=grant.pk, approve=True, now=NOW)


def test_nobody_proposes_to_themselves(ada):
    with pytest.raises(AccessDenied):
        actions.propose_role(actor=ada, officer_id=ada.officer_id, role=Role.AUDITOR, now=NOW)


def test_nobody_approves_for_themselves(ada, bo):
    grant = actions.propose_role(actor=ada, officer_id=bo.officer_id, role=Role.AUDITOR, now=NOW)
    with pytest.raises(AccessDenied):
        actions.decide_role(actor=bo, grant_id=grant.pk, approve=True, now=NOW)


@pytest.mark.parametrize("role", sorted(SEES_CASES))
def test_administrator_cannot_get_a_role_that_sees_cases(ada, bo, role):
    with pytest.raises(OfficerError, match="E_ROLES_EXCLUDE"):
        actions.propose_role(actor=ada, officer_id=bo.officer_id, role=role, now=NOW)


def test_role_that_is_proposed_cannot_be_proposed_again(ada, bo):
    nora = an_officer("nora")
    actions.propose_role(actor=ada, officer_id=nora.pk, role=Role.DRAFTER, now=NOW)
    with pytest.raises(OfficerError, match="E_ROLE_HELD"):
        actions.propose_role(actor=bo, officer_id=nora.pk, role=Role.DRAFTER, now=NOW)


def test_declined_role_is_not_granted_and_stays_so(ada, bo):
    nora = an_officer("nora")
    grant = actions.propose_role(actor=ada, officer_id=nora.pk, role=Role.DRAFTER, now=NOW)
    actions.decide_role(actor=bo, grant_id=grant.pk, approve=False, now=NOW)
    assert nora.roles_in_force() == frozenset()
    with pytest.raises(GraphError):
        actions.decide_role(actor=bo, grant_id=grant.pk, approve=True, now=NOW)


def test_revoked_role_is_gone_at_once(ada):
    nora = an_officer("nora", [Role.DRAFTER])
    actions.revoke_role(actor=ada, grant_id=nora.grants.get().pk, now=NOW)
    assert nora.roles_in_force() == frozenset()


def test_case_officer_does_not_find_grants(ada):
    grant = actions.propose_role(actor=ada, officer_id=an_officer("nora").pk, role=Role.DRAFTER, now=NOW)
    with pytest.raises(RoleGrant.DoesNotExist):
        actions.decide_role(actor=an_actor(Role.CASE_OFFICER), grant_id=grant.pk, approve=True, now=NOW)


@pytest.mark.parametrize("change", [
    {"state": "active"},
    {"state": "active", "decided_by": "proposer"},
    {"state": "active", "decided_by": "officer"},
    {"proposed_by": "officer"},
])  # fmt: skip
def test_database_itself_asks_for_two_people(ada, change):
    nora = an_officer("nora")
    grant = actions.propose_role(actor=ada, officer_id=nora.pk, role=Role.DRAFTER, now=NOW)
    people = {"proposer": ada.officer_id, "officer": nora.pk}
    values = {
        (f"{name}_id" if name.endswith("_by") else name): people.get(value, value) for name, value in change.items()
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.filter(pk=grant.pk).update(**values)


def test_reset_needs_two_people_and_removes_every_factor(ada, bo):
    casey = an_officer("casey", [Role.CASE_OFFICER])
    reset = actions.propose_reset(actor=ada, officer_id=casey.pk, reason="Telephone lost", now=NOW)
    assert Authenticator.objects.filter(user=casey).exists()
    with pytest.raises(AccessDenied):
        actions.decide_reset(actor=ada, reset_id=reset.pk, approve=True, now=NOW)
    actions.decide_reset(actor=bo, reset_id=reset.pk, approve=True, now=NOW)
    assert not Authenticator.objects.filter(user=casey).exists()
    assert codes()[-2:] == ["core.second_factor.reset_proposed", "core.second_factor.reset"]


def test_declined_reset_leaves_the_factors(ada, bo):
    casey = an_officer("casey", [Role.CASE_OFFICER])
    reset = actions.propose_reset(actor=ada, officer_id=casey.pk, reason="Telephone lost", now=NOW)
    actions.decide_reset(actor=bo, reset_id=reset.pk, approve=False, now=NOW)
    assert Authenticator.objects.filter(user=casey).exists()


def test_reset_needs_its_reason_and_is_proposed_once(ada):
    casey = an_officer("casey")
    with pytest.raises(OfficerError, match="E_REASON"):
        actions.propose_reset(actor=ada, officer_id=casey.pk, reason=" ", now=NOW)
    actions.propose_reset(actor=ada, officer_id=casey.pk, reason="Telephone lost", now=NOW)
    with pytest.raises(OfficerError, match="E_PROPOSED"):
        actions.propose_reset(actor=ada, officer_id=casey.pk, reason="Telephone lost", now=NOW)
    assert SecondFactorReset.objects.count() == 1


def test_enrol_sets_the_password_once(ada):
    issued = actions.create_officer(actor=ada, login="nora", name="Nora", now=NOW)
    typed = issued.code.lower().replace("-", " ")
    officer = actions.enrol(login="NORA", code=typed, password=PASSWORD, now=NOW)
    assert officer.check_password(PASSWORD)
    with pytest.raises(OfficerError, match="E_ENROLMENT"):
        actions.enrol(login="nora", code=issued.code, password=PASSWORD, now=NOW)


def test_enrol_with_an_expired_code_is_refused(ada):
    issued = actions.create_officer(actor=ada, login="nora", name="Nora", now=NOW)
    with pytest.raises(OfficerError, match="E_ENROLMENT"):
        actions.enrol(login="nora", code=issued.code, password=PASSWORD, now=NOW + actions.CODE_LIFE)


def test_enrol_after_too_many_wrong_codes_is_blocked(ada):
    issued = actions.create_officer(actor=ada, login="nora", name="Nora", now=NOW)
    for _ in range(actions.CODE_TRIES):
        with pytest.raises(OfficerError):
            actions.enrol(login="nora", code=new_code(), password=PASSWORD, now=NOW)
    with pytest.raises(OfficerError):
        actions.enrol(login="nora", code=issued.code, password=PASSWORD, now=NOW)
    assert codes()[-1] == "core.enrolment.blocked"


@pytest.mark.parametrize("login", ["nobody", "", "nora'--"])
def test_enrol_of_an_unknown_login_is_refused_the_same(login):
    with pytest.raises(OfficerError, match="E_ENROLMENT"):
        actions.enrol(login=login, code=new_code(), password=PASSWORD, now=NOW)


def test_new_code_replaces_the_open_one(ada):
    first = actions.create_officer(actor=ada, login="nora", name="Nora", now=NOW)
    actions.issue_enrolment_code(actor=ada, officer_id=first.officer.pk, now=NOW + timedelta(hours=1))
    with pytest.raises(OfficerError):
        actions.enrol(login="nora", code=first.code, password=PASSWORD, now=NOW)


def test_closed_officer_has_no_roles_and_cannot_enrol(ada):
    issued = actions.create_officer(actor=ada, login="nora", name="Nora", now=NOW)
    closed = actions.set_active(actor=ada, officer_id=issued.officer.pk, active=False, now=NOW)
    assert Actor.of_officer(closed).roles == frozenset()
    with pytest.raises(OfficerError):
        actions.enrol(login="nora", code=issued.code, password=PASSWORD, now=NOW)


def test_nobody_closes_their_own_account(ada):
    with pytest.raises(AccessDenied):
        actions.set_active(actor=ada, officer_id=ada.officer_id, active=False, now=NOW)


def test_change_is_kept_and_audited(ada):
    nora = an_officer("nora")
    actions.change_officer(
        actor=ada, officer_id=nora.pk, name="Nora N.", functions={"zh-hans": "起草人"}, titles={"en": "Ms"}, now=NOW
    )
    nora.refresh_from_db()
    assert (nora.name, nora.function_in("zh-hans"), nora.title_in("zh-hans")) == ("Nora N.", "起草人", "Ms")
    assert codes()[-1] == "core.officer.changed"


def test_system_may_not_make_moves_that_people_decide(ada):

    grant = actions.propose_role(actor=ada, officer_id=an_officer("nora").pk, role=Role.DRAFTER, now=NOW)
    with pytest.raises(MoveError):
        move(grant, "state", GrantState, "active", actor=Actor.system("tests"), at=NOW)


@given(st.sets(st.sampled_from(list(Role))), st.sampled_from(list(Role)))
def test_no_sequence_of_checks_lets_an_administrator_see_cases(held, wanted):
    consistent = not (Role.ADMINISTRATOR in held and held & SEES_CASES)
    try:
        check_roles(held, wanted)
    except OfficerError:
        return
    together = {*held, wanted}
    assert not consistent or not (Role.ADMINISTRATOR in together and together & SEES_CASES)


@given(st.text(max_size=40))
def test_login_is_kept_in_one_form(text):
    assert normal_login(normal_login(text)) == normal_login(text)


def test_officer_is_found_by_login_in_any_casing():
    officer = an_officer("nora")
    assert Officer.objects.get_by_natural_key(" NORA") == officer
