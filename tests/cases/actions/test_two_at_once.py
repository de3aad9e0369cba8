"""Two officers act on the same case at once, in real transactions of the real database.

One wins. The other is told what happened, on the page where what was typed still stands; the case and its audit log
are those of one act. On SQLite the test's database is copied into a file first: one in memory has one connection.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from tests.builders.cases import (
    Cast,
    TestSigner,
    a_registered,
    a_sent,
    an_accepted,
    arrive,
    common,
    measure_ids,
    their_ack,
)
from tests.builders.offices import an_office_task
from tests.builders.people import signed_in

from comity.cases.actions import proposing
from comity.cases.models import Case, OfficeAnswer
from comity.core.audit.models import AuditEntry
from comity.core.files.models import StoredFile
from comity.core.roles import Role
from comity.exchange.models import OutboxItem
from comity.law.conversation import Said
from comity.wire import matters as wire_matters
from comity.wire import turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {"first": "Written by the first officer.", "second": "Written by the second officer."}


@contextmanager
def real_transactions(folder: Path) -> Iterator[None]:
    """Let each thread have a connection of its own to one database on disk."""
    if connection.vendor != "sqlite":
        yield
        return
    file = str(folder / "at-once.sqlite3")
    with sqlite3.connect(file) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")  # as a node's file is: two connections cannot both change it to that
    copy.close()
    kept = connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = file
    try:
        yield
    finally:
        connections.settings["default"]["NAME"] = kept


def at_once(folder: Path, acts: dict[str, Callable[[], Any]], then: Callable[[], Any]) -> tuple[dict[str, Any], Any]:
    """Do all acts at the same moment, each in its own thread; return what each gave, and what `then` finds."""
    found: dict[str, Any] = {}
    start = threading.Barrier(len(acts))

    def one(name: str, act: Callable[[], Any], *, waits: bool = True) -> None:
        try:
            if waits:
                connections["default"].ensure_connection()
                start.wait(timeout=30)
            found[name] = act()
        finally:
            connections.close_all()

    with real_transactions(folder):
        threads = [threading.Thread(target=one, args=item) for item in acts.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        last = threading.Thread(target=one, args=("then", then), kwargs={"waits": False})
        last.start()
        last.join(60)
    return found, found.pop("then")


def posting(client: Client, name: str, data: dict[str, Any], **keys: object) -> Callable[[], tuple[int, str]]:
    """Return the act of sending one form: the status and the page that answers."""
    address = reverse(f"cases:{name}", kwargs=keys)

    def act() -> tuple[int, str]:
        answer = client.post(address, data)
        return answer.status_code, answer.content.decode()

    return act


def told(found: dict[str, tuple[int, str]]) -> tuple[str, str, str]:
    """Return who won, who did not, and the page that tells the latter."""
    won = [name for name, (status, _page) in found.items() if status == 302]
    assert len(won) == 1, {name: status for name, (status, _page) in found.items()}
    [lost] = set(found) - set(won)
    return won[0], lost, found[lost][1]


def sent(case: Case, *kinds: str) -> int:
    return OutboxItem.objects.filter(case_id=case.pk, kind__in=kinds).count()


def an_acknowledged(cast: Cast, signer: TestSigner) -> Case:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    return Case.objects.get(pk=case.pk)


def test_an_offer_is_accepted_or_rejected_but_not_both(cast: Cast, signer: TestSigner, tmp_path: Path) -> None:
    case = an_acknowledged(cast, signer)
    condition = turns.Condition(condition_id="c1", text="Not in tax matters.")
    names = tuple(measure_ids(case))
    arrive(turns.ConditionsOffer(**common(case), offer_id="o1", measure_ids=names, conditions=(condition,)))
    heads = {name: signed_in(cast.officer(Role.HEAD)) for name in TYPED}
    keys = {"case_id": case.pk, "offer_id": "o1"}
    found, (answers, step, answer) = at_once(
        tmp_path,
        {
            "first": posting(heads["first"], "offer-answer", {"accepted": "yes", "reasons": TYPED["first"]}, **keys),
            "second": posting(heads["second"], "offer-answer", {"accepted": "no", "reasons": TYPED["second"]}, **keys),
        },
        lambda: (
            sent(case, "conditions.accept", "conditions.reject"),
            Case.objects.get(pk=case.pk).step,
            case.offers.get().answer,
        ),
    )
    won, lost, page = told(found)
    assert "This offer was answered already." in page
    assert TYPED[lost] in page, "nothing typed is lost"
    assert (answers, step) == (1, {"first": "in_execution", "second": "under_examination"}[won])
    assert answer == {"first": "accepted", "second": "rejected"}[won]


def test_a_matter_is_answered_once(cast: Cast, signer: TestSigner, tmp_path: Path) -> None:
    case = an_acknowledged(cast, signer)
    arrive(wire_matters.CostConsult(**common(case), matter="x2", estimate="40 000", text="Forty days."))
    keys = {"case_id": case.pk, "matter_id": "x2"}
    said = {name: {"agreed": "yes", "payer": "shared", "text": text} for name, text in TYPED.items()}
    found, (answers, text) = at_once(
        tmp_path,
        {name: posting(signed_in(cast.officer(Role.HEAD)), "matter-answer", said[name], **keys) for name in TYPED},
        lambda: (sent(case, "cost.agree"), case.matters.get().answer["text"]),
    )
    won, lost, page = told(found)
    assert "This was answered already" in page
    assert TYPED[lost] in page
    assert (answers, text) == (1, TYPED[won])


def test_a_measure_is_not_decided_and_offered_under_conditions_at_once(cast: Cast, tmp_path: Path) -> None:
    case = a_registered(cast)
    proposing.put_to_head(
        actor=cast.case_officer, case_id=case.pk, act=Said.CONDITIONS_OFFER, said={}, now=case.changed_at
    )
    offer = {"measure_ids": measure_ids(case), "conditions": TYPED["first"]}
    decide = {"m0-decision": "accepted", "dual": "met", "note": TYPED["second"], "act": "issue"}
    found, (offers, decisions, state) = at_once(
        tmp_path,
        {
            "first": posting(
                signed_in(cast.officer(Role.HEAD)), "turn-take", offer, case_id=case.pk, kind="conditions.offer"
            ),
            "second": posting(signed_in(cast.officer(Role.CASE_OFFICER)), "request-decide", decide, case_id=case.pk),
        },
        lambda: (sent(case, "conditions.offer"), sent(case, "decision.accept"), case.measures.get().state),
    )
    won, lost, page = told(found)
    assert TYPED[lost] in page
    assert (offers, decisions) == {"first": (1, 0), "second": (0, 1)}[won]
    assert state == {"first": "conditions_offered", "second": "accepted"}[won]


def test_what_was_postponed_is_taken_up_once(cast: Cast, tmp_path: Path) -> None:
    case = an_accepted(cast)
    case.measures.update(state="postponed", resume_state="accepted")
    found, (reports, state) = at_once(
        tmp_path,
        {
            name: posting(
                signed_in(cast.officer(Role.CASE_OFFICER)), "measures-resume", {"note": text}, case_id=case.pk
            )
            for name, text in TYPED.items()
        },
        lambda: (sent(case, "status.report"), case.measures.get().state),
    )
    _won, lost, page = told(found)
    assert TYPED[lost] in page
    assert (reports, state) == (1, "accepted")


def test_the_audit_log_stays_one_chain(cast: Cast, tmp_path: Path) -> None:
    case = an_accepted(cast)
    before = AuditEntry.objects.count()
    told_of = {name: {"text": text} for name, text in TYPED.items()}
    officer = cast.officer(Role.CASE_OFFICER)
    found, (entries, numbers) = at_once(
        tmp_path,
        {
            name: posting(signed_in(officer), "turn-take", told_of[name], case_id=case.pk, kind="obstacle.notice")
            for name in TYPED
        },
        lambda: (AuditEntry.objects.count(), list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))),
    )
    assert {status for status, _page in found.values()} == {302}, "two notices do not exclude each other"
    assert entries > before
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_a_link_of_an_office_takes_one_answer(cast: Cast, tmp_path: Path) -> None:
    case = an_accepted(cast)
    _task, code = an_office_task(cast, case)
    given = {
        name: {"sender": name, "text": text, "papers": [SimpleUploadedFile(f"{name}.pdf", text.encode())]}
        for name, text in TYPED.items()
    }
    found, (senders, files) = at_once(
        tmp_path,
        {name: posting(Client(), "office-answer", given[name], link=code) for name in TYPED},
        lambda: (
            list(OfficeAnswer.objects.values_list("sender", flat=True)),
            list(StoredFile.objects.filter(name__in=[f"{one}.pdf" for one in TYPED]).values_list("name", flat=True)),
        ),
    )
    won = [name for name, (status, _page) in found.items() if status == 200]
    assert sorted(status for status, _page in found.values()) == [200, 404]
    assert senders == won
    assert files == [f"{won[0]}.pdf"], "what came second left nothing"
