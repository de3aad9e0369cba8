"""Verifying a file long after, by anybody: no network, no database, only the file and the key files one believes.

The answer has three values. True: everything that could be looked at is right. False: something is wrong. None: it
cannot be told here, because the sender is not known or the file is sealed and no identity opens it. What was not
looked at is always listed.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.kernel import clock
from comity.seal import cades, chain, dsse, envelope, keyfile, pades, receipt, statement
from comity.seal.age import OpenReader
from comity.seal.authority import certificate_from_pem
from comity.seal.checks import Check, Result, Signer, failed, not_made, passed
from comity.seal.errors import SealError
from comity.seal.keyring import KeyRing
from comity.seal.package.container import MAX_CONTAINER
from comity.seal.package.opening import MAX_PACKAGE, open_container
from comity.seal.timestamp import verify_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from comity.seal.age import Identity
    from comity.seal.checks import StampedTime
    from comity.seal.keyfile import PeerFile
    from comity.seal.link import Head

LIMIT = MAX_PACKAGE
_AGE = b"age-encryption.org/"
_ZIP = b"PK\x03\x04"
_OUTSIDE = ("package.digest", "package.sender", "package.addressed", "package.keys", "package.in_time")
_UNKNOWN_HERE = ("E_SENDER", "E_AGE_NO_MATCH")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification of one file found.

    Attributes:
        valid: True, False, or None where it cannot be told.
        kind: `package`, `letter`, `envelope`, `receipt`, `chain`, `peer`, `statement` or `unknown`.
        checks: what was looked at and what was not.
        signers: who signed, as far as known.
    """

    valid: bool | None
    kind: str
    checks: tuple[Check, ...] = ()
    signers: tuple[Signer, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Write the verdict for a program."""
        return {
            "valid": self.valid,
            "kind": self.kind,
            "checks": [
                {"name": check.name, "result": check.result.value.replace("_", " "), "detail": check.detail}
                for check in self.checks
            ],
            "signers": [
                {
                    "name": signer.name,
                    "key": signer.key,
                    "time": None if signer.time is None else clock.to_wire(signer.time),
                    "time_source": signer.time_source,
                }
                for signer in self.signers
            ],
        }


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a verification may lean on."""

    ring: KeyRing
    identities: Sequence[Identity]
    now: datetime
    demo: bool

    def token(self, token: bytes, data: bytes) -> StampedTime:
        """Check a time stamp against every time-stamping authority that a known peer names."""
        pems = sorted({pem for peer in self.ring for pem in peer.time_authorities})
        return verify_token(token, data, [certificate_from_pem(pem) for pem in pems], now=self.now, demo=self.demo)


def verify_file(
    source: bytes | Path,
    peers: KeyRing | Iterable[PeerFile],
    identities: Sequence[Identity] = (),
    *,
    now: datetime | None = None,
    demo: bool = False,
) -> Verdict:
    """Say what `source` is and whether it is right.

    Args:
        source: the file, or its bytes.
        peers: the key files one believes.
        identities: what opens a sealed package, if one has it.
        now: at which certificates without a time stamp are judged; the present if not given.
        demo: whether time-stamping authorities for demonstrations are believed.
    """
    ring = peers if isinstance(peers, KeyRing) else KeyRing(peers)
    asked = _Asked(ring, identities, now or clock.utc_now(), demo)
    raw = source if isinstance(source, bytes) else _read(source)
    kind, examine = _kind_of(raw)
    try:
        valid, checks, signers = examine(raw, asked)
    except SealError as error:
        detail = f"{error.code}: {error.detail}"
        if error.code in _UNKNOWN_HERE:
            return Verdict(None, kind, (not_made("file.verified", detail),))
        return Verdict(valid=False, kind=kind, checks=(failed("file.verified", detail),))
    if any(check.result is Result.FAILED for check in checks):
        valid = False
    return Verdict(valid, kind, tuple(checks), tuple(signers))


_Found = tuple["bool | None", "Sequence[Check]", "Sequence[Signer]"]


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LIMIT + 1)


def _kind_of(raw: bytes) -> tuple[str, Callable[[bytes, _Asked], _Found]]:
    """Return what the file is by its first bytes, or by the type that stands in it; what says so is checked later."""
    if len(raw) > LIMIT:
        return "unknown", _too_large
    for start, kind, examine in _STARTS:
        if raw.startswith(start):
            return kind, examine
    for mark, kind, examine in _TYPES:
        if mark in raw:
            return kind, examine
    return "unknown", _unknown


def _sealed(raw: bytes, asked: _Asked) -> _Found:
    reader = OpenReader(io.BytesIO(raw), asked.identities)
    inside = reader.read(MAX_CONTAINER + 1) or b""
    if not inside.startswith(_ZIP):
        return None, (not_made("file.verified", "sealed content of another kind than a package"),), ()
    return _container(inside, asked)


