"""A case that stayed by letter is offered once more: with a reason, decided again, and counted once."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from tests.builders import moves
from tests.builders.cases import NOW, PASSPHRASE, a_letter, arrive, common, outbox_kinds, their_ack
from tests.builders.people import a_signing_key, signed_in
from tests.builders.remembered import remembered

from comity.cases.actions import moving, receiving
from comity.cases.letters import agreement
from comity.cases.models import Case, CaseMove
from comity.cases.queries import moving as queries
from comity.cases.queries.statistics import figures
from comity.cases.rules import CaseworkError
from comity.core.files.reader import read_file
from comity.core.keys import storage_identities
from comity.core.roles import Role
from comity.exchange.models import OutboxItem
from comity.law.counting import Flow, Period
from comity.seal.age import open_bytes
from comity.wire import turns
from comity.wire.errors import WireError
from comity.wire.kinds import parse
from comity.wire.request import RequestV1
from comity.wire.request_parts import Again

if TYPE_CHECKING:
    from tests.builders.cases import Cast, TestSigner

    from comity.core.files.models import StoredFile
    from comity.exchange.models import Peer

pytestmark = pytest.mark.django_db

LATER, LAST = NOW + timedelta(days=30), NOW + timedelta(days=40)
YEAR = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
REASON = "The registry there took it for another case."


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return moves.a_ministry(cast)


def declined(case: Case, why: str, at: datetime) -> None:
    """Let them answer that it goes on by letter."""
    defect = turns.Defect(code=turns.STAYS_BY_LETTER, text=why)
    arrive(turns.Return(**common(case, at), provisional_reference="P1", received_at=at, defects=(defect,)), at=at)


@remembered
def offered(cast: Cast, ministry: Peer, signer: TestSigner) -> Case:
    """Return a request of ours that was offered and declined."""
    case = moves.a_posted(cast, ministry, signer=signer)
    moves.join(cast, ministry)
    moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LATER)
    declined(case, "No such case.", LATER)
    return case


# The side that asks


def test_the_head_offers_once_more_with_a_reason_that_is_signed(cast: Cast, ministry: Peer, signer: TestSigner) -> None:
    case = offered(cast, ministry, signer)
    (row,) = queries.ours_to_move(cast.head)
    assert (row.hindrance, row.again) == (None, True)
    moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LAST, reason=REASON)
    item = OutboxItem.objects.filter(case_id=case.pk, kind="request.submit").order_by("number").last()
    assert item is not None
    assert item.letter is not None
    message = parse(item.kind, open_bytes(bytes(item.content), storage_identities()))
    assert isinstance(message, RequestV1)
    assert message.earlier is not None
    assert message.earlier.again == Again(reason=REASON)
    assert agreement.compare(read_file(item.letter, limit=agreement.LIMIT), message.to_json()).exact
    arrive(their_ack(case, LAST), at=LAST)
    now = Case.objects.get(pk=case.pk)
    assert [one.outcome for one in now.moves.all()] == [CaseMove.STAYS, CaseMove.AGREED]
    assert now.counterpart == "xb"
    flow = figures(YEAR, "outgoing").total
    assert (flow.new, flow.finished, flow.closing) == (1, 0, 1)


def test_only_one_offer_waits_and_every_answer_stays(cast: Cast, ministry: Peer, signer: TestSigner) -> None:
    case = offered(cast, ministry, signer)
    moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LAST, reason=REASON)
    with pytest.raises(CaseworkError, match="E_MOVE"):
        moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LAST, reason=REASON)
    declined(case, "Still none.", LAST)
    assert [one.reason for one in case.moves.all()] == ["No such case.", "Still none."]
    assert Case.objects.get(pk=case.pk).counterpart == ministry.node_id
    assert case.lines.filter(code="stays_by_letter").count() == 2
    shown = queries.move_of(case, "en")
    assert shown is not None
    assert (shown.again, [why for _at, why in shown.before]) == (REASON, ["No such case."])


WORDS = {"en": ("Offer once more", "Offered before"), "zh-hans": ("再次提出", "此前的提议")}


def test_over_the_pages(cast: Cast, ministry: Peer, signer: TestSigner) -> None:
    case = offered(cast, ministry, signer)
    a_signing_key(cast.head, PASSPHRASE)
    officer = cast.officer(Role.HEAD)
    head = signed_in(officer)

    def read(language: str, name: str, *args: Any) -> str:
        officer.language = language
        officer.save(update_fields=["language"])
        return str(head.get(reverse(f"cases:{name}", args=args)).content.decode())

    for language, (label, _before) in WORDS.items():
        assert label in read(language, "moves")
    assert reverse("cases:moves") in read("en", "case", case.pk)
    url = reverse("cases:request-move", args=[case.pk])
    assert head.post(url, {"passphrase": PASSPHRASE, "reason": " "}).status_code == 200
    assert outbox_kinds(case.pk) == ["request.submit"]
    wrong = head.post(url, {"passphrase": "not the passphrase", "reason": REASON})
    assert REASON in wrong.content.decode(), "nothing typed is lost"
    assert head.post(url, {"passphrase": PASSPHRASE, "reason": REASON}).status_code == 302
    for language, (_label, before) in WORDS.items():
        found = read(language, "case", case.pk)
        assert before in found
        assert "No such case." in found
        assert REASON in found


# The side that is asked


def claimed_again(case: Case, *, reason: str = REASON) -> None:
    """Let the request of a claim arrive once more."""
    body = {**(case.body or {})}
    body["earlier"] = {**body["earlier"], "again": {"reason": reason}}
    message = RequestV1.from_json(body)
    arrive(message, at=LAST, letter=a_letter_of(LAST))


def a_letter_of(at: datetime) -> StoredFile:
    from comity.core.actors import Actor

    return a_letter(Actor.system("tests"), at=at)


def left(cast: Cast, former: Case) -> Case:
    """Return a claim that the registry declined by mistake."""
    case = moves.a_claim(cast, at=LATER, reference=former.our_reference)
    moving.leave_by_letter(actor=cast.registry, case_id=case.pk, reason="No such case.", state="XA", now=LATER)
    return Case.objects.get(pk=case.pk)


def test_what_was_declined_by_mistake_is_joined_and_counted_once(cast: Cast, ministry: Peer) -> None:
    former = moves.a_letter_case(cast, ministry)
    moves.join(cast, ministry)
    case = left(cast, former)
    claimed_again(case)
    page = signed_in(cast.officer(Role.REGISTRY)).get(reverse("cases:request-join", args=[case.pk])).content.decode()
    assert REASON in page
    assert "No such case." in page
    moving.join_letter(
        actor=cast.registry, case_id=case.pk, letter_case_id=former.pk, shown_officer="Officer", contact="", now=LAST
    )
    now = Case.objects.get(pk=case.pk)
    assert (now.step, now.our_reference) == ("registered", former.our_reference)
    assert [one.outcome for one in now.moves.all()] == [CaseMove.STAYS, CaseMove.JOINED]
    assert figures(YEAR, "incoming").total == Flow(new=1, closing=1)


def test_one_that_waits_or_was_joined_is_not_claimed_again(cast: Cast, ministry: Peer) -> None:
    former = moves.a_letter_case(cast, ministry)
    moves.join(cast, ministry)
    case = moves.a_claim(cast, at=LATER)
    with pytest.raises(WireError, match="E_ID_REUSED"):
        claimed_again(case)
    moving.join_letter(
        actor=cast.registry, case_id=case.pk, letter_case_id=former.pk, shown_officer="Officer", contact="", now=LATER
    )
    with pytest.raises(WireError, match="E_ID_REUSED"):
        claimed_again(case)
    assert CaseMove.objects.count() == 1


def test_declined_once_more_and_then_taken_as_new(cast: Cast, ministry: Peer) -> None:
    former = moves.a_letter_case(cast, ministry)
    moves.join(cast, ministry)
    case = left(cast, former)
    claimed_again(case)
    moving.leave_by_letter(actor=cast.registry, case_id=case.pk, reason="None at all.", state="XA", now=LAST)
    claimed_again(case, reason="Please look again.")
    receiving.register_request(
        actor=cast.registry, case_id=case.pk, state="XA", officer_id=cast.officer(Role.CASE_OFFICER).pk,
        shown_officer="Officer", contact="", now=LAST,
    )  # fmt: skip
    assert [one.outcome for one in case.moves.all()] == [CaseMove.STAYS, CaseMove.STAYS, CaseMove.NEW]
    assert figures(YEAR, "incoming").total == Flow(new=2, closing=2)


def test_what_older_nodes_wrote_of_a_declined_claim_no_longer_ends_it(cast: Cast, ministry: Peer) -> None:
    former = moves.a_letter_case(cast, ministry)
    moves.join(cast, ministry)
    case = left(cast, former)
    case.lines.filter(code="move_declined").update(code="returned")  # as it was kept before
    migration = importlib.import_module("comity.cases.migrations.0008_moves_offered_again")
    migration.name_declined(apps, SimpleNamespace(connection=connection))
    assert list(case.lines.filter(code__in=["returned", "move_declined"]).values_list("code", flat=True)) == [
        "move_declined"
    ]
