"""A peer's key file: who a node is, where it is reached, and which keys may sign and be sealed to.

The file signs itself with two of the keys it names, so it proves nothing about who made it: that is settled
once, when two officers compare its fingerprint by telephone. From then on each new file is signed by keys of
the file before it (`verify_succession`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography import x509

from comity.kernel import clock, ids, strictjson
from comity.seal import dsse, intake
from comity.seal.age import HybridRecipient, parse_recipient
from comity.seal.errors import SealError
from comity.seal.fingerprints import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

PAYLOAD_TYPE = "application/vnd.comity.peer+json;v=1"
LIMIT = 256 * 1024
AGE = "age"
MAX_KEYS = 64
MAX_CERTIFICATES = 16

_FIELDS = {
    "v", "node_id", "state", "names", "url", "keys", "certificates", "time_authorities", "updated",
}  # fmt: skip
_KEY_FIELDS = {"id", "algorithm", "public", "valid_from", "valid_to", "revoked_at"}
_LENGTHS = {dsse.ED25519: 32, dsse.MLDSA65: 1952}
_LONGEST = 300  # characters in the name of an authority or the code of a State


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One public key and the time in which it may be used.

    Attributes:
        id: SHA-256 of `public` in hexadecimal.
        algorithm: `ed25519`, `ml-dsa-65` or `age`.
        public: base64 of the key, or an age recipient.
        valid_from: first moment of use.
        valid_to: first moment in which it may no longer be used; None while open.
        revoked_at: since when it must not be trusted; None unless revoked.
    """

    id: str
    algorithm: str
    public: str
    valid_from: datetime
    valid_to: datetime | None = None
    revoked_at: datetime | None = None

    @classmethod
    def of(cls, algorithm: str, public: str, valid_from: datetime, valid_to: datetime | None = None) -> PublicKey:
        """Return a key with the id that follows from its text."""
        return cls(dsse.key_id(public), algorithm, public, valid_from, valid_to)

    def valid(self, at: datetime) -> bool:
        """Whether `at` lies in the time in which the key may be used. Says nothing about revocation."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)

    def to_json(self) -> dict[str, Any]:
        """Write the key as it stands in a key file."""
        return {
            "id": self.id,
            "algorithm": self.algorithm,
            "public": self.public,
            "valid_from": clock.to_wire(self.valid_from),
            "valid_to": None if self.valid_to is None else clock.to_wire(self.valid_to),
            "revoked_at": None if self.revoked_at is None else clock.to_wire(self.revoked_at),
        }

    @classmethod
    def from_json(cls, value: object) -> PublicKey:
        """Read what `to_json` wrote, or raise SealError `E_SYNTAX` or `E_KEY`."""
        fields = intake.exactly(value, _KEY_FIELDS, "a key")
        algorithm, public = fields["algorithm"], fields["public"]
        _demand_key(algorithm, public)
        if fields["id"] != dsse.key_id(public):
            raise SealError("E_KEY", "a key whose id does not follow from it")
        with intake.refusing():
            return cls(
                fields["id"],
                algorithm,
                public,
                clock.from_wire(fields["valid_from"]),
                None if fields["valid_to"] is None else clock.from_wire(fields["valid_to"]),
                None if fields["revoked_at"] is None else clock.from_wire(fields["revoked_at"]),
            )


@dataclass(frozen=True, slots=True)
class PeerFile:
    """What one node says about itself.

    Attributes:
        node_id: short name of the node.
        state: code of its State.
        names: the authority's name by language tag.
        url: where it is reached; empty for a node that is reached by media alone.
        keys: every key of the node, past ones too.
        certificates: PEM roots under which its officers and its authority seal sign.
        time_authorities: PEM roots of the time stamp authorities it uses.
        updated: when this file was made; a later file replaces an earlier one.
    """

    node_id: str
    state: str
    names: Mapping[str, str]
    url: str
    keys: tuple[PublicKey, ...]
    certificates: tuple[str, ...]
    time_authorities: tuple[str, ...]
    updated: datetime
    raw: bytes = field(default=b"", repr=False, compare=False)

    def to_payload(self) -> bytes:
        """Write the bytes that are signed."""
        return strictjson.dumps(
            {
                "v": 1,
                "node_id": self.node_id,
                "state": self.state,
                "names": dict(self.names),
                "url": self.url,
                "keys": [key.to_json() for key in self.keys],
                "certificates": list(self.certificates),
                "time_authorities": list(self.time_authorities),
                "updated": clock.to_wire(self.updated),
            }
        )

    def fingerprint(self) -> str:
        """Return forty digits in groups of five (132 bits) to be read out over the telephone.

        They stand for the node, its State and every signing key; all else in the file is signed by those keys.
        """
        named = sorted(key.id for key in self.keys if key.algorithm != AGE)
        return fingerprint("\n".join(["comity peer fingerprint 1", self.node_id, self.state, *named]).encode())

    def signing_keys(self, at: datetime, *, proved: datetime | None = None) -> dsse.PinnedKeys:
        """Return the keys that may have signed something made at `at`.

        A revoked key counts only where a time stamp proves that the signature existed before (`proved`): whoever
        holds a stolen key can write any date into a message.
        """

        def of(algorithm: str) -> dict[str, bytes]:
            return {
                key.id: dsse.decode(key.public)
                for key in self.keys
                if key.algorithm == algorithm
                and key.valid(at)
                and (key.revoked_at is None or (proved is not None and proved < key.revoked_at))
            }

        return dsse.PinnedKeys(of(dsse.ED25519), of(dsse.MLDSA65))

    def age_keys(self, at: datetime) -> tuple[PublicKey, ...]:
        """Return the live age keys at `at`, the newest first."""
        live = [key for key in self.keys if key.algorithm == AGE and key.valid(at) and key.revoked_at is None]
        return tuple(sorted(live, key=lambda key: (key.valid_from, key.id), reverse=True))

    def recipients(self, at: datetime) -> tuple[HybridRecipient, ...]:
        """Return the recipient to seal to at `at`: the newest live key alone.

        Raises:
            SealError: `E_KEY` when the peer has no live key.
        """
        live = self.age_keys(at)
        if not live:
            raise SealError("E_KEY", "the peer has no live key to seal to", node=self.node_id)
        return (_recipient(live[0].public),)


def parse_peer_file(raw: bytes) -> PeerFile:
    """Read a key file and demand that it is signed by itself.

    Steps: 1 size and syntax, 2 version, 3 fields, 4 signed by two of its own keys, valid when it was made.

    Raises:
        SealError: with the code of the step.
    """
    signed = dsse.parse(raw, limit=LIMIT)
    if signed.payload_type != PAYLOAD_TYPE:
        raise SealError("E_VERSION", "not a key file of a known version")
    peer = _read(signed.payload, raw)
    signed.verify(PAYLOAD_TYPE, peer.signing_keys(peer.updated))
    return peer


def verify_succession(old: PeerFile, new_raw: bytes) -> PeerFile:
    """Accept `new_raw` as the file that follows `old`, or raise SealError.

    Steps: 1 signed by itself, 2 the same node and State, 3 later, 4 signed by keys of the old file that neither
    file revokes, 5 every key of the old file kept, none made anew or brought back after revocation.
    A file that fails needs the ceremony of a first contact: two officers and a fingerprint.
    """
    new = parse_peer_file(new_raw)
    if (new.node_id, new.state) != (old.node_id, old.state):
        raise SealError("E_KEY", "the key file of another node")
    if not new.updated > old.updated:
        raise SealError("E_REPLAY", "a key file that is not newer", theirs=clock.to_wire(new.updated))
    dsse.parse(new_raw, limit=LIMIT).verify(PAYLOAD_TYPE, old.signing_keys(new.updated))
    kept = {key.id: key for key in new.keys}
    for key in old.keys:
        _demand_kept(key, kept.get(key.id))
    return new


def _demand_kept(key: PublicKey, now: PublicKey | None) -> None:
    if now is None or now.valid_from != key.valid_from:
        raise SealError("E_KEY", "a key of the earlier file is missing or changed")
    if key.revoked_at is not None and (now.revoked_at is None or now.revoked_at > key.revoked_at):
        raise SealError("E_KEY", "a revoked key was brought back")
    if key.valid_to is not None and (now.valid_to is None or now.valid_to > key.valid_to):
        raise SealError("E_KEY", "the life of a key was made longer")


def _demand_key(algorithm: object, public: object) -> None:
    if not isinstance(public, str) or not isinstance(algorithm, str) or algorithm not in {*_LENGTHS, AGE}:
        raise SealError("E_SYNTAX", "a key of an unknown algorithm")
    if algorithm == AGE:
        _recipient(public)
    elif len(dsse.decode(public)) != _LENGTHS[algorithm]:
        raise SealError("E_KEY", "a key of the wrong length")


@lru_cache(maxsize=256)  # reading and writing its bech32 takes as long as signing a message
def _recipient(public: str) -> HybridRecipient:
    recipient = parse_recipient(public)
    if not isinstance(recipient, HybridRecipient):
        raise SealError("E_KEY", "a key to seal to that is not hybrid")
    return recipient


def _read(payload: bytes, raw: bytes) -> PeerFile:
    value = intake.canonical_object(payload, limit=LIMIT)
    if type(value.get("v")) is not int or value["v"] != 1:
        raise SealError("E_VERSION", "not a key file of a known version")
    intake.exactly(value, _FIELDS, "a key file")
    keys = tuple(PublicKey.from_json(one) for one in intake.listed(value["keys"], most=MAX_KEYS))
    if len({key.id for key in keys}) != len(keys):
        raise SealError("E_KEY", "a key occurs twice")
    with intake.refusing():
        node_id, updated = ids.parse_node_id(value["node_id"]), clock.from_wire(value["updated"])
    return PeerFile(
        node_id,
        intake.text(value["state"], least=1, most=_LONGEST),
        _names(value["names"]),
        intake.text(value["url"], most=2048),
        keys,
        _certificates(value["certificates"]),
        _certificates(value["time_authorities"]),
        updated,
        raw,
    )


def _names(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or not value:
        raise SealError("E_SYNTAX", "a key file without names")
    return {intake.text(tag, least=2, most=35): intake.text(value[tag], least=1, most=_LONGEST) for tag in value}


def _certificates(value: object) -> tuple[str, ...]:
    found = tuple(intake.listed(value, most=MAX_CERTIFICATES))
    for pem in found:
        try:
            x509.load_pem_x509_certificate(pem.encode("ascii"))
        except (AttributeError, ValueError):
            raise SealError("E_SYNTAX", "a certificate that cannot be read") from None
    return found
