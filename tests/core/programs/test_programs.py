"""Programs: a token by an administrator, shown once, kept as a digest, over when it runs out or somebody ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.people import NOW, an_actor, an_officer, signed_in

from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.programs import actions, queries
from comity.core.programs.models import Program
from comity.core.programs.rules import digest_of, is_token, new_token
from comity.core.roles import Role
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from comity.core.actors import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_was_here():
    cache.clear()


@pytest.fixture
def ada() -> Actor:
    return an_actor(Role.ADMINISTRATOR, login="ada")


def admitted(actor, *, days=30, now=NOW, contacts=False):
    return actions.admit_program(actor=actor, name="Register of cases", days=days, contacts=contacts, now=now)


@given(st.text(max_size=60))
def test_only_what_looks_like_a_token_is_looked_up(text):
    assert not is_token(text)


def test_tokens_differ_and_their_digests_too():
    one, other = new_token(), new_token()
    assert is_token(one)
    assert len({one, other, digest_of(one), digest_of(other)}) == 4


def test_a_token_is_kept_as_a_digest_alone_and_stands_in_no_log(ada):
    issued = admitted(ada)
    kept = Program.objects.get()
    assert kept.digest == digest_of(issued.token)
    entry = AuditEntry.objects.latest("seq")
    assert entry.code == "core.program.admitted"
    assert issued.token not in str(vars(kept)) + str(vars(entry))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_gives_or_ends_a_token(ada, role):
    issued, other = admitted(ada), an_actor(role)
    with pytest.raises(AccessDenied):
        admitted(other)
    with pytest.raises(AccessDenied):
        actions.end_program(actor=other, program_id=issued.program.pk, now=NOW)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_token_for_longer_than_the_setting_is_not_made(ada, days):
    with pytest.raises(actions.ProgramError, match="E_PROGRAM_DAYS"):
        admitted(ada, days=days)


def test_a_token_lets_in_until_it_runs_out_or_is_ended(ada):
    issued = admitted(ada, days=1)
    assert queries.program_with(issued.token, NOW) == issued.program
    assert queries.program_with(issued.token, NOW + timedelta(days=1)) is None
    actions.end_program(actor=ada, program_id=issued.program.pk, now=NOW)
    assert queries.program_with(issued.token, NOW) is None
    with pytest.raises(actions.ProgramError, match="E_PROGRAM_ENDED"):
        actions.end_program(actor=ada, program_id=issued.program.pk, now=NOW)


def test_the_database_takes_no_token_without_an_end(ada):
    with pytest.raises(IntegrityError), transaction.atomic():
        Program.objects.create(name="x", digest="y", made_by_id=ada.person(), made_at=NOW, expires_at=NOW)


def test_the_page_shows_the_token_once_and_ends_it():
    client = signed_in(an_officer("ada", [Role.ADMINISTRATOR], language="zh-hans"))
    made = client.post("/programs/", {"name": "Register", "days": "30", "contacts": "on"}).content.decode()
    program = Program.objects.get()
    token = made.split('class="code">')[1].split("<")[0]
    assert digest_of(token) == program.digest
    page = client.get("/programs/").content.decode()
    assert "有效" in page
    assert token not in page
    reader = Client(headers={"Authorization": f"Bearer {token}"})
    assert reader.get("/api/v1/states?name=KE").status_code == 200
    program.refresh_from_db()
    assert program.last_used_on == utc_now().date()
    client.post(f"/programs/{program.pk}/end/")
    assert "已终止" in client.get("/programs/").content.decode()
    assert reader.get("/api/v1/states?name=KE").status_code == 401


def test_the_page_says_what_is_wrong_with_a_form():
    client = signed_in(an_officer("ada", [Role.ADMINISTRATOR]))
    assert "366" not in client.get("/programs/").content.decode()
    said = client.post("/programs/", {"name": "", "days": "366"}).content.decode()
    assert "Fill in “Which program, and who runs it”" in said
    assert Program.objects.count() == 0
