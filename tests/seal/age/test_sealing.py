from __future__ import annotations

import io

import pytest

from comity.seal.age import (
    HybridIdentity,
    Recipient,
    ScryptRecipient,
    SealWriter,
    X25519Identity,
    open_bytes,
    payload_size,
    seal_bytes,
)
from comity.seal.age.sealing import BATCH, CHUNK, chunk_nonce
from comity.seal.errors import SealError

IDENTITY = HybridIdentity.generate()
HYBRID = IDENTITY.recipient()
CLASSICAL = X25519Identity.generate().recipient()
PHRASE = ScryptRecipient("one", 4)


class Sink:
    """Takes `room` bytes and then fails."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, data: memoryview) -> int:
        self.room -= len(data)
        if self.room < 0:
            raise OSError("no space left")
        return len(data)


@pytest.mark.parametrize("recipients", [[], [HYBRID] * 65, [PHRASE, PHRASE], [PHRASE, HYBRID], [HYBRID, CLASSICAL]])
def test_recipients_that_may_not_stand_together(recipients: list[Recipient]) -> None:
    sink = io.BytesIO()
    with pytest.raises(SealError) as refusal:
        SealWriter(sink, recipients)
    assert refusal.value.code == "E_RECIPIENT"
    assert sink.getvalue() == b""


def test_64_recipients_can_all_open() -> None:
    identities = [HybridIdentity.generate() for _ in range(64)]
    sealed = seal_bytes(b"plain", [one.recipient() for one in identities])
    for identity in identities:
        assert open_bytes(sealed, [identity]) == b"plain"


def test_two_sealings_share_nothing() -> None:
    one, two = (seal_bytes(bytes(1000), [HYBRID]) for _ in range(2))
    assert one[-1016:] != two[-1016:]
    assert one.split(b"\n")[1] != two.split(b"\n")[1]


def test_nonce_counts_and_marks_the_end() -> None:
    assert chunk_nonce(0, last=False) == bytes(12)
    assert chunk_nonce(0, last=True) == bytes(11) + b"\x01"
    assert chunk_nonce(258, last=True) == bytes(9) + b"\x01\x02\x01"


@pytest.mark.parametrize(("size", "tags"), [(0, 1), (1, 1), (CHUNK, 1), (CHUNK + 1, 2), (2 * CHUNK, 2)])
def test_payload_size(size: int, tags: int) -> None:
    assert payload_size(size) == 16 + size + 16 * tags


def test_a_block_that_raises_leaves_an_unreadable_file() -> None:
    sink = io.BytesIO()
    writer = SealWriter(sink, [HYBRID])
    writer.write(bytes(3 * CHUNK))
    with pytest.raises(ZeroDivisionError), writer:
        writer.write(bytes(1 // 0))
    with pytest.raises(SealError, match="E_AGE_PAYLOAD"):
        open_bytes(sink.getvalue(), [IDENTITY])
    with pytest.raises(ValueError, match="closed"):
        writer.close()


def test_closed_is_closed() -> None:
    writer = SealWriter(io.BytesIO(), [HYBRID])
    writer.close()
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"more")
    with pytest.raises(ValueError, match="closed"):
        writer.close()


def test_a_sink_that_fails_spoils_the_writer() -> None:
    writer = SealWriter(Sink(5000), [HYBRID])
    with pytest.raises(OSError, match="space"):
        writer.write(bytes(2 * BATCH * CHUNK))
    with pytest.raises(ValueError, match="failed"):
        writer.write(b"more")
    with pytest.raises(ValueError, match="failed"):
        writer.close()


def test_other_buffers_are_taken_as_bytes() -> None:
    sink = io.BytesIO()
    with SealWriter(sink, [HYBRID]) as writer:
        assert writer.write(bytearray(b"ab")) == 2
        assert writer.write(memoryview(b"cdef")[::1].cast("H")) == 4
    assert open_bytes(sink.getvalue(), [IDENTITY]) == b"abcdef"
