"""The contents of a package and its two small files: what is written is read, nothing else is."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import strictjson
from comity.kernel.ids import new_id
from comity.seal.errors import SealError
from comity.seal.package import Annex, Binding, Contents, EvidenceRef, container, contents
from tests.builders.packages import a_binding, a_message, an_evidence_ref, some_contents


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(SealError) as caught:
        call()
    return caught.value.code


def test_binding_comes_back_as_it_was_written():
    binding = a_binding(in_reply_to=new_id(), to=("xb", "xc"), refs=("XA-1", "XB-2"), dir_version=7)
    assert Binding.from_bytes(binding.to_bytes()) == binding


def test_every_field_of_a_binding_is_on_the_wire():
    written = json.loads(a_binding().to_bytes())
    assert len(written) == len(Binding.__slots__) + 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"v": 2}, "E_VERSION"),
        ({"v": True}, "E_SYNTAX"),
        ({"v": "1"}, "E_SYNTAX"),
        ({"more": 1}, "E_SYNTAX"),
        ({"from": "XA"}, "E_SYNTAX"),
        ({"to": []}, "E_SYNTAX"),
        ({"to": ["xb", "xb"]}, "E_SYNTAX"),
        ({"to": ["xc", "xb"]}, "E_SYNTAX"),
        ({"to": "xb"}, "E_SYNTAX"),
        ({"to": [f"x{n:02}" for n in range(40)]}, "E_SIZE"),
        ({"message_id": "1"}, "E_SYNTAX"),
        ({"in_reply_to": ""}, "E_SYNTAX"),
        ({"kind": ""}, "E_SYNTAX"),
        ({"case_ids": [1]}, "E_SYNTAX"),
        ({"refs": ["x" * 301]}, "E_SYNTAX"),
        ({"sent_at": "2026-03-02"}, "E_SYNTAX"),
        ({"expires_at": None}, "E_SYNTAX"),
        ({"limits": 0}, "E_SYNTAX"),
        ({"recipient_key_digests": []}, "E_SYNTAX"),
        ({"recipient_key_digests": ["A" * 64]}, "E_DIGEST"),
        ({"dir_version": -1}, "E_SYNTAX"),
    ],
)
def test_a_binding_of_another_form_is_refused(change: dict[str, Any], code: str):
    raw = strictjson.dumps({**json.loads(a_binding().to_bytes()), **change})
    assert code_of(lambda: Binding.from_bytes(raw)) == code


def test_a_binding_without_a_field_or_not_canonical_is_refused():
    fields = json.loads(a_binding().to_bytes())
    del fields["limits"]
    assert code_of(lambda: Binding.from_bytes(strictjson.dumps(fields))) == "E_SYNTAX"
    assert code_of(lambda: Binding.from_bytes(a_binding().to_bytes() + b"\n")) == "E_SYNTAX"
    assert code_of(lambda: Binding.from_bytes(bytes(contents.MAX_BINDING + 1))) == "E_SIZE"


def test_evidence_comes_back_as_it_was_written():
    item = an_evidence_ref()
    assert EvidenceRef.from_json(item.to_json()) == item


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "x"}, "E_SYNTAX"),
        ({"name": ""}, "E_SYNTAX"),
        ({"size": -1}, "E_SYNTAX"),
        ({"size": 1.5}, "E_SYNTAX"),
        ({"sealed_size": 0}, "E_SYNTAX"),
        ({"sha256": "e1"}, "E_DIGEST"),
        ({"sha512": "E2" * 64}, "E_DIGEST"),
        ({"sealed_sha256": None}, "E_DIGEST"),
        ({"more": ""}, "E_SYNTAX"),
    ],
)
def test_evidence_of_another_form_is_refused(change: dict[str, Any], code: str):
    assert code_of(lambda: EvidenceRef.from_json({**an_evidence_ref().to_json(), **change})) == code


def test_contents_come_back_from_their_members():
    for one in (some_contents(), a_message()):
        assert Contents.from_members(one.to_members()) == one


def test_a_letter_stands_under_the_name_of_its_message():
    assert "request.pdf" in some_contents().to_members()
    message = a_message(letter=b"%PDF-")
    assert message.to_members()["message.pdf"] == b"%PDF-"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"content": b'{"a": 1}'}, "E_SYNTAX"),
        ({"content": b"[]"}, "E_SYNTAX"),
        ({"content": b'{"a":1,"a":2}'}, "E_SYNTAX"),
        ({"content": bytes(contents.MAX_CONTENT + 1)}, "E_SIZE"),
        ({"content_name": "other.json"}, "E_PACKAGE"),
        ({"letter": bytes(contents.MAX_LETTER + 1)}, "E_SIZE"),
        ({"annexes": (Annex("a", b"MZ"),)}, "E_PDF"),
        ({"annexes": (Annex("../a", b"%PDF-"),)}, "E_PACKAGE"),
        ({"annexes": (Annex("a", b"%PDF-"), Annex("a", b"%PDF-"))}, "E_PACKAGE"),
        ({"annexes": (Annex("b", b"%PDF-"), Annex("a", b"%PDF-"))}, "E_SYNTAX"),
        ({"annexes": (Annex("a", b"%PDF-" + bytes(contents.MAX_ANNEX_BYTES)),)}, "E_SIZE"),
        ({"annexes": tuple(Annex(f"a{n:03}", b"%PDF-") for n in range(201))}, "E_SIZE"),
        ({"evidence": (an_evidence_ref(), an_evidence_ref())}, "E_DIGEST"),
        ({"evidence": (an_evidence_ref(), an_evidence_ref(id=new_id()))}, "E_DIGEST"),
        ({"evidence": (an_evidence_ref(name=""),)}, "E_SYNTAX"),
        ({"binding": replace(a_binding(), to=())}, "E_SYNTAX"),
    ],
)
def test_contents_that_no_receiver_would_take_are_not_written(change: dict[str, Any], code: str):
    assert code_of(lambda: some_contents(**change).to_members()) == code


@pytest.mark.parametrize("missing", ["request.json", container.EVIDENCE, container.BINDING])
def test_a_missing_member_is_refused(missing: str):
    members = some_contents().to_members()
    del members[missing]
    assert code_of(lambda: Contents.from_members(members)) == "E_PACKAGE"


def test_two_messages_or_a_letter_of_another_one_are_refused():
    members = some_contents().to_members()
    assert code_of(lambda: Contents.from_members({**members, "message.json": b"{}"})) == "E_PACKAGE"
    assert code_of(lambda: Contents.from_members({**members, "message.pdf": b"%PDF-"})) == "E_PACKAGE"


@given(st.binary(max_size=200))
def test_noise_raises_nothing_but_a_seal_error(noise: bytes):
    for name in ("request.json", container.EVIDENCE, container.BINDING):
        members = {**some_contents(letter=None).to_members(), name: noise}
        with suppress(SealError):
            assert Contents.from_members(members).to_members() == members
