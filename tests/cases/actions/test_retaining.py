"""Keeping longer and destroying: two people, no content left, everything left that counts, also after a kill."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from tests.builders import cases
from tests.builders.cases import NOW
from tests.builders.people import an_officer, signed_in

from comity.cases import erasing, rules
from comity.cases.actions import closing, delivering, giving_back, handling, retaining, sending, shutting
from comity.cases.actions.keeping import join
from comity.cases.models import Case, Destruction, RetentionHold
from comity.cases.queries import retention, statistics
from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.heads import own_keys
from comity.core.audit.models import AuditEntry
from comity.core.audit.verify import verify_log
from comity.core.files.models import FilePart
from comity.core.files.store import blob_store
from comity.core.jobs.models import Job
from comity.core.keys import node_keys
from comity.core.roles import Role
from comity.exchange.errors import ExchangeError
from comity.exchange.models import OutboxItem, StoredReceipt
from comity.kernel.ids import new_id
from comity.law.counting import Period as Span
from comity.law.errors import RuleViolation
from comity.law.retention import Period
from comity.seal.events import Event
from comity.wire import messages as wire
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper
    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=400)
SECRET = "Quetzalcoatlus"  # a word that stands nowhere else


@pytest.fixture(autouse=True)
def twelve_months(node: Any, settings: SettingsWrapper) -> None:
    del node
    settings.NODE = settings.NODE.model_copy(update={"retention": [Period(months=12)]})


def a_closed(cast: Cast, **changes: Any) -> Case:
    """Return a request made to us that was executed, delivered, confirmed and closed, with a secret in every text."""
    measures = [{**one, "description": SECRET, "sought": SECRET} for one in cases.a_request()["measures"]]
    case = cases.an_accepted(cast, measures=measures, title=SECRET, **changes)
    from tests.cases.actions.test_handling import store_bytes

    from comity.cases.actions import executing

    for measure in case.measures.all():
        executing.assign_measure(
            actor=cast.case_officer, case_id=case.pk, measure_id=measure.measure_id,
            officer_id=cast.officer(Role.EXECUTING_AUTHORITY).pk, instructions=SECRET, due=None, now=NOW,
        )  # fmt: skip
        file = store_bytes(SECRET.encode(), actor=cast.case_officer, purpose="evidence", name="a.pdf", now=NOW,
                           media_type="application/pdf")  # fmt: skip
        executing.add_evidence(
            actor=cast.case_officer, case_id=case.pk, measure_id=measure.measure_id, file=file, name=SECRET,
            collector=SECRET, collected_on=None, handling=SECRET, now=NOW,
        )  # fmt: skip
        executing.record_result(
            actor=cast.executing_authority, case_id=case.pk, measure_id=measure.measure_id, result="executed",
            text=SECRET, now=NOW,
        )  # fmt: skip
    delivering.deliver_results(
        actor=cast.case_officer, case_id=case.pk, measure_ids=[one.measure_id for one in case.measures.all()],
        use_limits=SECRET, note=SECRET, now=NOW,
    )  # fmt: skip
    cases.arrive(wire.MaterialReceipt(**cases.common(case), delivery_no=1, complete=True, note=SECRET))
    closing.close_case(actor=cast.case_officer, case_id=case.pk, reason=SECRET, text=SECRET, lessons=SECRET, now=NOW)
    at_rest(case)
    return Case.objects.get(pk=case.pk)


def at_rest(case: Case) -> None:
    """Let every message of the case have arrived, with a receipt for it."""
    for item in OutboxItem.objects.filter(case_id=case.pk):
        StoredReceipt.objects.create(
            peer=item.peer, ours=False, event=Event.CONTENT_CONSIGNMENT, message_id=item.message_id, raw=b"signed",
            sha256=str(item.message_id).replace("-", "") * 2, seq=1, event_time=NOW, stored_at=NOW,
        )  # fmt: skip
    OutboxItem.objects.filter(case_id=case.pk).update(state="withdrawn")


def destroyed(cast: Cast, case: Case) -> Destruction:
    retaining.propose_destruction(actor=cast.registry, case_id=case.pk, reason=SECRET, now=LATER)
    row = retaining.decide_destruction(actor=cast.head, case_id=case.pk, approve=True, now=LATER)
    retaining.destroy(row.pk, LATER)
    row.refresh_from_db()
    return row


def everything_written() -> Iterator[tuple[str, str]]:
    """Yield every text of every row of every table, with its place: also JSON, bytes and the index of words."""
    for model in apps.get_models():
        for row in model._default_manager.values():
            for column, value in row.items():
                text = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                yield f"{model.__name__}.{column}", text
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_fulltext WHERE cases_fulltext MATCH %s", [SECRET.casefold()])
            yield "cases_fulltext", SECRET if cursor.fetchone()[0] else ""


def places_of(word: str) -> list[str]:
    return sorted({place for place, text in everything_written() if word.casefold() in text.casefold()})


def figures() -> list[Any]:
    span = Span(NOW - timedelta(days=900), LATER + timedelta(days=900))
    return [statistics.figures(span, direction) for direction in ("", "incoming", "outgoing")]


@pytest.mark.django_db(transaction=True)
def test_destroy_leaves_no_word_and_no_byte_and_every_figure(cast: Cast) -> None:
    kept, case = cases.a_delivered(cast), a_closed(cast)
    before, receipts = figures(), list(StoredReceipt.objects.values_list("raw", flat=True))
    lines = list(case.lines.values_list("at", "code", "lane", "crosses", "actor"))
    entries = AuditEntry.objects.count()
    blobs = set(blob_store().keys())
    assert len(places_of(SECRET)) > 10
    row = destroyed(cast, case)
    assert (row.state, row.erasing, row.done_at) == ("done", [], LATER)
    assert row.files >= 2
    assert places_of(SECRET) == []
    assert places_of("Ada Ficta") == [place for place in places_of("Ada Ficta") if Case.objects.filter(pk=kept.pk)]
    left = set(blob_store().keys())
    assert left < blobs
    assert left == set(FilePart.objects.values_list("blob", flat=True))
    assert figures() == before
    assert list(StoredReceipt.objects.values_list("raw", flat=True)) == receipts
    assert list(case.lines.values_list("at", "code", "lane", "crosses", "actor")) == lines
    assert AuditEntry.objects.count() > entries
    assert verify_log(pinned=own_keys(node_keys(), NOW)).size == AuditEntry.objects.count()
    case.refresh_from_db()
    assert (case.our_reference, case.counterpart_state, case.emptied) == (case.our_reference, "XB", True)
    item = case.evidence.get()
    assert (item.sha256, item.size, item.file) == (item.sha256, len(SECRET), None)
    assert len(item.sha256) == 64
    # another case is as it was
    assert kept.evidence.count() == kept.evidence.exclude(name="").count()
    assert signed_in(cast.officer(Role.CASE_OFFICER)).get(f"/requests/{kept.pk}/request/").status_code == 200


@pytest.mark.parametrize("step", ["before", "emptied", "erased"])
@pytest.mark.django_db(transaction=True)
def test_destroy_killed_at_any_point_goes_on_where_it_stopped(
    cast: Cast, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_closed(cast)
    retaining.propose_destruction(actor=cast.registry, case_id=case.pk, reason="", now=LATER)
    row = retaining.decide_destruction(actor=cast.head, case_id=case.pk, approve=True, now=LATER)
    assert Job.objects.filter(name=retaining.DESTROY).count() == 1

    class Killed(BaseException):
        pass

    def die(*_given: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        place: dict[str, tuple[Any, str]] = {
            "before": (erasing, "empty"), "emptied": (retaining, "blob_store"), "erased": (retaining, "move"),
        }  # fmt: skip
        patch.setattr(*place[step], die)
        with pytest.raises(Killed):
            retaining.destroy(row.pk, LATER)
    row.refresh_from_db()
    assert row.state == "approved"
    assert bool(places_of(SECRET)) == (step == "before")
    for _ in range(2):
        retaining.destroy(row.pk, LATER)
    row.refresh_from_db()
    assert (row.state, row.erasing) == ("done", [])
    assert set(blob_store().keys()) == set(FilePart.objects.values_list("blob", flat=True))
    done = AuditEntry.objects.filter(code="cases.content.destroyed").count()
    assert done == 1


def test_two_people_and_not_before_the_day(cast: Cast) -> None:
    case = a_closed(cast)
    with pytest.raises(RuleViolation, match="E_NOT_DUE"):
        retaining.propose_destruction(actor=cast.registry, case_id=case.pk, reason="", now=NOW + timedelta(days=300))
    retaining.propose_destruction(actor=cast.registry, case_id=case.pk, reason="", now=LATER)
    with pytest.raises(rules.CaseworkError, match="E_DESTRUCTION"):
        retaining.propose_destruction(actor=cast.head, case_id=case.pk, reason="", now=LATER)
    with pytest.raises(rules.CaseworkError, match="E_FOUR_EYES"):
        retaining.decide_destruction(actor=cast.registry, case_id=case.pk, approve=True, now=LATER)
    with pytest.raises((AccessDenied, Case.DoesNotExist)):
        retaining.decide_destruction(actor=cast.case_officer, case_id=case.pk, approve=True, now=LATER)
    row = Destruction.objects.get()
    retaining.destroy(row.pk, LATER)
    assert places_of(SECRET) != []
    retaining.decide_destruction(actor=cast.head, case_id=case.pk, approve=False, now=LATER)
    retaining.propose_destruction(actor=cast.head, case_id=case.pk, reason="", now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.filter(state="proposed").update(
            state="approved", decided_by=models.F("proposed_by"), decided_at=LATER
        )


def test_a_hold_that_comes_between_stops_it(cast: Cast) -> None:
    case = a_closed(cast)
    retaining.propose_destruction(actor=cast.registry, case_id=case.pk, reason="", now=LATER)
    hold = retaining.hold_case(actor=cast.head, case_id=case.pk, reason="A claim.", until=None, now=LATER)
    with pytest.raises(RuleViolation, match="E_NOT_DUE"):
        retaining.decide_destruction(actor=cast.head, case_id=case.pk, approve=True, now=LATER)
    retaining.lift_hold(actor=cast.head, case_id=case.pk, hold_id=hold.pk, now=LATER)
    with pytest.raises(RetentionHold.DoesNotExist):
        retaining.lift_hold(actor=cast.head, case_id=case.pk, hold_id=hold.pk, now=LATER)
    retaining.decide_destruction(actor=cast.head, case_id=case.pk, approve=True, now=LATER)
    with pytest.raises(rules.CaseworkError, match="E_HOLD"):
        retaining.hold_case(actor=cast.head, case_id=case.pk, reason="Too late.", until=None, now=LATER)


def test_a_promise_to_destroy_is_kept_first_and_a_message_under_way_arrives_first(cast: Cast) -> None:
    case = a_closed(cast)
    promise = handling.write_assurance(
        actor=cast.case_officer, case_id=case.pk, ours=True, kind="destroy", text="After use.", now=NOW
    )
    with pytest.raises(rules.CaseworkError, match="E_OWED"):
        retaining.propose_destruction(actor=cast.registry, case_id=case.pk, reason="", now=LATER)
    handling.keep_assurance(
        actor=cast.case_officer, case_id=case.pk, assurance_id=promise.pk, done_on=NOW.date(), how="Letter.", now=NOW
    )
    OutboxItem.objects.filter(case_id=case.pk).update(state="new")
    with pytest.raises(ExchangeError, match="E_BUSY"):
        retaining.propose_destruction(actor=cast.registry, case_id=case.pk, reason="", now=LATER)
    OutboxItem.objects.filter(case_id=case.pk).update(state="withdrawn")
    retaining.propose_destruction(actor=cast.registry, case_id=case.pk, reason="", now=LATER)


def test_what_the_other_state_says_afterwards_meets_no_case(cast: Cast) -> None:
    case = a_closed(cast)
    destroyed(cast, case)
    with pytest.raises(WireError, match="E_CASE"):
        cases.arrive(wire.StatusQuery(**cases.common(case)))
    for role in (Role.HEAD, Role.CASE_OFFICER, Role.REGISTRY):
        assert signed_in(cast.officer(role)).get(f"/requests/{case.pk}/").status_code == 404


def test_a_sealed_case_is_in_the_heads_register_alone_and_gone_when_destroyed(cast: Cast) -> None:
    case = a_closed(cast)
    join(case, cast.officer(Role.HEAD).pk, Role.HEAD, at=NOW)
    shutting.set_sealed(actor=cast.head, case_id=case.pk, sealed=True, reason="Safety.", now=NOW)
    today = LATER.date()
    assert [one.case.pk for one in retention.due(cast.head, today)] == [case.pk]
    assert retention.due(cast.registry, today) == []
    assert signed_in(cast.officer(Role.REGISTRY)).get(f"/retention/{case.pk}/").status_code == 404
    destroyed_by = an_officer("second", [Role.HEAD], name="Hedda Second")
    retaining.propose_destruction(actor=Actor.of_officer(destroyed_by), case_id=case.pk, reason="", now=LATER)
    row = retaining.decide_destruction(actor=cast.head, case_id=case.pk, approve=True, now=LATER)
    retaining.destroy(row.pk, LATER)
    for officer in (cast.officer(Role.HEAD), destroyed_by, cast.officer(Role.CASE_OFFICER)):
        assert signed_in(officer).get(f"/requests/{case.pk}/").status_code == 404


def test_an_original_in_our_custody_leaves_first(cast: Cast) -> None:
    from comity.cases.actions import custody
    from comity.cases.custody import Entry, Kind

    case = a_closed(cast)
    Case.objects.filter(pk=case.pk).update(step="executing")
    came = Entry(Kind.CAME, NOW.date(), giver="Prosecutor", condition="Sound.", place="Safe 2")
    custody.take_original(actor=cast.case_officer, case_id=case.pk, description=SECRET, entry=came, now=NOW)
    Case.objects.filter(pk=case.pk).update(step="closed")
    with pytest.raises(rules.CaseworkError, match="E_ORIGINALS"):
        retaining.propose_destruction(actor=cast.registry, case_id=case.pk, reason="", now=LATER)
    back = Entry(Kind.RETURNED, NOW.date(), giver="Safe 2", receiver="Courier", condition="Sound.")
    custody.write_entry(
        actor=cast.case_officer, case_id=case.pk, number=case.originals.get().number, entry=back, now=NOW
    )
    destroyed(cast, case)
    assert places_of(SECRET) == []
    assert not case.originals.exists()
    assert places_of("Safe 2") == []
    said = ["Original 1 came into our custody", "Original 1 returned"]
    assert [one.text for one in retention.originals_of(case)] == said
    page = signed_in(cast.officer(Role.REGISTRY)).get(f"/retention/{case.pk}/").content.decode()
    assert [one for one in said if one not in page] == []


def test_the_register_shows_what_is_due_and_decides_on_pages(cast: Cast, settings: SettingsWrapper) -> None:
    settings.NODE = settings.NODE.model_copy(update={"retention": [Period(months=1)]})
    case = a_closed(cast)
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=90))
    registry, head = signed_in(cast.officer(Role.REGISTRY)), signed_in(cast.officer(Role.HEAD))
    shown = registry.get("/retention/").content.decode()
    assert case.our_reference in shown
    assert SECRET not in shown
    page = f"/retention/{case.pk}/"
    assert "Propose to destroy" in registry.get(page).content.decode()
    registry.post(page + "propose/", {"note": "As every year."})
    assert "another person must decide" in registry.get(page).content.decode()
    assert "As every year." in head.get(page).content.decode()
    head.post(page + "decide/", {"decision": "approve"})
    retaining.destroy(Destruction.objects.get().pk, timezone.now())
    entry = head.get(page).content.decode()
    assert "Destroyed" in entry
    receipt = StoredReceipt.objects.filter(message_id__in=OutboxItem.objects.values("message_id")).first()
    assert receipt is not None
    answer = registry.get(f"/retention/receipts/{receipt.pk}/")
    assert answer.content == bytes(receipt.raw)
    assert registry.get(f"/retention/receipts/{new_id()}/").status_code == 404


def test_the_page_of_a_case_keeps_it_longer(cast: Cast) -> None:
    case = a_closed(cast)
    client, page = signed_in(cast.officer(Role.CASE_OFFICER)), f"/requests/{case.pk}/retention/"
    assert client.post(page + "hold/", {"reason": "", "until": ""}).status_code == 200
    assert client.post(page + "hold/", {"reason": "An audit.", "until": "2020-01-01"}).status_code == 200
    assert client.post(page + "hold/", {"reason": "An audit.", "until": ""}).status_code == 302
    assert "not before the hold is lifted" in client.get(page).content.decode()
    hold = case.retention_holds.get()
    assert client.post(f"{page}hold/{hold.pk}/lift/").status_code == 302
    assert retention.due(cast.head, LATER.date())


def test_due_looks_at_no_more_than_it_must(cast: Cast, django_assert_max_num_queries: Any) -> None:
    first = a_closed(cast)
    with django_assert_max_num_queries(12):
        assert [one.case.pk for one in retention.due(cast.head, LATER.date())] == [first.pk]
    for _ in range(3):
        case = cases.a_registered(cast)
        Case.objects.filter(pk=case.pk).update(step="closed", closed_at=NOW)
        case.measures.update(state="refused")
    with django_assert_max_num_queries(12):
        assert len(retention.due(cast.head, LATER.date())) == 4
    assert retention.due(cast.head, NOW.date()) == []
    assert [one["months"] for one in retention.periods("en")] == [12]


def test_what_ended_before_it_was_registered_is_kept_from_that_day_and_destroyed_like_the_rest(
    cast: Cast, settings: SettingsWrapper
) -> None:
    settings.NODE = settings.NODE.model_copy(
        update={"retention": [Period(months=120), Period(months=12, outcomes=frozenset({"returned"}))]}
    )
    case = cases.an_arrived()
    giving_back.return_request(
        actor=cast.registry, case_id=case.pk, defects={"unreadable": SECRET}, state="XA", note="", now=NOW
    )
    draft = cases.a_draft(cast)
    sending.discard_request(actor=cast.drafter, case_id=draft.pk, reason="Not needed.", now=NOW)
    still = cases.a_draft(cast)
    today = LATER.date()
    assert [one.case.pk for one in retention.due(cast.head, today)] == [case.pk]
    found = retention.kept(Case.objects.get(pk=draft.pk), today)
    assert (found.ended, found.months, found.due, found.closed) == (NOW.date(), 120, False, False)
    assert retention.kept(still, today).ended is None
    OutboxItem.objects.filter(case_id=case.pk).update(state="withdrawn")
    assert destroyed(cast, case).state == "done"
    assert places_of(SECRET) == []
    assert case.our_reference == Case.objects.get(pk=case.pk).our_reference


def test_request_sent_again_after_its_destruction_was_approved_meets_no_case(cast: Cast) -> None:
    case = cases.an_arrived()
    giving_back.return_request(
        actor=cast.registry, case_id=case.pk, defects={"unreadable": "Torn."}, state="XA", note="", now=NOW
    )
    OutboxItem.objects.filter(case_id=case.pk).update(state="withdrawn")
    retaining.propose_destruction(actor=cast.registry, case_id=case.pk, reason="Due.", now=LATER)
    retaining.decide_destruction(actor=cast.head, case_id=case.pk, approve=True, now=LATER)
    with pytest.raises(WireError, match="E_CASE"):
        cases.an_arrived(request_id=str(case.pk), sending=1)
