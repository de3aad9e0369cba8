from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.seal.age import bech32
from comity.seal.errors import SealError

PREFIXES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20).map(str.lower)


@given(PREFIXES, st.binary(max_size=1300))
def test_decode_returns_what_was_encoded_in_either_case(prefix: str, data: bytes) -> None:
    text = bech32.encode(prefix, data)
    assert bech32.decode(text) == (prefix, data)
    assert bech32.decode(text.upper()) == (prefix, data)


@given(st.binary(min_size=1, max_size=64), st.data())
def test_decode_refuses_every_single_wrong_character(data: bytes, draw: st.DataObject) -> None:
    text = bech32.encode("age", data)
    place = draw.draw(st.integers(min_value=4, max_value=len(text) - 1))
    other = draw.draw(st.sampled_from([c for c in "qpzry9x8gf2tvdw0s3jn54khce6mua7l" if c != text[place]]))
    with pytest.raises(SealError) as refusal:
        bech32.decode(text[:place] + other + text[place + 1 :])
    assert refusal.value.code == "E_KEY"


# Published with BIP 173: the strings its authors call valid (data a whole number of bytes) and invalid.
@pytest.mark.parametrize(
    ("text", "prefix", "size"),
    [
        ("A12UEL5L", "a", 0),
        ("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
         "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio", 0),
        ("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef", 20),
    ],
)  # fmt: skip
def test_decode_accepts_published_strings(text: str, prefix: str, size: int) -> None:
    found, data = bech32.decode(text)
    assert found == prefix
    assert len(data) == size


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x201nwldj5",
        "\x7f1axkwrx",
        "\u00e91axkwrx",
        "pzry9x0s0muk",
        "1pzry9x0s0muk",
        "x1b4n0q5v",
        "li1dgmt3",
        "A1G7SGD8",
        "a12UEL5L",
        "10a06t8",
        "1qzzfhee",
    ],
)
def test_decode_refuses_published_bad_strings(text: str) -> None:
    with pytest.raises(SealError) as refusal:
        bech32.decode(text)
    assert refusal.value.code == "E_KEY"


def characters(values: list[int]) -> str:
    """Write five-bit values with a right checksum, whatever they are."""
    check = bech32._polymod([*bech32._expand("age"), *values, *[0] * 6]) ^ 1
    values = values + [check >> 5 * (5 - place) & 31 for place in range(6)]
    return "age1" + "".join("qpzry9x8gf2tvdw0s3jn54khce6mua7l"[value] for value in values)


@pytest.mark.parametrize("values", [[0], [0, 0, 0], [31, 31], [0, 1]])
def test_decode_refuses_unclean_padding(values: list[int]) -> None:
    with pytest.raises(SealError, match="padding"):
        bech32.decode(characters(values))
