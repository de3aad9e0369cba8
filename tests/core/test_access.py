"""The access engine refuses whatever it was not told to allow."""

from __future__ import annotations

from enum import StrEnum
from uuid import uuid4

import pytest

from comity.core import access
from comity.core.actors import Actor
from comity.core.checks import every_view_declares, views
from comity.core.policies import Permission
from comity.core.roles import SEES_CASES, Role


class Unheard(StrEnum):
    OF = "tests:unheard:of"
    BROKEN = "tests:broken"
    TWICE = "tests:twice"


def an_actor_with(*roles: Role) -> Actor:
    return Actor("officer", uuid4(), "Somebody", frozenset(roles))


def test_unknown_permission_raises():
    with pytest.raises(access.UnknownPermissionError):
        access.decide(an_actor_with(*Role), Unheard.OF)


def test_policy_that_does_not_decide_raises():
    if not access.is_registered(Unheard.BROKEN):
        access.register(Unheard.BROKEN, lambda actor, obj: True)  # type: ignore[arg-type,return-value] # noqa: ARG005 (the mistake)
    with pytest.raises(access.UnknownPermissionError):
        access.decide(an_actor_with(*Role), Unheard.BROKEN)


def test_second_policy_for_a_permission_raises():
    access.register(Unheard.TWICE, access.any_officer)
    access.register(Unheard.TWICE, access.any_officer)
    with pytest.raises(access.UnknownPermissionError):
        access.register(Unheard.TWICE, access.by_role(Role.HEAD))


def test_require_raises_with_the_reason():
    with pytest.raises(access.AccessDenied) as caught:
        access.require(an_actor_with(Role.DRAFTER), Permission.OFFICERS_VIEW)
    assert caught.value.permission == "core:officers:view"
    assert str(caught.value.denied.reason)


@pytest.mark.parametrize("actor", [Actor.nobody(), Actor.system("tests")])
@pytest.mark.parametrize("permission", list(Permission))
def test_neither_nobody_nor_the_system_holds_a_permission_of_core(actor, permission):
    assert not access.may(actor, permission)


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_of_core_decides_for_every_role(permission):
    for role in Role:
        assert isinstance(access.decide(an_actor_with(role), permission), access.Allowed | access.Denied)


def test_administrator_sees_no_case_whatever_else_they_hold():
    assert not an_actor_with(Role.ADMINISTRATOR, *SEES_CASES).sees_cases
    assert all(an_actor_with(role).sees_cases for role in SEES_CASES)
    assert not an_actor_with(Role.AUDITOR, Role.STATISTICIAN).sees_cases


def test_needs_without_a_permission_is_refused():
    with pytest.raises(access.UnknownPermissionError):
        access.needs()


def test_every_view_declares_its_permission_or_is_listed():
    assert every_view_declares(None) == []


def test_check_finds_a_view_without_declaration(settings):
    settings.COMITY_OPEN_URLS = {name: why for name, why in settings.COMITY_OPEN_URLS.items() if name != "healthz"}
    assert [message.id for message in every_view_declares(None)] == ["core.E001"]


def test_check_finds_a_stale_line_in_the_list(settings):
    settings.COMITY_OPEN_URLS = {**settings.COMITY_OPEN_URLS, "gone": "was here once"}
    assert [message.id for message in every_view_declares(None)] == ["core.E004"]


def test_check_finds_a_listed_view_that_declares(settings):
    settings.COMITY_OPEN_URLS = {**settings.COMITY_OPEN_URLS, "officers": "a mistake"}
    assert [message.id for message in every_view_declares(None)] == ["core.E003"]


def test_open_addresses_are_exactly_those_that_were_reviewed(settings):
    """Whoever opens an address changes this list too, and is asked why."""
    assert {name for name in settings.COMITY_OPEN_URLS if ":" not in name} == {
        "healthz", "language", "enrol", "account_login", "account_logout", "account_inactive", "mfa_authenticate",
        "mfa_login_webauthn",
    }  # fmt: skip
    assert len(list(views())) > len(settings.COMITY_OPEN_URLS)
