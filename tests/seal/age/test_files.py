from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from comity.seal.age import (
    CHUNK,
    HybridIdentity,
    Recipient,
    ScryptRecipient,
    X25519Identity,
    open_bytes,
    open_sealed,
    open_to_path,
    rewrap,
    seal,
    seal_bytes,
    seal_to_path,
)
from comity.seal.age.sealing import BATCH
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY = HybridIdentity.generate()
TO = [IDENTITY.recipient()]
SIZES = [0, 1, CHUNK, BATCH * CHUNK - 1, BATCH * CHUNK, BATCH * CHUNK + 1, 3 * BATCH * CHUNK + 7]


@pytest.mark.parametrize("armored", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_streams_and_bytes_agree(size: int, armored: bool) -> None:
    data = os.urandom(size)
    sink, out = io.BytesIO(), io.BytesIO()
    assert seal(io.BytesIO(data), sink, TO, armored=armored) == size
    assert open_bytes(sink.getvalue(), [IDENTITY], armored=armored) == data
    sealed = seal_bytes(data, TO, armored=armored)
    assert len(sealed) == len(sink.getvalue())
    assert open_sealed(io.BytesIO(sealed), out, [IDENTITY], armored=armored) == size
    assert out.getvalue() == data


def test_armor_is_read_only_where_it_is_asked_for() -> None:
    with pytest.raises(SealError, match="E_AGE_HEADER"):
        open_bytes(seal_bytes(b"one", TO, armored=True), [IDENTITY])
    with pytest.raises(SealError, match="E_AGE_ARMOR"):
        open_bytes(seal_bytes(b"one", TO), [IDENTITY], armored=True)


@pytest.mark.parametrize("armored", [False, True])
def test_files_appear_whole(tmp_path: Path, armored: bool) -> None:
    data = os.urandom(3 * CHUNK)
    sealed, opened = tmp_path / "sealed", tmp_path / "opened"
    opened.write_text("what was here before")
    assert seal_to_path(io.BytesIO(data), sealed, TO, armored=armored) == len(data)
    with sealed.open("rb", buffering=0) as source:
        assert open_to_path(source, opened, [IDENTITY], armored=armored) == len(data)
    assert opened.read_bytes() == data
    assert opened.stat().st_mode & 0o777 == sealed.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["opened", "sealed"]


@pytest.mark.parametrize("kept", [10, 2000, 2000 + 2 * CHUNK, -1])
def test_nothing_is_left_of_a_file_that_cannot_be_opened(tmp_path: Path, kept: int) -> None:
    sealed = seal_bytes(os.urandom(3 * CHUNK), TO)[:kept]
    before = tmp_path / "before"
    before.write_text("stays")
    for path in (tmp_path / "new", before):
        with pytest.raises(SealError):
            open_to_path(io.BytesIO(sealed), path, [IDENTITY])
    assert [path.name for path in tmp_path.iterdir()] == ["before"]
    assert before.read_text() == "stays"


def test_nothing_is_left_of_a_file_that_cannot_be_sealed(tmp_path: Path) -> None:
    class Failing(io.BytesIO):
        def readinto(self, buffer: object) -> int:
            del buffer
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        seal_to_path(Failing(), tmp_path / "new", TO)
    with pytest.raises(SealError):
        seal_to_path(io.BytesIO(), tmp_path / "new", [])
    with pytest.raises(FileNotFoundError):
        seal_to_path(io.BytesIO(), tmp_path / "nowhere" / "new", TO)
    assert list(tmp_path.iterdir()) == []


def test_rewrapping_gives_access_without_sealing_again() -> None:
    data, other = os.urandom(BATCH * CHUNK + 5), HybridIdentity.generate()
    sealed, sink = seal_bytes(data, TO), io.BytesIO()
    rewrap(io.BytesIO(sealed), sink, [IDENTITY], [*TO, other.recipient()])
    assert open_bytes(sink.getvalue(), [other]) == open_bytes(sink.getvalue(), [IDENTITY]) == data
    assert sink.getvalue()[-len(data) :] == sealed[-len(data) :]


def test_rewrapping_refuses_before_writing() -> None:
    sealed, sink = seal_bytes(b"one", TO), io.BytesIO()
    with pytest.raises(SealError, match="E_AGE_NO_MATCH"):
        rewrap(io.BytesIO(sealed), sink, [HybridIdentity.generate()], TO)
    forbidden: list[list[Recipient]] = [
        [],
        [*TO, X25519Identity.generate().recipient()],
        [*TO, ScryptRecipient("one", 4)],
    ]
    for recipients in forbidden:
        with pytest.raises(SealError, match="E_RECIPIENT"):
            rewrap(io.BytesIO(sealed), sink, [IDENTITY], recipients)
    assert sink.getvalue() == b""


def test_rewrapping_proves_nothing_and_reading_does() -> None:
    sealed, sink = seal_bytes(b"one", TO), io.BytesIO()
    rewrap(io.BytesIO(sealed[:-1] + bytes([sealed[-1] ^ 1])), sink, [IDENTITY], TO)
    with pytest.raises(SealError, match="E_AGE_PAYLOAD"):
        open_bytes(sink.getvalue(), [IDENTITY])


PROGRAM = """
import resource, sys
from comity.seal.age import HybridIdentity, OpenReader, SealWriter
import os, threading

identity = HybridIdentity.generate()
inward, outward = os.pipe()
total = int(sys.argv[1]) << 20

def write():
    with open(outward, "wb", buffering=0) as sink, SealWriter(sink, [identity.recipient()]) as writer:
        block = bytes(1 << 20)
        for _ in range(total >> 20):
            writer.write(block)

thread = threading.Thread(target=write)
thread.start()
with open(inward, "rb", buffering=0) as source:
    reader, buffer, seen = OpenReader(source, [identity]), bytearray(1 << 20), 0
    while size := reader.readinto(buffer):
        seen += size
thread.join()
assert seen == total
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


def test_memory_stays_constant() -> None:
    small, large = (
        int(subprocess.run([sys.executable, "-c", PROGRAM, size], check=True, capture_output=True).stdout)
        for size in ("16", "512")
    )
    assert large < 64
    assert large - small < 8
