"""Storing files: parts in any order, full disks, transactions that fail, what lies on the disk."""

from __future__ import annotations

import hashlib
import io
import os
import random
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.core.files.test_blobs import FailingFsync, everything, small_disk

from comity.core.actors import Actor
from comity.core.files.actions import (
    begin_file,
    delete_file,
    finish_file,
    next_offset,
    put_part,
    store_bytes,
    store_stream,
)
from comity.core.files.blobs import FolderStore
from comity.core.files.digests import forget_digests
from comity.core.files.errors import FileError, StoreError
from comity.core.files.models import FilePart, StoredFile
from comity.core.files.reader import open_file, read_file, seal_for
from comity.core.files.store import blob_store, using_store
from comity.seal.age import HybridIdentity, X25519Identity, open_bytes
from comity.seal.errors import SealError
from comity.seal.padding import padded_size

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ACTOR = Actor.system("test")


def a_file(size: int | None = None) -> StoredFile:
    return begin_file(
        actor=ACTOR, purpose="evidence", name="statement.pdf", media_type="application/pdf", size=size, now=NOW
    )


def stored(data: bytes) -> StoredFile:
    return store_bytes(data, actor=ACTOR, purpose="evidence", name="a.bin", media_type="", now=NOW)


def read_into(served: bytearray, file: StoredFile) -> None:
    with open_file(file) as source:
        while piece := source.read(65_536):
            served += piece


def content(file: StoredFile) -> bytes:
    with open_file(file) as source:
        return source.read()


