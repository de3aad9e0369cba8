from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.seal.age.stanza import Stanza, check_shape, decode_raw, encode_raw
from comity.seal.errors import SealError


@given(st.binary(max_size=200))
def test_raw_base64_reads_back(data: bytes) -> None:
    assert decode_raw(encode_raw(data)) == data
    assert "=" not in encode_raw(data)


@given(st.text("ABCabc019+/=-_ \n", max_size=12))
def test_raw_base64_has_one_writing_for_each_value(text: str) -> None:
    try:
        data = decode_raw(text)
    except SealError as error:
        assert error.code == "E_AGE_HEADER"
    else:
        assert encode_raw(data) == text


@pytest.mark.parametrize("text", ["A", "AB==", "AAE=", "AB", "AAB", "A A", "AA\n", "A-_A", "=", "===="])
def test_raw_base64_refuses(text: str) -> None:
    with pytest.raises(SealError, match="E_AGE_HEADER"):
        decode_raw(text)


@pytest.mark.parametrize(("size", "lengths"), [(0, [0]), (47, [63]), (48, [64, 0]), (49, [64, 2]), (96, [64, 64, 0])])
def test_the_last_body_line_is_short(size: int, lengths: list[int]) -> None:
    first, *lines, end = Stanza(("one", "two"), bytes(size)).encode().decode().split("\n")
    assert first == "-> one two"
    assert [len(line) for line in lines] == lengths
    assert end == ""


@pytest.mark.parametrize("stanza", [Stanza(("a",), bytes(32)), Stanza(("a", "b"), bytes(31))])
def test_shape_is_exact(stanza: Stanza) -> None:
    with pytest.raises(SealError, match="E_AGE_HEADER"):
        check_shape(stanza, 2)
