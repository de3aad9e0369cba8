"""A request to an authority without a node: printed, signed, posted; nothing leaves by the network."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pypdf import PdfReader
from tests.builders import by_letter
from tests.builders.cases import NOW, measure_ids, outbox_kinds

from comity.cases.actions import by_letter as actions
from comity.cases.actions import clarifying, delivering, reporting
from comity.cases.letters import agreement
from comity.core.audit.models import AuditEntry
from comity.core.files.actions import store_bytes
from comity.core.files.reader import read_file
from comity.exchange import post
from comity.exchange.errors import ExchangeError
from comity.exchange.models import PostItem, StoredReceipt
from comity.exchange.post import Journey
from comity.kernel import strictjson
from comity.kernel.errors import ComityError
from comity.kernel.ids import new_id
from comity.seal.receipt import Event
from comity.wire import messages as wire

if TYPE_CHECKING:
    from tests.builders.cases import Cast, TestSigner

    from comity.cases.models import Case
    from comity.exchange.models import Peer


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return by_letter.a_letter_peer(cast.head)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_signed_request_waits_to_be_posted(language: str, cast: Cast, ministry: Peer, signer: TestSigner):
    case = by_letter.a_sent_letter(cast, ministry, signer=signer, language=language)
    item = PostItem.objects.select_related("letter").get()
    assert outbox_kinds(case.pk) == []
    assert (item.state, item.kind, item.pk, item.peer_id) == (
        "to_post", "request.submit", case.request_message, ministry.pk,
    )  # fmt: skip
    assert (case.step, case.counterpart) == ("signed", ministry.node_id)
    pdf = read_file(item.letter, limit=agreement.LIMIT)
    (data,) = PdfReader(BytesIO(pdf)).attachments["request.json"]
    assert strictjson.loads_object(data, limit=len(data)) == case.body
    assert ministry.node_id.encode() not in data
    assert post.message_of(item).to_json() == case.body
    assert agreement.compare(pdf, case.body).exact


def test_what_follows_is_printed_as_a_letter_with_both_references(cast: Cast, ministry: Peer, signer: TestSigner):
    case = by_letter.a_sent_letter(cast, ministry, signer=signer)
    reporting.ask_status(actor=cast.drafter, case_id=case.pk, note="How far is it?", now=NOW)
    item = PostItem.objects.select_related("letter").get(kind="status.query")
    text = PdfReader(BytesIO(read_file(item.letter, limit=agreement.LIMIT))).pages[0].extract_text()
    for said in ("Ministry of Justice of XC", "1 Hill Road", "City of XC", case.our_reference, "How far is it?"):
        assert said in text
    assert item.number == 2
    assert outbox_kinds(case.pk) == []


def journey(**changes: object) -> Journey:
    told = {"channel": "diplomatic", "on": NOW.date(), "carrier": "Embassy", "tracking": "BAG 7"}
    return Journey(**(told | changes))  # type: ignore[arg-type]


@pytest.fixture
def posted(cast: Cast, ministry: Peer, signer: TestSigner) -> Case:
    """A request of ours that left in the diplomatic bag."""
    case = by_letter.a_sent_letter(cast, ministry, signer=signer)
    return actions.record_departure(
        actor=cast.drafter, case_id=case.pk, message_id=case.request_message, journey=journey(), now=NOW
    )


def hear(cast: Cast, case: Case, kind: type[wire.CaseMessage], **said: object) -> Case:
    at = said.pop("at", NOW)
    common = {"request_id": case.pk, "sent_at": at, "from_reference": "XC-7", "to_reference": "", "note": ""}
    return actions.record_arrival(
        actor=cast.drafter, case_id=case.pk, message=kind(**(common | said)), journey=journey(), now=NOW
    )


def test_recording_the_departure_makes_the_request_sent_with_receipt_and_audit(posted: Case):
    assert posted.step == "sent"
    receipt = StoredReceipt.objects.get()
    assert receipt.event == Event.RELAY_TO_NON_ERDS.value
    line = posted.lines.get(code="letter_posted")
    assert (line.params["channel"], line.params["tracking"]) == ("diplomatic", "BAG 7")
    assert set(AuditEntry.objects.filter(code__contains="letter").values_list("code", flat=True)) == {
        "exchange.letter.posted", "exchange.peer.added_by_letter",
    }  # fmt: skip


def test_a_letter_of_another_case_is_not_there(cast: Cast, posted: Case):
    with pytest.raises(PostItem.DoesNotExist):
        actions.record_departure(actor=cast.drafter, case_id=posted.pk, message_id=new_id(), journey=journey(), now=NOW)


def test_what_they_write_takes_effect_like_a_message_and_is_marked_as_ours(cast: Cast, posted: Case):
    case = hear(cast, posted, wire.Ack, reference="XC-7", received_at=NOW, officer="Registry", contact="")
    assert (case.step, case.their_reference) == ("acknowledged", "XC-7")
    line = case.lines.get(code="acknowledged")
    assert (line.lane, line.params["recorded_by"]) == ("theirs", cast.drafter.name)
    entry = AuditEntry.objects.get(code="exchange.letter.recorded")
    assert entry.actor == cast.drafter.subject
    with pytest.raises(ExchangeError, match="E_REPEATED"):
        hear(cast, case, wire.Ack, reference="XC-8", received_at=NOW, officer="", contact="")


def test_a_letter_stands_after_what_it_answers_though_only_its_day_is_known(cast: Cast, posted: Case):
    evening = NOW.replace(hour=18)
    reporting.ask_status(actor=cast.drafter, case_id=posted.pk, note="How far is it?", now=evening)
    asked = posted.lines.latest("id").at
    assert asked == evening
    for later in (evening + timedelta(minutes=5), evening + timedelta(days=1)):
        assert actions.arrived_at(journey(), later, posted.pk) >= asked, "recorded on the day, or on the next"
    before = journey(on=date(2026, 3, 3))
    assert actions.arrived_at(before, evening, posted.pk) == datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert actions.arrived_at(journey(), evening + timedelta(days=1)) == NOW.replace(hour=12, minute=0)


@pytest.mark.parametrize("zone", ["America/Lima", "Asia/Shanghai", "Pacific/Auckland"])
def test_the_day_of_a_letter_is_a_day_where_the_node_stands(cast: Cast, posted: Case, zone: str):
    day = NOW.date() + timedelta(days=3)
    with timezone.override(zone):
        late = timezone.make_aware(datetime.combine(day, time(22)))
        reporting.ask_status(actor=cast.drafter, case_id=posted.pk, note="How far is it?", now=late)
        after, night = late + timedelta(minutes=30), late + timedelta(hours=3)
        assert actions.arrived_at(journey(on=day), after, posted.pk) == after
        reporting.ask_status(actor=cast.drafter, case_id=posted.pk, note="And now?", now=night)
        assert actions.arrived_at(journey(on=day), late + timedelta(hours=12), posted.pk) == late
        before = actions.arrived_at(journey(on=day - timedelta(days=1)), late, posted.pk)
        assert timezone.localdate(before) == day - timedelta(days=1)


def test_a_letter_that_does_not_fit_is_refused_and_leaves_nothing(cast: Cast, posted: Case):
    with pytest.raises(ComityError):
        hear(cast, posted, wire.ClarifyAnswer, round=1, answers=(wire.Answer(item_id="a", answer="b", annex_ids=()),))
    assert not PostItem.objects.filter(ours=False).exists()
    assert StoredReceipt.objects.count() == 1


def test_a_whole_request_by_letter_up_to_the_material(cast: Cast, posted: Case):
    case = hear(cast, posted, wire.Ack, reference="XC-7", received_at=NOW, officer="", contact="")
    question = wire.Question(item_id="q1", code="other", measure_id="", person_id="", question="Which branch?")
    case = hear(cast, case, wire.ClarifyAsk, round=1, due="", measure_ids=tuple(measure_ids(case)), items=(question,))
    assert (case.turn_side, case.turn_task) == ("ours", "answer_questions")
    clarifying.save_answers(
        actor=cast.drafter, case_id=case.pk, round_no=1, answers={"q1": "The main one."}, seen={"q1": 0}, now=NOW
    )
    clarifying.send_answers(actor=cast.drafter, case_id=case.pk, round_no=1, note="", now=NOW)
    assert PostItem.objects.filter(kind="clarify.answer", ours=True).count() == 1
    accepted = tuple(
        wire.MeasureDecision(
            measure_id=name, decision="accepted", ground="", reasons="", consultation=wire.ConsultationHeld(),
            article="", expected_by="",
        )
        for name in measure_ids(case)
    )  # fmt: skip
    case = hear(cast, case, wire.DecisionAccept, measures=accepted, appeal_info="")
    scan = store_bytes(
        b"scan", actor=cast.drafter, purpose="letter", name="a.pdf", media_type="application/pdf", now=NOW
    )
    item = actions.Evidence(measure_ids(case)[0], new_id(), scan)
    results = tuple(
        wire.MeasureResult(
            measure_id=name, result="executed", text="", evidence_ids=(str(item.evidence_id),) if not number else ()
        )
        for number, name in enumerate(measure_ids(case))
    )
    message = wire.MaterialDeliver(
        request_id=case.pk, sent_at=NOW, from_reference="XC-7", to_reference="", note="", delivery_no=1, final=True,
        measures=results, use_limits="",
    )  # fmt: skip
    case = actions.record_arrival(
        actor=cast.drafter, case_id=case.pk, message=message, journey=journey(), evidence=[item], now=NOW
    )
    assert case.turn_task == "confirm_delivery"
    assert case.evidence.get().sha256 == scan.sha256
    delivering.confirm_delivery(actor=cast.drafter, case_id=case.pk, number=1, note="", now=NOW)
    assert PostItem.objects.filter(kind="material.receipt", ours=True).count() == 1
    assert outbox_kinds(case.pk) == []
    events = set(StoredReceipt.objects.values_list("event", flat=True))
    assert events == {Event.RELAY_TO_NON_ERDS.value, Event.RECEIVED_FROM_NON_ERDS.value}
