"""Letters through the pages: post a request, write down what comes back; write down a request that came by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from tests.builders import by_letter
from tests.builders.cases import NOW, a_draft, outbox_kinds
from tests.builders.people import an_officer, signed_in
from tests.builders.scans import a_pdf, a_scan

from comity.cases import scans
from comity.cases.models import Case
from comity.core.files.models import StoredFile
from comity.core.roles import Role
from comity.exchange.models import PostItem, StoredReceipt

if TYPE_CHECKING:
    from django.test import Client
    from tests.builders.cases import Cast, TestSigner

    from comity.exchange.models import Peer

TRAVELLED = {"channel": "courier", "on": NOW.date().isoformat(), "tracking": "RR 1"}


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return by_letter.a_letter_peer(cast.head)


@pytest.fixture
def case(cast: Cast, ministry: Peer, signer: TestSigner) -> Case:
    return by_letter.a_sent_letter(cast, ministry, signer=signer)


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


def test_the_drafter_chooses_an_authority_by_letter_as_addressee(cast: Cast, ministry: Peer) -> None:
    draft = a_draft(cast)
    said = page(signed_in(cast.officer(Role.DRAFTER)), "draft-section", draft.pk, "addressee")
    assert "XC – Ministry of Justice of XC (by letter)" in said
    assert ministry.node_id in said


def test_a_request_is_posted_and_answered_through_the_pages(cast: Cast, case: Case) -> None:
    drafter = signed_in(cast.officer(Role.DRAFTER))
    message = case.request_message
    assert "printed, not posted yet" in page(drafter, "case-messages", case.pk)
    assert case.our_reference in page(drafter, "letters-to-post")
    said = page(drafter, "case", case.pk)
    assert "Post the letter to XC and record how it left." in said
    assert reverse("cases:letter-post", args=[case.pk, message]) in said
    said = page(drafter, "letter-post", case.pk, message)
    assert "Ministry of Justice of XC" in said
    for words in ("nothing of this has left yet", "Cover note (PDF)", "1 Hill Road", "Record that it left"):
        assert words in said
    for what, start in (("letter", b"%PDF"), ("cover", b"%PDF"), ("slip", b"%PDF"), ("word", b"PK")):
        answer = drafter.get(reverse("cases:letter-paper", args=[case.pk, message, what]))
        assert b"".join(answer).startswith(start), what
    said = press(drafter, "letter-post", case.pk, message, **TRAVELLED)
    assert "Recorded, with a receipt." in said
    assert "left by letter" in said
    assert "courier" in page(drafter, "letter-post", case.pk, message)
    assert "No letter waits to be posted." in page(drafter, "letters-to-post")
    assert "Record what came by letter" in page(drafter, "case", case.pk)
    assert "Decision" in page(drafter, "letter-kinds", case.pk)
    said = press(drafter, "letter-record", case.pk, "ack", reference="XC-7", scan=a_scan(), **TRAVELLED)
    assert "recorded by us, not signed by them" in said
    assert "XC-7" in said
    press(drafter, "letter-record", case.pk, "clarify.ask", questions="Which branch?\nSince when?", **TRAVELLED)
    case.refresh_from_db()
    assert case.clarifications.get().items.count() == 2
    assert case.turn_task == "answer_questions"
    press(drafter, "clarification-answer", case.pk, act="send", **{
        f"answer-{one.item_id}": "The main one." for one in case.clarifications.get().items.all()
    })  # fmt: skip
    count = case.measures.count()
    press(drafter, "letter-record", case.pk, "decision", **TRAVELLED, **{
        f"decision-{position}": "accepted" for position in range(count)
    })  # fmt: skip
    press(drafter, "letter-record", case.pk, "status.report", **TRAVELLED, **{
        f"state-{position}": "in_execution" for position in range(count)
    })  # fmt: skip
    said = press(
        drafter, "letter-record", case.pk, "material.deliver", final="on", **TRAVELLED,
        **{f"result-{position}": "executed" for position in range(count)},
        **{"files-0": [a_scan("a.pdf"), a_scan("b.pdf")]},
    )  # fmt: skip
    assert case.evidence.count() == 2
    press(drafter, "material-confirm", case.pk, note="")
    press(drafter, "letter-record", case.pk, "closure", outcome="executed", **TRAVELLED)
    assert outbox_kinds(case.pk) == []
    arrived = PostItem.objects.filter(ours=False)
    assert arrived.count() == StoredReceipt.objects.filter(event="ReceivedFromNonERDS").count() == 6
    said = page(drafter, "case-message", case.pk, arrived.get(kind="ack").pk)
    assert "Scan of the letter" in said
    assert "Signature of the other authority" in said


def test_what_is_wrong_in_a_letter_stays_in_the_form(cast: Cast, case: Case) -> None:
    drafter = signed_in(cast.officer(Role.DRAFTER))
    address = reverse("cases:letter-record", args=[case.pk, "decision"])
    said = drafter.post(address, {**TRAVELLED, "decision-0": "refused"}).content.decode()
    assert "Reasons must be given for every refusal." in said
    said = drafter.post(address, {**TRAVELLED, "on": "2099-01-01", "decision-0": "accepted"}).content.decode()
    assert "This day has not come yet." in said
    assert drafter.get(reverse("cases:letter-record", args=[case.pk, "status.query"])).status_code == 404


def test_who_may_not_post_or_record(cast: Cast, case: Case) -> None:
    head = signed_in(cast.officer(Role.HEAD))
    assert head.get(reverse("cases:letter-post", args=[case.pk, case.request_message])).status_code == 403
    assert head.get(reverse("cases:letter-record", args=[case.pk, "ack"])).status_code == 403
    outsider = signed_in(an_officer("out", [Role.CASE_OFFICER]))
    assert outsider.get(reverse("cases:letter-post", args=[case.pk, case.request_message])).status_code == 404
    assert outsider.get(reverse("cases:letter-kinds", args=[case.pk])).status_code == 404
    answer = outsider.post(reverse("cases:letter-record", args=[case.pk, "ack"]), {"scan": a_scan()})
    assert answer.status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_request_that_came_by_letter_takes_the_same_way(language: str, cast: Cast, ministry: Peer) -> None:
    registry = signed_in(cast.officer(Role.REGISTRY))
    assert "A request came by letter" in page(registry, "inbox")
    said = press(
        registry, "request-enter", peer=str(ministry.pk), scan=a_scan(), reference="XC-9", title="Bank records",
        language=language, facts="A bribe was paid.", persons="Ms Low\nMr High", **TRAVELLED,
        **{"module-0": "bank_records", "asked-0": "Statements"},
    )  # fmt: skip
    assert "Written down. Register it now." in said
    assert "recorded by us, not signed by them" in said
    case = Case.objects.get()
    assert (case.direction, case.step, case.counterpart) == ("incoming", "received", ministry.node_id)
    assert case.parties.count() == 2
    officer = cast.officer(Role.CASE_OFFICER)
    press(
        registry, "request-register", case.pk, officer=str(officer.pk), shown_officer="Case officer",
        contact="office@xa.example",
    )  # fmt: skip
    letter = PostItem.objects.get(ours=True)
    assert (letter.kind, letter.state) == ("ack", "to_post")
    client = signed_in(officer)
    assert "Send by post" in page(client, "letter-post", case.pk, letter.pk)
    press(client, "letter-post", case.pk, letter.pk, **TRAVELLED)
    assert "Statements" in page(client, "request-examine", case.pk)
    press(client, "clarification-ask", case.pk, own="Which branch?", due="2026-04-01")
    press(client, "letter-record", case.pk, "clarify.answer", **TRAVELLED, **{"answer-0": "The main one."})
    case.refresh_from_db()
    assert case.clarifications.get().answered_at is not None
    press(client, "letter-record", case.pk, "status.query", note="How far?", **TRAVELLED)
    case.refresh_from_db()
    assert case.status_asked_at is not None
    assert outbox_kinds(case.pk) == []


def test_the_pages_in_chinese(cast: Cast, case: Case, ministry: Peer) -> None:
    for officer in (cast.officer(Role.DRAFTER), cast.officer(Role.REGISTRY)):
        officer.language = "zh-hans"
        officer.save(update_fields=["language"])
    drafter, registry = signed_in(cast.officer(Role.DRAFTER)), signed_in(cast.officer(Role.REGISTRY))
    assert "未设节点" in page(drafter, "letter-post", case.pk, case.request_message)
    assert "待寄函件" in page(drafter, "letters-to-post")
    assert "来函扫描件" in page(drafter, "letter-record", case.pk, "ack")
    assert "录入来函内容" in page(drafter, "letter-kinds", case.pk)
    said = page(registry, "request-enter")
    assert "以信函收到的请求" in said
    assert ministry.name_in("zh-hans") in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ a program", "The scan is no PDF, JPEG, PNG or TIFF."),
        (b"%PDF-1.7 torn off", "The scan cannot be read"),
        (a_pdf(password="secret"), "locked with a password"),
        (a_pdf(script="app.alert(1)"), "holds a script"),
        (a_pdf(attached=b"MZ"), "an attachment"),
        (b"", "is empty"),
    ],
)
def test_a_wrong_scan_is_named_and_nothing_typed_is_lost(content: bytes, said: str, cast: Cast, case: Case) -> None:
    drafter = signed_in(cast.officer(Role.DRAFTER))
    press(drafter, "letter-post", case.pk, case.request_message, **TRAVELLED)
    files = StoredFile.objects.count()
    address = reverse("cases:letter-record", args=[case.pk, "ack"])
    answer = drafter.post(
        address, {"reference": "XC-7", "officer": "Registry of XC", "scan": a_scan(content=content), **TRAVELLED}
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert said in text
    assert 'value="XC-7"' in text
    assert "Registry of XC" in text
    assert StoredFile.objects.count() == files
    assert not PostItem.objects.filter(ours=False).exists()


def test_a_scan_beyond_the_limit_is_refused_with_its_reason(cast: Cast, case: Case) -> None:
    drafter = signed_in(cast.officer(Role.DRAFTER))
    press(drafter, "letter-post", case.pk, case.request_message, **TRAVELLED)
    address = reverse("cases:letter-record", args=[case.pk, "ack"])
    big = scans.PICTURES[0] + bytes(scans.MOST_SCAN)
    text = drafter.post(address, {"reference": "XC-7", "scan": a_scan(content=big), **TRAVELLED}).content.decode()
    assert "larger than allowed" in text
    assert 'value="XC-7"' in text
    assert not PostItem.objects.filter(ours=False).exists()


@pytest.mark.parametrize("start", scans.PICTURES)
def test_a_picture_is_a_scan(start: bytes, cast: Cast, case: Case) -> None:
    drafter = signed_in(cast.officer(Role.DRAFTER))
    press(drafter, "letter-post", case.pk, case.request_message, **TRAVELLED)
    press(drafter, "letter-record", case.pk, "ack", reference="XC-7", scan=a_scan("a.png", start + b"x"), **TRAVELLED)
    assert PostItem.objects.get(ours=False).letter is not None
