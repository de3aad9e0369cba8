"""Deciding what was not understood: by a keeper, for a reason, once, audited; the piece stays."""

from __future__ import annotations

import pytest
from tests.builders.people import NOW, an_actor
from tests.library.conftest import DOCUMENTS

from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role
from comity.kernel.graph import GraphError
from comity.library.access import KEEPERS
from comity.library.errors import LibraryError
from comity.library.models import Paragraph, Unresolved
from comity.library.reviewing import decide_unresolved

LOOSE = (
    (DOCUMENTS / "report.en.txt")
    .read_text("utf-8")
    .replace("\nIII. ", "\nA line that is nothing known, it ends.\n\nIII. ")
)


@pytest.fixture
def one(load):
    load(LOOSE.encode())
    return Unresolved.objects.get(code="text_without_number")


def decide(one, actor=None, decision="accepted", answer="", reason="As printed."):
    return decide_unresolved(
        actor=actor or an_actor(Role.REGISTRY, login="regin"), unresolved_id=one.pk, decision=decision, answer=answer,
        reason=reason, now=NOW,
    )  # fmt: skip


def test_a_decision_has_actor_time_and_reason_and_a_line_in_the_log(one):
    actor = an_actor(Role.HEAD)
    done = decide(one, actor)
    assert (done.state, done.decided_by_id, done.decided_at, done.reason) == (
        "accepted", actor.officer_id, NOW, "As printed.",
    )  # fmt: skip
    assert AuditEntry.objects.get(code="library.unresolved.accepted").subject == f"library.unresolved:{one.pk}"
    with pytest.raises(GraphError, match="E_STATE"):
        decide(one, actor)


def test_another_kind_is_given_to_the_piece_which_stays_in_its_place(one):
    before = one.paragraph
    decide(one, decision="corrected", answer="subheading")
    after = Paragraph.objects.get(pk=before.pk)
    assert (after.kind, after.order, after.key, after.text) == ("subheading", before.order, before.key, before.text)


@pytest.mark.parametrize(
    ("decision", "answer", "reason"),
    [
        ("accepted", "", "  "), ("accepted", "heading", "x"), ("corrected", "nothing", "x"), ("corrected", "", "x"),
        ("assigned", "para_99", "x"), ("assigned", "text_1", "x"), ("waiting", "", "x"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(one, decision, answer, reason):
    with pytest.raises(LibraryError, match="E_LIBRARY_ANSWER"):
        decide(one, decision=decision, answer=answer, reason=reason)
    one.refresh_from_db()
    assert one.state == "waiting"


def test_what_a_newer_reader_understands_meanwhile_is_not_decided_any_more(one):
    Unresolved.objects.all().delete()
    with pytest.raises(LibraryError, match="E_LIBRARY_READ_AGAIN"):
        decide(one)


@pytest.mark.parametrize("role", [role for role in Role if role not in KEEPERS])
def test_no_other_role_decides(one, role):
    with pytest.raises(AccessDenied):
        decide(one, an_actor(role))
