"""Merkle trees after RFC 6962: a log whose every past state can be proved from one digest.

The tree is never held as a whole. Subtrees that are full never change again, so each is stored once, by its
level and its index there (level 0 are the leaves); whoever stores them hands in a `Read`. Appending touches
O(log n) digests, and so does every proof. Leaves and inner nodes are hashed with different prefixes, so that
neither can be passed off as the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from comity.seal.errors import SealError

EMPTY = hashlib.sha256(b"").digest()

Read = Callable[[int, int], bytes]
"""Given a level and an index, returns the digest of that full subtree."""


@dataclass(frozen=True, slots=True)
class Node:
    """A full subtree: 2**level leaves from leaf `index * 2**level` on, and its digest."""

    level: int
    index: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that is needed to go on: how many leaves there are, and the digests of the full subtrees, largest first."""

    size: int = 0
    digests: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.digests) != self.size.bit_count():
            raise ValueError("a frontier has one digest for each bit of its size")

    def append(self, leaf: bytes) -> tuple[Frontier, tuple[Node, ...]]:
        """Add the digest of a leaf; return the new frontier and the subtrees that became full, to be stored."""
        made = [Node(0, self.size, leaf)]
        digests = list(self.digests)
        while self.size >> (len(made) - 1) & 1:
            last = made[-1]
            made.append(Node(last.level + 1, last.index >> 1, node_hash(digests.pop(), last.digest)))
        return Frontier(self.size + 1, (*digests, made[-1].digest)), tuple(made)

    def root(self) -> bytes:
        """Return the digest of the whole tree."""
        return _fold(self.digests) if self.digests else EMPTY


def leaf_hash(data: bytes) -> bytes:
    """Return the digest of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the digest of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def frontier_of(leaves: Iterable[bytes]) -> Frontier:
    """Return the frontier of a tree with these leaf digests."""
    frontier = Frontier()
    for leaf in leaves:
        frontier, _ = frontier.append(leaf)
    return frontier


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the digest of a tree with these leaf digests."""
    return frontier_of(leaves).root()


def root_at(read: Read, size: int) -> bytes:
    """Return the digest that the tree had when it held `size` leaves."""
    return _range(read, 0, size) if size else EMPTY


def reader(leaves: Sequence[bytes]) -> Read:
    """Return a `Read` over leaf digests held in memory."""
    nodes: dict[tuple[int, int], bytes] = {}
    frontier = Frontier()
    for leaf in leaves:
        frontier, made = frontier.append(leaf)
        nodes.update({(node.level, node.index): node.digest for node in made})
    return lambda level, index: nodes[level, index]


def prove_inclusion(read: Read, index: int, size: int) -> tuple[bytes, ...]:
    """Return the proof that leaf `index` is in the tree of `size` leaves, lowest sibling first (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in that tree")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_range(read, middle, end))
            end = middle
        else:
            proof.append(_range(read, start, middle))
            start = middle
    return tuple(reversed(proof))


def prove_consistency(read: Read, old: int, new: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of `new` leaves continues that of `old` leaves (RFC 6962, 2.1.2)."""
    if not 0 <= old <= new:
        raise ValueError("a tree does not shrink")
    if old in {0, new}:
        return ()
    proof: list[bytes] = []
    start, end = 0, new
    known = True  # whether the old tree, where we stand, is a tree of its own whose digest the verifier has
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(_range(read, middle, end))
            end = middle
        else:
            proof.append(_range(read, start, middle))
            start, known = middle, False
    if not known:
        proof.append(_range(read, start, end))
    return tuple(reversed(proof))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree: bytes) -> None:
    """Demand that `proof` leads from the leaf's digest to the tree's digest, or raise SealError `E_CHAIN`."""
    if not 0 <= index < size:
        raise SealError("E_CHAIN", "no such leaf in that tree")
    place, last, digest = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise SealError("E_CHAIN", "a proof that is too long")
        if place & 1 or place == last:
            digest = node_hash(sibling, digest)
            place, last = _up_to_left_turn(place, last)
        else:
            digest = node_hash(digest, sibling)
        place, last = place >> 1, last >> 1
    if last != 0 or digest != tree:
        raise SealError("E_CHAIN", "the proof does not lead to the tree")


def verify_consistency(old: int, new: int, old_tree: bytes, new_tree: bytes, proof: Sequence[bytes]) -> None:
    """Demand that the new tree continues the old one, or raise SealError `E_CHAIN`."""
    if not 0 <= old <= new:
        raise SealError("E_CHAIN", "a tree does not shrink")
    if old in {0, new}:
        if proof or old_tree != (new_tree if old == new else EMPTY) or (new == 0 and new_tree != EMPTY):
            raise SealError("E_CHAIN", "the trees are not the same")
        return
    path = (old_tree, *proof) if old & (old - 1) == 0 else tuple(proof)
    if not path:
        raise SealError("E_CHAIN", "a proof that is too short")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise SealError("E_CHAIN", "a proof that is too long")
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            place, last = _up_to_left_turn(place, last)
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    if last != 0 or before != old_tree or after != new_tree:
        raise SealError("E_CHAIN", "the new tree does not continue the old one")


def _up_to_left_turn(place: int, last: int) -> tuple[int, int]:
    """Skip the levels at which the last, lonely subtree goes up without a sibling."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _range(read: Read, start: int, end: int) -> bytes:
    """Return the digest of the subtree over leaves `start` to `end`, which begins where a full subtree may begin."""
    digests = []
    while start < end:
        level = (end - start).bit_length() - 1
        digests.append(read(level, start >> level))
        start += 1 << level
    return _fold(digests)


def _fold(digests: Sequence[bytes]) -> bytes:
    digest = digests[-1]
    for left in reversed(digests[:-1]):
        digest = node_hash(left, digest)
    return digest
