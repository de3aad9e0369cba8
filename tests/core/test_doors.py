"""The middleware before every view: URL by URL, who comes in."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.builders.people import an_officer, signed_in

from comity.core.checks import views
from comity.core.roles import Role

pytestmark = pytest.mark.django_db

OPEN = {*django_settings.COMITY_OPEN_URLS}
OWN = {*django_settings.COMITY_ENROLMENT_URLS, *django_settings.COMITY_SIGNED_IN_URLS}


def plain_addresses() -> list[tuple[str, str]]:
    """Every address of `core` and the node that takes no argument."""
    found = []
    for name, _view in views():
        if ":" not in name:
            try:
                found.append((name, reverse(name)))
            except NoReverseMatch:
                continue
    return found


@pytest.mark.parametrize(("name", "url"), [(n, u) for n, u in plain_addresses() if n not in OPEN])
def test_without_sign_in_every_other_address_leads_to_it(client, name, url):
    del name
    response = client.get(url)
    assert (response.status_code, response.headers["Location"]) == (302, f"/account/login/?next={url}")


@pytest.mark.parametrize(("name", "url"), [(n, u) for n, u in plain_addresses() if n not in OPEN | OWN])
def test_without_second_factor_every_other_address_leads_to_enrolment(name, url):
    del name
    client = signed_in(an_officer(roles=[Role.ADMINISTRATOR], second_factor=False))
    response = client.get(url)
    assert (response.status_code, response.headers.get("Location")) == (302, "/account/second-factor/")


def test_without_second_factor_the_enrolment_page_is_open():
    client = signed_in(an_officer(second_factor=False))
    assert b"Set up a second factor first" in client.get("/account/second-factor/").content


def test_post_without_sign_in_is_refused_and_not_redirected(client):
    response = client.post("/account/")
    assert response.status_code == 401


def test_htmx_request_without_sign_in_is_sent_to_it(client):
    response = client.get("/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (401, "/account/login/")


@pytest.mark.parametrize(("roles", "status"), [
    ([Role.ADMINISTRATOR], 200), ([Role.HEAD], 200), ([Role.DRAFTER], 403), ([], 403),
])  # fmt: skip
def test_officers_page_is_for_administrators_and_the_head(roles, status):
    response = signed_in(an_officer("somebody", roles)).get("/officers/")
    assert response.status_code == status
    if status == 403:
        assert b"Your roles do not include one" in response.content


def test_closed_account_is_out_at_once():
    officer = an_officer(roles=[Role.HEAD])
    client = signed_in(officer)
    assert client.get("/").status_code == 200
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    assert client.get("/").status_code == 302


def test_health_says_nothing_else(client):
    assert client.get("/healthz").json() == {"ok": True}


def test_form_without_token_is_refused_in_words():
    officer = an_officer(roles=[Role.HEAD])
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    response = client.post("/account/", {"language": "en"})
    assert response.status_code == 403
    assert b"open for too long" in response.content


def test_every_answer_carries_the_strict_headers():
    response = signed_in(an_officer(roles=[Role.HEAD])).get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store, private",
    }
    assert {name: response.headers.get(name) for name in expected} == expected
