"""The committed vectors give the verdicts that stand beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.builders.vectors import BAD_ENVELOPES, write

from comity.kernel import clock, strictjson
from comity.seal import dsse, merkle
from comity.seal.chain import verify_export
from comity.seal.checks import Result
from comity.seal.envelope import verify_envelope
from comity.seal.errors import SealError
from comity.seal.keyfile import parse_peer_file
from comity.seal.keyring import KeyRing
from comity.seal.receipt import verify_receipt

FOLDER = Path(__file__).parents[2] / "conformance"
PEERS = [parse_peer_file((FOLDER / "peers" / f"{node}.json").read_bytes()) for node in ("xa", "xb")]
RING = KeyRing(PEERS)


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def vectors(name: str) -> list[Any]:
    return [pytest.param(vector, id=vector["name"]) for vector in read(name)["vectors"]]


@pytest.mark.parametrize("vector", vectors("envelopes.json"))
def test_envelope_vector(vector: dict[str, str]):
    scene, raw = read("envelopes.json"), dsse.decode(vector["item"])
    if vector["verdict"] == "good":
        assert verify_envelope(raw, RING, us=scene["us"], now=clock.from_wire(scene["now"]))
        assert dsse.parse(raw).digest == vector["digest"]
        return
    with pytest.raises(SealError) as refused:
        verify_envelope(raw, RING, us=scene["us"], now=clock.from_wire(scene["now"]))
    assert refused.value.code == vector["verdict"]


@pytest.mark.parametrize("vector", vectors("receipts.json"))
def test_receipt_vector(vector: dict[str, str]):
    raw = dsse.decode(vector["item"])
    if vector["verdict"] == "good":
        assert verify_receipt(raw, RING).digest == vector["digest"]
        return
    with pytest.raises(SealError) as refused:
        verify_receipt(raw, RING)
    assert refused.value.code == vector["verdict"]


@pytest.mark.parametrize("vector", vectors("chains.json"))
def test_chain_vector(vector: dict[str, Any]):
    found = verify_export(strictjson.dumps(vector["export"]), RING)
    assert [check.name for check in found.checks if check.result is Result.FAILED] == vector["failed"]


def test_tree_vectors():
    value = read("merkle.json")
    roots = {int(size): bytes.fromhex(root) for size, root in value["roots"].items()}
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(20)]
    assert {size: merkle.root(leaves[:size]) for size in range(21)} == roots
    for one in value["inclusion"]:
        proof = [bytes.fromhex(digest) for digest in one["proof"]]
        merkle.verify_inclusion(leaves[one["index"]], one["index"], one["size"], proof, roots[one["size"]])
    for one in value["consistency"]:
        proof = [bytes.fromhex(digest) for digest in one["proof"]]
        merkle.verify_consistency(one["old"], one["new"], roots[one["old"]], roots[one["new"]], proof)


def test_fingerprint_vectors():
    assert read("peers/fingerprints.json") == {peer.node_id: peer.fingerprint() for peer in PEERS}


def test_vectors_can_be_written_again(tmp_path: Path):
    write(tmp_path)
    names = {path.relative_to(FOLDER) for path in FOLDER.rglob("*.json")}
    assert names == {path.relative_to(tmp_path) for path in tmp_path.rglob("*.json")}
    assert len(json.loads((tmp_path / "envelopes.json").read_bytes())["vectors"]) == len(BAD_ENVELOPES) + 3
