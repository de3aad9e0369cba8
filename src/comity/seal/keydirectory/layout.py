"""Names inside the key directory, and what can be wrong with it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from securesystemslib.signer import SSlibKey
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import Metadata, Root, Targets
from tuf.api.serialization import DeserializationError, SerializationError
from tuf.api.serialization.json import JSONSerializer

from comity.kernel import ids, strictjson
from comity.seal import intake
from comity.seal.errors import SealError
from comity.seal.fingerprints import fingerprint

if TYPE_CHECKING:
    from datetime import datetime

METADATA: Final = "metadata"
TARGETS: Final = "targets"
PREFIX: Final = "state-"
MAX_METADATA: Final = 512_000
_STATE: Final = re.compile(r"[A-Z]{2,3}")


class DirectoryError(SealError):
    """Something about the key directory that must not be believed, or cannot be had. Codes in `CODES`."""


CODES: Final = {
    "E_DIRECTORY_AWAY": "it does not answer",
    "E_DIRECTORY_FROZEN": "what it shows has run out",
    "E_DIRECTORY_BACK": "it shows an older state than before",
    "E_DIRECTORY_SIGNATURE": "a required signature is missing or wrong",
    "E_DIRECTORY_DIGEST": "a file is not the one that was signed for",
    "E_DIRECTORY_TWO_HEADS": "two different states were signed under one number",
    "E_DIRECTORY_FOREIGN": "a State's role lists what is not that State's",
    "E_DIRECTORY_SYNTAX": "it is not of the known form",
}


@dataclass(frozen=True, slots=True)
class Lives:
    """How long what is signed may be believed. The treaty gives no number: these are settings.

    Attributes:
        root: root and list of States, signed off line.
        state: a State's role, signed by the State.
        snapshot, timestamp: signed by the hub; how soon a frozen directory is noticed.
    """

    root: timedelta = timedelta(days=365)
    state: timedelta = timedelta(days=365)
    snapshot: timedelta = timedelta(days=7)
    timestamp: timedelta = timedelta(hours=48)


def until(now: datetime, life: timedelta) -> datetime:
    """Return the end of a life, in whole seconds as TUF writes it."""
    return (now + life).replace(microsecond=0)


def check_state(state: str) -> str:
    """Return the code of a State, or raise DirectoryError `E_DIRECTORY_SYNTAX`."""
    if not _STATE.fullmatch(state):
        raise DirectoryError("E_DIRECTORY_SYNTAX", "not the code of a State: two or three capital letters")
    return state


def role_of(state: str) -> str:
    """Return the name of a State's role."""
    return PREFIX + check_state(state)


def state_of(role: str) -> str:
    """Return the State that a role belongs to, or raise DirectoryError."""
    if not role.startswith(PREFIX):
        raise DirectoryError("E_DIRECTORY_SYNTAX", "not the role of a State")
    return check_state(role.removeprefix(PREFIX))


def path_of(state: str, node_id: str) -> str:
    """Return where a node's key file stands in the directory."""
    with intake.refusing():
        return f"{check_state(state)}/{ids.parse_node_id(node_id)}.json"


def node_of(path: str, state: str) -> str:
    """Return the node whose key file stands at `path`, or raise `E_DIRECTORY_FOREIGN` unless it is of that State."""
    node_id = path.removeprefix(f"{state}/").removesuffix(".json")
    try:
        if path_of(state, node_id) == path:
            return node_id
    except SealError:
        pass
    raise DirectoryError("E_DIRECTORY_FOREIGN", f"the role of {state} lists a file of another place")


def read_metadata(raw: bytes) -> Metadata[Any]:
    """Read any metadata, unverified, or raise DirectoryError `E_DIRECTORY_SYNTAX`."""
    if len(raw) > MAX_METADATA:
        raise DirectoryError("E_DIRECTORY_SYNTAX", "larger than any metadata is")
    try:
        return Metadata.from_bytes(raw)
    except (DeserializationError, ValueError, TypeError, KeyError):
        raise DirectoryError("E_DIRECTORY_SYNTAX", "not metadata of a key directory") from None


def read_root(raw: bytes) -> Metadata[Root]:
    """Read a root that signed itself with its own threshold, or raise DirectoryError."""
    found: Metadata[Root] = read_metadata(raw)
    if not isinstance(found.signed, Root):
        raise DirectoryError("E_DIRECTORY_SYNTAX", "not the root of a key directory")
    try:
        found.signed.verify_delegate(Root.type, found.signed_bytes, found.signatures)
    except (UnsignedMetadataError, ValueError):
        raise DirectoryError("E_DIRECTORY_SIGNATURE", "the root is not signed by its own threshold of keys") from None
    return found


def write_metadata(metadata: Metadata[Any]) -> bytes:
    """Write metadata, compact."""
    try:
        return metadata.to_bytes(JSONSerializer(compact=True))
    except SerializationError:
        raise DirectoryError("E_DIRECTORY_SYNTAX", "metadata that cannot be written") from None


def digest_of(metadata: Metadata[Any]) -> str:
    """Return the SHA-256 of what is signed, in hexadecimal: the same whoever signed it and however it is spaced."""
    return hashlib.sha256(metadata.signed_bytes).hexdigest()


def root_fingerprint(root: Metadata[Root]) -> str:
    """Return forty digits in groups of five that stand for the whole root: its keys, thresholds and times."""
    return fingerprint(b"comity directory root 1\n" + root.signed_bytes)


def public_key(raw: bytes) -> SSlibKey:
    """Read a holder's public key file, or raise DirectoryError `E_DIRECTORY_SYNTAX`."""
    value = intake.canonical_object(raw.strip(), limit=16_384)
    intake.exactly(value, {"keyid", "keytype", "scheme", "keyval"}, "a public key")
    if value["keytype"] != "ed25519":
        raise DirectoryError("E_DIRECTORY_SYNTAX", "a key of another kind than Ed25519")
    try:
        return SSlibKey.from_dict(str(value.pop("keyid")), value)
    except (KeyError, TypeError, ValueError):
        raise DirectoryError("E_DIRECTORY_SYNTAX", "not a public key") from None


def public_text(key: SSlibKey) -> bytes:
    """Write a public key."""
    return strictjson.dumps({"keyid": key.keyid, **key.to_dict()})


def roles_of(targets: Targets) -> dict[str, tuple[str, ...]]:
    """Return every State with a role, and the ids of its keys."""
    delegations = targets.delegations
    roles = (delegations.roles or {}) if delegations else {}
    return {state_of(name): tuple(role.keyids) for name, role in roles.items()}
