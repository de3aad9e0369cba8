"""The ways in which a hostile envelope is made; `hostile.KINDS` names them and says what must come back."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from comity.kernel import clock, strictjson
from comity.seal import dsse
from comity.seal.envelope import PAYLOAD_TYPE, Envelope
from tests.builders import keys as cast

if TYPE_CHECKING:
    from comity.seal.nodekeys import NodeKeys

Changed = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Attack:
    """Who pretends to be whom.

    Attributes:
        good: an envelope that the receiver would accept, signed by `own`.
        own: the keys of its sender.
        other: the keys of another node that the receiver knows too.
        stranger: keys of a node that it does not know.
        now: the receiver's time.
    """

    good: Envelope
    own: NodeKeys
    other: NodeKeys
    stranger: NodeKeys
    now: datetime

    @property
    def fields(self) -> dict[str, Any]:
        return json.loads(self.good.to_payload())

    @property
    def pair(self) -> dsse.SigningPair:
        return self.own.signing_pair(self.now)

    def signed(self, payload: bytes, payload_type: str = PAYLOAD_TYPE) -> dict[str, Any]:
        """Sign any payload with the sender's own keys and return the item as an object."""
        return json.loads(dsse.sign(payload, payload_type, self.pair))

    def changed(self, **fields: Any) -> bytes:
        """Return the good envelope with other fields, properly signed."""
        return strictjson.dumps(self.signed(strictjson.dumps(self.fields | fields)))

    def raw_payload(self, payload: bytes) -> bytes:
        """Return any payload, properly signed."""
        return strictjson.dumps(self.signed(payload))

    def item(self) -> dict[str, Any]:
        """Return the good envelope, properly signed, as an object to be spoilt."""
        return self.signed(self.good.to_payload())


def default_attack() -> Attack:
    """Return an attack from XA on XB; the stranger is not in XB's ring."""
    return Attack(cast.an_envelope(), cast.node_keys("xa"), cast.node_keys("xb"), cast.node_keys("stranger"), cast.NOW)


def _written(item: Any) -> bytes:
    return strictjson.dumps(item)


