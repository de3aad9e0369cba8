"""What is asked for every page: the session, its officer, and whether there is a second factor."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.builders.people import an_officer, signed_in

from comity.core.accounts.sessions import SessionStore
from comity.core.roles import Role

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from comity.core.officers.models import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Officer:
    return an_officer("ada", [Role.ADMINISTRATOR])


def status(client: Client) -> int:
    """Return how the first page answers; it sends whoever is not signed in to where one signs in."""
    return client.get("/").status_code


def test_session_holds_until_its_time_has_passed(ada: Officer) -> None:
    client = signed_in(ada)
    assert status(client) == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert status(client) == 302


def test_session_of_an_officer_who_may_not_sign_in_any_more_is_nobodys(ada: Officer) -> None:
    client = signed_in(ada)
    ada.is_active = False
    ada.save(update_fields=["is_active"])
    assert status(client) == 302


def test_session_whose_officer_is_gone_is_nobodys(ada: Officer) -> None:
    client = signed_in(ada)
    stored = Session.objects.get()
    data = {**stored.get_decoded(), "_auth_user_id": "019cadc6-9a80-7420-8904-b7a0c581dfee"}
    stored.session_data = SessionStore().encode(data)
    stored.save()
    assert status(client) == 302


@pytest.mark.parametrize("key", ["", "short", "a" * 32, "' OR 1=1 --" * 4])
def test_session_that_was_never_begun_is_empty_and_takes_no_key_from_outside(key: str) -> None:
    store = SessionStore(key)
    assert store.load() == {}
    assert store.session_key is None


@pytest.mark.parametrize("cookie", ['"' + "a" * 20 + "\\000" + "b" * 12 + '"', "\u00e9" * 32, "a" * 5000])
def test_cookie_that_no_session_has_leads_to_the_sign_in(cookie: str, settings: SettingsWrapper) -> None:
    client = Client(HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}={cookie}")
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/")


def test_officer_who_lost_the_second_factor_is_asked_to_set_one_up(ada: Officer) -> None:
    client = signed_in(ada)
    ada.authenticator_set.all().delete()  # type: ignore[attr-defined]
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_index"))
