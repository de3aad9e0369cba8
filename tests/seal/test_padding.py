"""Padding: sizes that say little, readers that neither lose nor add a byte."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.seal.age import Source
from comity.seal.errors import SealError
from comity.seal.padding import SMALLEST, PaddedReader, UnpaddedReader, is_padded_size, padded_size


def drain(reader: Source, step: int = 1000) -> bytes:
    parts = []
    while part := reader.read(step):
        parts.append(part)
    return b"".join(parts)


def test_small_content_takes_the_smallest_size():
    assert padded_size(0) == padded_size(1) == padded_size(SMALLEST) == SMALLEST


@pytest.mark.parametrize(
    ("size", "padded"), [(9, 10), (10, 10), (11, 12), (1_000_000, 1_015_808), (2**40 + 1, 2**40 + 2**34)]
)
def test_larger_content_takes_known_padme_sizes(size: int, padded: int):
    assert padded_size(size, 2) == padded


@given(st.integers(0, 2**45))
def test_padded_size_is_stable_and_costs_at_most_an_eighth(size: int):
    padded = padded_size(size)
    assert padded >= size
    assert padded_size(padded) == padded
    assert is_padded_size(padded)
    assert padded <= max(SMALLEST, size + size // 8)


@given(st.integers(0, 2**40), st.integers(0, 2**40))
def test_padded_size_keeps_the_order(one: int, other: int):
    assert (one <= other) <= (padded_size(one) <= padded_size(other))


def test_sizes_below_the_smallest_are_not_padded_sizes():
    assert not is_padded_size(SMALLEST - 1)
    assert not is_padded_size(SMALLEST + 1)


@pytest.mark.parametrize(("size", "smallest"), [(-1, 64), (1, 1)])
def test_senseless_sizes_are_refused(size: int, smallest: int):
    with pytest.raises(ValueError, match="negative"):
        padded_size(size, smallest)


@given(st.binary(max_size=300), st.integers(1, 100))
def test_padding_and_cutting_return_the_content(content: bytes, step: int):
    padded = drain(PaddedReader(io.BytesIO(content), len(content), 64), step)
    assert len(padded) == padded_size(len(content), 64)
    assert padded.rstrip(b"\0") == content.rstrip(b"\0")
    assert drain(UnpaddedReader(io.BytesIO(padded), len(content), 64), step) == content


@pytest.mark.parametrize("announced", [9, 11])
def test_content_of_another_size_than_announced_is_refused(announced: int):
    with pytest.raises(SealError) as caught:
        drain(PaddedReader(io.BytesIO(b"0123456789"), announced, 64))
    assert caught.value.code == "E_SIZE"


@pytest.mark.parametrize(
    ("padded", "code"),
    [
        (b"content" + bytes(56), "E_SIZE"),
        (b"content" + bytes(58), "E_SIZE"),
        (b"content" + bytes(56) + b"!", "E_DIGEST"),
        (b"cont", "E_SIZE"),
    ],
)
def test_wrong_padding_is_refused(padded: bytes, code: str):
    with pytest.raises(SealError) as caught:
        drain(UnpaddedReader(io.BytesIO(padded), 7, 64))
    assert caught.value.code == code


def test_reading_nothing_does_not_end_the_content():
    reader = UnpaddedReader(io.BytesIO(b"content" + bytes(57)), 7, 64)
    assert reader.read(0) == b""
    assert reader.read() == b"content"
    assert reader.read(0) == b""
    assert reader.read() == b""
    assert reader.read() == b""
    assert PaddedReader(io.BytesIO(b"content"), 7, 64).read(0) == b""


def test_a_source_that_does_not_wait_is_not_taken_for_one_that_ended():
    class Impatient:
        def read(self, _size: int, /) -> bytes | None:
            return None

    with pytest.raises(BlockingIOError):
        PaddedReader(Impatient(), 1).read()
