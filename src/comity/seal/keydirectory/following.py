"""A node follows a directory: verify everything anew from the pinned root, and say what is wrong with it.

What was verified before stays in the cache folder and in the node's database: a directory that is away or lies changes
nothing there. Verification is python-tuf's; what it does not look at stands here: two states under one number, a
State's role that lists what is another's, a key file that is not of the node under whose name it stands.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.ngclient import FetcherInterface, Updater

from comity.seal.errors import SealError
from comity.seal.keydirectory import drafting, layout
from comity.seal.keydirectory.layout import METADATA, TARGETS, DirectoryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from tuf.api.metadata import TargetFile

    from comity.seal.keyfile import PeerFile

NOT_FOUND: Final = 404
# Which of python-tuf's refusals means what, the more special first.
_MEANS: Final = (
    (UnsignedMetadataError, "E_DIRECTORY_SIGNATURE"),
    (ExpiredMetadataError, "E_DIRECTORY_FROZEN"),
    (BadVersionNumberError, "E_DIRECTORY_BACK"),
    (LengthOrHashMismatchError, "E_DIRECTORY_DIGEST"),
    (DownloadLengthMismatchError, "E_DIRECTORY_DIGEST"),
    (DownloadError, "E_DIRECTORY_AWAY"),
    (RepositoryError, "E_DIRECTORY_SYNTAX"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A node as its State lists it; `sha256` of its key file."""

    state: str
    sha256: str
    file: PeerFile


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with one State's part of the directory; the other States' parts stand."""

    code: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What a directory says, verified.

    Attributes:
        nodes: every node by its id.
        states: the States that have a role, whether or not anything is wrong with it.
        faults: what is wrong with single States' parts.
        root_version, version, snapshot: numbers of root, time stamp and snapshot.
        digest: SHA-256 of what the snapshot says; two digests under one number prove two stories.
        expires: until when the time stamp may be believed.
        root: the newest root, to be shown.
    """

    nodes: Mapping[str, Listed]
    states: tuple[str, ...]
    faults: tuple[Fault, ...]
    root_version: int
    version: int
    snapshot: int
    digest: str
    expires: datetime


class FolderFetcher(FetcherInterface):
    """Reads a mirror in a folder: a stick, or the hub's own folder."""

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = Path(url)
        if not path.is_file():
            raise DownloadHTTPError("not in the mirror", NOT_FOUND)
        return iter([path.read_bytes()])


class _Remembering(FetcherInterface):
    """Remembers the time stamp that was shown, whether or not it was taken over."""

    def __init__(self, inner: FetcherInterface) -> None:
        self._inner = inner
        self.timestamp = b""

    def _fetch(self, url: str) -> Iterator[bytes]:
        if not url.endswith("/timestamp.json"):
            return self._inner.fetch(url)
        with self._inner.download_file(url, layout.MAX_METADATA) as file:
            self.timestamp = file.read()
        return iter([self.timestamp])


def follow(root: bytes, cache: Path, base: str, fetcher: FetcherInterface) -> Followed:
    """Verify a directory from its pinned root and return what it says.

    Args:
        root: the root that two officers confirmed; every later one must follow from it.
        cache: folder for what was verified, which makes going back noticed. One process at a time.
        base: where the directory lies, for `fetcher`: an address, or a folder.
        fetcher: how files come.

    Raises:
        DirectoryError: with the code that says what is wrong; nothing of it may be believed then.
    """
    shown = _Remembering(fetcher)
    (cache / METADATA).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="comity-directory-") as scratch, _meaning():
        updater = Updater(
            str(cache / METADATA), f"{base}/{METADATA}", scratch, f"{base}/{TARGETS}", shown, bootstrap=root
        )
        updater.refresh()
        top = _Top.read(cache)
        _demand_one_story(shown.timestamp, top)
        states = tuple(sorted(layout.roles_of(top.targets.signed)))
        nodes: dict[str, Listed] = {}
        faults: list[Fault] = []
        for state in states:
            if f"{layout.role_of(state)}.json" in top.snapshot.signed.meta:  # else admitted, and nothing listed yet
                _take_state(updater, cache, state, nodes, faults)
    return Followed(
        nodes, states, tuple(faults), top.root.signed.version, top.timestamp.signed.version,
        top.snapshot.signed.version, layout.digest_of(top.snapshot), top.timestamp.signed.expires,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Top:
    """The verified top of the directory, as python-tuf left it in the cache."""

    root: Any
    timestamp: Any
    snapshot: Any
    targets: Any

    @classmethod
    def read(cls, cache: Path) -> _Top:
        return cls(*(_kept(cache, name) for name in ("root", "timestamp", "snapshot", "targets")))


def _kept(cache: Path, name: str) -> Any:
    """Return what was verified and kept, or raise `E_DIRECTORY_FOREIGN`: the list has no place of that role."""
    try:
        raw = (cache / METADATA / f"{name}.json").read_bytes()
    except FileNotFoundError:
        raise DirectoryError("E_DIRECTORY_FOREIGN", f"the list of States gives {name} another place") from None
    return layout.read_metadata(raw)


def _demand_one_story(shown: bytes, top: _Top) -> None:
    """Refuse a time stamp that was signed under the number of the one we hold, and says something else."""
    told: Any = layout.read_metadata(shown)
    if told.signed.version == top.timestamp.signed.version and told.signed != top.timestamp.signed:
        raise DirectoryError("E_DIRECTORY_TWO_HEADS", f"two time stamps of number {told.signed.version}")


def _take_state(updater: Updater, cache: Path, state: str, nodes: dict[str, Listed], faults: list[Fault]) -> None:
    """Add a State's nodes. What is wrong with them is a fault of that State alone, and none of its nodes is taken."""
    role, taken = layout.role_of(state), dict[str, Listed]()
    try:
        with _meaning():
            updater.get_targetinfo(f"{state}/.json")  # loads and verifies the role; there is no such node
            for path in _kept(cache, role).signed.targets:
                one = _take_node(updater, path, state)
                if one.file.node_id in nodes:
                    raise DirectoryError("E_DIRECTORY_FOREIGN", f"two States list a node {one.file.node_id}")
                taken[one.file.node_id] = one
    except SealError as error:
        if error.code == "E_DIRECTORY_AWAY":
            raise
        code = error.code if error.code in layout.CODES else "E_DIRECTORY_DIGEST"
        faults.append(Fault(code, state, error.detail))
    else:
        nodes |= taken


def _take_node(updater: Updater, path: str, state: str) -> Listed:
    node_id = layout.node_of(path, state)
    target: TargetFile | None = updater.get_targetinfo(path)
    if target is None:
        raise DirectoryError("E_DIRECTORY_FOREIGN", f"the role of {state} lists a file of another place")
    raw = Path(updater.download_target(target)).read_bytes()
    file = drafting.own_node(raw, state)
    if file.node_id != node_id:
        raise DirectoryError("E_DIRECTORY_FOREIGN", f"the key file under {node_id} names another node")
    return Listed(state, target.hashes["sha256"], file)


@contextmanager
def _meaning() -> Iterator[None]:
    """Turn python-tuf's refusals into ours."""
    try:
        yield
    except (RepositoryError, DownloadError) as error:
        code = next(code for cause, code in _MEANS if isinstance(error, cause))
        raise DirectoryError(code, str(error).partition("\n")[0][:200]) from None
