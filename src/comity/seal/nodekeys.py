"""Every secret key of a node, kept as one age file.

The file is sealed with scrypt to a secret that a machine made (`new_unlock`, 256 random bits) and that is read
from a file or a secret store when the process starts. scrypt is there to slow down the guessing of passphrases
that people choose; 256 random bits cannot be guessed at any speed. So its work factor is low (2**14: some 50 ms
and 16 MiB at each start) and a short secret is refused.

Past keys are kept: what was sealed to them years ago must still open, and peers keep verifying old signatures.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from comity.kernel import strictjson
from comity.kernel.errors import KernelError
from comity.seal import authority, dsse, intake
from comity.seal.age import HybridIdentity, ScryptIdentity, ScryptRecipient, open_bytes, seal_bytes
from comity.seal.authority import Authority
from comity.seal.errors import SealError
from comity.seal.keyfile import PAYLOAD_TYPE, PeerFile
from comity.seal.keylife import LEAD, OVERLAP, AgeEntry, Life, SigningEntry, hybrid_identity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from pathlib import Path

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

FILE_NAME = "node.age"
WORK_FACTOR = 14
SHORTEST_UNLOCK = 32
_MAX_FILE = 4 * 1024 * 1024


def new_unlock() -> bytes:
    """Return a new unlock secret: 256 random bits in 43 characters."""
    return secrets.token_urlsafe(32).encode("ascii")


@dataclass(frozen=True, slots=True)
class NodeKeys:
    """The keys of one node.

    Attributes:
        node_id, state, names, url: as in the key file.
        signing: pairs for envelopes and receipts, newest first.
        age: identities to which peers seal, newest first; past ones stay.
        storage: identities to which the node seals its own files, newest first.
        archive: identity to which a copy of what is sent is sealed.
        ca: the authority's root; seal_key, seal_certificate: the authority seal under it.
        roots: further PEM roots of officers' certificates, such as a State's own.
        time_authorities: PEM roots of the time stamp authorities used.
    """

    node_id: str
    state: str
    names: Mapping[str, str]
    url: str
    signing: tuple[SigningEntry, ...] = field(repr=False)
    age: tuple[AgeEntry, ...] = field(repr=False)
    storage: tuple[HybridIdentity, ...] = field(repr=False)
    archive: HybridIdentity = field(repr=False)
    ca: Authority = field(repr=False)
    seal_key: ec.EllipticCurvePrivateKey = field(repr=False)
    seal_certificate: x509.Certificate = field(repr=False)
    roots: tuple[str, ...] = field(default=(), repr=False)
    time_authorities: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def generate(cls, node_id: str, state: str, names: Mapping[str, str], url: str, now: datetime) -> NodeKeys:
        """Make every key of a new node. `names` holds the authority's name by language tag, English first."""
        title = names.get("en") or next(iter(names.values()))
        ca = Authority.create(title, state, now)
        seal_key = authority.new_key()
        life = Life.beginning(now)
        return cls(
            node_id,
            state,
            dict(names),
            url,
            (SigningEntry(dsse.SigningPair.generate(), life),),
            (AgeEntry(HybridIdentity.generate(), life),),
            (HybridIdentity.generate(),),
            HybridIdentity.generate(),
            ca,
            seal_key,
            ca.issue(seal_key.public_key(), authority.titled(title, "Seal"), now, authority.SEAL_LIFE),
        )

    # What others use ---------------------------------------------------------------------------------------

    def signing_pair(self, at: datetime) -> dsse.SigningPair:
        """Return the newest live pair, with which envelopes and receipts are signed.

        Raises:
            SealError: `E_KEY` when every pair has run out or was revoked.
        """
        return self._live_signing(at)[0].pair

    @property
    def age_identities(self) -> tuple[HybridIdentity, ...]:
        """Every identity that opens what peers sealed, newest first, past ones included."""
        return tuple(entry.identity for entry in self.age)

    @property
    def storage_identity(self) -> HybridIdentity:
        """The identity to which the node seals its own files now."""
        return self.storage[0]

    @property
    def ca_key(self) -> ec.EllipticCurvePrivateKey:
        """The private key of the authority's root."""
        return self.ca.key

    @property
    def ca_certificate(self) -> x509.Certificate:
        """The certificate of the authority's root."""
        return self.ca.certificate

    def peer_file(self, now: datetime) -> bytes:
        """Return the signed key file that peers pin.

        It is signed by the oldest live pair: whoever holds the file before this one knows that pair.
        """
        return dsse.sign(self.as_peer(now).to_payload(), PAYLOAD_TYPE, self._live_signing(now)[-1].pair)

    def as_peer(self, now: datetime) -> PeerFile:
        """Return what stands in the key file of `now`: to look at what this node itself signed, as a peer would."""
        keys = tuple(key for entry in self._entries for key in entry.public)
        return PeerFile(
            self.node_id,
            self.state,
            self.names,
            self.url,
            keys,
            (authority.certificate_to_pem(self.ca.certificate), *self.roots),
            self.time_authorities,
            now,
        )

    # Changing keys -----------------------------------------------------------------------------------------

    def rotate_signing(self, now: datetime, *, lead: timedelta = LEAD, overlap: timedelta = OVERLAP) -> NodeKeys:
        """Return the keys with a further signing pair, used from `now + lead`; the others end `overlap` later."""
        new = SigningEntry(dsse.SigningPair.generate(), Life.beginning(now + lead))
        past = (replace(entry, life=entry.life.ending(now + lead + overlap)) for entry in self.signing)
        return replace(self, signing=(new, *past))

    def rotate_age(self, now: datetime, *, lead: timedelta = LEAD, overlap: timedelta = OVERLAP) -> NodeKeys:
        """Return the keys with a further age identity, used from `now + lead`; the others end `overlap` later."""
        new = AgeEntry(HybridIdentity.generate(), Life.beginning(now + lead))
        past = (replace(entry, life=entry.life.ending(now + lead + overlap)) for entry in self.age)
        return replace(self, age=(new, *past))

    def rotate_storage(self) -> NodeKeys:
        """Return the keys with a new storage identity; files sealed to the earlier ones still open."""
        return replace(self, storage=(HybridIdentity.generate(), *self.storage))

    def renew_seal(self, now: datetime) -> NodeKeys:
        """Return the keys with a new authority seal under the same root."""
        key = authority.new_key()
        title = self.names.get("en") or next(iter(self.names.values()))
        certificate = self.ca.issue(key.public_key(), authority.titled(title, "Seal"), now, authority.SEAL_LIFE)
        return replace(self, seal_key=key, seal_certificate=certificate)

    def revoke(self, key_id: str, at: datetime) -> NodeKeys:
        """Return the keys with one marked as not to be trusted since `at`; of a signing pair both are marked.

        Raises:
            SealError: `E_KEY` when there is no such key.
        """
        signing = tuple(
            replace(entry, life=entry.life.revoked(at)) if _has(entry, key_id) else entry for entry in self.signing
        )
        age = tuple(replace(entry, life=entry.life.revoked(at)) if _has(entry, key_id) else entry for entry in self.age)
        if not any(_has(entry, key_id) for entry in self._entries):
            raise SealError("E_KEY", "no such key")
        return replace(self, signing=signing, age=age)

    # Keeping them ------------------------------------------------------------------------------------------

    def save(self, folder: Path, unlock: bytes) -> None:
        """Write all keys as `node.age` in `folder`, whole or not at all.

        Raises:
            SealError: `E_PASSPHRASE` when `unlock` is shorter than 32 characters.
        """
        sealed = seal_bytes(self._to_bytes(), [ScryptRecipient(_secret(unlock), WORK_FACTOR)])
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = folder / f".{FILE_NAME}.new"
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        new.replace(folder / FILE_NAME)
        directory = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    @classmethod
    def load(cls, folder: Path, unlock: bytes) -> NodeKeys:
        """Read what `save` wrote.

        Raises:
            SealError: `E_KEY` when there are no keys or a damaged file, `E_PASSPHRASE` when `unlock` is not theirs.
        """
        path = folder / FILE_NAME
        if not path.is_file():
            raise SealError("E_KEY", "there are no keys in this folder")
        identity = ScryptIdentity(_secret(unlock), WORK_FACTOR)
        return cls._from_bytes(open_bytes(path.read_bytes(), [identity]))

    @property
    def _entries(self) -> list[SigningEntry | AgeEntry]:
        return [*self.signing, *self.age]

    def _live_signing(self, at: datetime) -> tuple[SigningEntry, ...]:
        live = tuple(entry for entry in self.signing if entry.life.live(at))
        if not live:
            raise SealError("E_KEY", "every signing key of this node has run out or was revoked")
        return live

    def _to_bytes(self) -> bytes:
        return strictjson.dumps(
            {
                "v": 1,
                "node_id": self.node_id,
                "state": self.state,
                "names": dict(self.names),
                "url": self.url,
                "signing": [entry.to_json() for entry in self.signing],
                "age": [entry.to_json() for entry in self.age],
                "storage": [str(identity) for identity in self.storage],
                "archive": str(self.archive),
                "ca_key": authority.key_to_pem(self.ca.key),
                "ca_certificate": authority.certificate_to_pem(self.ca.certificate),
                "seal_key": authority.key_to_pem(self.seal_key),
                "seal_certificate": authority.certificate_to_pem(self.seal_certificate),
                "roots": list(self.roots),
                "time_authorities": list(self.time_authorities),
            }
        )

    @classmethod
    def _from_bytes(cls, raw: bytes) -> NodeKeys:
        value = intake.canonical_object(raw, limit=_MAX_FILE)
        try:
            return cls(
                value["node_id"],
                value["state"],
                value["names"],
                value["url"],
                tuple(SigningEntry.from_json(one) for one in value["signing"]),
                tuple(AgeEntry.from_json(one) for one in value["age"]),
                tuple(hybrid_identity(one) for one in value["storage"]),
                hybrid_identity(value["archive"]),
                Authority(
                    authority.key_from_pem(value["ca_key"]), authority.certificate_from_pem(value["ca_certificate"])
                ),
                authority.key_from_pem(value["seal_key"]),
                authority.certificate_from_pem(value["seal_certificate"]),
                tuple(value["roots"]),
                tuple(value["time_authorities"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError, KernelError):
            raise SealError("E_KEY", "the key file of this node is not of a known form") from None


def _secret(unlock: bytes) -> str:
    try:
        text = unlock.decode("ascii").strip()
    except UnicodeDecodeError:
        text = ""
    if len(text) < SHORTEST_UNLOCK:
        raise SealError("E_PASSPHRASE", f"an unlock secret has at least {SHORTEST_UNLOCK} machine-made characters")
    return text


def _has(entry: SigningEntry | AgeEntry, key_id: str) -> bool:
    return any(key.id == key_id for key in entry.public)