def _container(raw: bytes, asked: _Asked) -> _Found:
    opened = open_container(raw, ring=asked.ring, now=asked.now, demo=asked.demo)
    binding = opened.contents.binding
    claims = passed("package.claims", f"from {binding.from_node} to {', '.join(binding.to)}, {binding.message_id}")
    rest = [not_made(name, "only an envelope can tell") for name in _OUTSIDE]
    evidence = not_made("package.evidence", f"{len(opened.contents.evidence)} items travel beside the package")
    return True, (*opened.checks, claims, *rest, evidence), opened.signers


def _letter(raw: bytes, asked: _Asked) -> _Found:
    """Try every known peer: a letter names its sender in words only, and the signature tells whose it is."""
    known = [(peer.node_id, cades.Trust.of(peer, demo=asked.demo)) for peer in asked.ring]
    for node_id, trust in (*known, ("", cades.Trust(()))):
        try:
            letter = pades.verify_letter(raw, trust, now=asked.now)
        except SealError as error:
            if not error.params.get("untrusted"):
                raise
        else:
            by = passed("letter.sender", node_id)
            return True, (by, *letter.checks, not_made("letter.data", "no data beside the letter")), letter.signers
    raise SealError("E_SENDER", "signed by nobody known here")


def _envelope(raw: bytes, asked: _Asked) -> _Found:
    found = envelope.inspect_envelope(raw, asked.ring)
    signed = dsse.parse(raw)
    checks = (
        passed("envelope.form"),
        passed("envelope.two_signatures", found.from_node),
        passed("envelope.numbers"),
        not_made("envelope.addressed", f"to {found.to_node}"),
        not_made("envelope.time", f"{clock.to_wire(found.created)} to {clock.to_wire(found.expires_at)}"),
    )
    return True, checks, (Signer(found.from_node, signed.key_ids[0], found.created),)


def _receipt(raw: bytes, asked: _Asked) -> _Found:
    found = receipt.verify_receipt(raw, asked.ring, verify_token=asked.token)
    return True, found.checks, found.signers


def _chain(raw: bytes, asked: _Asked) -> _Found:
    found = chain.verify_export(raw, asked.ring, verify_token=asked.token)
    return True, found.checks, found.signers


def _peer(raw: bytes, asked: _Asked) -> _Found:
    """Verify a key file by itself; whether it is the one that is pinned here is all that anybody can add."""
    peer = keyfile.parse_peer_file(raw)
    pinned = peer.node_id in asked.ring and asked.ring.peer(peer.node_id).raw == raw
    known = passed("peer.pinned", peer.node_id) if pinned else not_made("peer.pinned", peer.fingerprint())
    signer = Signer(peer.node_id, dsse.parse(raw, limit=keyfile.LIMIT).key_ids[0], peer.updated)
    return (True if pinned else None), (passed("peer.self_signed", peer.node_id), known), (signer,)


def _statement(raw: bytes, asked: _Asked) -> _Found:
    """Verify what a node said of heads of chains: the evidence of an alarm. Whether it is true is for people to ask."""
    said = statement.inspect_statement(raw, asked.ring)
    checks = (
        passed("statement.form", said.purpose.value),
        passed("statement.two_signatures", said.from_node),
        *(passed(f"statement.{what}", f"{head.chain_id} {head.seq} {head.sha256}") for what, head in _heads(said)),
        *_seen_of(said.directory),
        not_made("statement.addressed", f"to {said.to_node}"),
        not_made("statement.time", clock.to_wire(said.created)),
    )
    return True, checks, (Signer(said.from_node, dsse.parse(raw).key_ids[0], said.created),)


def _seen_of(directory: statement.DirectoryHead | None) -> list[Check]:
    return [] if directory is None else [passed("statement.directory", f"{directory.number} {directory.sha256}")]


def _heads(said: statement.Statement) -> list[tuple[str, Head]]:
    return [(what, head) for what, head in (("own_head", said.own), ("held_head", said.held)) if head is not None]


def _too_large(_raw: bytes, _asked: _Asked) -> _Found:
    raise SealError("E_SIZE", "a file that is too large", limit=LIMIT)


def _unknown(_raw: bytes, _asked: _Asked) -> _Found:
    return None, (not_made("file.verified", "a file of an unknown kind"),), ()


_STARTS = (
    (b"%PDF-", "letter", _letter),
    (_ZIP, "package", _container),
    (_AGE, "package", _sealed),
)
_TYPES = (
    (b'"kind":"comity.chain"', "chain", _chain),
    (envelope.PAYLOAD_TYPE.encode(), "envelope", _envelope),
    (receipt.PAYLOAD_TYPE.encode(), "receipt", _receipt),
    (keyfile.PAYLOAD_TYPE.encode(), "peer", _peer),
    (statement.PAYLOAD_TYPE.encode(), "statement", _statement),
)
