"""Envelopes that no node may accept: one function for each kind, and the code with which it is refused.

`make(kind)` returns the bytes, for the cast of `tests.builders.keys` or, given an `Attack`, for any other pair of
nodes, so that the same table can be sent to a real endpoint.
"""

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

KINDS: dict[str, tuple[Callable[[Attack], bytes], str]] = {
    # size
    "empty": (_bytes(b""), "E_SYNTAX"),
    "oversized": (lambda attack: _written(attack.item()) + b" " * 65_536, "E_SIZE"),
    "oversized_nonsense": (_bytes(b"A" * 10_000_000), "E_SIZE"),
    "too_many_blobs": (
        lambda attack: attack.changed(blobs=[{"sha256": f"{n:064x}", "size": 1} for n in range(201)]),
        "E_SIZE",
    ),
    "blob_too_large": (_with(blobs=[{"sha256": "b1" * 32, "size": 2**50}]), "E_SIZE"),
    "package_too_large": (_with(size=2**40), "E_SIZE"),
    # JSON
    "nonsense": (_bytes(b"\x00\x01\x02"), "E_SYNTAX"),
    "array_outermost": (lambda attack: b"[" + _written(attack.item()) + b"]", "E_SYNTAX"),
    "string_outermost": (_bytes(b'"payload"'), "E_SYNTAX"),
    "null_outermost": (_bytes(b"null"), "E_SYNTAX"),
    "truncated": (lambda attack: _written(attack.item())[:-1], "E_SYNTAX"),
    "truncated_half": (lambda attack: _written(attack.item())[:2_000], "E_SYNTAX"),
    "trailing_data": (lambda attack: _written(attack.item()) + b"{}", "E_SYNTAX"),
    "trailing_newline": (lambda attack: _written(attack.item()) + b"\n", "E_SYNTAX"),
    "byte_order_mark": (lambda attack: b"\xef\xbb\xbf" + _written(attack.item()), "E_SYNTAX"),
    "utf_16": (lambda attack: _written(attack.item()).decode().encode("utf-16"), "E_SYNTAX"),
    "bad_utf8": (_bad_utf8, "E_SYNTAX"),
    "nul_outside": (_in_item(b'"payloadType":"', b'"payloadType":"\x00'), "E_SYNTAX"),
    "spaces": (lambda attack: json.dumps(attack.item()).encode(), "E_SYNTAX"),
    "order_of_keys": (_shuffled, "E_SYNTAX"),
    "escaped_letter": (_in_item(b'"payload":', b'"p\\u0061yload":'), "E_SYNTAX"),
    "duplicate_key_outside": (_in_item(b'{"payload":', b'{"payload":"AAAA","payload":'), "E_SYNTAX"),
    "duplicate_key_inside": (_in_payload(b'"to_node":', b'"to_node":"xz","to_node":'), "E_SYNTAX"),
    "nan_time": (_field_as("created", b"NaN"), "E_SYNTAX"),
    "infinity": (_field_as("size", b"Infinity"), "E_SYNTAX"),
    "float": (_field_as("size", b"65536.0"), "E_SYNTAX"),
    "exponent": (_field_as("size", b"6e4"), "E_SYNTAX"),
    "huge_integer": (_field_as("size", b"9" * 4_000), "E_SYNTAX"),
    "integer_of_17_digits": (_field_as("size", b"99999999999999999"), "E_SYNTAX"),
    "minus_zero": (_field_as("dir_version", b"-0"), "E_SYNTAX"),
    "deep_inside": (_deep, "E_SYNTAX"),
    "deep_outside": (_bytes(b"[" * 30_000), "E_SYNTAX"),
    "surrogate": (_field_as("to_node", b'"\\ud800"'), "E_SYNTAX"),
    "nul_inside": (_field_as("to_node", b'"xb\\u0000"'), "E_SYNTAX"),
    "key_not_nfc": (_in_payload(b'"v":1', b'"v":1,"\xcc\x81":1'), "E_SYNTAX"),
    "payload_not_canonical": (_in_payload(b'"v":1', b'"v": 1'), "E_SYNTAX"),
    "payload_is_a_list": (lambda attack: attack.raw_payload(b"[]"), "E_SYNTAX"),
    "payload_empty": (lambda attack: attack.raw_payload(b""), "E_SYNTAX"),
    # DSSE
    "extra_field_outside": (_changed_item(alg="none"), "E_SYNTAX"),
    "missing_field_outside": (_spoilt(lambda item: item.pop("payloadType")), "E_SYNTAX"),
    "time_stamps_outside": (_changed_item(timestamps=["AAAA"]), "E_SYNTAX"),
    "payload_null": (_changed_item(payload=None), "E_SYNTAX"),
    "payload_type_number": (_changed_item(payloadType=1), "E_SYNTAX"),
    "signatures_object": (_changed_item(signatures={}), "E_SYNTAX"),
    "signatures_null": (_changed_item(signatures=None), "E_SYNTAX"),
    "signature_is_text": (_changed_item(signatures=["a", "b"]), "E_SYNTAX"),
    "signature_with_algorithm": (_spoilt(lambda item: _signatures(item)[0].update(alg="none")), "E_SYNTAX"),
    "signature_without_key_id": (_spoilt(lambda item: _signatures(item)[0].pop("keyid")), "E_SYNTAX"),
    "key_id_number": (_spoilt(lambda item: _signatures(item)[0].update(keyid=1)), "E_SYNTAX"),
    "base64_with_line_end": (_spoilt(lambda item: item.update(payload=item["payload"] + "\n")), "E_SYNTAX"),
    "base64_for_urls": (_spoilt(_url_base64), "E_SYNTAX"),
    "base64_not_ascii": (_changed_item(payload="é" * 8), "E_SYNTAX"),
    "base64_without_padding": (
        _spoilt(lambda item: _signatures(item)[0].update(sig=_signatures(item)[0]["sig"].rstrip("="))),
        "E_SYNTAX",
    ),
    "base64_not_canonical": (_spoilt(_loose_bits), "E_SYNTAX"),
    # signatures
    "unsigned": (_changed_item(signatures=[]), "E_SIGNATURE"),
    "one_signature": (_spoilt(lambda item: _signatures(item).pop()), "E_SIGNATURE"),
    "three_signatures": (_spoilt(lambda item: _signatures(item).append(_signatures(item)[0])), "E_SIGNATURE"),
    "ed25519_twice": (_twice(0), "E_SIGNATURE"),
    "mldsa_twice": (_twice(1), "E_SIGNATURE"),
    "two_ed25519_keys": (_two_of_one_algorithm(0), "E_SIGNATURE"),
    "two_mldsa_keys": (_two_of_one_algorithm(1), "E_SIGNATURE"),
    "order_of_signatures": (_spoilt(lambda item: _signatures(item).reverse()), "E_SIGNATURE"),
    "values_exchanged": (_spoilt(_exchanged_values), "E_SIGNATURE"),
    "ed25519_bit_flipped": (_flipped(0), "E_SIGNATURE"),
    "mldsa_bit_flipped": (_flipped(1), "E_SIGNATURE"),
    "signature_empty": (_spoilt(lambda item: _signatures(item)[1].update(sig="")), "E_SIGNATURE"),
    "signature_of_small_order": (_spoilt(_small_order_signature), "E_SIGNATURE"),
    "signature_malleable": (_malleable_ed25519, "E_SIGNATURE"),
    "signature_of_another_payload": (_signature_of_another_payload, "E_SIGNATURE"),
    "payload_changed": (_unsigned_payload_change, "E_SIGNATURE"),
    "signed_as_another_type": (_other_type_inside, "E_SIGNATURE"),
    "key_of_another_peer": (_key_of_another_peer, "E_SIGNATURE"),
    "one_key_of_another_peer": (_mixed_keys, "E_SIGNATURE"),
    "key_id_lies": (_key_id_lies, "E_SIGNATURE"),
    "key_id_unknown": (_spoilt(lambda item: _signatures(item)[0].update(keyid="0" * 64)), "E_SIGNATURE"),
    "key_id_upper_case": (
        _spoilt(lambda item: _signatures(item)[0].update(keyid=_signatures(item)[0]["keyid"].upper())),
        "E_SIGNATURE",
    ),
    "before_the_key": (_at(days=-41), "E_SIGNATURE"),
    # version
    "version_0": (_with(v=0), "E_VERSION"),
    "version_2": (_with(v=2), "E_VERSION"),
    "version_true": (_with(v=True), "E_SYNTAX"),
    "version_text": (_with(v="1"), "E_SYNTAX"),
    "version_missing": (_without("v"), "E_SYNTAX"),
    "other_payload_type": (
        lambda attack: _written(attack.signed(attack.good.to_payload(), "application/json")),
        "E_VERSION",
    ),
    "payload_type_version_0": (
        lambda attack: _written(attack.signed(attack.good.to_payload(), PAYLOAD_TYPE.replace("v=1", "v=0"))),
        "E_VERSION",
    ),
    # fields
    "extra_field": (_with(note="x"), "E_SYNTAX"),
    "missing_field": (_without("expires_at"), "E_SYNTAX"),
    "class_unknown": (_with(**{"class": "receipt"}), "E_SYNTAX"),
    "message_id_number": (_with(message_id=7), "E_SYNTAX"),
    "message_id_upper_case": (_with(message_id="01954F0E-0000-7000-8000-00000000C0DE"), "E_SYNTAX"),
    "message_id_braces": (_with(message_id="{01954f0e-0000-7000-8000-00000000c0de}"), "E_SYNTAX"),
    "sender_is_a_list": (_with(from_node=["xa"]), "E_SYNTAX"),
    "sender_with_slash": (_with(from_node="xa/../xb"), "E_SYNTAX"),
    "sender_lookalike": (_with(from_node="х" + "a"), "E_SYNTAX"),
    "sender_with_line_end": (_with(from_node="xa\n"), "E_SYNTAX"),
    "time_number": (_with(created=1_772_000_000), "E_SYNTAX"),
    "time_without_zone": (_with(created="2026-03-02T09:00:00.000"), "E_SYNTAX"),
    "time_with_offset": (_with(created="2026-03-02T09:00:00.000+00:00"), "E_SYNTAX"),
    "time_that_is_none": (_with(created="2026-02-30T09:00:00.000Z"), "E_SYNTAX"),
    "time_other_digits": (_with(created="２０２６-03-02T09:00:00.000Z"), "E_SYNTAX"),
    # sender and receiver
    "unknown_sender": (
        lambda attack: dsse.sign(
            strictjson.dumps(attack.fields | {"from_node": attack.stranger.node_id}),
            PAYLOAD_TYPE,
            attack.stranger.signing_pair(attack.now),
        ),
        "E_SENDER",
    ),
    "other_node": (_with(to_node="xz"), "E_RECIPIENT"),
    "to_its_sender": (lambda attack: attack.changed(to_node=attack.good.from_node), "E_RECIPIENT"),
    "from_the_receiver": (
        lambda attack: dsse.sign(
            strictjson.dumps(attack.fields | {"from_node": attack.good.to_node}),
            PAYLOAD_TYPE,
            attack.other.signing_pair(attack.now),
        ),
        "E_SENDER",
    ),
    # time
    "future": (_at(minutes=6), "E_TIME"),
    "far_future": (_at(days=100), "E_TIME"),
    "beginning_of_time": (_with(created="0001-01-01T00:00:00.000Z"), "E_SIGNATURE"),
    "end_of_time": (_with(created="9999-12-31T23:59:59.999Z"), "E_SIGNATURE"),
    "lasts_to_the_end_of_time": (_with(expires_at="9999-12-31T23:59:59.999Z"), "E_TIME"),
    "expires_before_made": (_lasting(seconds=-1), "E_TIME"),
    "expires_when_made": (_lasting(seconds=0), "E_TIME"),
    "lasts_too_long": (_lasting(days=186), "E_TIME"),
    "expired": (_expired, "E_EXPIRED"),
    # numbers and digests
    "size_zero": (_with(size=0), "E_SYNTAX"),
    "size_negative": (_with(size=-1), "E_SYNTAX"),
    "size_true": (_with(size=True), "E_SYNTAX"),
    "size_text": (_with(size="65536"), "E_SYNTAX"),
    "size_null": (_with(size=None), "E_SYNTAX"),
    "digest_upper_case": (_with(sha256="5A" * 32), "E_DIGEST"),
    "digest_short": (_with(sha256="5a" * 31), "E_DIGEST"),
    "digest_long": (_with(sha256="5a" * 33), "E_DIGEST"),
    "digest_null": (_with(sha256=None), "E_DIGEST"),
    "digest_with_line_end": (_with(sha256="5a" * 32 + "\n"), "E_DIGEST"),
    "blobs_object": (_with(blobs={}), "E_SYNTAX"),
    "blobs_null": (_with(blobs=None), "E_SYNTAX"),
    "blob_is_text": (_with(blobs=["b1" * 32]), "E_SYNTAX"),
    "blob_with_name": (_with(blobs=[_BLOB | {"name": "x"}]), "E_SYNTAX"),
    "blob_size_zero": (_with(blobs=[_BLOB | {"size": 0}]), "E_SYNTAX"),
    "blob_size_true": (_with(blobs=[_BLOB | {"size": True}]), "E_SYNTAX"),
    "blob_digest_malformed": (_with(blobs=[_BLOB | {"sha256": "../x"}]), "E_DIGEST"),
    "blob_twice": (_with(blobs=[_BLOB, _BLOB | {"size": 2}]), "E_DIGEST"),
    "chain_id_malformed": (_with(chain_id="1"), "E_SYNTAX"),
    "seq_zero": (_with(seq=0), "E_SYNTAX"),
    "seq_negative": (_with(seq=-1), "E_SYNTAX"),
    "seq_true": (_with(seq=True), "E_SYNTAX"),
    "prev_malformed": (_with(seq=2, prev="0x12"), "E_DIGEST"),
    "prev_upper_case": (_with(seq=2, prev="AB" * 32), "E_DIGEST"),
    "prev_empty": (_with(seq=2, prev=""), "E_DIGEST"),
    "prev_missing": (_with(seq=2, prev=None), "E_CHAIN"),
    "prev_of_the_first": (_with(seq=1, prev="ab" * 32), "E_CHAIN"),
    "ack_head_text": (_with(ack_head="ab" * 32), "E_SYNTAX"),
    "ack_head_extra_field": (
        _with(ack_head={"chain_id": "01954f0e-0000-7000-8000-00000000c0de", "seq": 1, "sha256": "ab" * 32, "x": 1}),
        "E_SYNTAX",
    ),
    "ack_head_malformed": (
        _with(ack_head={"chain_id": "01954f0e-0000-7000-8000-00000000c0de", "seq": 1, "sha256": "AB" * 32}),
        "E_DIGEST",
    ),
    "dir_version_negative": (_with(dir_version=-1), "E_SYNTAX"),
}


def make(kind: str, attack: Attack | None = None) -> bytes:
    """Return a hostile envelope of this kind."""
    return KINDS[kind][0](attack or default_attack())
