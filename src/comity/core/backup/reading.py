"""Walking through a backup, member by member, in the order in which it was written; everything is digested."""

from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING, BinaryIO, cast

from comity.core.backup.contents import MANIFEST, MAX_MANIFEST, Manifest, Member, is_safe_name
from comity.core.backup.errors import BackupError
from comity.core.files.flow import DigestingSource
from comity.seal.age import OpenReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.seal.age import HybridIdentity, Source

BLOCK = 1 << 20


class BackupReader:
    """One pass through a backup.

    `members(prefix)` gives the members that come next and whose names begin with `prefix`; `finish()` reads the
    manifest behind them, compares, and proves that the stream ended where it was closed. Until `finish` has returned,
    nothing that was read may be relied upon.

    Raises:
        BackupError: `E_BACKUP_DAMAGED`.
        SealError: `E_AGE_NO_MATCH` for the wrong paper, `E_AGE_PAYLOAD` for altered bytes.
    """

    def __init__(self, source: Source, identity: HybridIdentity) -> None:
        self._opened = io.BufferedReader(OpenReader(source, [identity]), BLOCK)
        try:
            self._tar = tarfile.open(fileobj=self._opened, mode="r|", bufsize=BLOCK)  # noqa: SIM115 (reads on in `members`)
        except tarfile.TarError:
            raise BackupError("E_BACKUP_DAMAGED", "there is no archive inside") from None
        self._next = self._advance()
        self.seen: list[Member] = []

    def members(self, prefix: str) -> Iterator[tuple[str, DigestingSource]]:
        """Yield name (without the prefix) and content of each; content that is left unread is read for its digest."""
        while self._next is not None and self._next.name.startswith(prefix):
            entry = self._next
            stream = self._tar.extractfile(entry)
            if stream is None:
                raise BackupError("E_BACKUP_DAMAGED", "a member without content")
            digesting = DigestingSource(cast("BinaryIO", stream))
            yield entry.name.removeprefix(prefix), digesting
            while digesting.read(BLOCK):
                pass
            if digesting.size != entry.size:
                raise BackupError("E_BACKUP_DAMAGED", "a member ends early")
            self.seen.append(Member(entry.name, digesting.size, digesting.sha256))
            self._next = self._advance()

    def finish(self) -> Manifest:
        """Compare what was read with the manifest and return it."""
        found = [stream.read(MAX_MANIFEST) for name, stream in self.members(MANIFEST) if not name]
        if len(found) != 1 or self._next is not None:
            raise BackupError("E_BACKUP_DAMAGED", "the manifest is not where it must be")
        manifest = Manifest.from_bytes(found[0])
        if manifest.members != tuple(self.seen[:-1]):
            raise BackupError("E_BACKUP_DAMAGED", "the members are not those of the manifest")
        while self._opened.read(BLOCK):
            pass
        return manifest

    def _advance(self) -> tarfile.TarInfo | None:
        try:
            entry = self._tar.next()
        except tarfile.TarError:
            raise BackupError("E_BACKUP_DAMAGED", "the archive is malformed") from None
        if entry is not None and not (entry.isreg() and is_safe_name(entry.name)):
            raise BackupError("E_BACKUP_DAMAGED", "a member that no backup has")
        return entry
