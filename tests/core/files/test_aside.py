"""A second thread takes every block once and in order, few wait, and its errors come to who asked."""

from __future__ import annotations

import threading

import pytest

from comity.core.files.aside import DEPTH, SHORT, Aside

BLOCK = 256 * 1024


def named() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == "aside"]


def test_blocks_are_taken_in_order_and_a_view_may_be_written_over() -> None:
    taken: list[bytes] = []
    aside = Aside(lambda data: taken.append(bytes(data)))
    reused = bytearray(BLOCK)
    for number in range(3 * SHORT // BLOCK):
        reused[:] = bytes([number]) * BLOCK
        aside.put(memoryview(reused))
    assert named()
    aside.finish()
    assert taken == [bytes([number]) * BLOCK for number in range(len(taken))]
    assert len(taken) == 3 * SHORT // BLOCK
    assert not named()


def test_a_short_stream_starts_no_thread() -> None:
    taken: list[int] = []
    aside = Aside(lambda data: taken.append(len(data)))
    aside.put(b"x" * SHORT)
    assert (taken, named()) == ([SHORT], [])
    aside.finish()


def test_no_more_than_a_few_blocks_wait() -> None:
    gate, put = threading.Event(), 0
    aside = Aside(lambda data: gate.wait(20) if len(data) == BLOCK else None)
    aside.put(b"x" * SHORT)

    def feed() -> None:
        nonlocal put
        for _ in range(3 * DEPTH):
            aside.put(b"y" * BLOCK)
            put += 1

    feeding = threading.Thread(target=feed)
    feeding.start()
    feeding.join(0.3)
    assert feeding.is_alive()
    assert put <= DEPTH
    gate.set()
    feeding.join(20)
    aside.finish()
    assert put == 3 * DEPTH


def test_an_error_reaches_who_finishes_and_ends_the_thread() -> None:
    def take(data: bytes | memoryview) -> None:
        if len(data) == BLOCK:
            raise ValueError("broken")

    aside = Aside(take)
    aside.put(b"x" * SHORT)
    for _ in range(2 * DEPTH):
        aside.put(b"y" * BLOCK)
    with pytest.raises(ValueError, match="broken"):
        aside.finish()
    assert not named()
