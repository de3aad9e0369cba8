"""Digests: two people, published as documents that are found by State and article, and taken back whole."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders.people import NOW, an_actor

from comity.core.access import AccessDenied
from comity.core.files.models import StoredFile
from comity.core.moves import MoveError
from comity.core.roles import Role
from comity.kernel.graph import GraphError
from comity.library.digests.actions import (
    Content,
    publish_digest,
    return_digest,
    submit_digest,
    withdraw_digest,
    write_digest,
)
from comity.library.errors import LibraryError
from comity.library.models import Citation, Expression, StateMention, Unresolved, Work

CONTENT = Content(
    title="Bank records across a border", language="en", year=2025, subject="mla", outcome="partly",
    states=["XA", "XB"], articles=["uncac:46(9)", "uncac:46(8)"], instruments="A bilateral treaty",
    facts="Records of two accounts were asked for.\nOne account was closed.",
    course="Dual criminality was looked at by conduct.", lessons="Ask early.",
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("node_folder")


@pytest.fixture
def writer():
    return an_actor(Role.CASE_OFFICER)


@pytest.fixture
def head():
    return an_actor(Role.HEAD)


def waiting(writer, content=CONTENT):
    digest = write_digest(actor=writer, digest_id=None, content=content, now=NOW)
    return submit_digest(actor=writer, digest_id=digest.pk, now=NOW)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_published_digest_is_a_document_found_by_what_is_in_it(writer, head, language):
    digest = publish_digest(
        actor=head, digest_id=waiting(writer, replace(CONTENT, language=language)).pk, now=NOW + timedelta(days=1)
    )
    expression = Expression.objects.get(work=digest.work)
    assert (expression.title, expression.language, expression.work.kind) == (CONTENT.title, language, "digest")
    numbers = list(expression.paragraphs.exclude(number=None).values_list("number", flat=True))
    assert numbers == list(range(1, 9))
    assert set(Citation.objects.values_list("key", flat=True)) == {"uncac:46(9)", "uncac:46(8)"}
    assert set(StateMention.objects.values_list("iso3", flat=True)) == {"XA", "XB"}
    assert not Unresolved.objects.exists()


def test_nobody_publishes_what_they_wrote():
    head = an_actor(Role.HEAD)
    digest = waiting(head)
    for act in (publish_digest, lambda **of: return_digest(note="no", **of)):
        with pytest.raises(AccessDenied):
            act(actor=head, digest_id=digest.pk, now=NOW)
    assert not Work.objects.exists()


def test_only_its_writer_changes_a_draft_and_nobody_a_digest_that_waits(writer, head):
    digest = write_digest(actor=writer, digest_id=None, content=CONTENT, now=NOW)
    with pytest.raises(AccessDenied):
        write_digest(actor=an_actor(Role.DRAFTER), digest_id=digest.pk, content=CONTENT, now=NOW)
    submit_digest(actor=writer, digest_id=digest.pk, now=NOW)
    with pytest.raises(LibraryError) as refused:
        write_digest(actor=writer, digest_id=digest.pk, content=CONTENT, now=NOW)
    assert refused.value.code == "E_LIBRARY_DIGEST"
    return_digest(actor=head, digest_id=digest.pk, note="Leave out the name of the bank.", now=NOW)
    changed = write_digest(actor=writer, digest_id=digest.pk, content=replace(CONTENT, facts="Shorter."), now=NOW)
    assert (changed.state, changed.note, changed.facts) == ("draft", "Leave out the name of the bank.", "Shorter.")


def test_two_who_publish_at_once_publish_once(writer, head):
    digest = waiting(writer)
    publish_digest(actor=head, digest_id=digest.pk, now=NOW)
    with pytest.raises((GraphError, MoveError)):
        publish_digest(actor=an_actor(Role.ADMINISTRATOR), digest_id=digest.pk, now=NOW)
    assert Work.objects.count() == 1


def test_what_is_taken_back_is_gone_from_the_library_with_its_file(writer, head):
    digest = publish_digest(actor=head, digest_id=waiting(writer).pk, now=NOW)
    withdraw_digest(actor=head, digest_id=digest.pk, note="A person can be recognised.", now=NOW)
    digest.refresh_from_db()
    assert (digest.state, digest.work, digest.note) == ("withdrawn", None, "A person can be recognised.")
    assert [model.objects.count() for model in (Work, Expression, Citation, StoredFile)] == [0, 0, 0, 0]


def test_a_state_that_nobody_knows_is_refused(writer):
    with pytest.raises(LibraryError) as refused:
        write_digest(actor=writer, digest_id=None, content=replace(CONTENT, states=["XQ"]), now=NOW)
    assert refused.value.code == "E_LIBRARY_STATE"


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.EXECUTING_AUTHORITY, Role.STATISTICIAN, Role.AUDITOR])
def test_who_has_no_part_in_casework_writes_no_digest(role):
    with pytest.raises(AccessDenied):
        write_digest(actor=an_actor(role), digest_id=None, content=CONTENT, now=NOW)
