"""Commit 2: opened, checked, taking effect once and in order; or refused with a signed code."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from comity.core import events
from comity.core.files.models import StoredFile
from comity.core.files.reader import read_file
from comity.core.jobs.models import Job
from comity.core.jobs.worker import work_all
from comity.exchange.models import Alarm, CaseCounter, ChainHead, ChainItem, InboxFile, InboxItem, StoredReceipt
from comity.exchange.opening import OPENED, Opened, open_message
from comity.kernel import strictjson
from comity.kernel.errors import ComityError
from comity.kernel.ids import new_id
from comity.seal.receipt import Event, verify_receipt
from comity.wire.errors import WireError
from comity.wire.messages import ChainRestart, Void
from tests.builders.keys import NOW, key_ring
from tests.builders.messages import (
    a_clarify_ask,
    a_closure,
    a_delivery,
    a_request,
    a_status_query,
    an_ack,
    common,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from tests.builders.nodes import Posted, RemoteNode


class Seen(list[Opened]):
    """What the handlers of a node were told, and how they answer."""

    error: Exception | None = None

    def take(self, opened: Opened) -> None:
        if self.error is not None:
            raise self.error
        self.append(opened)


@pytest.fixture
def seen() -> Iterator[Seen]:
    found = Seen()
    with ExitStack() as stack:
        stack.enter_context(events.subscribed(OPENED, found.take))
        yield found


def arrive(remote: RemoteNode, line: Client, posted: Posted, *, at: int = 200) -> InboxItem:
    """Post a message and open it, as the worker would."""
    answer = remote.post(line, posted)
    assert answer.status_code == at, answer.content
    item = InboxItem.objects.get(message_id=posted.message_id)
    open_message(item.pk, now=NOW)
    item.refresh_from_db()
    return item


def last_receipt() -> Any:
    stored = StoredReceipt.objects.filter(ours=True).latest("stored_at", "seq")
    return verify_receipt(bytes(stored.raw), key_ring()).receipt


def test_a_message_takes_effect_with_a_signed_handover(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    item = arrive(remote, line, remote.pack(request))
    assert (item.state, item.code) == ("handed_over", "")
    (opened,) = seen
    assert opened.message == request
    assert opened.from_peer.node_id == "xa"
    assert (opened.consigned_at, opened.opened_at) == (NOW, NOW)
    assert {check.result.value for check in opened.proof} <= {"passed", "not_made"}
    receipt = last_receipt()
    assert receipt.event is Event.CONTENT_HANDOVER
    assert receipt.refs
    assert {check.name for check in receipt.validation} >= {"package.seal", "package.keys"}
    assert item.kind == "request.submit"
    assert item.case_id == request.request_id
    assert read_file(item.container, limit=10**7)[:2] == b"PK"
    assert [job.name for job in Job.objects.filter(name="exchange.post_receipts")]


def test_opening_twice_has_one_effect(remote: RemoteNode, line: Client, seen: Seen):
    item = arrive(remote, line, remote.pack(a_request()))
    open_message(item.pk, now=NOW)
    assert len(seen) == 1
    assert StoredReceipt.objects.count() == 2


def test_evidence_is_compared_and_sealed_anew(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    arrive(remote, line, remote.pack(request))
    data = os.urandom(300_000)
    item = arrive(remote, line, remote.pack(a_delivery(request.request_id, ("e1",)), evidence={"ledger.bin": data}))
    assert (item.state, item.code) == ("handed_over", "")
    ((ref, file),) = seen[-1].evidence
    assert (ref.name, file.size, file.sha256) == ("ledger.bin", 300_000, ref.sha256)
    assert read_file(file, limit=10**6) == data


def test_evidence_that_is_not_what_was_signed_is_never_kept(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    arrive(remote, line, remote.pack(request))
    posted = remote.pack(a_delivery(request.request_id), evidence={"x": b"content"}, spoil_evidence=True)
    item = arrive(remote, line, posted)
    assert (item.state, item.code) == ("failed", "E_DIGEST")
    assert len(seen) == 1
    assert not StoredFile.objects.filter(purpose="evidence").exists()
    assert last_receipt().event is Event.CONTENT_HANDOVER_FAILURE
    assert last_receipt().reason_code == "E_DIGEST"


def test_a_failed_message_uses_up_its_number(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    arrive(remote, line, remote.pack(request))
    seen.error = WireError("E_DIRECTION", "not from this side")
    assert arrive(remote, line, remote.pack(an_ack(request.request_id))).code == "E_DIRECTION"
    seen.error = None
    assert arrive(remote, line, remote.pack(a_status_query(request.request_id))).state == "handed_over"


class LawError(ComityError):
    """A rule of law as the handlers raise it."""


def test_a_handler_that_refuses_leaves_no_effect_and_signs_its_code(remote: RemoteNode, line: Client, seen: Seen):
    seen.error = LawError("R_CONSULTATION", "first consult")
    item = arrive(remote, line, remote.pack(a_request()))
    assert (item.state, item.code) == ("failed", "R_CONSULTATION")
    assert last_receipt().reason_code == "R_CONSULTATION"


def test_a_handler_that_breaks_is_our_trouble_and_tried_again(remote: RemoteNode, line: Client, seen: Seen):
    posted = remote.pack(a_request())
    remote.post(line, posted)
    item = InboxItem.objects.get()
    for error in (RuntimeError("a fault of ours"), LawError("E_BUSY", permanent=False)):
        seen.error = error
        with pytest.raises(type(error)):
            open_message(item.pk, now=NOW)
        item.refresh_from_db()
        assert item.state == "consigned"
        assert CaseCounter.objects.filter(applied__gt=0).count() == 0
    seen.error = None
    open_message(item.pk, now=NOW)
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"binding": {"from_node": "xb"}}, "E_SENDER"),
        ({"binding": {"message_id": new_id()}}, "E_SENDER"),
        ({"binding": {"to": ("xc",)}}, "E_RECIPIENT"),
        ({"binding": {"kind": "request.unheard"}}, "E_KIND"),
        ({"binding": {"kind": "ack"}}, "E_MESSAGE"),
        ({"binding": {"case_ids": (new_id(),)}}, "E_MESSAGE"),
        ({"binding": {"case_ids": ()}}, "E_MESSAGE"),
        ({"binding": {"refs": ()}}, "E_MESSAGE"),
        ({"binding": {"refs": ("number:0",)}}, "E_MESSAGE"),
        ({"binding": {"refs": ("number:01",)}}, "E_MESSAGE"),
        ({"binding": {"refs": ("number:١",)}}, "E_MESSAGE"),
        ({"binding": {"refs": ("XA-1", "number:1")}}, "E_MESSAGE"),
        ({"binding": {"expires_at": NOW}}, "E_EXPIRED"),
        ({"content_name": "message.json"}, "E_MESSAGE"),
        ({"content": b"{}"}, "E_MESSAGE"),
    ],
)
def test_an_inside_that_does_not_agree_is_refused(
    remote: RemoteNode, line: Client, seen: Seen, changes: dict[str, Any], code: str
):
    item = arrive(remote, line, remote.pack(a_request(), **changes))
    assert (item.state, item.code) == ("failed", code)
    assert not seen
    assert last_receipt().reason_code == code


def test_a_request_waits_for_the_draft_or_the_oral_notice_before_it(remote: RemoteNode, line: Client, seen: Seen):
    item = arrive(remote, line, remote.pack(a_request(), number=2))
    assert (item.state, item.code) == ("waiting", "")
    assert not seen


def test_a_package_sealed_to_another_node_is_refused(remote: RemoteNode, line: Client, seen: Seen):
    remote.to = "stranger"
    posted = remote.pack(a_request(), binding={"to": ("xb",)}, envelope={"to_node": "xb"})
    item = arrive(remote, line, posted)
    assert item.code == "E_AGE_NO_MATCH"
    assert not seen


def test_blobs_that_are_not_named_inside_are_refused(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    arrive(remote, line, remote.pack(request))
    with_evidence = remote.pack(a_delivery(request.request_id), evidence={"a": b"1"})
    item = arrive(remote, line, with_evidence)
    assert (item.state, item.code) == ("handed_over", "")
    hidden = remote.pack(a_status_query(request.request_id), envelope={"blobs": with_evidence.envelope.blobs})
    assert arrive(remote, line, hidden).code == "E_DIGEST"


def test_cases_do_not_wait_for_one_another(remote: RemoteNode, line: Client, seen: Seen):
    held, free = a_request(), a_request()
    remote.pack(held)  # never arrives
    later = arrive(remote, line, remote.pack(a_status_query(held.request_id)))
    assert later.state == "waiting"
    assert arrive(remote, line, remote.pack(free)).state == "handed_over"


def test_the_same_step_in_another_message_is_refused(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    arrive(remote, line, remote.pack(request))
    arrive(remote, line, remote.pack(a_clarify_ask(request.request_id, 1)))
    item = arrive(remote, line, remote.pack(a_clarify_ask(request.request_id, 1, note="again")))
    assert (item.state, item.code) == ("failed", "E_REPEATED")
    assert len(seen) == 2


def test_the_same_message_under_another_id_has_no_second_effect(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    arrive(remote, line, remote.pack(request))
    item = arrive(remote, line, remote.pack(request, number=1))
    assert (item.state, item.repeats) == ("handed_over", True)
    assert last_receipt().event is Event.CONTENT_HANDOVER
    assert len(seen) == 1


def test_another_message_under_a_used_number_is_refused(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    arrive(remote, line, remote.pack(request))
    item = arrive(remote, line, remote.pack(a_closure(request.request_id), number=1))
    assert (item.state, item.code) == ("failed", "E_REPEATED")


def _void(remote: RemoteNode, lost: Posted, **changes: Any) -> Void:
    envelope = lost.envelope
    values = {
        "chain_id": envelope.chain_id,
        "seq": envelope.seq,
        "item_sha256": hashlib.sha256(lost.raw).hexdigest(),
        "message_id": lost.message_id,
        "reason": "withdrawn",
    }
    return Void(**common(lost.message.request_id), **(values | changes))


def test_a_void_lets_later_messages_pass_and_closes_the_chain(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    arrive(remote, line, remote.pack(request))
    lost = remote.pack(a_status_query(request.request_id, 1))
    later = remote.pack(a_closure(request.request_id))
    assert arrive(remote, line, later).state == "waiting"
    void = remote.pack(_void(remote, lost), number=2)
    assert remote.post(line, void).status_code == 200
    work_all(NOW)
    assert [opened.message for opened in seen] == [request, later.message]
    assert ChainItem.objects.get(ours=False, what="void").sha256 == hashlib.sha256(lost.raw).hexdigest()
    assert ChainHead.objects.get(ours=False).seq == 4


def test_a_void_of_what_took_effect_changes_nothing(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    posted = remote.pack(request)
    arrive(remote, line, posted)
    item = arrive(remote, line, remote.pack(_void(remote, posted), number=1))
    assert (item.state, item.repeats) == ("handed_over", True)
    assert len(seen) == 1


def test_a_chain_that_begins_anew_is_shown_to_people(remote: RemoteNode, line: Client, seen: Seen):
    arrive(remote, line, remote.pack(a_request()))
    old = remote.chain_id
    remote.chain_id, remote.seq, remote.prev = new_id(), 0, None
    said = ChainRestart(**common(new_id()), old_chain_id=old, last_number=0, known_head="", known_number=0)
    item = arrive(remote, line, remote.pack(said))
    assert (item.state, item.code) == ("handed_over", "")
    assert Alarm.objects.get().code == "E_CHAIN_RESTART"
    assert not ChainHead.objects.get(ours=False, chain_id=old).is_open


def test_content_is_nowhere_in_clear(remote: RemoteNode, line: Client, seen: Seen, node: Any):
    request = a_request(title="CANARY harbour of Velmora")
    arrive(remote, line, remote.pack(request))
    data = b"CANARY evidence" * 100
    arrive(remote, line, remote.pack(a_delivery(request.request_id), evidence={"CANARY.txt": data}))
    found = [path for path in node.rglob("*") if path.is_file() and b"CANARY" in path.read_bytes()]
    assert not found
    kept = strictjson.dumps(list(InboxItem.objects.values_list("proof", flat=True)))
    assert b"CANARY" not in kept


def test_opening_goes_on_where_it_was(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    arrive(remote, line, remote.pack(request))
    seen.error = RuntimeError("at the last step")
    posted = remote.pack(a_delivery(request.request_id), evidence={"a": b"1" * 1000, "b": b"2" * 1000})
    remote.post(line, posted)
    item = InboxItem.objects.get(message_id=posted.message_id)
    with pytest.raises(RuntimeError):
        open_message(item.pk, now=NOW)
    files = set(InboxFile.objects.filter(item=item).values_list("file_id", flat=True))
    assert len(files) == 3
    seen.error = None
    open_message(item.pk, now=NOW)
    assert set(InboxFile.objects.filter(item=item).values_list("file_id", flat=True)) == files
    assert {file.pk for _, file in seen[-1].evidence} < files


def test_a_void_of_what_was_never_packed_fills_its_number_alone(remote: RemoteNode, line: Client, seen: Seen):
    request = a_request()
    void = Void(
        **common(request.request_id), chain_id=new_id(), seq=0, item_sha256="", message_id=new_id(), reason="withdrawn"
    )
    later = remote.pack(a_status_query(request.request_id), number=2)
    assert arrive(remote, line, later).state == "waiting"
    assert arrive(remote, line, remote.pack(void, number=1)).state == "handed_over"
    work_all(NOW)
    assert [opened.message for opened in seen] == [later.message]
    assert not ChainItem.objects.filter(what="void").exists()
