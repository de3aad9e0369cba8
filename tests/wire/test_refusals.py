"""Refusals: complete in six languages, and readable by the peer that gets one."""

from __future__ import annotations

import unicodedata
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import strictjson
from comity.seal.errors import TEXTS
from comity.wire.errors import WireError
from comity.wire.refusals import REFUSAL_LIMIT, REFUSALS, dump_refusal, parse_refusal, refusal_of


def test_every_code_of_the_seal_has_a_refusal():
    assert not TEXTS.keys() - REFUSALS.keys()


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_each_refusal_is_complete(code: str):
    refusal = REFUSALS[code]
    sentences = [getattr(refusal.text, one.name) for one in fields(refusal.text)]
    assert all(sentences)
    assert len(set(sentences)) == 6
    assert all(unicodedata.is_normalized("NFC", one) for one in sentences)
    assert 400 <= refusal.status < 600
    assert refusal.retry in {"never", "later"}


@pytest.mark.parametrize("status", [429, 500, 503, 507])
def test_what_is_our_own_fault_may_be_tried_again(status: int):
    assert all(one.retry == "later" for one in REFUSALS.values() if one.status == status)


def test_a_code_of_a_higher_layer_keeps_its_name():
    refusal = refusal_of("R_CONSULTATION")
    assert (refusal.code, refusal.retry) == ("R_CONSULTATION", "never")
    assert refusal.text == REFUSALS["E_REFUSED"].text


@pytest.mark.parametrize("code", sorted(REFUSALS))
@pytest.mark.parametrize("receipt", ["", '{"payload":""}'])
def test_a_refusal_survives_the_journey(code: str, receipt: str):
    refused, carried = parse_refusal(dump_refusal(code, "zh-hans", receipt=receipt), 400)
    assert (refused.code, refused.permanent, carried) == (code, REFUSALS[code].retry == "never", receipt)


def test_the_sentence_comes_in_the_language_asked_for():
    assert "签名" in strictjson.loads(dump_refusal("E_SIGNATURE", "zh-hans"), limit=REFUSAL_LIMIT)["message"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": "E_SIZE"},
        {"code": "E_SIZE", "retry": "perhaps"},
        {"code": "<b>", "retry": "never"},
        {"code": "E" * 41, "retry": "never"},
        {"code": 7, "retry": "never"},
        {"code": "E_SIZE", "retry": "never", "receipt": {}},
    ],
)
def test_an_answer_that_is_no_refusal_is_refused(body: dict[str, Any]):
    with pytest.raises(WireError, match="E_SYNTAX"):
        parse_refusal(strictjson.dumps(body), 400)


@given(st.binary(max_size=200))
def test_any_answer_can_only_raise_wire_errors(raw: bytes):
    with pytest.raises(WireError):
        parse_refusal(raw, 502)
