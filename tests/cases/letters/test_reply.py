"""Letters for authorities without a node: every kind of message, cover note, slip and Word document."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader
from tests.builders.requests import a_request

from comity.cases.letters import render, reply, reply_wording, request_paper
from comity.cases.letters.cover import cover_paper, slip_paper
from comity.cases.letters.reply import reply_paper
from comity.cases.letters.word import as_word
from comity.kernel.strictjson import dumps
from comity.wire.fields import ListOf
from comity.wire.kinds import KINDS

AT = datetime(2026, 3, 1, 9, 14, tzinfo=UTC)


def text_of(pdf):
    """Return the text of a PDF without its line ends."""
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", "")


def a_reply(kind, message, language="en"):
    return reply_paper(
        a_request(language=language), kind, message, outgoing=False, sender="Central Authority of XB\n2 Second Street",
        addressee="Ministry of XC\n1 Hill Road", references=("XB/2026/0001", "XC-7"), signatory=("", "Registry"),
        at=AT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Ministry of XC", "1 Hill Road", "Registered under", "XB/2026/0001", "Your reference: XC-7"]),
        ("zh-hans", ["登记编号", "收到日期", "复函请注明双方编号", "XB/2026/0001"]),
    ],
)
def test_an_acknowledgement_is_printed_with_its_data_inside(language, said):
    message = {
        "request_id": "x", "reference": "XB/2026/0001", "received_at": "2026-02-27T10:00:00Z", "officer": "Registry",
        "contact": "registry@xb.example", "note": "With thanks.",
    }  # fmt: skip
    pdf = render(a_reply("ack", message, language), at=AT)
    text = text_of(pdf)
    for words in said:
        assert words.replace(" ", "") in text.replace(" ", "")
    assert "With thanks." in text
    attached = PdfReader(BytesIO(pdf)).attachments
    assert attached["message.json"] == [dumps(message)]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ["Bank records", "Refused", "Too little is known."]), ("zh-hans", ["银行记录", "拒绝", "Too little"])],
)
def test_a_decision_names_each_measure_with_its_reasons(language, said):
    request = a_request(language=language)
    row = {
        "measure_id": request["measures"][0]["measure_id"], "decision": "refused", "ground": "CONTRARY_TO_LAW",
        "reasons": "Too little is known.", "consultation": {"opened_at": "2026-02-01", "summary": "By telephone."},
        "article": "46(21)", "expected_by": "",
    }  # fmt: skip
    text = text_of(render(a_reply("decision.refuse", {"measures": [row], "appeal_info": "30 days"}, language), at=AT))
    for words in (*said, "By telephone.", "30 days"):
        assert words.replace(" ", "") in text.replace(" ", "")


def test_a_field_without_a_label_is_shown_under_its_name():
    paper = a_reply("status.query", {"never_heard_of": "but said"})
    assert "never heard of" in text_of(render(paper, at=AT))


@pytest.mark.parametrize(("language", "said"), [("en", "Acknowledgement slip"), ("zh-hans", "收讫回执")])
def test_cover_note_and_slip(language, said):
    request = a_request(language=language)
    cover = text_of(render(cover_paper(request, address="1 Hill Road", letter_sha256="ab" * 32, at=AT), at=AT))
    assert said in cover
    assert "ab" * 32 in cover
    assert "1 Hill Road" in cover
    slip = text_of(render(slip_paper(request, at=AT), at=AT))
    assert request["request_id"] in slip
    assert "____" in slip


@pytest.mark.parametrize(("language", "said"), [("en", "Bank records"), ("zh-hans", "银行记录")])
def test_the_letter_as_a_word_document_says_the_same(language, said):
    request = a_request(language=language)
    document = Document(BytesIO(as_word(request_paper(request, at=AT))))
    paragraphs = "\n".join(one.text for one in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert said in paragraphs
    assert request["purpose"]["purpose"] in cells
    assert request["facts"]["summary"].split("\n", maxsplit=1)[0] in paragraphs
    assert document.core_properties.title


def shown_keys(record):
    """Yield every field of a message and of its parts that a letter shows, with the rule of its values."""
    for name, rule in record.rules().items():
        inner = getattr(rule, "item", rule)
        part = getattr(inner, "record", None)
        if name in reply.SKIPPED or name in {"draft", "annexes"} or (part is not None and "module" in part.rules()):
            continue
        if part is None or isinstance(rule, ListOf):
            yield name, inner
        if part is not None:
            yield from shown_keys(part)


@pytest.mark.parametrize("kind", [one for one in KINDS if one not in {"request.submit", "chain.restart", "void"}])
def test_every_field_and_word_of_every_message_has_its_name_in_both_languages(kind):
    for name, rule in shown_keys(KINDS[kind].record):
        if name == "code":
            continue
        assert name in reply_wording.FIELDS, name
        assert not reply_wording.FIELDS[name].get("zh-hans").isascii(), name
        for word in getattr(rule, "words", ()):
            assert not word or not reply_wording.VALUES[name, word].get("zh-hans").isascii(), (name, word)


def test_a_return_says_its_reasons_in_words():
    message = {"defects": [{"code": "language", "text": "没有译文。"}], "provisional_reference": "P-1"}
    text = text_of(render(a_reply("return.deficient", message, "zh-hans"), at=AT))
    assert "未使用可接受的语文" in text
    assert "没有译文。" in text


def test_a_draft_and_a_supplement_are_printed_in_full():
    draft = a_request() | {"title": "Another subject"}
    text = text_of(render(a_reply("draft.share", {"draft_no": 1, "draft": draft}), at=AT))
    assert "Text of the draft" in text
    assert draft["purpose"]["purpose"][:30] in text
    measure = a_request()["measures"][0]
    text = text_of(
        render(a_reply("request.supplement", {"reason": "More.", "measures": [measure], "annexes": []}), at=AT)
    )
    assert measure["description"][:30] in text
    assert "measure id" not in text
