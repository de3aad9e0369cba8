"""A tree as a hub signs it: what was signed is read, and everything else is refused by its code."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.directory.trees.signed import CODES, TYPE, SignedTree, TreeError, sign, verified
from comity.directory.trees.words import WORDS, words_for
from comity.kernel import strictjson
from comity.law.channels import read_tree
from comity.law.channels.tree import LIMIT
from comity.seal import onekey
from comity.seal.keydirectory import holding
from tests.builders.channels import LIFE, a_tree
from tests.builders.keys import NOW

KEY = holding.new_key()
KEYS = {KEY.public_key.keyid: KEY.public_key}
TREE = SignedTree(1, NOW, NOW + LIFE, a_tree())


def code_of(raw: bytes) -> str:
    with pytest.raises(TreeError) as refused:
        verified(raw, KEYS)
    return refused.value.code


@given(
    st.integers(1, 10**6), st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=200)
)
def test_what_was_signed_is_read(number: int, text: str) -> None:
    tree = replace(TREE, number=number, text=text)
    assert verified(sign(tree, KEY), KEYS) == tree


def test_its_digest_is_that_of_the_file() -> None:
    assert TREE.digest == read_tree(a_tree().encode()).digest


def test_the_largest_file_that_can_be_read_fits() -> None:
    assert verified(sign(replace(TREE, text="\n" * LIMIT), KEY), KEYS).text == "\n" * LIMIT


def test_one_by_another_key_is_not_believed() -> None:
    assert code_of(sign(TREE, holding.new_key())) == "E_TREE_SIGNATURE"
    assert code_of(sign(TREE, KEY).replace(b'"sig":"', b'"sig":"0')) == "E_TREE_SIGNATURE"


@pytest.mark.parametrize("payload", [
    b"{}", b"[]", b'{"ends":1,"made":1,"number":1,"tree":"x"}',
    *(
        strictjson.dumps({**json.loads(TREE.payload()), **change})
        for change in (
            {"number": 0}, {"number": "1"}, {"number": 2**31}, {"tree": ""}, {"tree": 1}, {"more": 1},
            {"tree": "x" * (LIMIT + 1)},
        )
    ),
])  # fmt: skip
def test_another_form_is_refused(payload: bytes) -> None:
    assert code_of(onekey.signed(payload, TYPE, KEY)) == "E_TREE_SYNTAX"


def test_another_type_and_no_json_are_refused() -> None:
    assert code_of(onekey.signed(TREE.payload(), "application/other", KEY)) == "E_TREE_SYNTAX"
    assert code_of(b"\x00") == "E_TREE_SYNTAX"


def test_everything_that_can_be_wrong_has_words() -> None:
    assert set(WORDS) == set(CODES)
    what, _do = words_for("E_TREE_GRAPH", {"en": "It circles.", "zh": "循环。"})
    assert (what.en.endswith(" It circles."), what.zh.endswith("。循环。")) == (True, True)
