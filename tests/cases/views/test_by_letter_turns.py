"""Every turn of an authority by letter, through the pages: recorded from its letter, or printed as one of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from tests.builders import by_letter
from tests.builders.cases import NOW, a_draft, outbox_kinds
from tests.builders.people import signed_in
from tests.builders.remembered import remembered
from tests.builders.scans import a_scan

from comity.cases.actions import sharing
from comity.cases.forms.by_letter import OF_INCOMING, OF_OUTGOING, ArrivalForm
from comity.cases.forms.by_letter.table import ROWS
from comity.cases.models import Case, SharedDraft
from comity.core.roles import Role
from comity.exchange.models import PostItem
from comity.wire import messages as wire
from comity.wire.kinds import KINDS, OPENING

if TYPE_CHECKING:
    from django.test import Client
    from tests.builders.cases import Cast, TestSigner

    from comity.exchange.models import Peer

DAY = NOW.date().isoformat()
TRAVELLED = {"channel": "courier", "on": DAY, "tracking": "RR 1"}
MARK = "recorded by us, not signed by them"


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return by_letter.a_letter_peer(cast.head)


@pytest.fixture
def drafter(cast: Cast) -> Client:
    return signed_in(cast.officer(Role.DRAFTER))


@pytest.fixture
def sent(cast: Cast, ministry: Peer, signer: TestSigner) -> Case:
    """A request of ours that left by courier."""
    return left(cast, ministry, signer)


@remembered
def left(cast: Cast, ministry: Peer, signer: TestSigner) -> Case:
    case = by_letter.a_sent_letter(cast, ministry, signer=signer)
    press(signed_in(cast.officer(Role.DRAFTER)), "letter-post", case.pk, case.request_message, **TRAVELLED)
    return fresh(case)


@pytest.fixture
def acknowledged(cast: Cast, sent: Case) -> Case:
    """The same, which they registered."""
    return registered(cast, sent)


@remembered
def registered(cast: Cast, sent: Case) -> Case:
    return record(signed_in(cast.officer(Role.DRAFTER)), sent, "ack", reference="XC-7")


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def page(client: Client, name: str, *args: Any) -> str:
    response = client.get(reverse(f"cases:{name}", args=args))
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def press(client: Client, name: str, *args: Any, **data: Any) -> str:
    response = client.post(reverse(f"cases:{name}", args=args), data, follow=True)
    said = response.content.decode()
    assert response.status_code == 200, said[:2000]
    assert 'class="error-summary"' not in said, said[said.index('class="error-summary"') :][:1500]
    return said


def record(client: Client, case: Case, kind: str, **said: Any) -> Case:
    press(client, "letter-record", case.pk, kind, **(TRAVELLED | said))
    return fresh(case)


def test_every_kind_of_message_can_be_recorded() -> None:
    """No turn is left out: what opens a case is entered, what only nodes say is never in a letter."""
    decisions = {"decision.accept", "decision.refuse", "decision.partial"}
    entered = {record.KIND for record in OPENING}
    nodes = {wire.ChainRestart.KIND, wire.Void.KIND}
    for side, forms in (("requested", OF_OUTGOING), ("requesting", OF_INCOMING)):
        kinds = {kind.name for kind in KINDS.values() if kind.sender in {side, "either"}}
        assert {form.KIND for form in forms} == (kinds - decisions - entered - nodes) | (
            {"decision"} if side == "requested" else set()
        )
    assert {form.KIND for form in (*OF_OUTGOING, *OF_INCOMING)} >= ROWS.keys()


@pytest.mark.parametrize("form", dict.fromkeys((*OF_OUTGOING, *OF_INCOMING)))
def test_every_form_writes_the_message_of_its_kind(form: type[ArrivalForm]) -> None:
    """None is left with the message of the base, which no letter stands for, and none fills in what is no field."""
    assert form.message is not ArrivalForm.message
    if form.KIND in ROWS:
        written = {asked.name for asked in ROWS[form.KIND] if "-" not in asked.name}
        assert written - {"opened_at", "summary", "remarks"} <= KINDS[form.KIND].record.rules().keys()


def test_what_a_letter_cannot_say_yet_is_named_with_the_reason(sent: Case, drafter: Client) -> None:
    said = page(drafter, "letter-kinds", sent.pk)
    assert "First record that they registered the request" in said
    assert "No draft was shown to them." in said
    case = record(drafter, sent, "ack", reference="XC-7")
    said = page(drafter, "letter-kinds", case.pk)
    assert "They have registered the request." in said
    assert reverse("cases:letter-record", args=[case.pk, "conditions.offer"]) in said


def test_a_request_returned_by_letter(sent: Case, drafter: Client) -> None:
    address = reverse("cases:letter-record", args=[sent.pk, "return.deficient"])
    given = {"provisional_reference": "P-1", "received_at": DAY, **TRAVELLED}
    assert "at least one reason for which they returned it" in drafter.post(address, given).content.decode()
    case = record(drafter, sent, "return.deficient", **given, **{"defect-language": "No translation."}, scan=a_scan())
    assert case.returned == "returned"
    assert case.given_back.get().said["defects"] == [{"code": "language", "text": "No translation."}]
    assert MARK in page(drafter, "case", case.pk)


def test_a_request_referred_by_letter(sent: Case, drafter: Client) -> None:
    case = record(
        drafter, sent, "refer", provisional_reference="P-2", authority="Attorney General of XC", reason="Not ours.",
        forwarded="on",
    )  # fmt: skip
    assert (case.returned, case.given_back.get().said["forwarded"]) == ("referred", True)


def test_comments_on_a_draft_by_letter(cast: Cast, ministry: Peer, drafter: Client) -> None:
    case = a_draft(cast, **by_letter.addressed_to(ministry))
    sharing.share_draft(actor=cast.drafter, case_id=case.pk, note="Enough?", now=NOW)
    assert "To what of ours" not in page(drafter, "letter-kinds", case.pk)
    case = record(drafter, case, "draft.comment", remarks="Name the branch.\nAdd the period.")
    assert [one["text"] for one in SharedDraft.objects.get().remarks] == ["Name the branch.", "Add the period."]
    assert case.step == "draft"


# Kind -> what the letter says; "m" stands for the first measure.
NOTICES: dict[str, dict[str, Any]] = {
    "consult.open": {"about": "refusal", "text": "We think of refusing.", "due": "2026-05-01"},
    "cost.consult": {"estimate": "40 000 XCD", "text": "Forty days of work."},
    "confidentiality.cannot_comply": {"reason": "The court tells the client."},
    "freeze.lift_notice": {"measure_id": "m", "intended_on": "2026-06-01", "reasons": "No renewal was asked."},
    "obstacle.notice": {"text": "The court is closed.", "expected_by": "2026-05-01"},
    "freeze.effect": {"text": "Ordered by the court.", "effective_on": "2026-03-01", "amount": "10 XCD"},
    "freeze.lapse_rule": {"text": "An order within a year.", "lapses_on": "2027-03-01", "law": "Section 3"},
    "material.disposed": {"disposal": "returned", "text": "By courier.", "disposed_on": "2026-03-01"},
    "correction": {"place": "Reference", "was": "XC-7", "shall_be": "XC-8", "text": "A slip."},
}


@pytest.mark.parametrize("kind", NOTICES)
def test_what_they_ask_or_tell_by_letter(kind: str, acknowledged: Case, drafter: Client) -> None:
    first = acknowledged.measures.all()[0].measure_id
    said = {name: first if value == "m" else value for name, value in NOTICES[kind].items()}
    case = record(drafter, acknowledged, kind, **said)
    row = case.matters.first() or case.notices.get()
    kept = row.asked if hasattr(row, "asked") else row.said
    assert not row.ours
    assert {name: kept[name] for name in said if name in kept} == {
        name: value for name, value in said.items() if name in kept
    }
    assert PostItem.objects.get(kind=kind).state == "recorded" or PostItem.objects.get(kind=kind).recorded_at
    assert MARK in page(drafter, "case", case.pk)


def test_conditions_by_letter_are_accepted_by_letter(acknowledged: Case, drafter: Client, cast: Cast) -> None:
    first = acknowledged.measures.all()[0].measure_id
    case = record(
        drafter,
        acknowledged,
        "conditions.offer",
        measure_ids=[first],
        conditions="Use in this case only.\nNo publication.",
    )
    offer = case.offers.get()
    assert [one["text"] for one in offer.conditions] == ["Use in this case only.", "No publication."]
    assert case.measures.get(measure_id=first).state == "conditions_offered"
    press(signed_in(cast.officer(Role.HEAD)), "offer-answer", case.pk, offer.offer_id, accepted="yes")
    assert PostItem.objects.get(ours=True, kind="conditions.accept").state == "to_post"


def test_a_postponement_by_letter_keeps_its_consultation(acknowledged: Case, drafter: Client) -> None:
    first = acknowledged.measures.all()[0].measure_id
    case = record(
        drafter, acknowledged, "decision.postpone", measure_ids=[first], interference="A trial of ours.",
        review_on="2026-09-01", opened_at="2026-03-02", summary="By telephone.",
    )  # fmt: skip
    kept = case.postponements.get()
    assert kept.consulted["summary"] == "By telephone."
    assert case.measures.get(measure_id=first).state == "postponed"


@pytest.fixture
def asked_of_us(cast: Cast, ministry: Peer) -> Case:
    """A request that came by letter and is under examination."""
    return examined(cast, ministry)


@remembered
def examined(cast: Cast, ministry: Peer) -> Case:
    registry = signed_in(cast.officer(Role.REGISTRY))
    press(
        registry, "request-enter", peer=str(ministry.pk), scan=a_scan(), reference="XC-9", title="Bank records",
        language="en", facts="A bribe was paid.", **TRAVELLED, **{"module-0": "bank_records", "asked-0": "Statements"},
    )  # fmt: skip
    case = Case.objects.get()
    press(
        registry, "request-register", case.pk, officer=str(cast.officer(Role.CASE_OFFICER).pk),
        shown_officer="Case officer", contact="office@xa.example",
    )  # fmt: skip
    press(signed_in(cast.officer(Role.CASE_OFFICER)), "examination-begin", case.pk)
    return fresh(case)


ANSWERED = {
    "consult.open": ({"about": "refusal", "text": "We think of refusing."}, "consult.reply", {"text": "Please help."}),
    "cost.consult": (
        {"estimate": "9", "text": "Much."}, "cost.agree", {"agreed": "yes", "payer": "shared", "text": ""},
    ),
    "confidentiality.cannot_comply": ({"reason": "The bank learns of it."}, "confidentiality.answer", {"go_on": "no"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", ANSWERED)
def test_what_we_ask_is_printed_and_their_answer_recorded(kind: str, asked_of_us: Case, cast: Cast) -> None:
    asked, answer, said = ANSWERED[kind]
    officer = signed_in(cast.officer(Role.CASE_OFFICER))
    press(officer, "turn-take", asked_of_us.pk, kind, **asked)
    assert PostItem.objects.get(ours=True, kind=kind).letter is not None
    matter = fresh(asked_of_us).matters.get()
    case = record(officer, asked_of_us, answer, matter=matter.matter_id, **said)
    matter.refresh_from_db()
    assert matter.answered_at is not None
    assert answer == PostItem.objects.filter(ours=False).latest("created_at").kind
    assert outbox_kinds(case.pk) == []
    assert answer not in page(officer, "letter-kinds", case.pk).split("<details>")[0]


def test_what_we_offer_is_answered_by_letter(asked_of_us: Case, cast: Cast) -> None:
    officer, head = signed_in(cast.officer(Role.CASE_OFFICER)), signed_in(cast.officer(Role.HEAD))
    first = asked_of_us.measures.get().measure_id
    press(officer, "turn-take", asked_of_us.pk, "consult.open", about="refusal", text="Only under terms.")
    record(officer, asked_of_us, "consult.reply", matter=fresh(asked_of_us).matters.get().matter_id, text="Name them.")
    for client in (officer, head):  # the officer puts it to the head, who sends it
        press(
            client, "turn-take", asked_of_us.pk, "conditions.offer", measure_ids=[first], conditions="Not to publish."
        )
    offer = fresh(asked_of_us).offers.get()
    case = record(officer, asked_of_us, "conditions.reject", offer_id=offer.offer_id, reasons="We must publish.")
    offer.refresh_from_db()
    assert (offer.answer, offer.reasons) == ("rejected", "We must publish.")
    assert case.measures.get().state == "asked"


def test_what_else_the_requesting_state_says_by_letter(asked_of_us: Case, cast: Cast) -> None:
    officer = signed_in(cast.officer(Role.CASE_OFFICER))
    case = record(officer, asked_of_us, "request.supplement", reason="A second account.", **{
        "module-0": "bank_records", "asked-0": "The second account",
    })  # fmt: skip
    assert case.measures.count() == 2
    address = reverse("cases:letter-record", args=[case.pk, "exculpatory.notice"])
    given = {"text": "To the defence.", "in_advance": "no", **TRAVELLED}
    assert "Say why notice was not possible" in officer.post(address, given).content.decode()
    record(officer, case, "exculpatory.notice", **given | {"why_not_in_advance": "The hearing was that day."})
    record(officer, case, "order.ceased", text="The warrant was lifted.", ceased_on="2026-03-01")
    here = page(officer, "letter-kinds", case.pk)
    assert reverse("cases:letter-record", args=[case.pk, "order.ceased"]) in here
    assert reverse("cases:letter-record", args=[case.pk, "material.disposed"]) not in here  # nothing was delivered
    case = record(officer, case, "no_longer_required", reason="Settled.")
    case = record(officer, case, "closure", outcome="withdrawn", useful="in_part", used_in="trial")
    assert set(case.notices.values_list("kind", flat=True)) == {"exculpatory.notice", "order.ceased"}


def test_the_forms_are_chinese_for_a_chinese_reader(asked_of_us: Case, cast: Cast) -> None:
    reader = cast.officer(Role.CASE_OFFICER)
    reader.language = "zh-hans"
    reader.save(update_fields=["language"])
    officer = signed_in(reader)
    assert "目前不能记录的来函内容" in page(officer, "letter-kinds", asked_of_us.pk)
    for form in OF_INCOMING:
        said = page(officer, "letter-record", asked_of_us.pk, form.KIND)
        labels = [part.split("<", 1)[0] for part in said.split("<label")[1:] for part in [part.split(">", 1)[1]]]
        assert not [one for one in labels if one.strip() and one.isascii() and not one.strip().isdigit()], form.KIND
