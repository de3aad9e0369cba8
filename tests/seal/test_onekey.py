"""What a hub signs with its one key: opened by that key alone, in one form."""

from __future__ import annotations

import json

import pytest

from comity.kernel import strictjson
from comity.seal import onekey
from comity.seal.errors import SealError
from comity.seal.keydirectory import holding

KEY, OTHER = holding.new_key(), holding.new_key()
KEYS = {KEY.public_key.keyid: KEY.public_key}
TYPE = "application/vnd.comity.test+json"


def opened(raw: bytes, payload_type: str = TYPE) -> bytes:
    return onekey.opened(raw, KEYS, payload_type=payload_type, limit=4096)


def code_of(raw: bytes, payload_type: str = TYPE) -> str:
    with pytest.raises(SealError) as refused:
        opened(raw, payload_type)
    return refused.value.code


def test_what_was_signed_is_opened() -> None:
    assert opened(onekey.signed(b"{}", TYPE, KEY)) == b"{}"


def test_other_keys_no_key_and_changed_bytes_are_refused() -> None:
    good = json.loads(onekey.signed(b"{}", TYPE, KEY))
    [own] = good["signatures"]
    assert code_of(onekey.signed(b"{}", TYPE, OTHER)) == "E_SIGNATURE"
    for signatures in ([], [own, own], "none", [{**own, "keyid": 1}], [{**own, "sig": "00"}], [{**own, "sig": 1}]):
        assert code_of(strictjson.dumps({**good, "signatures": signatures})) == "E_SIGNATURE"
    assert code_of(strictjson.dumps({**good, "payload": "e30x"})) in {"E_SIGNATURE", "E_SYNTAX"}


def test_another_form_another_type_and_too_many_bytes_are_refused() -> None:
    good = onekey.signed(b"{}", TYPE, KEY)
    assert code_of(good, "application/other") == "E_SYNTAX"
    assert code_of(b" " + good) == "E_SYNTAX"
    assert code_of(b"[]") == "E_SYNTAX"
    assert code_of(good + b" " * 5000) == "E_SIZE"
