"""The hub's folder: what anybody may download, with consistent snapshots. A copy of it on a stick is a mirror.

    metadata/  N.root.json  N.targets.json  N.state-XX.json  N.snapshot.json  timestamp.json
    targets/   XX/<sha256>.<node>.json
    *.json     what is published beside it, signed by itself with the hub's key (`put`)

Nothing in it is secret, and of the directory nothing is ever changed: a new version is a new file. `timestamp.json`
alone is replaced, and last, so that whoever reads meanwhile sees the state before.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tuf.api.exceptions import LengthOrHashMismatchError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from comity.seal.keydirectory import drafting, layout
from comity.seal.keydirectory.layout import METADATA, TARGETS, DirectoryError, Lives
from comity.seal.keyfile import parse_peer_file

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from securesystemslib.signer import CryptoSigner

    from comity.seal.keydirectory.drafting import DirectoryFile
    from comity.seal.keyfile import PeerFile

TIMESTAMP: Final = "timestamp.json"


@dataclass(frozen=True, slots=True)
class Published:
    """What the folder holds now.

    Attributes:
        root, targets: the newest of each.
        states: a State's role by its code; a State that was admitted and listed nothing yet is not in it.
        snapshot, timestamp: what is newest, by the hub's key.
    """

    root: Metadata[Root]
    targets: Metadata[Targets]
    states: dict[str, Metadata[Targets]]
    snapshot: Metadata[Snapshot]
    timestamp: Metadata[Timestamp]

    @property
    def admitted(self) -> tuple[str, ...]:
        """The States that have a role."""
        return tuple(sorted(layout.roles_of(self.targets.signed)))


@dataclass(frozen=True)
class Repository:
    """A key directory in a folder.

    Args:
        folder: where it lies.
        lives: how long what the hub signs may be believed.
    """

    folder: Path
    lives: Lives = field(default_factory=Lives)

    @property
    def exists(self) -> bool:
        """Whether a directory was founded here."""
        return (self.folder / METADATA / TIMESTAMP).is_file()

    def found(self, root: DirectoryFile, states: DirectoryFile, online: CryptoSigner, *, now: datetime) -> None:
        """Begin the directory with a signed root and a signed, empty list of States.

        Raises:
            DirectoryError: `E_DIRECTORY_SIGNATURE` where signatures are missing, `E_DIRECTORY_SYNTAX` otherwise.
        """
        if self.exists:
            raise DirectoryError("E_DIRECTORY_SYNTAX", "a directory is there already")
        checked = layout.read_root(layout.write_metadata(root.metadata))
        if states.kind != Targets.type or checked.signed.version != 1 or states.metadata.signed.version != 1:
            raise DirectoryError("E_DIRECTORY_SYNTAX", "the first root and the first list of States belong here")
        drafting.check_signed(checked.signed, Targets.type, states.metadata)
        self._put_metadata("1.root.json", layout.write_metadata(checked))
        self._put_metadata("1.targets.json", layout.write_metadata(states.metadata))
        self._publish({"targets.json": states.metadata}, None, online, now)

    def read(self) -> Published:
        """Return what is published. The folder is the hub's own: what was checked before it came in is not again."""
        timestamp: Any = self._get(TIMESTAMP)
        snapshot: Any = self._get(f"{timestamp.signed.snapshot_meta.version}.snapshot.json")
        versions = {name.removesuffix(".json"): meta.version for name, meta in snapshot.signed.meta.items()}
        targets: Any = self._get(f"{versions['targets']}.targets.json")
        admitted = {layout.role_of(state) for state in layout.roles_of(targets.signed)}
        found: dict[str, Any] = {
            layout.state_of(role): self._get(f"{version}.{role}.json")
            for role, version in versions.items()
            if role in admitted
        }
        return Published(self._newest_root(), targets, found, snapshot, timestamp)

    def key_file(self, state: str, path: str) -> bytes:
        """Return a key file that a State's role lists, or raise DirectoryError."""
        target = self.read().states[state].signed.targets[path]
        return (self.folder / TARGETS / _prefixed(target)).read_bytes()

    def nodes(self) -> dict[str, tuple[PeerFile, ...]]:
        """Return the nodes of every State."""
        return {
            state: tuple(
                parse_peer_file((self.folder / TARGETS / _prefixed(target)).read_bytes())
                for _, target in sorted(role.signed.targets.items())
            )
            for state, role in sorted(self.read().states.items())
        }

    def check(self, file: DirectoryFile) -> None:
        """Say whether a signed file may be published next, or raise DirectoryError.

        Steps: 1 it follows the version published; 2 signed by those who must (a root by the keys of the root before
        and by its own); 3 of a State's role: every file it lists is there, is that State's node's own signed key file,
        newer than or the same as the one published, and no other State lists that node.
        """
        now = self.read()
        if file.kind == Root.type:
            _follows(file, now.root)
            drafting.check_signed(now.root.signed, Root.type, file.metadata)
            layout.read_root(layout.write_metadata(file.metadata))
        elif file.kind == Targets.type:
            _follows(file, now.targets)
            layout.roles_of(file.metadata.signed)
            drafting.check_signed(now.root.signed, Targets.type, file.metadata)
        else:
            self._check_state(file, now)

    def publish(self, file: DirectoryFile, online: CryptoSigner, *, now: datetime) -> None:
        """Check a signed file and publish it. Raises as `check`."""
        self.check(file)
        before = self.read()
        version = file.metadata.signed.version
        if file.kind == Root.type:
            self._put_metadata(f"{version}.root.json", layout.write_metadata(file.metadata))
            self._publish({}, before, online, now)
            return
        role = Targets.type if file.kind == Targets.type else layout.role_of(file.state)
        for raw in file.key_files:
            path = layout.path_of(file.state, parse_peer_file(raw).node_id)
            self._put(self.folder / TARGETS / _prefixed(file.metadata.signed.targets[path]), raw)
        self._put_metadata(f"{version}.{role}.json", layout.write_metadata(file.metadata))
        self._publish({f"{role}.json": file.metadata}, before, online, now)

    def renew(self, online: CryptoSigner, *, now: datetime) -> None:
        """Sign anew what is newest, before it runs out."""
        self._publish({}, self.read(), online, now)

    def put(self, name: str, raw: bytes) -> None:
        """Put a file that is no part of the directory beside it, in the place of the one before; mirrors carry it."""
        self._put(self.folder / name, raw)

    def mirror(self, target: Path) -> int:
        """Copy everything into an empty or earlier mirror, the time stamp last; return how many files were written."""
        written = 0
        for file in sorted(self.folder.rglob("*.json"), key=lambda one: one.name == TIMESTAMP):
            to = target / file.relative_to(self.folder)
            if file.name == TIMESTAMP or not to.is_file() or to.read_bytes() != file.read_bytes():
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, to)
                written += 1
        return written

    # Inside ------------------------------------------------------------------------------------------------

    def _check_state(self, file: DirectoryFile, now: Published) -> None:
        state, role = file.state, layout.role_of(file.state)
        if state not in now.admitted:
            raise DirectoryError("E_DIRECTORY_SIGNATURE", f"{state} has no role in this directory")
        drafting.check_signed(now.targets.signed, role, file.metadata)
        known = now.states.get(state)
        if known is not None:
            _follows(file, known)
        given = {layout.path_of(state, drafting.own_node(raw, state).node_id): raw for raw in file.key_files}
        listed = file.metadata.signed.targets
        if set(given) != set(listed):
            raise DirectoryError("E_DIRECTORY_DIGEST", "the key files are not those that the role lists")
        elsewhere = {one.node_id for other, nodes in self.nodes().items() if other != state for one in nodes}
        for path, raw in given.items():
            _demand_target(listed[path], raw)
            if layout.node_of(path, state) in elsewhere:
                raise DirectoryError("E_DIRECTORY_FOREIGN", "another State lists a node of that name")
            if known is not None and path in known.signed.targets:
                self._demand_not_older(known.signed.targets[path], raw)

    def _demand_not_older(self, published: TargetFile, raw: bytes) -> None:
        before = parse_peer_file((self.folder / TARGETS / _prefixed(published)).read_bytes())
        if raw != before.raw and not parse_peer_file(raw).updated > before.updated:
            raise DirectoryError("E_DIRECTORY_BACK", "a key file that is not newer than the one published")

    def _publish(
        self, changed: dict[str, Metadata[Any]], before: Published | None, online: CryptoSigner, now: datetime
    ) -> None:
        """Sign what is newest: the snapshot names every role by version and digest, the time stamp the snapshot."""
        name, number = self._snapshot(changed, before, online, now)
        raw = (self.folder / METADATA / name).read_bytes()
        version = before.timestamp.signed.version + 1 if before else 1
        pointed = MetaFile.from_data(number, raw, ["sha256"])
        timestamp = Metadata(Timestamp(version, expires=layout.until(now, self.lives.timestamp), snapshot_meta=pointed))
        timestamp.sign(online)
        self._put(self.folder / METADATA / TIMESTAMP, layout.write_metadata(timestamp))

    def _snapshot(
        self, changed: dict[str, Metadata[Any]], before: Published | None, online: CryptoSigner, now: datetime
    ) -> tuple[str, int]:
        """Return name and number of the snapshot: the one before while nothing changed and half its life is left."""
        if before and not changed and before.snapshot.signed.expires > now + self.lives.snapshot / 2:
            return f"{before.snapshot.signed.version}.snapshot.json", before.snapshot.signed.version
        metas = dict(before.snapshot.signed.meta) if before else {}
        metas |= {name: _meta(metadata) for name, metadata in changed.items()}
        number = before.snapshot.signed.version + 1 if before else 1
        snapshot = Metadata(Snapshot(number, expires=layout.until(now, self.lives.snapshot), meta=metas))
        snapshot.sign(online)
        self._put_metadata(f"{number}.snapshot.json", layout.write_metadata(snapshot))
        return f"{number}.snapshot.json", number

    def _newest_root(self) -> Metadata[Root]:
        versions = [int(one.name.split(".")[0]) for one in (self.folder / METADATA).glob("*.root.json")]
        return self._get(f"{max(versions)}.root.json")

    def _get(self, name: str) -> Metadata[Any]:
        try:
            return layout.read_metadata((self.folder / METADATA / name).read_bytes())
        except OSError:
            raise DirectoryError("E_DIRECTORY_SYNTAX", f"{name} is missing from the folder") from None

    def _put_metadata(self, name: str, raw: bytes) -> None:
        self._put(self.folder / METADATA / name, raw)

    @staticmethod
    def _put(path: Path, raw: bytes) -> None:
        """Write a file whole or not at all, and durable."""
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        with new.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)


def _meta(metadata: Metadata[Any]) -> MetaFile:
    return MetaFile.from_data(metadata.signed.version, layout.write_metadata(metadata), ["sha256"])


def _prefixed(target: TargetFile) -> str:
    """Return the name under which a consistent snapshot keeps a target."""
    folder, _, name = target.path.rpartition("/")
    return f"{folder}/{target.hashes['sha256']}.{name}"


def _follows(file: DirectoryFile, before: Metadata[Any]) -> None:
    if file.metadata.signed.version != before.signed.version + 1:
        raise DirectoryError("E_DIRECTORY_BACK", f"the version to come is {before.signed.version + 1}")


def _demand_target(target: TargetFile, raw: bytes) -> None:
    try:
        target.verify_length_and_hashes(raw)
    except LengthOrHashMismatchError:
        raise DirectoryError("E_DIRECTORY_DIGEST", "a key file is not the one that was signed for") from None
