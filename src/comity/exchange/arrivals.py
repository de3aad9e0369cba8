"""Files that came with a message, taken over: opened, compared with their digests, sealed to our storage key.

One streaming pass for each item, in constant memory; no byte of an item whose digests differ is ever kept. What was
taken over is written down item by item: an interrupted opening goes on, it does not begin again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction

from comity.core.actors import Actor
from comity.core.files.actions import store_bytes, store_stream
from comity.core.keys import node_keys
from comity.core.prepared import Prepared
from comity.core.rows import insert
from comity.exchange import blobs
from comity.exchange.crash import crash_point
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Blob, InboxFile
from comity.seal.age import OpenReader
from comity.seal.age.hybrid import HYBRID
from comity.seal.padding import UnpaddedReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from comity.core.files.models import StoredFile
    from comity.exchange.models import InboxItem
    from comity.seal.age import Source
    from comity.seal.package import EvidenceRef
    from comity.seal.package import Opened as Package

    Note = Callable[[StoredFile], object]

ACTOR: Final = Actor.system("exchange.arrivals")
PDF: Final = "application/pdf"
ASIC: Final = "application/vnd.etsi.asic-e+zip"
_TAKEN: Final = Prepared(
    lambda item, role, ref: InboxFile.objects.select_related("file").filter(item=item, role=role, ref=ref)
)


@dataclass(frozen=True, slots=True)
class Files:
    """Everything that came with a message, in our store. `container` is the signed container as it was sealed."""

    container: StoredFile
    letter: StoredFile | None
    annexes: tuple[tuple[str, StoredFile], ...]
    evidence: tuple[tuple[EvidenceRef, StoredFile], ...]


def take_over(item: InboxItem, package: Package, *, now: datetime) -> Files:
    """Store every file of an opened package, or find those stored before; raise SealError or ExchangeError.

    Raises:
        SealError: `E_AGE_*`, `E_SIZE`, `E_DIGEST` for an item of evidence that is not what was signed.
        StoreError: `E_STORE`; what was taken over stays.
    """
    contents = package.contents

    def small(role: str, ref: str, data: bytes, name: str, kind: str) -> StoredFile:
        def store(note: Note) -> StoredFile:
            return store_bytes(data, actor=ACTOR, purpose=role, name=name, media_type=kind, now=now, also=note)

        return _once(item, role, ref, store)

    container = small("package", "", package.container, f"{item.message_id}.asice", ASIC)
    letter = None
    if contents.letter is not None:
        letter = small("letter", "", contents.letter, f"{item.message_id}.pdf", PDF)
    annexes = tuple(
        (annex.id, small("annex", annex.id, annex.data, f"{annex.id}.pdf", PDF)) for annex in contents.annexes
    )
    evidence = tuple((ref, _evidence(item, ref, now)) for ref in contents.evidence)
    return Files(container, letter, annexes, evidence)


def _once(item: InboxItem, role: str, ref: str, store: Callable[[Note], StoredFile]) -> StoredFile:
    """Return the file that was taken over before, or the one that `store` keeps and tells of, in one transaction."""
    known = _TAKEN.first(item=item.pk, role=role, ref=ref)
    if known is not None:
        return known.file

    def note(file: StoredFile) -> None:
        crash_point("opening.file_stored")
        insert(InboxFile(item=item, role=role, ref=ref, file=file))

    file = store(note)
    crash_point("opening.file_recorded")
    return file


def _evidence(item: InboxItem, ref: EvidenceRef, now: datetime) -> StoredFile:
    blob = Blob.objects.get(peer=item.peer, ours=False, sha256=ref.sealed_sha256)

    def store(note: Note) -> StoredFile:
        with blobs.open_blob(blob) as sealed:
            reader = OpenReader(sealed, node_keys().age_identities)
            if set(reader.stanza_types) != {HYBRID}:
                raise ExchangeError("E_RECIPIENT", "sealed to a key that is not hybrid")
            compared = _Compared(UnpaddedReader(reader, ref.size), ref)
            file = store_stream(  # reads to the end, or keeps nothing
                compared, actor=ACTOR, purpose="evidence", name=ref.name, media_type=ref.media_type, now=now,
                limit=ref.size,
            )  # fmt: skip
        with transaction.atomic():
            note(file)
        return file

    return _once(item, "evidence", str(ref.id), store)


class _Compared:
    """Passes content on and, at its end, demands the digests that the sender signed: an error keeps it all out."""

    def __init__(self, source: Source, ref: EvidenceRef) -> None:
        self._source, self._ref = source, ref
        self._sha256, self._sha512 = hashlib.sha256(), hashlib.sha512()

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, and nothing at the end, which is reached only if the digests agree."""
        data = self._source.read(size) or b""
        self._sha256.update(data)
        self._sha512.update(data)
        ended = not data and size
        if ended and (self._sha256.hexdigest(), self._sha512.hexdigest()) != (self._ref.sha256, self._ref.sha512):
            raise ExchangeError("E_DIGEST", "the evidence is not what was signed for")
        return data