def _loose(item: Any) -> bytes:
    return json.dumps(item, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _in_payload(find: bytes, put: bytes) -> Callable[[Attack], bytes]:
    """Exchange text inside the payload and sign the result, whatever it is."""

    def make_one(attack: Attack) -> bytes:
        payload = attack.good.to_payload()
        assert find in payload
        return attack.raw_payload(payload.replace(find, put, 1))

    return make_one


def _field_as(name: str, text: bytes) -> Callable[[Attack], bytes]:
    """Write any text in the place of a field's value, and sign the result."""
    return lambda attack: _in_payload(
        f'"{name}":'.encode() + strictjson.dumps(attack.fields[name]), f'"{name}":'.encode() + text
    )(attack)


def _in_item(find: bytes, put: bytes) -> Callable[[Attack], bytes]:
    """Exchange text in the signed item after signing."""

    def make_one(attack: Attack) -> bytes:
        raw = _written(attack.item())
        assert find in raw
        return raw.replace(find, put, 1)

    return make_one


def _with(**fields: Any) -> Callable[[Attack], bytes]:
    return lambda attack: attack.changed(**fields)


def _spoilt(change: Changed) -> Callable[[Attack], bytes]:
    """Spoil the signed item as an object."""

    def make_one(attack: Attack) -> bytes:
        item = attack.item()
        change(item)
        return _loose(item)

    return make_one


def _signatures(item: dict[str, Any]) -> list[dict[str, str]]:
    return item["signatures"]


# Signatures -------------------------------------------------------------------------------------------------


def _twice(place: int) -> Callable[[Attack], bytes]:
    def change(item: dict[str, Any]) -> None:
        item["signatures"] = [_signatures(item)[place]] * 2

    return _spoilt(change)


def _two_of_one_algorithm(place: int) -> Callable[[Attack], bytes]:
    """Two good signatures by two keys of one algorithm, the second key being the attacker's own."""

    def make_one(attack: Attack) -> bytes:
        item = attack.item()
        data = dsse.pre_authentication_encoding(PAYLOAD_TYPE, attack.good.to_payload())
        key = Ed25519PrivateKey.generate() if place == 0 else MLDSA65PrivateKey.generate()
        public = dsse.encode(key.public_key().public_bytes_raw())
        item["signatures"][1 - place] = {"keyid": dsse.key_id(public), "sig": dsse.encode(key.sign(data))}
        return _written(item)

    return make_one


def _exchanged_values(item: dict[str, Any]) -> None:
    one, two = _signatures(item)
    one["sig"], two["sig"] = two["sig"], one["sig"]


def _flipped(place: int) -> Callable[[Attack], bytes]:
    def change(item: dict[str, Any]) -> None:
        value = bytearray(base64.b64decode(_signatures(item)[place]["sig"]))
        value[7] ^= 1
        _signatures(item)[place]["sig"] = dsse.encode(bytes(value))

    return _spoilt(change)


def _signature_of_another_payload(attack: Attack) -> bytes:
    item, other = attack.item(), attack.signed(strictjson.dumps(attack.fields | {"seq": 1, "dir_version": 77}))
    item["signatures"] = other["signatures"]
    return _written(item)


def _key_of_another_peer(attack: Attack) -> bytes:
    return dsse.sign(attack.good.to_payload(), PAYLOAD_TYPE, attack.other.signing_pair(attack.now))


def _key_id_lies(attack: Attack) -> bytes:
    item, other = attack.item(), attack.item()
    other["signatures"] = json.loads(_key_of_another_peer(attack))["signatures"]
    for own, lent in zip(item["signatures"], other["signatures"], strict=True):
        own["sig"] = lent["sig"]
    return _written(item)


def _mixed_keys(attack: Attack) -> bytes:
    item = attack.item()
    item["signatures"][1] = json.loads(_key_of_another_peer(attack))["signatures"][1]
    return _written(item)


def _small_order_signature(item: dict[str, Any]) -> None:
    _signatures(item)[0]["sig"] = dsse.encode(b"\x01" + bytes(63))


def _malleable_ed25519(attack: Attack) -> bytes:
    """The same signature with the group order added to its scalar."""
    item = attack.item()
    value = base64.b64decode(item["signatures"][0]["sig"])
    order = 2**252 + 27742317777372353535851937790883648493
    scalar = int.from_bytes(value[32:], "little") + order
    item["signatures"][0]["sig"] = dsse.encode(value[:32] + scalar.to_bytes(32, "little"))
    return _written(item)


def _other_type_inside(attack: Attack) -> bytes:
    """Signed as a receipt, presented as an envelope."""
    item = attack.signed(attack.good.to_payload(), "application/vnd.comity.receipt+json;v=1")
    item["payloadType"] = PAYLOAD_TYPE
    return _written(item)


def _unsigned_payload_change(attack: Attack) -> bytes:
    item = attack.item()
    item["payload"] = dsse.encode(strictjson.dumps(attack.fields | {"size": attack.good.size + 1}))
    return _written(item)


# Forms ------------------------------------------------------------------------------------------------------


def _deep(attack: Attack) -> bytes:
    return attack.raw_payload(b'{"v":1,"x":' + b"[" * 5_000 + b"]" * 5_000 + b"}")


def _url_base64(item: dict[str, Any]) -> None:
    item["payload"] = item["payload"].replace("+", "-").replace("/", "_").rstrip("=") + "-_"


def _loose_bits(item: dict[str, Any]) -> None:
    """A base64 text whose last, unused bits are set: it decodes to the same 64 bytes."""
    text = _signatures(item)[0]["sig"]
    assert text.endswith("==")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    _signatures(item)[0]["sig"] = text[:-3] + letters[letters.index(text[-3]) | 1] + "=="


def _changed_item(**fields: Any) -> Callable[[Attack], bytes]:
    return _spoilt(lambda item: item.update(fields))


def _without(name: str) -> Callable[[Attack], bytes]:
    def make_one(attack: Attack) -> bytes:
        fields = attack.fields
        del fields[name]
        return attack.raw_payload(strictjson.dumps(fields))

    return make_one


def _shuffled(attack: Attack) -> bytes:
    return json.dumps(dict(reversed(attack.item().items())), separators=(",", ":")).encode()


def _at(**shift: float) -> Callable[[Attack], bytes]:
    """Make the envelope at another time, for thirty days."""

    def make_one(attack: Attack) -> bytes:
        created = attack.now + timedelta(**shift)
        return attack.changed(created=clock.to_wire(created), expires_at=clock.to_wire(created + timedelta(days=30)))

    return make_one


def _lasting(**shift: float) -> Callable[[Attack], bytes]:
    return lambda attack: attack.changed(expires_at=clock.to_wire(attack.good.created + timedelta(**shift)))


def _expired(attack: Attack) -> bytes:
    return attack.changed(created=clock.to_wire(attack.now - timedelta(hours=1)), expires_at=clock.to_wire(attack.now))


def _bytes(text: bytes) -> Callable[[Attack], bytes]:
    return lambda _: text


def _bad_utf8(attack: Attack) -> bytes:
    return _written(attack.item())[:-2] + b"\xff\xfe}"


_BLOB = {"sha256": "b1" * 32, "size": 1}
