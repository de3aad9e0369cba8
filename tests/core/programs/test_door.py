"""The door of the interface for programs: token or session, and nobody too often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from tests.builders.people import an_actor, an_officer, signed_in

from comity.core.programs import actions
from comity.core.programs.rules import new_token
from comity.core.roles import Role
from comity.kernel.clock import utc_now

pytestmark = pytest.mark.django_db
TREE = "/api/v1/channel-tree"
WALK = "/api/v1/channel-tree/walk"


@pytest.fixture(autouse=True)
def _nobody_was_here():
    cache.clear()


def a_token(days=30, ago=timedelta()):
    ada = an_actor(Role.ADMINISTRATOR, login="ada")
    return actions.admit_program(actor=ada, name="Register", days=days, contacts=False, now=utc_now() - ago).token


def asking(token, scheme="Bearer"):
    return Client(headers={"Authorization": f"{scheme} {token}"})


def test_without_token_and_session_the_answer_says_what_to_do():
    answer = Client(headers={"Accept-Language": "zh-hans"}).get(TREE)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank", "title": "尚未登录", "status": 401, "code": "E_TOKEN",
        "detail": "请在标头“Authorization: Bearer …”中提供令牌，或先登录。",
    }  # fmt: skip


def test_a_token_reads_and_reaches_no_page():
    client = asking(a_token())
    assert client.get(TREE).status_code == 200
    assert client.post(WALK, {"answers": {}}, content_type="application/json").status_code == 200
    for page in ("/", "/requests/", "/directory/", "/programs/"):
        assert client.get(page).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("token", ["", "x", "comity_", "comity_" + "ä" * 43, "comity_" + "a" * 43 + "\t"])
def test_what_is_no_token_of_ours_is_refused(token):
    a_token()
    assert asking(token).get(TREE).status_code == 401


def test_a_token_that_nobody_was_given_is_refused():
    a_token()
    assert asking(new_token()).get(TREE).status_code == 401


def test_a_token_that_ran_out_or_comes_in_another_scheme_is_refused():
    assert asking(a_token(days=1, ago=timedelta(days=1))).get(TREE).status_code == 401
    ada = an_actor(Role.ADMINISTRATOR, login="bo")
    good = actions.admit_program(actor=ada, name="Register", days=1, contacts=False, now=utc_now()).token
    assert asking(good, "Basic").get(TREE).status_code == 401
    assert asking(good).get(TREE).status_code == 200


def test_a_wrong_token_is_refused_even_where_an_officer_is_signed_in():
    client = signed_in(an_officer("dana", [Role.DRAFTER]))
    assert client.get(TREE).status_code == 200
    assert client.get(TREE, headers={"Authorization": "Bearer x"}).status_code == 401


def test_a_session_needs_its_second_factor_and_the_right_role():
    assert signed_in(an_officer("dana", [Role.DRAFTER], second_factor=False)).get(TREE).status_code == 401
    answer = signed_in(an_officer("eli", [Role.EXECUTING_AUTHORITY])).get(TREE)
    assert (answer.status_code, answer.json()["code"]) == (403, "E_ACCESS")


def test_what_a_session_sends_must_come_from_a_page_of_ours():
    officer = an_officer("dana", [Role.DRAFTER])
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    answer = client.post(WALK, {"answers": {}}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "E_CSRF")
    client.get("/account/mail/")
    [form_token] = [one.value for name, one in client.cookies.items() if name.endswith("csrf")]
    headers = {"X-CSRFToken": form_token}
    assert client.post(WALK, {"answers": {}}, content_type="application/json", headers=headers).status_code == 200
    with_token = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {a_token()}"})
    assert with_token.post(WALK, {"answers": {}}, content_type="application/json").status_code == 200


def test_who_asks_too_often_waits(settings):
    settings.NODE = settings.NODE.model_copy(update={"program_rate": 2})
    client = asking(a_token())
    answers = [client.get(TREE) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert (answers[2].headers["Retry-After"], answers[2].json()["code"]) == ("60", "E_RATE")
    assert signed_in(an_officer("dana", [Role.DRAFTER])).get(TREE).status_code == 200


def test_who_tries_many_tokens_is_stopped():
    assert [asking("x").get(TREE).status_code for _ in range(21)] == [401] * 20 + [429]
