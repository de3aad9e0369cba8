"""A law or a digest that a State offers to the hub, as one file that its node signs. No database, no network, no clock.

The statement is the one that nodes get from a hub; the texts of a law are in the file. Whoever carries it changes
nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from comity.kernel import clock, ids, strictjson
from comity.library.mirroring import statements
from comity.library.mirroring.catalogue import MirrorError
from comity.library.mirroring.statements import LawSaid
from comity.seal import dsse, intake
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from comity.library.mirroring.statements import DigestSaid
    from comity.seal.keyring import KeyRing

PAYLOAD_TYPE: Final = "application/vnd.comity.library-offer+json;v=1"
LIMIT: Final = 32 * 1024**2  # bytes of a file
_FIELDS: Final = {"from_node", "state", "created", "statement", "texts"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a node offers: its name and State, when, the statement, and for a law its texts by their digests."""

    from_node: str
    state: str
    created: datetime
    said: LawSaid | DigestSaid
    texts: Mapping[str, bytes] = field(default_factory=dict)


def sign_offer(offer: Offer, keys: dsse.SigningPair) -> bytes:
    """Return the signed file, or raise SealError `E_SIZE` where it is larger than a hub takes."""
    payload = strictjson.dumps({
        "from_node": offer.from_node, "state": offer.state, "created": clock.to_wire(offer.created),
        "statement": dsse.encode(offer.said.to_bytes()),
        "texts": {sha256: dsse.encode(raw) for sha256, raw in offer.texts.items()},
    })  # fmt: skip
    signed = dsse.sign(payload, PAYLOAD_TYPE, keys)
    if len(signed) > LIMIT:
        raise SealError("E_SIZE", "larger than a hub takes")
    return signed


def read_offer(raw: bytes, ring: KeyRing) -> Offer:
    """Return what a file offers, if a node whose key file is in `ring` signed it.

    Steps: 1 size and syntax, 2 type, 3 fields, 4 signer known and of its State, 5 two signatures valid when it was
    made, 6 the statement of the known form, a law that State's own, 7 each text the one that the statement names.

    Raises:
        SealError: `E_SIZE`, `E_SYNTAX`, `E_VERSION`, `E_SENDER`, `E_SIGNATURE`, `E_DIGEST`.
    """
    signed = dsse.parse(raw, limit=LIMIT)
    if signed.payload_type != PAYLOAD_TYPE:
        raise SealError("E_VERSION", "no offer of a known version")
    value = intake.exactly(intake.canonical_object(signed.payload, limit=LIMIT), _FIELDS, "an offer")
    state = intake.text(value["state"], least=2, most=4)
    with intake.refusing():
        node, created = ids.parse_node_id(value["from_node"]), clock.from_wire(value["created"])
    peer = ring.peer(node)
    if peer.state != state:
        raise SealError("E_SENDER", "the node belongs to another State")
    signed.verify(PAYLOAD_TYPE, peer.signing_keys(created))
    said = _said(dsse.decode(value["statement"]))
    if isinstance(said, LawSaid) and said.place != state:
        raise SealError("E_SENDER", "the law of another State")
    return Offer(node, state, created, said, _texts(value["texts"], said))


def _said(raw: bytes) -> LawSaid | DigestSaid:
    try:
        return statements.law_of(raw) if b'"statement":"law"' in raw else statements.digest_of(raw)
    except MirrorError as error:
        raise SealError("E_SYNTAX", error.detail) from None


def _texts(value: Any, said: LawSaid | DigestSaid) -> dict[str, bytes]:
    named = {one.sha256 for one in said.versions} if isinstance(said, LawSaid) else set()
    found = {sha256: dsse.decode(text) for sha256, text in intake.exactly(value, named, "the texts").items()}
    for sha256, raw in found.items():
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise SealError("E_DIGEST", "a text is not the one that is named")
    return found
