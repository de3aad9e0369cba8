"""Officers for tests: a fixed cast, one for each role, with a second factor, and clients that are signed in."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.test import Client

from comity.core.accounts.signing import keep_signing_key
from comity.core.actors import Actor
from comity.core.keys import node_keys
from comity.core.officers.actions import found_officer
from comity.core.officers.queries import officer_of
from comity.core.roles import Role
from comity.seal.signer import OfficerKey
from tests.builders.keys import QUICK
from tests.builders.remembered import remembered
from tests.builders.run import began, once

if TYPE_CHECKING:
    from collections.abc import Collection
    from http.cookies import SimpleCookie

    from comity.core.officers.models import Officer

PASSWORD = "correct horse battery staple"
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)

CAST = {
    Role.DRAFTER: "Dana Drafter",
    Role.REVIEWER: "Rui Reviewer",
    Role.HEAD: "Hana Head",
    Role.REGISTRY: "Regin Registry",
    Role.CASE_OFFICER: "Casey Officer",
    Role.TRANSLATOR: "Tala Translator",
    Role.EXECUTING_AUTHORITY: "Eli Executing",
    Role.STATISTICIAN: "Stan Statistician",
    Role.AUDITOR: "Aude Auditor",
    Role.ADMINISTRATOR: "Ada Administrator",
}


@remembered
def an_officer(
    login: str = "",
    roles: Collection[Role] = (),
    *,
    name: str = "",
    language: str = "en",
    second_factor: bool = True,
    password: str | None = None,
    at: datetime = NOW,
) -> Officer:
    """Make an officer with these roles in force. The password is only set where asked for: hashing takes time."""
    first = next(iter(roles), None)
    name = name or (CAST[first] if first else "Nora Newcomer")
    officer = found_officer(
        actor=Actor.system("tests"),
        login=login or name.split()[0].lower(),
        name=name,
        roles=roles,
        language=language,
        functions={"en": "Officer", "zh-hans": "承办人"},
        password=password,
        now=at,
    )
    if second_factor:
        Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    return officer


def an_actor(*roles: Role, login: str = "") -> Actor:
    """Make an officer with these roles and return the actor."""
    return Actor.of_officer(an_officer(login, roles))


@remembered
def a_signing_key(actor: Actor, passphrase: str, *, at: datetime | None = None) -> None:
    """Keep a signing key of an officer; without `at` it is as old as this run."""
    now = at or began()
    keep_signing_key(actor=actor, made=_a_quick_key(officer_of(actor).name, passphrase, now), now=now)


def _a_quick_key(name: str, passphrase: str, now: datetime) -> OfficerKey:
    """Make a key once in a run, with a lock that opens at once: a real one costs half a second each time.

    The real one is opened in `tests/core/accounts/test_signing.py` and `tests/seal/test_signer.py`.
    """
    keys = node_keys()

    def make() -> bytes:
        return OfficerKey.create(
            name=name, function="Head", passphrase=passphrase, ca_certificate=keys.ca_certificate, ca_key=keys.ca_key,
            now=now, work_factor=QUICK,
        ).to_bytes()  # fmt: skip

    told = repr((name, passphrase, now, keys.ca_certificate.serial_number)).encode()
    return OfficerKey.from_bytes(once(f"quick key {sha256(told).hexdigest()}", make))


def signed_in(officer: Officer) -> Client:
    """Return a client whose session belongs to the officer."""
    client = Client()
    client.cookies = _cookies(officer)
    return client


@remembered
def _cookies(officer: Officer) -> SimpleCookie:
    """Sign an officer in and return what a browser holds then."""
    client = Client()
    client.force_login(officer)
    return client.cookies
