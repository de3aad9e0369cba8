"""A process that stores, reads and seals one large file, and prints its own memory.

Prints the growth of its resident memory in bytes over what it used before, and whether the bytes were the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
from datetime import UTC, datetime

import django

django.setup()

from comity.core.actors import Actor  # noqa: E402 (models need the line above)
from comity.core.files.actions import begin_file, finish_file, put_part, store_bytes, store_stream  # noqa: E402
from comity.core.files.digests import forget_digests  # noqa: E402
from comity.core.files.reader import open_file, seal_for  # noqa: E402
from comity.core.keys import node_keys  # noqa: E402

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PART = 8 << 20


class Flow:
    """Gives `size` bytes that do not compress, without holding them."""

    def __init__(self, size: int) -> None:
        self._left, self._block, self.sum = size, os.urandom(1 << 20), hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        data = self._block[: min(size, self._left)]
        self._left -= len(data)
        self.sum.update(data)
        return data


class Nowhere:
    def write(self, data: memoryview, /) -> int:
        return len(data)


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(mebibytes: str) -> None:
    size, actor = int(mebibytes) << 20, Actor.system("weigh")
    recipient = node_keys().storage_identity.recipient()
    seal_for(
        store_bytes(b"x" * PART, actor=actor, purpose="t", name="", media_type="", now=NOW), [recipient], Nowhere()
    )
    before = peak()
    source = Flow(size)
    file = store_stream(source, actor=actor, purpose="t", name="", media_type="", now=NOW)
    same = file.sha256 == source.sum.hexdigest()
    with open_file(file) as opened:
        parted = begin_file(actor=actor, purpose="t", name="", media_type="", size=size, now=NOW)
        for offset in range(0, size, PART):
            put_part(parted, offset, Limited(opened, PART), now=NOW, size=PART)
    forget_digests()
    same = same and finish_file(parted, now=NOW).sha512 == file.sha512
    seal_for(parted, [recipient], Nowhere())
    print(json.dumps({"growth": peak() - before, "same": same}))  # noqa: T201 (the parent reads it)


class Limited:
    """The next `size` bytes of a stream."""

    def __init__(self, source: object, size: int) -> None:
        self._source, self._left = source, size

    def read(self, size: int, /) -> bytes:
        data: bytes = self._source.read(min(size, self._left))  # type: ignore[attr-defined]
        self._left -= len(data)
        return data