@pytest.mark.django_db
@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 1_000_000])
def test_store_bytes_then_open_gives_the_same(size: int):
    data = os.urandom(size)
    file = stored(data)
    assert content(file) == read_file(file, limit=size) == data
    assert (file.size, file.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert file.sha512 == hashlib.sha512(data).hexdigest()
    assert file.created_by == "system:test"


@pytest.mark.django_db
def test_open_file_before_it_is_finished_is_refused():
    with pytest.raises(FileError) as raised:
        open_file(a_file())
    assert raised.value.code == "E_FILE_STATE"


@pytest.mark.django_db
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.integers(1, 5000), max_size=6),
    number=st.integers(0, 2**32),
    repeat=st.booleans(),
    restart=st.booleans(),
)
def test_parts_in_any_order_and_repeated_give_the_same_file(cuts: list[int], number: int, repeat: bool, restart: bool):
    seed = random.Random(number)  # noqa: S311 (an order to try)
    data = seed.randbytes(5000)
    edges = sorted({0, 5000, *cuts})
    spans = list(pairwise(edges))
    sent = spans + (seed.sample(spans, len(spans) // 2 + 1) if repeat else [])
    seed.shuffle(sent)
    file = a_file(5000)
    for start, end in sent:
        put_part(file, start, io.BytesIO(data[start:end]), now=NOW, size=end - start)
    if restart:
        forget_digests()
    done = finish_file(file, now=NOW)
    assert done.sha256 == hashlib.sha256(data).hexdigest()
    assert done.sha512 == hashlib.sha512(data).hexdigest()
    assert content(done) == data
    assert finish_file(file, now=NOW).finished_at == NOW


@pytest.mark.django_db
def test_next_offset_is_where_the_first_gap_begins():
    file = a_file(40)
    assert next_offset(file) == 0
    put_part(file, 10, io.BytesIO(b"b" * 10), now=NOW)
    assert next_offset(file) == 0
    put_part(file, 0, io.BytesIO(b"a" * 10), now=NOW)
    assert next_offset(file) == 20
    put_part(file, 30, io.BytesIO(b"d" * 10), now=NOW)
    assert next_offset(file) == 20
    with pytest.raises(FileError) as raised:
        finish_file(file, now=NOW)
    assert (raised.value.code, raised.value.params) == ("E_PART", {"offset": 20})
    put_part(file, 20, io.BytesIO(b"c" * 10), now=NOW)
    assert content(finish_file(file, now=NOW)) == b"a" * 10 + b"b" * 10 + b"c" * 10 + b"d" * 10


@pytest.mark.django_db(transaction=True)
def test_next_offset_is_right_after_a_shorter_part_took_the_place_of_a_longer():
    file = a_file(40)
    for offset in (0, 10, 20):
        put_part(file, offset, io.BytesIO(b"a" * 10), now=NOW)
        assert next_offset(file) == offset + 10
    put_part(file, 10, io.BytesIO(b"b" * 5), now=NOW)
    assert next_offset(file) == 15
    put_part(file, 15, io.BytesIO(b"c" * 5), now=NOW)
    assert next_offset(file) == 30
    put_part(file, 0, io.BytesIO(b"d" * 10), now=NOW)
    assert next_offset(file) == 30
    put_part(file, 30, io.BytesIO(b"e" * 10), now=NOW)
    whole = b"d" * 10 + b"b" * 5 + b"c" * 5 + b"a" * 10 + b"e" * 10
    assert content(finish_file(file, now=NOW)) == whole


@pytest.mark.django_db(transaction=True)
def test_part_over_two_others_is_refused():
    file = a_file(40)
    for offset in (0, 10, 20):
        put_part(file, offset, io.BytesIO(b"a" * 10), now=NOW)
    for offset, size in ((5, 5), (5, 30), (10, 11), (0, 35)):
        with pytest.raises(FileError) as raised:
            put_part(file, offset, io.BytesIO(b"b" * size), now=NOW)
        assert raised.value.code == "E_PART"


@pytest.mark.django_db(transaction=True)
def test_part_that_does_not_fit_is_refused_and_leaves_nothing(node_folder: Path):
    file = a_file(100)
    put_part(file, 0, io.BytesIO(b"x" * 50), now=NOW)
    before = everything(node_folder / "files")
    cases = [
        (40, b"y" * 20, None, "E_PART"),  # overlaps
        (50, b"y" * 51, None, "E_FILE_SIZE"),  # beyond the announced end
        (-1, b"y", None, "E_PART"),
        (50, b"y" * 10, 20, "E_PART"),  # ended early: the connection broke
        (50, b"y" * 30, 20, "E_PART"),  # longer than its own announcement
    ]
    for offset, data, size, code in cases:
        with pytest.raises(FileError) as raised:
            put_part(file, offset, io.BytesIO(data), now=NOW, size=size)
        assert raised.value.code == code
    assert everything(node_folder / "files") == before
    assert next_offset(file) == 50
    with pytest.raises(FileError) as raised:
        finish_file(file, now=NOW)
    assert raised.value.code == "E_FILE_SIZE"


@pytest.mark.django_db
def test_finished_file_takes_no_more_parts():
    file = stored(b"final")
    with pytest.raises(FileError) as raised:
        put_part(file, 5, io.BytesIO(b"more"), now=NOW)
    assert raised.value.code == "E_FILE_STATE"
    assert content(file) == b"final"


@pytest.mark.django_db(transaction=True)
def test_store_stream_above_its_limit_leaves_nothing(node_folder: Path):
    with pytest.raises(FileError) as raised:
        store_stream(
            io.BytesIO(b"x" * 1001), actor=ACTOR, purpose="annex", name="a", media_type="", now=NOW, limit=1000
        )
    assert raised.value.code == "E_FILE_SIZE"
    assert everything(node_folder / "files") == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_delete_file_removes_its_blobs_only_when_it_is_committed(node_folder: Path):
    file = stored(b"x" * 100)

    def delete_then_fail() -> None:
        with transaction.atomic():
            delete_file(file)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        delete_then_fail()
    assert content(StoredFile.objects.get()) == b"x" * 100
    delete_file(file)
    assert everything(node_folder / "files") == []
    assert not FilePart.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_repeated_part_leaves_one_blob(node_folder: Path):
    file = a_file(10)
    for _ in range(3):
        put_part(file, 0, io.BytesIO(b"0123456789"), now=NOW)
    assert len(everything(node_folder / "files")) == 1
    assert content(finish_file(file, now=NOW)) == b"0123456789"


@pytest.mark.django_db(transaction=True)
def test_full_disk_is_coded_keeps_what_was_there_and_goes_on_after_space(node_folder: Path):
    with small_disk(node_folder / "files", megabytes=4) as disk:
        file = a_file(6_000_000)
        put_part(file, 0, io.BytesIO(b"a" * 2_000_000), now=NOW, size=2_000_000)
        other = stored(b"b" * 1_500_000)
        with pytest.raises(StoreError) as raised:
            put_part(file, 2_000_000, io.BytesIO(b"c" * 4_000_000), now=NOW, size=4_000_000)
        assert (raised.value.code, raised.value.permanent) == ("E_STORE", False)
        assert not [name for name in everything(disk) if name.endswith(".part")]
        assert next_offset(file) == 2_000_000
        assert content(other) == b"b" * 1_500_000
        delete_file(other)
        assert put_part(file, 2_000_000, io.BytesIO(b"c" * 1_500_000), now=NOW) == 1_500_000


@pytest.mark.django_db(transaction=True)
def test_failing_fsync_is_never_success_and_the_next_try_is(node_folder: Path):
    """Row 8: an input/output error on the nth fsync; whatever n is, nothing half kept is ever called stored."""
    kept, nth = stored(b"kept"), 0
    while True:
        nth += 1
        fsync = FailingFsync(nth)
        try:
            with using_store(FolderStore(node_folder / "files", fsync=fsync)):
                stored(b"x" * 100_000)
        except StoreError as error:
            assert (error.code, error.reason) == ("E_STORE", "EIO")
        else:
            break
        assert list(StoredFile.objects.values_list("pk", flat=True)) == [kept.pk]
        assert not [name for name in everything(node_folder / "files") if name.endswith(".part")]
    assert nth >= 3
    assert {content(file) for file in StoredFile.objects.all()} == {b"kept", b"x" * 100_000}


@pytest.mark.django_db
def test_flipped_bit_swapped_blob_and_lost_blob_are_found_and_nothing_of_them_served(node_folder: Path):
    rng = random.Random(5)  # noqa: S311 (which bit to flip)
    data = rng.randbytes(200_000)
    file, twin = stored(data), stored(b"t" * 200_000)
    part, other = file.parts.get(), twin.parts.get()
    path = node_folder / "files" / part.blob[:2] / part.blob
    good = path.read_bytes()
    for _ in range(200):
        bad = bytearray(good)
        bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
        path.write_bytes(bad)
        served = bytearray()
        with pytest.raises((FileError, SealError)):
            read_into(served, file)
        assert data.startswith(served)
        assert len(served) < len(data)
    path.write_bytes((node_folder / "files" / other.blob[:2] / other.blob).read_bytes())
    with pytest.raises(FileError) as raised:
        content(file)
    assert raised.value.code == "E_FILE_DAMAGED"
    path.write_bytes(good[:-1])
    with pytest.raises(SealError):
        content(file)
    path.unlink()
    with pytest.raises(FileError) as raised:
        content(file)
    assert raised.value.code == "E_FILE_DAMAGED"
    path.write_bytes(good)
    assert content(file) == data
    part.delete()
    with pytest.raises(FileError) as raised:
        content(file)
    assert raised.value.code == "E_FILE_DAMAGED"


@pytest.mark.django_db
@pytest.mark.parametrize("size", [0, 100, 65_536, 300_001])
def test_seal_for_opens_to_the_content_and_zeros_up_to_the_padded_size(size: int):
    identity, data, sink = HybridIdentity.generate(), os.urandom(size), io.BytesIO()
    sealed = seal_for(stored(data), [identity.recipient()], sink)
    raw = sink.getvalue()
    assert (sealed.size, sealed.sha256) == (len(raw), hashlib.sha256(raw).hexdigest())
    opened = open_bytes(raw, [identity])
    assert len(opened) == padded_size(size)
    assert opened == data + bytes(padded_size(size) - size)


@pytest.mark.django_db
def test_seal_for_classical_recipient_is_refused_before_anything_is_written():
    sink = io.BytesIO()
    with pytest.raises(SealError) as raised:
        seal_for(stored(b"x"), [X25519Identity.generate().recipient()], sink)
    assert raised.value.code == "E_RECIPIENT"
    assert sink.getvalue() == b""


@pytest.mark.django_db
def test_no_canary_of_ten_thousand_lies_on_the_disk_in_plain(node_folder: Path):
    rng = random.Random(30)  # noqa: S311 (seeded canaries)
    canaries = [f"CANARY-{rng.getrandbits(64):016x}" for _ in range(10_000)]
    for start in range(0, 10_000, 500):
        text = "\n".join(canaries[start : start + 500]).encode()
        file = begin_file(actor=ACTOR, purpose="evidence", name=canaries[start], media_type="", size=None, now=NOW)
        half = len(text) // 2
        put_part(file, half, io.BytesIO(text[half:]), now=NOW)
        put_part(file, 0, io.BytesIO(text[:half]), now=NOW)
        finish_file(file, now=NOW)
        with pytest.raises(FileError):
            put_part(a_file(10), 0, io.BytesIO(text), now=NOW)
    on_disk = [path.read_bytes() for path in node_folder.rglob("*") if path.is_file()]
    assert len(on_disk) > 40
    found = [canary for canary in canaries if any(canary.encode() in raw for raw in on_disk)]
    assert found == []
    assert not any(b"CANARY-" in raw for raw in on_disk)
    assert len(list(blob_store().keys())) == 40
