from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.seal.age import (
    HybridIdentity,
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    open_bytes,
    seal_bytes,
)
from comity.seal.age.header import MAX_HEADER, Header, read_header, write_header
from comity.seal.age.stanza import Stanza
from comity.seal.errors import SealError

KEY = bytes(16)
VISIBLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30)
STANZAS = st.lists(
    st.builds(
        Stanza, st.lists(VISIBLE, min_size=1, max_size=4).map(tuple), st.binary(max_size=200)
    ).filter(lambda stanza: stanza.type != "scrypt"),
    min_size=1,
    max_size=6,
)  # fmt: skip
GREASE = Stanza(("grease-5", "anything"), b"\x00" * 48)
IDENTITY = HybridIdentity.generate()
SEALED = seal_bytes(b"plain", [IDENTITY.recipient()])
HEADER_SIZE = len(SEALED) - 16 - 5 - 16


def refused(raw: bytes) -> SealError:
    with pytest.raises(SealError) as refusal:
        read_header(io.BytesIO(raw))
    assert refusal.value.code == "E_AGE_HEADER"
    return refusal.value


@given(STANZAS, st.binary(max_size=9000))
def test_header_reads_back_and_leaves_the_rest(stanzas: list[Stanza], rest: bytes) -> None:
    source = io.BytesIO(write_header(KEY, stanzas) + rest)
    header, beyond = read_header(source)
    assert list(header.stanzas) == stanzas
    assert beyond + source.read() == rest
    header._prove(KEY)
    with pytest.raises(SealError, match="E_AGE_MAC"):
        header._prove(b"another file key")


@given(st.integers(min_value=0, max_value=HEADER_SIZE - 1), st.integers(min_value=0, max_value=7))
def test_no_bit_of_a_header_can_be_changed(place: int, bit: int) -> None:
    raw = bytearray(SEALED)
    raw[place] ^= 1 << bit
    with pytest.raises(SealError) as refusal:
        open_bytes(bytes(raw), [IDENTITY])
    assert refusal.value.code in {"E_AGE_HEADER", "E_AGE_MAC", "E_AGE_NO_MATCH"}


@given(st.integers(min_value=0, max_value=HEADER_SIZE + 15))
def test_no_header_can_be_cut(size: int) -> None:
    with pytest.raises(SealError) as refusal:
        open_bytes(SEALED[:size], [IDENTITY])
    assert refusal.value.code == "E_AGE_HEADER"


@given(st.binary(max_size=300))
def test_reading_raises_nothing_but_its_own_error(raw: bytes) -> None:
    refused(raw)
    refused(b"age-encryption.org/v1\n" + raw)
    refused(b"age-encryption.org/v1\n-> a\n" + raw)


def test_unknown_stanzas_are_passed_over() -> None:
    stanza = IDENTITY.recipient().wrap(KEY)
    header, _ = read_header(io.BytesIO(write_header(KEY, [GREASE, stanza, GREASE])))
    assert header.open([X25519Identity.generate(), IDENTITY]) == KEY


def test_a_stanza_added_by_a_stranger_is_noticed() -> None:
    header = SEALED[:HEADER_SIZE].split(b"---")
    with pytest.raises(SealError, match="E_AGE_MAC"):
        open_bytes(header[0] + GREASE.encode() + b"---" + header[1] + SEALED[HEADER_SIZE:], [IDENTITY])


def test_at_most_64_stanzas() -> None:
    header, _ = read_header(io.BytesIO(write_header(KEY, [GREASE] * 64)))
    assert len(header.stanzas) == 64
    assert "64 stanzas" in refused(write_header(KEY, [GREASE] * 65)).detail


def test_at_most_128_kib() -> None:
    stanza = Stanza(("long",), bytes(48 * 32))
    assert "longer" in refused(write_header(KEY, [stanza] * 64)).detail
    refused(b"age-encryption.org/v1\n-> " + b"a" * MAX_HEADER + b"\n\n--- \n")
    source = io.BytesIO(b"x" * 10 * MAX_HEADER)
    with pytest.raises(SealError):
        read_header(source)
    assert source.tell() <= MAX_HEADER + 4096


@pytest.mark.parametrize(
    "raw",
    [
        b"age-encryption.org/v2\n-> a\n\n--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\r\n-> a\n\n--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n-> a\n\n---" + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n-> a\n\n---\n",
        b"age-encryption.org/v1\n-> a\n\n--- " + b"A" * 42 + b"\n",
        b"age-encryption.org/v1\n-> a\n\n--- " + b"A" * 43 + b"=\n",
        b"age-encryption.org/v1\n-> a\n\n---  " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n->\n\n--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n-> \n\n--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n-> a  b\n\n--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n-> a \n\n--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n-> a\xc3\xa9\n\n--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n-> a\n" + b"A" * 65 + b"\n\n--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n-> a\n" + b"A" * 64 + b"\n--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\nfoo\n\n--- " + b"A" * 43 + b"\n",
    ],
)
def test_grammar_is_strict(raw: bytes) -> None:
    refused(raw)


def test_a_passphrase_stands_alone() -> None:
    stanza = ScryptRecipient("one", 4).wrap(KEY)
    for others in ([stanza], [GREASE], [IDENTITY.recipient().wrap(KEY)]):
        assert "alone" in refused(write_header(KEY, [stanza, *others])).detail
        assert "alone" in refused(write_header(KEY, [*others, stanza])).detail


def test_no_match_depends_on_what_was_tried() -> None:
    sealed = seal_bytes(b"", [ScryptRecipient("one", 4)])
    for identities in ([], [IDENTITY]):
        with pytest.raises(SealError) as refusal:
            open_bytes(sealed, identities)
        assert refusal.value.code == "E_AGE_NO_MATCH"
    with pytest.raises(SealError) as refusal:
        open_bytes(SEALED, [ScryptIdentity("one")])
    assert refusal.value.code == "E_AGE_NO_MATCH"


def test_a_stanza_of_another_key_yields_nothing() -> None:
    for kind in (HybridIdentity, X25519Identity):
        header = Header((kind.generate().recipient().wrap(KEY),), b"", b"")
        with pytest.raises(SealError, match="E_AGE_NO_MATCH"):
            header.open([kind.generate()])
