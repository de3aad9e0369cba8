from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.seal import merkle
from comity.seal.errors import SealError

LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(140)]
READ = merkle.reader(LEAVES)


def by_definition(leaves: list[bytes]) -> bytes:
    """The recursive definition of RFC 6962, section 2.1."""
    if not leaves:
        return merkle.EMPTY
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return merkle.node_hash(by_definition(leaves[:half]), by_definition(leaves[half:]))


def test_tree_known_digests():
    """Fixed values, computed by hand with sha256sum."""
    assert merkle.EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


PUBLISHED = (  # the example tree of Certificate Transparency: leaves, and the root after each
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
)


def test_tree_is_that_of_other_implementations():
    frontier = merkle.Frontier()
    for leaf, expected in PUBLISHED:
        frontier, _ = frontier.append(merkle.leaf_hash(bytes.fromhex(leaf)))
        assert frontier.root().hex() == expected


@pytest.mark.parametrize("size", range(70))
def test_tree_is_that_of_the_definition(size: int):
    expected = by_definition(LEAVES[:size])
    assert merkle.root(LEAVES[:size]) == merkle.root_at(READ, size) == expected
    assert len(merkle.frontier_of(LEAVES[:size]).digests) == size.bit_count()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 64, 100])
def test_inclusion_of_every_leaf_is_proved(size: int):
    tree = merkle.root_at(READ, size)
    for index in range(size):
        proof = merkle.prove_inclusion(READ, index, size)
        assert len(proof) <= size.bit_length()
        merkle.verify_inclusion(LEAVES[index], index, size, proof, tree)


@pytest.mark.parametrize("new", [1, 2, 3, 6, 7, 8, 9, 33, 64, 65, 100])
def test_consistency_with_every_earlier_tree_is_proved(new: int):
    tree = merkle.root_at(READ, new)
    for old in range(new + 1):
        proof = merkle.prove_consistency(READ, old, new)
        merkle.verify_consistency(old, new, merkle.root_at(READ, old), tree, proof)


def test_consistency_of_two_empty_trees():
    merkle.verify_consistency(0, 0, merkle.EMPTY, merkle.EMPTY, ())
    with pytest.raises(SealError, match="E_CHAIN"):
        merkle.verify_consistency(0, 0, merkle.EMPTY, LEAVES[0], ())


sizes = st.integers(1, 140)


@settings(max_examples=200, deadline=None)
@given(sizes, st.data())
def test_inclusion_of_anything_else_is_refused(size: int, data: st.DataObject):
    index = data.draw(st.integers(0, size - 1))
    proof = list(merkle.prove_inclusion(READ, index, size))
    tree = merkle.root_at(READ, size)
    leaf, at, of = LEAVES[index], index, size
    match data.draw(st.sampled_from(["leaf", "index", "size", "tree", "longer", "shorter", "changed"])):
        case "leaf":
            leaf = merkle.leaf_hash(b"other")
        case "index":
            at = data.draw(st.integers(-1, size).filter(lambda other: other != index))
        case "size":
            of = data.draw(st.integers(0, 300).filter(lambda other: other != size))
            if _shape(index, of) == _shape(index, size):  # the same path: the digest says nothing about the size
                return
        case "tree":
            tree = merkle.leaf_hash(b"other")
        case "longer":
            proof.append(LEAVES[0])
        case "shorter":
            proof = proof[:-1] if proof else [LEAVES[0]]
        case _:
            proof = [LEAVES[-1], *proof[1:]]
            if size == len(LEAVES):
                proof[0] = merkle.leaf_hash(b"other")
    with pytest.raises(SealError, match="E_CHAIN"):
        merkle.verify_inclusion(leaf, at, of, proof, tree)


@settings(max_examples=200, deadline=None)
@given(sizes, st.data())
def test_consistency_of_anything_else_is_refused(new: int, data: st.DataObject):
    old = data.draw(st.integers(1, new))
    proof = list(merkle.prove_consistency(READ, old, new))
    before, after = merkle.root_at(READ, old), merkle.root_at(READ, new)
    other = merkle.leaf_hash(b"other")
    match data.draw(st.sampled_from(["before", "after", "longer", "shorter", "shrunk", "changed"])):
        case "before":
            before = other
        case "after":
            after = other
        case "longer":
            proof.append(other)
        case "shorter":
            proof = proof[:-1] if proof else [other]
        case "shrunk":
            old, new = new + 1, old
        case _:
            proof = [*proof[:-1], other]
    with pytest.raises(SealError, match="E_CHAIN"):
        merkle.verify_consistency(old, new, before, after, proof)


def test_consistency_of_a_size_that_is_claimed_larger_is_refused():
    """The digests fit, but the proof ends below the root of a tree of the claimed size."""
    proof = merkle.prove_consistency(READ, 1, 2)
    with pytest.raises(SealError, match="E_CHAIN"):
        merkle.verify_consistency(1, 3, merkle.root_at(READ, 1), merkle.root_at(READ, 2), proof)


def test_consistency_with_an_empty_proof_is_refused():
    with pytest.raises(SealError, match="too short"):
        merkle.verify_consistency(3, 5, merkle.root_at(READ, 3), merkle.root_at(READ, 5), ())


@pytest.mark.parametrize("size", [2, 5, 64, 139])
def test_log_with_one_record_changed_dropped_or_exchanged_is_found(size: int):
    tree = merkle.root_at(READ, size)
    for index in range(size - 1):
        changed = [*LEAVES[:index], merkle.leaf_hash(b"other"), *LEAVES[index + 1 : size]]
        dropped = [*LEAVES[:index], *LEAVES[index + 1 : size]]
        exchanged = [*LEAVES[:index], LEAVES[index + 1], LEAVES[index], *LEAVES[index + 2 : size]]
        assert tree not in {merkle.root(changed), merkle.root(dropped), merkle.root(exchanged)}


def test_leaf_cannot_be_passed_off_as_an_inner_node():
    assert merkle.leaf_hash(LEAVES[0] + LEAVES[1]) != merkle.node_hash(LEAVES[0], LEAVES[1])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 3), (3, 3)])
def test_proof_of_a_leaf_that_is_not_there_is_a_mistake(index: int, size: int):
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.prove_inclusion(READ, index, size)


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3)])
def test_proof_of_a_shrinking_tree_is_a_mistake(old: int, new: int):
    with pytest.raises(ValueError, match="does not shrink"):
        merkle.prove_consistency(READ, old, new)


@pytest.mark.parametrize(("size", "digests"), [(-1, ()), (1, ()), (3, (b"x",))])
def test_frontier_of_another_size_is_a_mistake(size: int, digests: tuple[bytes, ...]):
    with pytest.raises(ValueError, match="one digest for each bit"):
        merkle.Frontier(size, digests)


def test_appending_costs_a_logarithm():
    frontier, nodes = merkle.Frontier(), 0
    for leaf in LEAVES:
        frontier, made = frontier.append(leaf)
        nodes += len(made)
        assert len(frontier.digests) <= frontier.size.bit_length()
    assert nodes < 2 * len(LEAVES)


def _shape(index: int, size: int) -> list[str] | None:
    """On which side the siblings of a leaf stand, from the leaf to the root."""
    if not 0 <= index < size:
        return None
    if size == 1:
        return []
    half = 1 << (size - 1).bit_length() - 1
    return [*_shape(index, half), "right"] if index < half else [*_shape(index - half, size - half), "left"]
