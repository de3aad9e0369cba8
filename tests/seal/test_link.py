from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.ids import new_id
from comity.seal.errors import SealError
from comity.seal.link import Head, Link

CHAIN = new_id()
HEAD = Head(CHAIN, 3, "ab" * 32)


@given(st.uuids(), st.integers(1, 2**53 - 1), st.binary(min_size=32, max_size=32))
def test_head_comes_back(chain_id, seq, digest):
    head = Head(chain_id, seq, digest.hex())
    assert Head.from_json(head.to_json()) == head


def test_link_first_follows_none():
    assert Link.after(CHAIN, None) == Link(CHAIN, 1, None)


def test_link_next_names_the_digest_before():
    assert Link.after(CHAIN, HEAD) == Link(CHAIN, 4, "ab" * 32)


def test_link_of_another_chain_is_a_mistake():
    with pytest.raises(ValueError, match="another chain"):
        Link.after(new_id(), HEAD)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"chain_id": "x", "seq": 1, "prev": None}, "E_SYNTAX"),
        ({"chain_id": str(CHAIN), "seq": 0, "prev": None}, "E_SYNTAX"),
        ({"chain_id": str(CHAIN), "seq": 2, "prev": "x"}, "E_DIGEST"),
        ({"chain_id": str(CHAIN), "seq": 2, "prev": None}, "E_CHAIN"),
        ({"chain_id": str(CHAIN), "seq": 1, "prev": "ab" * 32}, "E_CHAIN"),
    ],
)
def test_link_of_another_form_is_refused(fields, code):
    with pytest.raises(SealError) as refused:
        Link.from_fields(fields)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "change", [{"more": 1}, {"seq": 0}, {"seq": True}, {"sha256": ""}, {"chain_id": str(CHAIN).upper()}]
)
def test_head_of_another_form_is_refused(change):
    with pytest.raises(SealError):
        Head.from_json(HEAD.to_json() | change)
