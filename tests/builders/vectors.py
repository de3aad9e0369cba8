"""Writes the language-neutral vectors under `conformance/`.

    python -m tests.builders.vectors conformance

Keys and ML-DSA signatures are random, so each run writes other bytes with the same verdicts. Nobody needs to run
it but to add a vector; what is committed is what other implementations are held against.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.kernel import clock, strictjson
from comity.seal import dsse, merkle
from comity.seal.chain import export_chain, verify_item
from comity.seal.events import Event
from comity.seal.link import Head, Link
from comity.seal.receipt import PAYLOAD_TYPE
from tests.builders import hostile
from tests.builders.keys import NOW, a_signed_envelope, key_ring, node_keys, peer_file
from tests.builders.receipts import CHAIN, a_receipt, a_signed_receipt

if TYPE_CHECKING:
    from collections.abc import Callable

# One of each kind of mistake; the whole table is in `hostile.KINDS`.
BAD_ENVELOPES = (
    "array_outermost", "ack_head_malformed", "base64_for_urls", "base64_not_canonical", "base64_without_padding",
    "before_the_key", "blob_size_true", "blob_twice", "blob_with_name", "byte_order_mark", "class_unknown",
    "digest_upper_case", "duplicate_key_inside", "duplicate_key_outside", "ed25519_twice", "empty", "escaped_letter",
    "expired", "expires_before_made", "exponent", "extra_field", "extra_field_outside", "float", "from_the_receiver",
    "future", "integer_of_17_digits", "key_id_lies", "key_not_nfc", "key_of_another_peer", "lasts_too_long",
    "minus_zero", "missing_field", "mldsa_bit_flipped", "mldsa_twice", "nan_time", "nul_inside", "one_signature",
    "order_of_keys", "order_of_signatures", "other_node", "other_payload_type", "payload_changed",
    "payload_not_canonical", "prev_missing", "prev_of_the_first", "seq_zero", "signature_malleable",
    "signed_as_another_type", "size_true", "spaces", "surrogate", "three_signatures", "time_other_digits",
    "time_that_is_none", "time_with_offset", "trailing_newline", "truncated", "two_ed25519_keys", "two_mldsa_keys",
    "unknown_sender", "unsigned", "version_2", "version_true",
)  # fmt: skip

BAD_RECEIPTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "event_unknown": (lambda f: f.update(event="ContentEaten"), "E_SYNTAX"),
    "reason_without_failure": (lambda f: f.update(reason_code="E_SIZE"), "E_SYNTAX"),
    "failure_without_reason": (lambda f: f.update(event="ContentHandoverFailure"), "E_SYNTAX"),
    "sender_is_recipient": (lambda f: f.update(sender="xb"), "E_SYNTAX"),
    "witness_impossible": (lambda f: f.update(event="SubmissionAcceptance"), "E_SENDER"),
    "recorder_unknown": (lambda f: f.update(event="RelayAcceptance", recorder="xz"), "E_SENDER"),
    "recorder_is_not_its_signer": (lambda f: f.update(event="RelayAcceptance", recorder="xa"), "E_SIGNATURE"),
    "digest_of_another_length": (lambda f: f["package"].update(sha512="5b" * 32), "E_DIGEST"),
    "person_with_a_name": (lambda f: f["person"].update(name="x"), "E_SYNTAX"),
    "prev_missing": (lambda f: f.update(seq=2), "E_CHAIN"),
    "version_2": (lambda f: f.update(v=2), "E_VERSION"),
}


def envelopes() -> list[dict[str, str]]:
    """Return good and bad envelopes from XA to XB."""
    head = Head(CHAIN, 9, "ab" * 32)
    good = {
        "first": a_signed_envelope(),
        "later_with_head": a_signed_envelope(seq=2, prev="ab" * 32, ack_head=head, dir_version=7),
        "without_blobs": a_signed_envelope(blobs=()),
    }
    return _vectors(good, {kind: (hostile.make(kind), hostile.KINDS[kind][1]) for kind in BAD_ENVELOPES})


def receipts() -> list[dict[str, str]]:
    """Return good and bad receipts of XB."""
    good = {
        "arrived": a_signed_receipt(),
        "refused": a_signed_receipt(event=Event.CONTENT_HANDOVER_FAILURE, reason_code="E_PACKAGE"),
        "by_letter": a_signed_receipt(event=Event.RECEIVED_FROM_NON_ERDS, package=None, blobs=(), person=None),
    }
    bad = {}
    for name, (change, code) in BAD_RECEIPTS.items():
        fields = json.loads(a_receipt().to_payload())
        change(fields)
        raw = dsse.sign(strictjson.dumps(fields), PAYLOAD_TYPE, node_keys("xb").signing_pair(NOW))
        bad[name] = (raw, code)
    return _vectors(good, bad)


def chains() -> list[dict[str, Any]]:
    """Return exports of chains, and the checks that fail on each."""
    whole: list[bytes] = []
    head: Head | None = None
    for _ in range(5):
        link = Link.after(CHAIN, head)
        whole.append(a_signed_envelope(chain_id=CHAIN, seq=link.seq, prev=link.prev))
        head = verify_item(whole[-1], key_ring()).head
    other = a_signed_envelope(chain_id=CHAIN, seq=3, prev=verify_item(whole[1], key_ring()).sha256)
    told = {
        "whole": (whole, []),
        "in_another_order": (whole[::-1], []),
        "gap": ([*whole[:2], *whole[3:]], ["chain.complete"]),
        "two_stories": ([*whole, other], ["chain.single"]),
        "item_exchanged": ([*whole[:2], other, *whole[3:]], ["chain.links"]),
        "empty": ([], ["chain.items"]),
    }
    return [
        {"name": name, "failed": failed, "export": json.loads(export_chain(items))}
        for name, (items, failed) in told.items()
    ]


def trees() -> dict[str, Any]:
    """Return roots and proofs of a tree whose leaves are the single bytes 0, 1, 2 …."""
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(20)]
    read = merkle.reader(leaves)
    return {
        "roots": {str(size): merkle.root_at(read, size).hex() for size in range(21)},
        "inclusion": [
            {"index": index, "size": size, "proof": _hex(merkle.prove_inclusion(read, index, size))}
            for size in (1, 2, 7, 8, 20)
            for index in range(size)
        ],
        "consistency": [
            {"old": old, "new": new, "proof": _hex(merkle.prove_consistency(read, old, new))}
            for new in (1, 7, 8, 20)
            for old in range(1, new + 1)
        ],
    }


def write(folder: Path) -> None:
    """Write every vector into `folder`."""
    scene = {"us": "xb", "now": clock.to_wire(NOW)}
    (folder / "peers").mkdir(parents=True, exist_ok=True)
    fingerprints = {}
    for node in ("xa", "xb"):
        (folder / "peers" / f"{node}.json").write_bytes(peer_file(node).raw)
        fingerprints[node] = peer_file(node).fingerprint()
    _write(folder / "peers" / "fingerprints.json", fingerprints)
    _write(folder / "envelopes.json", scene | {"vectors": envelopes()})
    _write(folder / "receipts.json", scene | {"vectors": receipts()})
    _write(folder / "chains.json", scene | {"vectors": chains()})
    _write(folder / "merkle.json", trees())


def _vectors(good: dict[str, bytes], bad: dict[str, tuple[bytes, str]]) -> list[dict[str, str]]:
    kept = [
        {"name": name, "verdict": "good", "digest": dsse.parse(raw).digest, "item": dsse.encode(raw)}
        for name, raw in good.items()
    ]
    return kept + [
        {"name": name, "verdict": code, "item": dsse.encode(raw)} for name, (raw, code) in sorted(bad.items())
    ]


def _hex(proof: tuple[bytes, ...]) -> list[str]:
    return [digest.hex() for digest in proof]


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
