"""What comes out of a sealed file: all of it, or what was authentic before the damage, and an error."""

from __future__ import annotations

import io
import os
from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.seal.age import CHUNK, HybridIdentity, OpenReader, SealWriter, X25519Identity, payload_size, seal_bytes
from comity.seal.age.sealing import BATCH, SEALED_CHUNK
from comity.seal.errors import SealError

IDENTITY = X25519Identity.generate()
TO = [IDENTITY.recipient()]
BORDERS = sorted(
    size
    for chunks in (0, 1, 2, BATCH - 1, BATCH, BATCH + 1, 2 * BATCH, 2 * BATCH + 1)
    for size in range(chunks * CHUNK - 1, chunks * CHUNK + 2)
    if size >= 0
)
PLAIN = os.urandom(BORDERS[-1])
HEADER_SIZE = len(seal_bytes(b"", TO)) - payload_size(0)


class Trickle:
    """A source without `readinto` that gives at most `step` bytes at once."""

    def __init__(self, data: bytes, step: int) -> None:
        self._file, self._step = io.BytesIO(data), step

    def read(self, size: int) -> bytes:
        return self._file.read(min(size, self._step))


def reader(sealed: bytes) -> OpenReader:
    return OpenReader(io.BytesIO(sealed), [IDENTITY])


def drain(source: OpenReader, step: int, out: list[bytes]) -> None:
    """Read everything in pieces of `step` bytes into `out`."""
    out.extend(iter(lambda: source.read(step), b""))


def refused(sealed: bytes, plain: bytes) -> None:
    """Demand that reading fails, in pieces of every manner, after giving out nothing but a beginning of `plain`."""
    for step in (1000, CHUNK, BATCH * CHUNK, len(plain) + 1):
        source, parts = reader(sealed), list[bytes]()
        with pytest.raises(SealError) as refusal:
            drain(source, step, parts)
        assert refusal.value.code == "E_AGE_PAYLOAD"
        out = b"".join(parts)
        assert plain.startswith(out)
        assert len(out) < len(plain) or not plain
        with pytest.raises(SealError) as refusal:
            source.read(1)
        assert refusal.value.code == "E_AGE_PAYLOAD"


