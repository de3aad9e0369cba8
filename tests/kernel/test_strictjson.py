import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import strictjson
from comity.kernel.errors import KernelError

integers = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"))
keys = st.text("abcdefghijklmnopqrstuvwxyzé请求", max_size=8)
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_back_the_same(value):
    raw = strictjson.dumps(value)
    assert strictjson.loads(raw, limit=10**6) == value
    assert strictjson.dumps(strictjson.loads(raw, limit=10**6)) == raw
    assert json.loads(raw) == value


@given(values)
def test_one_form_is_that_of_rfc_8785_as_another_writes_it(value):
    assert strictjson.dumps(value) == rfc8785.dumps(value)


def test_keys_stand_in_the_order_of_their_utf_16_code_units():
    # RFC 8785, 3.2.3: U+1F600 is written as D83D DE00, before U+FF21, though its number is larger
    raw = strictjson.dumps({"\uff21": 1, "\U0001f600": [{"b": "\x7f\x1f\u2028\\", "a": '"'}]})
    assert raw == '{"\U0001f600":[{"a":"\\"","b":"\x7f\\u001f\u2028\\\\"}],"\uff21":1}'.encode()
    assert strictjson.loads_canonical(raw, limit=200) == strictjson.loads(raw, limit=200)


@pytest.mark.parametrize(
    "raw", [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":"\\u0041"}', b"[]", '{"\uff21":1,"\U0001f600":2}'.encode()]
)
def test_another_form_is_refused_where_the_one_is_demanded(raw):
    with pytest.raises(KernelError) as refused:
        strictjson.loads_canonical(raw, limit=100)
    assert refused.value.code == "E_SYNTAX"


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":2}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":-Infinity}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":9007199254740993}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\\ud800"}',
        b'{"a":"\\u0000"}',
        b'{"e\xcc\x81":1}',
        b"[" * 100 + b"]" * 100,
        b"[" * 100_000,
        b"\xef\xbb\xbf{}",
        b"\xff\xfe",
        b"{} {}",
        b"",
        b"{'a':1}",
    ],
)
def test_what_parsers_disagree_about_is_refused(raw):
    with pytest.raises(KernelError) as refused:
        strictjson.loads(raw, limit=10**6)
    assert refused.value.code == "E_SYNTAX"


def test_too_large_is_refused_before_it_is_parsed():
    with pytest.raises(KernelError) as refused:
        strictjson.loads(b"[" * 50, limit=49)
    assert refused.value.code == "E_SIZE"


def test_outermost_must_be_an_object():
    with pytest.raises(KernelError):
        strictjson.loads_object(b"[]", limit=10)
    assert strictjson.loads_object(b'{"a":true}', limit=20) == {"a": True}


@pytest.mark.parametrize("value", [1.5, {"a": object()}, {1: "a"}, 2**53])
def test_what_must_not_be_signed_is_not_written(value):
    with pytest.raises(KernelError):
        strictjson.dumps(value)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_coded_refusal(raw):
    try:
        strictjson.loads(raw, limit=150)
    except KernelError as refused:
        assert refused.code in {"E_SYNTAX", "E_SIZE"}
