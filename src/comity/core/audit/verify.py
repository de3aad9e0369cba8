"""Verifying the audit log: the first entry that is not what it was is named, or it is as it was written."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from comity.core.audit import heads
from comity.core.audit.models import AuditEntry, AuditHead, Checkpoint
from comity.core.audit.tree import encode
from comity.kernel.errors import ComityError
from comity.seal.merkle import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from comity.seal.dsse import PinnedKeys

CHUNK = 5000
FIELDS = ("seq", "at", "actor", "code", "subject", "data", "leaf", "link")


class AuditError(ComityError):
    """The log is not what was written: `E_AUDIT`, with `index` (of the first bad entry) and `reason`."""

    def __init__(self, index: int, reason: str) -> None:
        super().__init__("E_AUDIT", f"entry {index}: {reason}", index=index, reason=reason)
        self.index = index
        self.reason = reason


@dataclass(frozen=True, slots=True)
class VerifiedLog:
    """A log that holds: how many entries, its root, how many signed heads agreed."""

    size: int
    root: bytes
    checkpoints: int


def verify_log(*, pinned: PinnedKeys | None) -> VerifiedLog:
    """Read the whole log once and return what it is, or raise AuditError at the first bad entry.

    Steps, for each entry in order: 1 no number is missing or twice, 2 the entry is what its leaf says, 3 the link
    binds it to all before, 4 where a signed head stands, its root is the root of what was read. Then: 5 the log is
    as long as the head row and every signed head say.

    Args:
        pinned: this node's public keys, past ones too; None leaves the heads' signatures unchecked, and nothing
            then shows that the whole log was not written anew.

    A change hidden by rewriting everything after it is found at the next signed head, and then the first entry that
    this head covers and the head before it did not is named.
    """
    with closing(
        _rows()
    ) as rows:  # a cursor of PostgreSQL left to the collector would be closed inside some later transaction
        return _read(rows, pinned)


def _rows() -> Generator[tuple[Any, ...], None, None]:
    yield from AuditEntry.objects.order_by("seq").values_list(*FIELDS).iterator(chunk_size=CHUNK)


def _read(rows: Iterable[tuple[Any, ...]], pinned: PinnedKeys | None) -> VerifiedLog:
    signed = {row.size: row for row in Checkpoint.objects.all()}
    last_good = 0
    peaks: list[bytes] = []
    link, index = b"", 0
    for seq, at, actor, code, subject, data, leaf, kept in rows:
        if seq != index:
            raise AuditError(index, "missing" if seq > index else "out of order")
        digest = sha256(b"\x00" + encode((seq, at, actor, code, subject, data)).encode()).digest()
        if digest != bytes(leaf):
            raise AuditError(index, "changed")
        link = sha256(link + digest).digest()
        if link != bytes(kept):
            raise AuditError(index, "does not follow what stands before it")
        size = index
        while size & 1:  # merkle.Frontier.append, without its objects: this runs a million times
            digest = sha256(b"\x01" + peaks.pop() + digest).digest()
            size >>= 1
        peaks.append(digest)
        index += 1
        if index in signed:
            _check_head(signed.pop(index), _root(peaks), pinned, last_good)
            last_good = index
    if signed:
        raise AuditError(index, f"cut off: a signed head tells of {max(signed)} entries")
    head = AuditHead.objects.first()
    if (head.size if head else 0) != index:
        raise AuditError(index, "cut off: the head row tells of another length")
    if head and (bytes(head.link) != link or bytes(head.peaks) != b"".join(peaks)):
        raise AuditError(last_good, "written anew: the head row tells of another log")
    return VerifiedLog(index, _root(peaks), Checkpoint.objects.count())


def first_bad_index(check: Callable[[], object]) -> int | None:
    """Return the index that a verification names, or None where it passed."""
    try:
        check()
    except AuditError as error:
        return error.index
    return None


def _check_head(row: Checkpoint, root: bytes, pinned: PinnedKeys | None, last_good: int) -> None:
    """Compare a signed head with the root of what was read; its signature stands, or the head itself was forged."""
    if pinned is not None:
        head = heads.read(bytes(row.signed), pinned, index=last_good)
        if (head.size, head.root) != (row.size, root):
            raise AuditError(last_good, "written anew: a signed head tells of another log")
    elif bytes(row.root) != root:
        raise AuditError(last_good, "written anew: a signed head tells of another log")


def _root(peaks: list[bytes]) -> bytes:
    if not peaks:
        return EMPTY
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = sha256(b"\x01" + peak + root).digest()
    return root
