"""Every page of the node in three languages under axe: nothing serious, nothing critical."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from comity.core.officers.models import Officer
from comity.core.roles import Role
from tests.builders.people import PASSWORD
from tests.standing_tables.access_table import ROLES, Row, rows
from tests.standing_tables.faults import faults_of
from tests.standing_tables.visits import visit

if TYPE_CHECKING:
    from tests.standing_tables.world import World

LANGUAGES = ("en", "zh-hans", "ar")
# Asked for with GET, and no page to look at.
NO_PAGE = {
    "healthz": "JSON for a supervisor",
    "mfa_reauthenticate_webauthn": "leads on",
    "mfa_login_webauthn": "JSON for the passkey script, or leads on",
    "mfa_download_recovery_codes": "a text file",
    "mfa_generate_recovery_codes": "leads on while there are codes",
    "mfa_activate_totp": "leads on while there is an app",
    "api:openapi": "JSON for programs",
    "api:states": "JSON for programs",
    "api:authorities": "JSON for programs",
    "api:channel-tree": "JSON for programs",
    "exchange:own-key-file": "a download",
    "exchange:alarm-evidence": "a download",
    "exchange:peer-outbox": "for peers",
    "cases:draft-preview": "a PDF",
    "cases:draft-compare-chosen": "leads on",
    "cases:clauses-export": "a download",
    "directory:facts-export": "a download",
    "library:akoma-ntoso": "a download",
    "library:by-symbol": "leads on",
    "library:export-kind": "a download",
    "library:export-search": "a download",
    "library:figures-export": "a download",
    "library:original": "a download",
    "library:work": "leads on",
    "cases:annex": "a download",
    "cases:import-table": "a table",
    "cases:letter": "a download",
    "cases:translation-letter": "a PDF",
    "cases:progress-paper": "a PDF",
    "cases:letterhead-sample": "a PDF",
    "cases:custody-paper": "a PDF",
    "cases:office-file": "a download",
    "cases:letter-paper": "a download",
    "cases:receipt": "a download",
    "cases:receipt-paper": "a PDF",
    "cases:retention-receipt": "a download",
    "cases:proof-file": "a download",
    "cases:request-export": "a download",
    "cases:statistics-export": "a download",
    "cases:desk-export": "a download",
    "cases:file-copy": "a download",
    "cases:case-bilingual": "a download",
    "cases:calendar-file": "a download",
    "account_set_password": "leads on while there is a password",
    "cases:evidence-download": "a download",
}
# Pages that need more than a role: a sign-in under way, or one that is recent.
NOBODYS = {"account_login", "enrol", "account_inactive"}
RECENT = {"signing-key"}
PASSKEYS = {"mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_list_webauthn"}
PASSKEY_OWNER = "auditor"


def wanted() -> list[Row]:
    """Return the rows that are pages."""
    return [row for row in rows() if row.method == "GET" and row.name not in NO_PAGE]


def reader_of(row: Row) -> str:
    """Return who is shown the page."""
    if row.name in NOBODYS | {"mfa_authenticate"}:
        return "nobody"
    if row.name in PASSKEYS:
        return PASSKEY_OWNER
    return next((who for who in ROLES if row.answers[who] in {"200", "go"}), ROLES[0])


def prepared(world: World, row: Row) -> Client:
    """Return a client that gets the page: signed in a moment ago, or just after the password.

    A reader signs in once in a test, for whoever takes back what a page changed; each client has his cookies anew.
    """
    who = reader_of(row)
    if who == "nobody":
        client = world.client(who)
        if row.name == "mfa_authenticate":
            client.post("/account/login/", {"login": "dana", "password": PASSWORD})
        return client
    recent = row.name.startswith("mfa_") or row.name in RECENT
    if (who, recent) not in world.sessions:
        client = world.client(who)
        if recent:
            client.post("/account/reauthenticate/", {"password": PASSWORD})
        world.sessions[who, recent] = client.cookies
    client = Client()
    client.cookies = deepcopy(world.sessions[who, recent])
    return client


def passkey_and_codes(world: World) -> None:
    """Give everybody recovery codes, and one officer a passkey, so that their pages have something to show."""
    for officer in world.cast.officers.values():
        RecoveryCodes.activate(officer)
    data = {"name": "Key on the desk", "credential": {}}
    owner = world.cast.officers[Role(PASSKEY_OWNER)]
    world.ids["pk"] = Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data=data).pk


def drawn(world: World, language: str) -> tuple[dict[str, str], list[str]]:
    """Return address -> page for every page in a language, and the rows that gave none."""
    Officer.objects.update(language=language)
    found, missing = {}, []
    for row in wanted():
        client = prepared(world, row)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        one = visit(client, row, reader_of(row), world.address(row.name, row.stage))
        if one.status == 200 and one.is_page:
            found[f"/{language}/{row.name}"] = one.body.decode()
        else:
            missing.append(str(one))
    return found, missing


def test_every_reason_to_be_no_page_is_that_of_an_address() -> None:
    """Every other address is a page: so say the test below, and `test_every_field` in one process."""
    assert set(NO_PAGE) <= {row.name for row in rows()}


@pytest.mark.timeout(600)  # every page there is, one after the other
@pytest.mark.browser
@pytest.mark.enable_socket
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_serious_fault_under_axe_or_is_too_wide(world: World, language: str) -> None:
    passkey_and_codes(world)
    pages, missing = drawn(world, language)
    assert missing == [], missing
    assert len(pages) > 60
    found = faults_of(pages)
    assert found == [], found
