"""What is signed off line: the root, the list of States, and each State's role; drafted first, then signed by holders.

A draft travels as one *directory file*: the metadata, and with a State's role the key files that it lists. Signing adds
a signature and changes nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    Role,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from comity.kernel import strictjson
from comity.seal import intake
from comity.seal.keydirectory import layout
from comity.seal.keydirectory.layout import DirectoryError, Lives
from comity.seal.keyfile import parse_peer_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from securesystemslib.signer import CryptoSigner, SSlibKey

    from comity.seal.keyfile import PeerFile

MAX_FILE = 8 * 1024 * 1024
MAX_NODES = 64
LIVES = Lives()


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """Metadata on its way from one desk to another; `key_files` of the nodes that a State's role lists."""

    metadata: Metadata[Any]
    key_files: tuple[bytes, ...] = ()

    @property
    def kind(self) -> str:
        """What is signed: `root`, `targets` (the list of States) or `state`."""
        signed = self.metadata.signed
        if isinstance(signed, Root):
            return Root.type
        return "state" if self.state else Targets.type

    @property
    def state(self) -> str:
        """The State whose role this is; empty for root and list of States."""
        said: Any = self.metadata.signed.unrecognized_fields.get("x-state", "")
        return said if isinstance(said, str) else ""

    @property
    def signers(self) -> tuple[str, ...]:
        """The ids of the keys that the file says signed it."""
        return tuple(key for key, one in self.metadata.signatures.items() if one.signature)

    def to_bytes(self) -> bytes:
        """Write it."""
        return strictjson.dumps(
            {
                "v": 1,
                "metadata": layout.write_metadata(self.metadata).decode(),
                "key_files": [raw.decode() for raw in self.key_files],
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> DirectoryFile:
        """Read it, unverified. Raises DirectoryError `E_DIRECTORY_SYNTAX`, or SealError."""
        value = intake.canonical_object(raw.strip(), limit=MAX_FILE)
        intake.exactly(value, {"v", "metadata", "key_files"}, "a directory file")
        if value["v"] != 1:
            raise DirectoryError("E_DIRECTORY_SYNTAX", "a directory file of an unknown version")
        text = intake.text(value["metadata"], least=2, most=layout.MAX_METADATA)
        files = [intake.text(one, least=2, most=MAX_FILE) for one in intake.listed(value["key_files"], most=MAX_NODES)]
        found = layout.read_metadata(text.encode())
        if not isinstance(found.signed, Root | Targets):
            raise DirectoryError("E_DIRECTORY_SYNTAX", "neither root, list of States nor a State's role")
        made = cls(found, tuple(one.encode() for one in files))
        if made.kind == "state":
            layout.check_state(made.state)
        return made


def new_root(
    holders: Sequence[SSlibKey], online: SSlibKey, *, threshold: int, now: datetime, lives: Lives = LIVES
) -> DirectoryFile:
    """Draft the first root: `threshold` of the holders sign root and list of States, the hub's key what is newest.

    Raises:
        DirectoryError: fewer than two must sign, more than there are, or one key for two purposes.
    """
    root = _root(holders, online, threshold=threshold, version=1, until=layout.until(now, lives.root))
    return DirectoryFile(Metadata(root))


def next_root(
    before: Metadata[Root],
    holders: Sequence[SSlibKey],
    online: SSlibKey,
    *,
    threshold: int,
    now: datetime,
    lives: Lives = LIVES,
) -> DirectoryFile:
    """Draft the root that follows `before`: other holders, another key of the hub, or a later end."""
    version = before.signed.version + 1
    root = _root(holders, online, threshold=threshold, version=version, until=layout.until(now, lives.root))
    return DirectoryFile(Metadata(root))


def new_list(now: datetime, *, lives: Lives = LIVES) -> DirectoryFile:
    """Draft the first list of States, which is empty."""
    return DirectoryFile(Metadata(Targets(1, expires=layout.until(now, lives.root), delegations=Delegations({}, {}))))


def admit(
    before: Metadata[Targets], state: str, key: SSlibKey, *, now: datetime, lives: Lives = LIVES
) -> DirectoryFile:
    """Draft the list of States that gives `state` a role under `key`, in place of an earlier key if it had one."""
    keys, roles = _delegations(before.signed)
    roles[layout.role_of(state)] = DelegatedRole(
        layout.role_of(state), [key.keyid], 1, terminating=True, paths=[f"{state}/*.json"]
    )
    keys[key.keyid] = key
    return _list(before, keys, roles, now, lives)


def dismiss(before: Metadata[Targets], state: str, *, now: datetime, lives: Lives = LIVES) -> DirectoryFile:
    """Draft the list of States without `state`. Raises DirectoryError where it has no role."""
    keys, roles = _delegations(before.signed)
    if roles.pop(layout.role_of(state), None) is None:
        raise DirectoryError("E_DIRECTORY_SYNTAX", f"{state} has no role")
    return _list(before, keys, roles, now, lives)


def state_role(
    state: str, key_files: Sequence[bytes], *, version: int, now: datetime, lives: Lives = LIVES
) -> DirectoryFile:
    """Draft a State's role: these key files are its nodes, and no others.

    Raises:
        SealError: for a key file that is none.
        DirectoryError: `E_DIRECTORY_FOREIGN` for one of another State; a node twice.
    """
    layout.check_state(state)
    targets: dict[str, TargetFile] = {}
    for raw in key_files:
        path = layout.path_of(state, own_node(raw, state).node_id)
        if path in targets:
            raise DirectoryError("E_DIRECTORY_SYNTAX", "a node is listed twice")
        targets[path] = TargetFile.from_data(path, raw, ["sha256"])
    signed = Targets(
        version, expires=layout.until(now, lives.state), targets=targets, unrecognized_fields={"x-state": state}
    )
    return DirectoryFile(Metadata(signed), tuple(key_files))


def own_node(raw: bytes, state: str) -> PeerFile:
    """Return a key file of that State's node, or raise SealError; `E_DIRECTORY_FOREIGN` where it names another."""
    found = parse_peer_file(raw)
    if found.state != state:
        raise DirectoryError("E_DIRECTORY_FOREIGN", f"the key file of a node of another State than {state}")
    return found


def sign(file: DirectoryFile, signer: CryptoSigner) -> DirectoryFile:
    """Return the file with one more signature."""
    copied: Metadata[Any] = layout.read_metadata(layout.write_metadata(file.metadata))
    copied.sign(signer, append=True)
    return DirectoryFile(copied, file.key_files)


def check_signed(delegator: Root | Targets, role: str, metadata: Metadata[Any]) -> None:
    """Demand the signatures that `delegator` asks for, or raise DirectoryError `E_DIRECTORY_SIGNATURE`."""
    try:
        delegator.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
    except (UnsignedMetadataError, ValueError):
        raise DirectoryError("E_DIRECTORY_SIGNATURE", f"{role} is not signed by enough of its keys") from None


def _root(holders: Sequence[SSlibKey], online: SSlibKey, *, threshold: int, version: int, until: datetime) -> Root:
    ids = [key.keyid for key in holders]
    if not 2 <= threshold <= len(set(ids)) or len(set(ids)) != len(ids) or online.keyid in ids:  # noqa: PLR2004
        raise DirectoryError("E_DIRECTORY_SYNTAX", "at least two holders sign, each once, and never the hub's own key")
    keys = {key.keyid: key for key in (*holders, online)}
    roles = {
        Root.type: Role(ids, threshold),
        Targets.type: Role(ids, threshold),
        Snapshot.type: Role([online.keyid], 1),
        Timestamp.type: Role([online.keyid], 1),
    }
    return Root(version, expires=until, keys=dict(keys), roles=roles, consistent_snapshot=True)


def _delegations(before: Targets) -> tuple[dict[str, Any], dict[str, DelegatedRole]]:
    known = before.delegations
    return (dict(known.keys), dict(known.roles or {})) if known else ({}, {})


def _list(
    before: Metadata[Targets], keys: dict[str, Any], roles: dict[str, DelegatedRole], now: datetime, lives: Lives
) -> DirectoryFile:
    used = {keyid for role in roles.values() for keyid in role.keyids}
    kept = {keyid: key for keyid, key in keys.items() if keyid in used}
    signed = Targets(
        before.signed.version + 1,
        expires=layout.until(now, lives.root),
        delegations=Delegations(kept, dict(sorted(roles.items()))),
    )
    return DirectoryFile(Metadata(signed))
