"""The store of sealed blobs under faults: full disks, failing fsync, hostile keys."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest

from comity.core.files.blobs import FolderStore, new_key
from comity.core.files.errors import FileError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


class FailingFsync:
    """os.fsync that answers EIO on the nth call."""

    def __init__(self, fails_at: int) -> None:
        self.calls, self.fails_at = 0, fails_at

    def __call__(self, handle: int) -> None:
        self.calls += 1
        if self.calls == self.fails_at:
            raise OSError(errno.EIO, "input/output error")
        os.fsync(handle)


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """Yield a folder that holds only so much: a tmpfs where we may mount one, else a limit on each file's size."""
    folder.mkdir()
    mounted = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=False, capture_output=True
        ).returncode
        == 0
    )
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not mounted:
        resource.setrlimit(resource.RLIMIT_FSIZE, (megabytes << 20, before[1]))
    try:
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_put_then_get_gives_the_same_bytes(tmp_path: Path):
    store, key, data = FolderStore(tmp_path / "files"), new_key(), os.urandom(3_000_001)
    assert store.put(key, io.BytesIO(data)) == len(data)
    with store.get(key) as source:
        assert source.read() == data
    assert store.size(key) == len(data)
    assert list(store.keys()) == [key]
    assert everything(store.folder) == [f"{key[:2]}/{key}"]
    assert (store.folder / key[:2] / key).stat().st_mode & 0o777 == 0o600
    assert store.folder.stat().st_mode & 0o777 == 0o700


BLOCK = 1 << 20


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 4097])
@pytest.mark.parametrize("step", [4099, 16 * (65536 + 16), 5 * BLOCK])
def test_what_is_written_in_any_steps_is_what_is_read(tmp_path: Path, size: int, step: int):
    store, key, data = FolderStore(tmp_path / "files"), new_key(), os.urandom(size)
    with store.writing(key) as sink:
        for start in range(0, size, step):
            sink.write(memoryview(data)[start : start + step])
        assert sink.tell() == size
    with store.get(key) as source:
        assert source.read() == data


def test_large_blobs_go_past_the_page_cache_and_their_ends_through_it(tmp_path: Path):
    def direct() -> bool:
        [handle] = [one for one in Path("/proc/self/fd").iterdir() if ".part" in os.path.realpath(one)]
        return bool(fcntl.fcntl(int(handle.name), fcntl.F_GETFL) & os.O_DIRECT)

    try:
        os.close(os.open(tmp_path / "probe", os.O_WRONLY | os.O_CREAT | os.O_DIRECT))
    except OSError:
        pytest.skip("a file system without it")
    with FolderStore(tmp_path / "files").writing(new_key()) as sink:
        sink.write(b"x" * (BLOCK - 1))
        assert not direct()
        sink.write(b"x" * 2)
        assert direct()


def test_a_file_system_that_refuses_to_write_directly_gets_the_same_bytes(tmp_path: Path):
    store, key, data = FolderStore(tmp_path / "files"), new_key(), os.urandom(2 * BLOCK + 5)
    with store.writing(key) as sink:
        # After one odd byte no offset is what a direct write asks for: the kernel answers EINVAL.
        [handle] = [one for one in Path("/proc/self/fd").iterdir() if ".part" in os.path.realpath(one)]
        os.write(int(handle.name), b"!")
        sink.write(data)
    with store.get(key) as source:
        assert source.read() == b"!" + data


def test_delete_twice_is_harmless_and_missing_blob_is_an_error(tmp_path: Path):
    store, key = FolderStore(tmp_path / "files"), new_key()
    store.put(key, io.BytesIO(b"x"))
    store.delete(key)
    store.delete(key)
    assert store.size(key) is None
    assert list(store.keys()) == []
    with pytest.raises(FileError) as raised:
        store.get(key)
    assert raised.value.code == "E_FILE_DAMAGED"


@pytest.mark.parametrize(
    "key", ["", "../../etc/passwd", "ab/cd", "A" * 32, "ab" * 15, "g" * 32, "a" * 65, "a" * 32 + "\n"]
)
def test_key_that_is_not_ours_is_refused(tmp_path: Path, key: str):
    store = FolderStore(tmp_path / "files")
    for use in (store.get, store.delete, store.size, lambda k: store.put(k, io.BytesIO(b"x"))):
        with pytest.raises(FileError) as raised:
            use(key)
        assert raised.value.code == "E_BLOB_KEY"
    assert not (tmp_path / "files").exists()


def test_put_with_failing_fsync_has_no_success(tmp_path: Path):
    """Every fsync on the way may fail (store's folder, fan-out folder, file, its folder); none is swallowed."""
    nth = 0
    while True:
        nth += 1
        folder = tmp_path / f"files-{nth}"
        good, other, fsync = FolderStore(folder), "ff" * 16, FailingFsync(nth)
        good.put(other, io.BytesIO(b"kept"))
        store = FolderStore(folder, fsync=fsync)
        try:
            store.put("aa" * 16, io.BytesIO(b"data"))
        except StoreError as error:
            assert (error.code, error.reason, error.permanent) == ("E_STORE", "EIO", False)
        else:
            break
        assert not [name for name in everything(folder) if name.endswith(".part")]
        with good.get(other) as source:
            assert source.read() == b"kept"
        assert store.put("bb" * 16, io.BytesIO(b"again")) == 5
    assert fsync.calls == 3  # the fan-out folder's entry, the file, the file's entry


def test_put_on_full_disk_is_coded_loses_nothing_and_resumes(tmp_path: Path):
    with small_disk(tmp_path / "disk", megabytes=2) as disk:
        store = FolderStore(disk / "files")
        first = new_key()
        store.put(first, io.BytesIO(b"a" * 1_500_000))
        with pytest.raises(StoreError) as raised:
            store.put(new_key(), io.BytesIO(b"b" * 3_000_000))
        assert raised.value.reason in {"ENOSPC", "EFBIG"}
        assert everything(disk / "files") == [f"{first[:2]}/{first}"]
        with store.get(first) as source:
            assert source.read() == b"a" * 1_500_000
        store.delete(first)
        began = time.monotonic()
        store.put(new_key(), io.BytesIO(b"c" * 1_500_000))
        assert time.monotonic() - began < 10


def test_put_whose_source_fails_raises_the_sources_error_and_leaves_nothing(tmp_path: Path):
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _buffer: object) -> int:
            raise ConnectionResetError

    store = FolderStore(tmp_path / "files")
    source: BinaryIO = io.BufferedReader(Broken())  # type: ignore[assignment]
    with pytest.raises(ConnectionResetError):
        store.put(new_key(), source)
    assert everything(tmp_path / "files") == []


def test_kill_in_the_middle_leaves_no_blob_and_sweep_removes_the_rest(tmp_path: Path):
    code = (
        "import io, os, signal, pathlib\n"
        "from comity.core.files.blobs import FolderStore\n"
        f"with FolderStore(pathlib.Path({str(tmp_path / 'files')!r})).writing('ab' * 16) as sink:\n"
        "    sink.write(b'x' * 100_000)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -9
    store = FolderStore(tmp_path / "files")
    assert list(store.keys()) == []
    assert len(everything(tmp_path / "files")) == 1
    assert store.sweep() == 0
    assert store.sweep(older_than=0) == 1
    assert everything(tmp_path / "files") == []