@pytest.mark.parametrize("size", BORDERS)
def test_round_trip_at_every_border(size: int) -> None:
    sealed = seal_bytes(PLAIN[:size], TO)
    assert len(sealed) == HEADER_SIZE + payload_size(size)
    assert reader(sealed).read() == PLAIN[:size]
    assert OpenReader(Trickle(sealed, 5000), [IDENTITY]).read() == PLAIN[:size]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(min_value=0, max_value=BORDERS[-1]),
    st.lists(st.integers(min_value=0, max_value=3 * CHUNK), max_size=20),
    st.lists(st.integers(min_value=1, max_value=3 * CHUNK), min_size=1, max_size=20),
)
def test_any_pieces_in_and_out(size: int, pieces_in: list[int], pieces_out: list[int]) -> None:
    """At most 1,000 pieces are read and then the rest: 40 examples, of which one of a byte at a time cost a second."""
    sink, at = io.BytesIO(), 0
    with SealWriter(sink, TO) as writer:
        for piece in [*pieces_in, size]:
            end = min(at + piece, size)
            assert writer.write(PLAIN[at:end]) == end - at
            at = end
    source, out = reader(sink.getvalue()), b""
    for piece in islice(cycle(pieces_out), min(1_000, len(pieces_out) * (size // sum(pieces_out) + 1))):
        part = source.read(piece)
        assert len(part) == min(piece, size - len(out))
        out += part
    assert out + source.read() == PLAIN[:size]
    assert source.read(1) == b""


@pytest.mark.parametrize("chunks", [0, 1, 2, BATCH, BATCH + 1])
@pytest.mark.parametrize("over", [0, 1, 15, 16, 17])
def test_cut_off_anywhere_is_refused(chunks: int, over: int) -> None:
    plain = PLAIN[: (BATCH + 2) * CHUNK + 100]
    size = HEADER_SIZE + 16 + chunks * SEALED_CHUNK + over
    refused(seal_bytes(plain, TO)[:size], plain)


@pytest.mark.parametrize("plain", [b"", b"a", PLAIN[:CHUNK], PLAIN[: CHUNK + 1], PLAIN[: BATCH * CHUNK]])
def test_cut_or_lengthened_by_little_is_refused(plain: bytes) -> None:
    sealed = seal_bytes(plain, TO)
    for tail in (b"\x00", bytes(16), bytes(17), sealed[-SEALED_CHUNK:], bytes(SEALED_CHUNK)):
        refused(sealed + tail, plain)
    for less in (1, 15, 16, 17, SEALED_CHUNK):
        if less < len(sealed) - HEADER_SIZE - 16:
            refused(sealed[:-less], plain)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(min_value=0, max_value=7))
def test_no_bit_of_a_payload_can_be_changed(data: st.DataObject, bit: int) -> None:
    plain = PLAIN[: 2 * CHUNK + 50]
    sealed = bytearray(seal_bytes(plain, TO))
    sealed[data.draw(st.integers(min_value=HEADER_SIZE, max_value=len(sealed) - 1))] ^= 1 << bit
    refused(bytes(sealed), plain)


def test_chunks_moved_repeated_or_left_out_are_refused() -> None:
    plain = PLAIN[: 4 * CHUNK]
    sealed = seal_bytes(plain, TO)
    head = sealed[: HEADER_SIZE + 16]
    chunks = [sealed[at : at + SEALED_CHUNK] for at in range(len(head), len(sealed), SEALED_CHUNK)]
    for order in (
        [1, 0, 2, 3],
        [0, 2, 1, 3],
        [0, 1, 3, 2],
        [0, 1, 2, 2, 3],
        [0, 1, 3],
        [3],
        [0, 1, 2, 3, 3],
        [3, 2, 1, 0],
    ):
        refused(head + b"".join(chunks[number] for number in order), plain)


def test_chunks_of_another_file_for_the_same_key_are_refused() -> None:
    one, two = (seal_bytes(PLAIN[: 2 * CHUNK], TO) for _ in range(2))
    refused(one[:-SEALED_CHUNK] + two[-SEALED_CHUNK:], PLAIN[: 2 * CHUNK])
    refused(one[:HEADER_SIZE] + two[HEADER_SIZE:], PLAIN[: 2 * CHUNK])


def test_a_damaged_chunk_leaves_nothing_in_the_readers_buffer() -> None:
    sealed = bytearray(seal_bytes(b"secret" * 100, TO))
    sealed[-1] ^= 1
    buffer = bytearray(b"?" * 1000)
    with pytest.raises(SealError):
        reader(bytes(sealed)).readinto(buffer)
    assert bytes(buffer) == bytes(600) + b"?" * 400


def test_a_source_that_fails_spoils_the_reader() -> None:
    class Failing(Trickle):
        def read(self, size: int) -> bytes:
            part = super().read(size)
            if not part:
                raise OSError("the disk is gone")
            return part

    source = OpenReader(Failing(seal_bytes(PLAIN, TO)[:-1], 1 << 20), [IDENTITY])
    with pytest.raises(OSError, match="gone"):
        source.read()
    with pytest.raises(SealError, match="failed before"):
        source.read(1)


def test_reader_is_an_ordinary_raw_stream() -> None:
    hybrid = HybridIdentity.generate()
    source = OpenReader(io.BytesIO(seal_bytes(b"one\ntwo\n", [hybrid.recipient()] * 2)), [hybrid])
    assert source.stanza_types == ("mlkem768x25519", "mlkem768x25519")
    assert source.readable()
    assert not source.writable()
    assert not source.seekable()
    assert list(io.BufferedReader(source)) == [b"one\n", b"two\n"]


def test_reading_nothing_is_not_the_end() -> None:
    source = reader(seal_bytes(b"one", TO))
    assert source.read(0) == b""
    assert source.read() == b"one"
