from __future__ import annotations

import io

import pytest

from comity.seal.age.flow import fill, write_all


class Drops:
    """A source and sink that moves at most three bytes at a time, and only by `read` and `write`."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = data
        self.taken = b""

    def read(self, size: int) -> bytes:
        part, self.data = self.data[: min(size, 3)], self.data[min(size, 3) :]
        return part

    def write(self, data: memoryview) -> int:
        self.taken += bytes(data[:3])
        return min(len(data), 3)


class Blocking:
    def read(self, size: int) -> None:
        del size

    def write(self, data: memoryview) -> None:
        del data


class BlockingInto(io.RawIOBase):
    def readinto(self, buffer: object) -> None:
        del buffer


@pytest.mark.parametrize("source", [Drops(b"twelve bytes"), io.BytesIO(b"twelve bytes")])
def test_fill_reads_until_full_and_then_to_the_end(source: Drops) -> None:
    buffer = memoryview(bytearray(8))
    assert fill(source, buffer) == 8
    assert bytes(buffer) == b"twelve b"
    assert fill(source, buffer) == 4
    assert bytes(buffer[:4]) == b"ytes"
    assert fill(source, buffer) == 0


@pytest.mark.parametrize("source", [Blocking(), BlockingInto()])
def test_fill_refuses_a_source_that_does_not_wait(source: Blocking) -> None:
    with pytest.raises(BlockingIOError):
        fill(source, memoryview(bytearray(8)))


def test_write_all_repeats_short_writes() -> None:
    sink = Drops()
    write_all(sink, memoryview(b"eleven byte"))
    assert sink.taken == b"eleven byte"


def test_write_all_refuses_a_sink_that_takes_nothing() -> None:
    with pytest.raises(BlockingIOError):
        write_all(Blocking(), memoryview(b"one"))
    write_all(Blocking(), memoryview(b""))
