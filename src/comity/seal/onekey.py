"""What a hub signs with its one key on line (DSSE with one Ed25519 signature): the root of its directory names the key.

Nodes verify the root with thresholds and from two officers' pinning; what hangs on the key that it names is news of the
day: how far a list goes, which decision tree is out. Nothing confidential and no key of anybody hangs on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from securesystemslib.signer import Signature

from comity.kernel import strictjson
from comity.seal import intake
from comity.seal.dsse import decode, encode, pre_authentication_encoding
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from securesystemslib.signer import CryptoSigner, Key


def signed(payload: bytes, payload_type: str, signer: CryptoSigner) -> bytes:
    """Return bytes of a type signed by the hub's key (DSSE)."""
    made = signer.sign(pre_authentication_encoding(payload_type, payload))
    return strictjson.dumps({
        "payload": encode(payload), "payloadType": payload_type,
        "signatures": [{"keyid": made.keyid, "sig": made.signature}],
    })  # fmt: skip


def opened(raw: bytes, keys: Mapping[str, Key], *, payload_type: str, limit: int) -> bytes:
    """Return the bytes of a type that one of the keys signed.

    Raises:
        SealError: `E_SIZE`, `E_SYNTAX` also for another type, `E_SIGNATURE`.
    """
    item = intake.exactly(
        intake.canonical_object(raw, limit=limit), {"payload", "payloadType", "signatures"}, "a signed item"
    )
    payload = decode(item["payload"])
    if item["payloadType"] != payload_type:
        raise SealError("E_SYNTAX", "a signed item of another type")
    _demand_signature(item["signatures"], pre_authentication_encoding(payload_type, payload), keys)
    return payload


def _demand_signature(signatures: Any, said: bytes, keys: Mapping[str, Key]) -> None:
    if not isinstance(signatures, list) or len(signatures) != 1:
        raise SealError("E_SIGNATURE", "what a hub signs has one signature")
    one = intake.exactly(signatures[0], {"keyid", "sig"}, "a signature")
    key = keys.get(one["keyid"]) if isinstance(one["keyid"], str) else None
    if key is None or not isinstance(one["sig"], str):
        raise SealError("E_SIGNATURE", "not signed by the key that signs for the hub")
    try:
        key.verify_signature(Signature(one["keyid"], one["sig"]), said)
    except Exception:  # noqa: BLE001 (the library's, of several classes: none of them is a good signature)
        raise SealError("E_SIGNATURE", "the signature is not good") from None
