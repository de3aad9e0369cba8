"""A store of opaque sealed blobs: put, get, delete, size, keys. It never sees a plaintext or a file's name.

The folder store keeps a blob under `ab/abcdef…`. Writing goes to `….part` beside it, then fsync of the file, rename,
fsync of the folder: a key that can be read was wholly on the disk before anybody was told so. Whatever goes wrong on
the way removes the `.part` and raises `StoreError`; a failed fsync is never tried again on the same bytes, since the
kernel may have dropped them.

Large blobs go past the page cache (`O_DIRECT`, where the file system has it): sealed evidence is seldom read soon, and
copying gigabytes through the cache costs more processor time than sealing them, and drives the database out of it.
"""

from __future__ import annotations

import errno
import fcntl
import io
import mmap
import os
import re
import secrets
import shutil
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, cast

from comity.core.files.errors import FileError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from _typeshed import ReadableBuffer as Buffer

_KEY = re.compile(r"[0-9a-f]{32,64}")
_COPY = 1 << 20
_BLOCK: Final = 1 << 20  # bytes of a large blob written at once; a multiple of every disk's own block
_O_DIRECT: Final[int] = getattr(os, "O_DIRECT", 0)
PART = ".part"


class BlobStore(Protocol):
    """What the rest of the node may ask of a store; a folder today, anything that keeps objects tomorrow."""

    def writing(self, key: str) -> AbstractContextManager[BinaryIO]:
        """Yield a sink for a new blob; it exists under its key once the block ends without an error."""
        ...

    def put(self, key: str, source: BinaryIO) -> int:
        """Store all that `source` gives under `key` and return its size in bytes."""
        ...

    def get(self, key: str) -> BinaryIO:
        """Return a blob's bytes for reading, or raise FileError `E_FILE_DAMAGED` when there is none."""
        ...

    def delete(self, key: str) -> None:
        """Remove a blob; removing one that is not there is no error."""
        ...

    def size(self, key: str) -> int | None:
        """Return a blob's size in bytes, or None when there is no such blob."""
        ...

    def keys(self) -> Iterator[str]:
        """Yield the key of every blob."""
        ...


def new_key() -> str:
    """Return a key that nobody used: 128 random bits in hexadecimal."""
    return secrets.token_hex(16)


