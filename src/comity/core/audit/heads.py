"""Tree heads of the audit log, signed by the node's keys with two algorithms; proofs that an entry is in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from comity.core.audit.models import AuditEntry, AuditHead, Checkpoint
from comity.core.audit.tree import unpack
from comity.kernel import strictjson
from comity.kernel.clock import from_wire, to_wire
from comity.kernel.errors import ComityError
from comity.seal import dsse, merkle
from comity.seal.keyfile import parse_peer_file

if TYPE_CHECKING:
    from datetime import datetime

    from comity.seal.nodekeys import NodeKeys

PAYLOAD_TYPE = "application/vnd.comity.audit-head+json"
LIMIT = 64 * 1024


class HeadError(ComityError):
    """A signed head that is not one: `E_AUDIT_HEAD`; `index` is the first entry it should vouch for."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a signed head says: this node's log had `size` entries and this root at this time."""

    node_id: str
    size: int
    root: bytes
    at: datetime


def sign_head(*, node_id: str, keys: dsse.SigningPair, now: datetime) -> Checkpoint | None:
    """Sign the log as it is now and keep the head; None where nothing was added since the last one."""
    with transaction.atomic():
        head = AuditHead.objects.select_for_update().first()
        if head is None or head.size == 0 or Checkpoint.objects.filter(size=head.size).exists():
            return None
        root = unpack(head.size, bytes(head.peaks)).root()
        payload = strictjson.dumps({"v": 1, "node": node_id, "size": head.size, "root": root.hex(), "at": to_wire(now)})
        signed = dsse.sign(payload, PAYLOAD_TYPE, keys)
        return Checkpoint.objects.create(size=head.size, root=root, at=to_wire(now), signed=signed)


def read(signed: bytes, pinned: dsse.PinnedKeys, *, index: int = 0) -> Head:
    """Verify a signed head and return what it says, or raise HeadError."""
    try:
        raw = dsse.verify(signed, PAYLOAD_TYPE, pinned, limit=LIMIT)
        value = strictjson.loads_object(raw, limit=LIMIT)
        if set(value) != {"v", "node", "size", "root", "at"} or value["v"] != 1 or not isinstance(value["size"], int):
            raise HeadError("E_AUDIT_HEAD", "not a head of version 1", index=index)
        return Head(str(value["node"]), value["size"], bytes.fromhex(str(value["root"])), from_wire(value["at"]))
    except (ComityError, ValueError) as error:
        raise HeadError("E_AUDIT_HEAD", f"a signed head does not verify: {error}", index=index) from error


def own_keys(keys: NodeKeys, now: datetime) -> dsse.PinnedKeys:
    """Return every public key with which this node has ever signed heads, whatever became of it since."""
    file = parse_peer_file(keys.peer_file(now))

    def of(algorithm: str) -> dict[str, bytes]:
        return {key.id: dsse.decode(key.public) for key in file.keys if key.algorithm == algorithm}

    return dsse.PinnedKeys(of(dsse.ED25519), of(dsse.MLDSA65))


@dataclass(frozen=True, slots=True)
class Proof:
    """Proof that one entry is in the log of which a signed head tells (RFC 6962 section 2.1.1)."""

    index: int
    leaf: bytes
    path: tuple[bytes, ...]
    size: int
    signed_head: bytes


def prove(index: int) -> Proof:
    """Return the proof for an entry, against the newest signed head that covers it.

    Raises:
        HeadError: `E_AUDIT_HEAD` where no signed head covers the entry yet.
    """
    checkpoint = Checkpoint.objects.filter(size__gt=index).order_by("-size").first()
    if checkpoint is None or index < 0:
        raise HeadError("E_AUDIT_HEAD", "no signed head covers this entry yet", index=index)
    path = merkle.prove_inclusion(_subtree, index, checkpoint.size)
    leaf = bytes(AuditEntry.objects.get(seq=index).leaf)
    return Proof(index, leaf, path, checkpoint.size, bytes(checkpoint.signed))


def _subtree(level: int, index: int) -> bytes:
    """Return the digest of a full subtree, from the leaves in the database."""
    first = index << level
    rows = (
        AuditEntry.objects.filter(seq__gte=first, seq__lt=first + (1 << level))
        .order_by("seq")
        .values_list("leaf", flat=True)
        .iterator(chunk_size=5000)
    )
    return merkle.root(bytes(leaf) for leaf in rows)
