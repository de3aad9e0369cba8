"""Signing in: password, second factor, enrolment, closed doors, no sign-up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from tests.builders.people import PASSWORD, an_actor, an_officer, signed_in

from comity.core.accounts.adapter import AccountAdapter, MFAAdapter
from comity.core.audit.models import AuditEntry
from comity.core.officers import actions
from comity.core.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rates_start_anew():
    cache.clear()


def now_code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def enter(client, login: str, password: str):
    return client.post("/account/login/", {"login": login, "password": password})


def test_password_and_code_lead_to_my_work(client):
    secret = generate_totp_secret()
    officer = an_officer("casey", [Role.CASE_OFFICER], second_factor=False, password=PASSWORD)
    TOTP.activate(officer, secret)
    response = enter(client, " Casey", PASSWORD)
    assert response.headers["Location"] == "/account/second-factor/enter/"
    assert client.get("/").status_code == 302, "the password alone opens nothing"
    response = client.post("/account/second-factor/enter/", {"code": now_code(secret)})
    assert response.headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert AuditEntry.objects.latest("seq").code == "core.session.signed_in"


def test_secret_of_the_second_factor_is_encrypted_at_rest():
    secret = generate_totp_secret()
    officer = an_officer("casey", second_factor=False)
    TOTP.activate(officer, secret)
    assert secret not in str(Authenticator.objects.get(user=officer).data)
    assert MFAAdapter().decrypt(Authenticator.objects.get(user=officer).data["secret"]) == secret


def test_wrong_code_is_refused_in_words(client):
    officer = an_officer("casey", second_factor=False, password=PASSWORD)
    TOTP.activate(officer, generate_totp_secret())
    enter(client, "casey", PASSWORD)
    response = client.post("/account/second-factor/enter/", {"code": "000000"})
    assert b"The code is not right" in response.content


@pytest.mark.parametrize(("login", "password"), [("casey", "wrong"), ("nobody", PASSWORD)])
def test_wrong_login_and_wrong_password_say_the_same(client, login, password):
    an_officer("casey", password=PASSWORD)
    response = enter(client, login, password)
    assert b"The login and the password do not match" in response.content


def test_failed_attempt_on_an_officer_is_audited_without_what_was_typed(client):
    officer = an_officer("casey", password=PASSWORD)
    enter(client, "casey", "a wrong password")
    entry = AuditEntry.objects.latest("seq")
    assert (entry.code, entry.subject) == ("core.session.sign_in_failed", f"core.officer:{officer.pk}")
    assert "wrong" not in entry.data


def test_too_many_failures_are_slowed_down(client):
    an_officer("casey", password=PASSWORD)
    for _ in range(5):
        enter(client, "casey", "wrong")
    response = enter(client, "casey", PASSWORD)
    assert b"Too many failed attempts" in response.content


def test_without_second_factor_one_is_set_up_first(client, django_capture_on_commit_callbacks):
    an_officer("casey", [Role.CASE_OFFICER], second_factor=False, password=PASSWORD)
    assert enter(client, "casey", PASSWORD).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/account/second-factor/"
    page = client.get("/account/second-factor/app/")
    secret = page.context["form"].secret
    assert b"<svg" in page.content
    assert b"data:image" not in page.content
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/account/second-factor/app/", {"code": now_code(secret)})
    assert response.headers["Location"] == "/account/second-factor/codes/"
    assert client.get("/account/second-factor/codes/").status_code == 200
    assert client.get("/").status_code == 200
    assert "core.second_factor.added" in AuditEntry.objects.values_list("code", flat=True)


def test_last_second_factor_cannot_be_removed(client):
    secret = generate_totp_secret()
    officer = an_officer("casey", second_factor=False, password=PASSWORD)
    TOTP.activate(officer, secret)
    Authenticator.objects.update(created_at=timezone.now() - timedelta(days=30))
    enter(client, "casey", PASSWORD)
    client.post("/account/second-factor/enter/", {"code": now_code(secret)})
    asked = client.get("/account/second-factor/app/remove/")
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    response = client.get("/account/second-factor/app/remove/")
    assert b"This is your only second factor" in response.content
    client.post("/account/second-factor/app/remove/")
    assert Authenticator.objects.filter(user=officer, type="totp").exists()


def test_closed_account_cannot_sign_in(client):
    officer = an_officer("casey", password=PASSWORD)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    enter(client, "casey", PASSWORD)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("language", "words"), [("en", "You have no password"), ("zh-hans", "您没有设定密码")])
def test_who_has_no_password_is_told_how_to_get_one(language, words):
    officer = an_officer("casey", language=language)
    officer.set_unusable_password()
    officer.save(update_fields=["password"])
    response = signed_in(officer).get("/account/password/", follow=True)
    assert response.status_code == 200
    assert words in response.content.decode()


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email", "mfa_trust"])
def test_what_is_not_offered_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_nobody_signs_up_and_nothing_is_mailed(rf):
    adapter = AccountAdapter()
    assert not adapter.is_open_for_signup(rf.get("/"))
    assert adapter.send_mail("template", "to@example.org", {}) is None


def test_enrolment_by_code_then_sign_in(client):
    issued = actions.create_officer(actor=an_actor(Role.ADMINISTRATOR), login="nora", name="Nora", now=timezone.now())
    form = {"login": "nora", "code": issued.code, "password": PASSWORD, "again": PASSWORD}
    response = client.post("/enrol/", form)
    assert response.headers["Location"] == "/account/login/"
    assert enter(client, "nora", PASSWORD).headers["Location"] == "/"


@pytest.mark.parametrize(("change", "words"), [
    ({"again": "another one altogether"}, b"not the same"),
    ({"password": "short", "again": "short"}, b"too short"),
    ({"code": "ABCD-ABCD"}, b"Login and code do not fit"),
])  # fmt: skip
def test_enrolment_mistakes_are_said(client, change, words):
    issued = actions.create_officer(actor=an_actor(Role.ADMINISTRATOR), login="nora", name="Nora", now=timezone.now())
    form = {"login": "nora", "code": issued.code, "password": PASSWORD, "again": PASSWORD, **change}
    response = client.post("/enrol/", form)
    assert response.status_code == 200
    assert words in response.content
    assert b"There is a problem" in response.content


def test_enrolment_is_slowed_down(client):
    form = {"login": "nora", "code": "x", "password": PASSWORD, "again": PASSWORD}
    answers = [client.post("/enrol/", form) for _ in range(12)]
    assert b"Too many attempts" in answers[-1].content


def test_session_cookie_belongs_to_this_node(client, settings):
    an_officer("casey", password=PASSWORD)
    enter(client, "casey", PASSWORD)
    assert settings.SESSION_COOKIE_NAME == "comity_xa_session"
    cookie = client.cookies["comity_xa_session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_account_page_changes_language_and_zone():
    officer = an_officer("casey", [Role.CASE_OFFICER])
    client = signed_in(officer)
    client.post("/account/", {"language": "zh-hans", "time_zone": "Asia/Shanghai"})
    page = client.get("/account/")
    assert "我的账户" in page.content.decode()
    assert 'lang="zh-hans"' in page.content.decode()
    officer.refresh_from_db()
    assert (officer.language, officer.time_zone) == ("zh-hans", "Asia/Shanghai")


def test_language_is_chosen_without_sign_in(client):
    response = client.post("/language/", {"language": "zh-hans", "next": "/account/login/"})
    assert response.headers["Location"] == "/account/login/"
    assert "登录" in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_language_choice_leads_nowhere_else(client, target):
    assert client.post("/language/", {"language": "en", "next": target}).headers["Location"] == "/"


def test_language_that_is_not_offered_is_ignored(client):
    assert "comity_xa_language" not in client.post("/language/", {"language": "tlh"}).cookies