class FolderStore:
    """Blobs as files below one folder, spread over 256 folders by the first byte of their key.

    Args:
        folder: where the blobs live; made with mode 0700 when it is not there.
        fsync: what makes written bytes durable; tests pass one that fails.
    """

    def __init__(self, folder: Path, *, fsync: Callable[[int], None] = os.fsync) -> None:
        self.folder = folder
        self._fsync = fsync

    @contextmanager
    def writing(self, key: str) -> Iterator[BinaryIO]:
        """Yield a sink; on leaving without an error the blob is durable, otherwise nothing stays behind."""
        path = self._path(key)
        part = path.with_name(f"{key}.{secrets.token_hex(4)}{PART}")
        with _as_store_error():
            self._make(path.parent)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            try:
                sink = _Sink(handle)
                yield cast("BinaryIO", sink)
                with _as_store_error():
                    sink.write_rest()
                    self._fsync(handle)
            finally:
                os.close(handle)
            with _as_store_error():
                part.rename(path)
                self._sync_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise

    def put(self, key: str, source: BinaryIO) -> int:
        """Copy `source` to its end into a new blob; return the size in bytes."""
        with self.writing(key) as sink:
            shutil.copyfileobj(source, sink, _COPY)
            return sink.tell()

    def get(self, key: str) -> BinaryIO:
        """Open a blob for reading."""
        try:
            return self._path(key).open("rb")
        except FileNotFoundError:
            raise FileError("E_FILE_DAMAGED", "a blob is missing from the store") from None
        except OSError as error:
            raise _store_error(error) from error

    def delete(self, key: str) -> None:
        """Remove a blob and make its absence durable."""
        path = self._path(key)
        with _as_store_error():
            with suppress(FileNotFoundError):
                path.unlink()
            if path.parent.is_dir():
                self._sync_folder(path.parent)

    def size(self, key: str) -> int | None:
        """Return a blob's size in bytes, or None."""
        try:
            return self._path(key).stat().st_size
        except FileNotFoundError:
            return None

    def keys(self, *, untouched_for: float = 0.0) -> Iterator[str]:
        """Yield the key of every whole blob that was written at least `untouched_for` seconds ago, in order."""
        limit = time.time() - untouched_for
        for folder in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if folder.is_dir():
                for path in sorted(folder.iterdir()):
                    if _KEY.fullmatch(path.name) and (not untouched_for or path.stat().st_mtime <= limit):
                        yield path.name

    def sweep(self, *, older_than: float = 3600.0) -> int:
        """Remove what interrupted writers left (`.part`, untouched for `older_than` seconds); return how many."""
        limit, removed = time.time() - older_than, 0
        for path in self.folder.glob(f"*/*{PART}"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime <= limit:
                    path.unlink()
                    removed += 1
        return removed

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise FileError("E_BLOB_KEY", "not a key of this store")
        return self.folder / key[:2] / key

    def _make(self, folder: Path) -> None:
        for wanted in (self.folder, folder):
            if not wanted.is_dir():
                wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._sync_folder(wanted.parent)

    def _sync_folder(self, folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            self._fsync(handle)
        finally:
            os.close(handle)


class _Sink(io.RawIOBase):
    """Gathers what is written and hands it to a descriptor in large whole blocks, past the page cache where it can.

    Only its own errors become errors of the store, never a reader's. What is less than a block stays in memory until
    `write_rest`.
    """

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._taken = 0
        self._few = bytearray()  # most blobs are small and never need a block
        self._block: memoryview | None = None
        self._held = 0  # bytes in the block
        self._direct = False

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._taken

    def write(self, data: Buffer, /) -> int:
        rest = memoryview(data).cast("B")
        self._taken += len(rest)
        if self._block is None and len(self._few) + len(rest) < _BLOCK:
            self._few += rest
            return len(rest)
        if self._block is None:
            self._block = memoryview(mmap.mmap(-1, _BLOCK))  # at the border of a page, as O_DIRECT demands
            few, self._few = self._few, bytearray()
            self._gather(self._block, memoryview(few))
        self._gather(self._block, rest)
        return len(rest)

    def write_rest(self) -> None:
        """Write what is less than a block, through the page cache."""
        self._bypass_cache(wanted=False)
        _write_all(self._handle, memoryview(self._few) if self._block is None else self._block[: self._held])

    def _gather(self, block: memoryview, rest: memoryview) -> None:
        while rest:
            size = min(len(rest), _BLOCK - self._held)
            block[self._held : self._held + size] = rest[:size]
            self._held += size
            rest = rest[size:]
            if self._held == _BLOCK:
                with _as_store_error():
                    self._write_block(block)
                self._held = 0

    def _write_block(self, block: memoryview) -> None:
        """Write a whole block; what will not go directly (the file system, a disk that is filling) goes through cache.

        Blocks begin at multiples of their size, so that the next one can go directly again.
        """
        self._bypass_cache(wanted=True)
        try:
            done = os.write(self._handle, block)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            done = 0
        if done < len(block):
            self._bypass_cache(wanted=False)
            _write_all(self._handle, block[done:])

    def _bypass_cache(self, *, wanted: bool) -> None:
        if wanted != self._direct and _O_DIRECT:
            flags = fcntl.fcntl(self._handle, fcntl.F_GETFL)
            with suppress(OSError):  # a file system without it
                fcntl.fcntl(self._handle, fcntl.F_SETFL, flags | _O_DIRECT if wanted else flags & ~_O_DIRECT)
                self._direct = wanted


def _write_all(handle: int, rest: memoryview) -> None:
    while rest:
        rest = rest[os.write(handle, rest) :]


@contextmanager
def _as_store_error() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _store_error(error) from error


def _store_error(error: OSError) -> StoreError:
    reason = errno.errorcode.get(error.errno or 0, "EIO")
    return StoreError(reason, f"the store answered {reason}")
