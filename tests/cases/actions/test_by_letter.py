"""A request to an authority without a node: printed, signed, posted; nothing leaves by the network."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from tests.builders import by_letter
from tests.builders.cases import NOW, outbox_kinds

from comity.cases.actions import reporting
from comity.cases.letters import agreement
from comity.core.files.reader import read_file
from comity.exchange import post
from comity.exchange.models import PostItem
from comity.kernel import strictjson

if TYPE_CHECKING:
    from tests.builders.cases import Cast, TestSigner

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
