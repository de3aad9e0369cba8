from __future__ import annotations

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.seal.age import ArmorReader, ArmorWriter, is_armored
from comity.seal.age.armor import BEGIN, END
from comity.seal.errors import SealError


def armor(data: bytes) -> bytes:
    sink = io.BytesIO()
    with ArmorWriter(sink) as writer:
        writer.write(data)
    return sink.getvalue()


def text(*lines: bytes, end: bytes = b"\n") -> bytes:
    return end.join([BEGIN, *lines, END, b""])


def refused(raw: bytes) -> None:
    with pytest.raises(SealError) as refusal:
        ArmorReader(io.BytesIO(raw)).read()
    assert refusal.value.code == "E_AGE_ARMOR"


@given(st.lists(st.binary(max_size=200), max_size=5), st.integers(min_value=1, max_value=100))
def test_round_trip_in_any_pieces(pieces: list[bytes], step: int) -> None:
    sink = io.BytesIO()
    with ArmorWriter(sink) as writer:
        for piece in pieces:
            assert writer.write(piece) == len(piece)
    raw = sink.getvalue()
    assert all(len(line) <= 64 for line in raw.splitlines())
    assert is_armored(raw)
    source, out = ArmorReader(io.BytesIO(raw)), b""
    while part := source.read(step):
        out += part
    assert out == b"".join(pieces)
    assert ArmorReader(io.BytesIO(raw.replace(b"\n", b"\r\n"))).read() == out


@pytest.mark.parametrize("size", [0, 47, 48, 49, 12_287, 12_288, 12_289, 100_000])
def test_round_trip_across_blocks(size: int) -> None:
    data = os.urandom(size)
    assert ArmorReader(io.BytesIO(armor(data))).read() == data


def test_white_space_around_is_allowed_up_to_a_limit() -> None:
    raw = b" \r\n\t\n" + armor(b"one") + b"\n \t\r\n"
    assert is_armored(raw)
    assert ArmorReader(io.BytesIO(raw)).read() == b"one"
    assert ArmorReader(io.BytesIO(b"\n" * 1000 + armor(b"one") + b"\n" * 1000)).read() == b"one"
    across = armor(bytes(12_000))  # ends a little before a block of the reader does
    assert ArmorReader(io.BytesIO(across + b"\n" * 500)).read() == bytes(12_000)
    refused(b"\n" * 2000 + armor(b"one"))
    refused(armor(b"one") + b"\n" * 40_000)


def test_no_line_end_at_the_end() -> None:
    assert ArmorReader(io.BytesIO(armor(b"one").removesuffix(b"\n"))).read() == b"one"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"age-encryption.org/v1\n",
        BEGIN,
        BEGIN + b"\n",
        BEGIN + b"\nb25l\n",
        BEGIN.lower() + b"\nb25l\n" + END,
        BEGIN.replace(b"AGE", b"PGP") + b"\nb25l\n" + END,
        b" " + BEGIN + b"\nb25l\n" + END,
        BEGIN + b" \nb25l\n" + END,
        text(b"b25l", b""),
        text(b"", b"b25l"),
        text(b"b25l "),
        text(b" b25l"),
        text(b"b25"),
        text(b"b25lYQ="),
        text(b"b25lYR=="),
        text(b"b25lYQ==", b"b25l"),
        text(b"b25l", b"b25l"),
        text(b"b25-"),
        text(b"A" * 68),
        text(b"A" * 63 + b"=", b"b25l"),
        text(b"A" * 62 + b"==", b"b25l"),
        text(b"A" * 200),
        text(b"A" * 20_000),
        text(b"Version: 1", b"", b"b25l"),
        text(b"b25l", b"=abcd"),
        text(b"b25l") + b"more",
        text(b"b25l") + text(b"b25l"),
        b"more\n" + text(b"b25l"),
        text(b"b25l").replace(END, END + b" "),
        b"x" * 100_000,
    ],
)
def test_strict(raw: bytes) -> None:
    refused(raw)


def test_an_empty_block_holds_nothing() -> None:
    assert ArmorReader(io.BytesIO(text())).read() == b""
    source = ArmorReader(io.BytesIO(text()))
    assert source.readable()
    assert source.read(1) == source.read(1) == b""


def test_a_block_that_raises_leaves_no_end() -> None:
    sink = io.BytesIO()
    writer = ArmorWriter(sink)
    writer.write(bytes(100))
    with pytest.raises(ZeroDivisionError), writer:
        writer.write(bytes(1 // 0))
    assert END not in sink.getvalue()


def test_binary_files_are_not_armored() -> None:
    assert not is_armored(b"age-encryption.org/v1\n")
    assert not is_armored(b"")
