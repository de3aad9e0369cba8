"""Chains: a node numbers everything it signs for a peer, and each item names the digest of the one before.

A chain is `(sender, receiver, chain_id)`. Its items are numbered from 1 without a gap; `prev` is the SHA-256 of
the item before, without time stamps. So nothing can be taken out, put in or exchanged unnoticed, and two
different items with one number, each signed, prove that their signer told two stories.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from comity.kernel import strictjson
from comity.seal import dsse, envelope, intake, receipt
from comity.seal.checks import OWN_CLOCK, Check, Signer, failed, passed
from comity.seal.errors import SealError
from comity.seal.link import Head, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from comity.seal.keyring import KeyRing

__all__ = [
    "ChainId", "ChainItem", "ChainReport", "Head", "Link", "VerifiedChain", "examine", "export_chain", "find_forks",
    "follow", "verify_chain", "verify_export", "verify_item",
]  # fmt: skip

EXPORT_LIMIT = 32 * 1024 * 1024
_KIND = "comity.chain"


@dataclass(frozen=True, slots=True, order=True)
class ChainId:
    """Who signs, for whom, and which chain of theirs."""

    sender: str
    receiver: str
    chain_id: UUID


@dataclass(frozen=True, slots=True)
class ChainItem:
    """One item of a chain, whose signatures were verified.

    Attributes:
        chain: the chain to which it belongs.
        link: its place there.
        sha256: digest of the item without time stamps, in hexadecimal.
        kind: `envelope` or `receipt`.
        signer: who signed it and when.
    """

    chain: ChainId
    link: Link
    sha256: str
    kind: str
    signer: Signer

    @property
    def head(self) -> Head:
        """The chain's head as it is once this item is in it."""
        return Head(self.link.chain_id, self.link.seq, self.sha256)


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What was found in the items of one chain.

    Attributes:
        chain: which chain.
        head: its highest item.
        gaps: missing numbers as (first, last).
        broken: numbers of items whose `prev` is not the digest of the item before.
        forks: numbers that were given to two different items.
    """

    chain: ChainId
    head: Head
    gaps: tuple[tuple[int, int], ...] = ()
    broken: tuple[int, ...] = ()
    forks: tuple[int, ...] = ()

    @property
    def checks(self) -> tuple[Check, ...]:
        """The findings as checks."""
        return (
            failed("chain.single", _numbers(self.forks)) if self.forks else passed("chain.single"),
            failed("chain.complete", "; ".join(f"{a} to {b}" for a, b in self.gaps))
            if self.gaps
            else passed("chain.complete", f"1 to {self.head.seq}"),
            failed("chain.links", _numbers(self.broken)) if self.broken else passed("chain.links"),
        )


@dataclass(frozen=True, slots=True)
class VerifiedChain:
    """An export whose items are all signed; whether they form whole chains stands in `checks`."""

    items: tuple[ChainItem, ...]
    reports: tuple[ChainReport, ...]
    checks: tuple[Check, ...]
    signers: tuple[Signer, ...]


def verify_item(raw: bytes, ring: KeyRing, *, verify_token: receipt.VerifyToken | None = None) -> ChainItem:
    """Verify an envelope or a receipt off line and return its place, or raise SealError."""
    signed = dsse.parse(raw, limit=receipt.LIMIT, stamped=True)
    if signed.payload_type == envelope.PAYLOAD_TYPE:
        one = envelope.inspect_envelope(raw, ring)
        chain = ChainId(one.from_node, one.to_node, one.chain_id)
        signer = Signer(one.from_node, signed.key_ids[0], one.created, OWN_CLOCK)
        return ChainItem(chain, Link(one.chain_id, one.seq, one.prev), signed.digest, "envelope", signer)
    found = receipt.verify_receipt(raw, ring, verify_token=verify_token)
    what = found.receipt
    counterpart = what.recipient if what.recorder == what.sender else what.sender
    chain = ChainId(what.recorder, counterpart, what.chain_id)
    link = Link(what.chain_id, what.seq, what.prev)
    return ChainItem(chain, link, found.digest, "receipt", found.signers[0])


def follow(head: Head | None, item: ChainItem) -> Head:
    """Take the next item of a chain and return the new head.

    Raises:
        SealError: `E_REPLAY` for a number that was there before; `E_CHAIN` with `reason` `gap` (not permanent: what
            is missing may still come), `link` (it does not follow what we hold) or `other` (another chain).
    """
    link = item.link
    if head is not None and link.chain_id != head.chain_id:
        raise SealError("E_CHAIN", "an item of another chain", reason="other")
    expected = Link.after(link.chain_id, head)
    if link.seq < expected.seq:
        raise SealError("E_REPLAY", "a number that was there before", seq=link.seq)
    if link.seq > expected.seq:
        raise SealError("E_CHAIN", "numbers before it are missing", permanent=False, reason="gap", next=expected.seq)
    if link.prev != expected.prev:
        raise SealError("E_CHAIN", "does not follow the item before", reason="link", seq=link.seq)
    return item.head


def find_forks(items: Iterable[ChainItem]) -> tuple[tuple[ChainItem, ChainItem], ...]:
    """Return pairs of different items that carry one number of one chain: proof that their signer told two stories."""
    first: dict[tuple[ChainId, int], ChainItem] = {}
    forks = []
    for item in items:
        known = first.setdefault((item.chain, item.link.seq), item)
        if known.sha256 != item.sha256:
            forks.append((known, item))
    return tuple(forks)


def examine(items: Iterable[ChainItem]) -> tuple[ChainReport, ...]:
    """Return what is missing, broken or doubled in each chain among `items`, in any order, repeated or not."""
    chains: dict[ChainId, dict[int, dict[str, ChainItem]]] = {}
    for item in items:
        chains.setdefault(item.chain, {}).setdefault(item.link.seq, {}).setdefault(item.sha256, item)
    return tuple(_report(chain, chains[chain]) for chain in sorted(chains))


def verify_chain(items: Iterable[ChainItem]) -> Head:
    """Demand that `items` are one whole chain from its first number on, and return its head.

    Raises:
        SealError: `E_CHAIN` with `reason` `none`, `other`, `fork`, `gap` or `link`.
    """
    reports = examine(items)
    if len(reports) != 1:
        reason = "other" if reports else "none"
        raise SealError("E_CHAIN", f"{len(reports)} chains where one is demanded", reason=reason)
    report = reports[0]
    for reason, found in (("fork", report.forks), ("gap", report.gaps), ("link", report.broken)):
        if found:
            raise SealError("E_CHAIN", f"the chain is not whole: {reason}", reason=reason, seq=found[0])
    return report.head


def export_chain(items: Sequence[bytes]) -> bytes:
    """Return one JSON file that carries signed items, for verification off line."""
    written = [_object(raw) for raw in items]
    return strictjson.dumps({"v": 1, "kind": _KIND, "items": written})


def verify_export(
    raw: bytes, ring: KeyRing, *, verify_token: receipt.VerifyToken | None = None, limit: int = EXPORT_LIMIT
) -> VerifiedChain:
    """Verify a file that `export_chain` wrote.

    Steps: 1 size and syntax, 2 version, 3 every item signed (all raise SealError), 4 whole chains (told in `checks`).
    """
    value = intake.canonical_object(raw, limit=limit)
    if value.get("kind") != _KIND or type(value.get("v")) is not int or value["v"] != 1:
        raise SealError("E_VERSION", "not an export of a known version")
    intake.exactly(value, {"v", "kind", "items"}, "an export")
    texts = [strictjson.dumps(one) for one in intake.listed(value["items"], most=limit)]
    items = tuple(verify_item(text, ring, verify_token=verify_token) for text in texts)
    reports = examine(items)
    checks = (
        passed("chain.items", str(len(items))) if items else failed("chain.items", "there is none"),
        *(check for report in reports for check in report.checks),
    )
    return VerifiedChain(items, reports, checks, tuple(dict.fromkeys(item.signer for item in items)))


def _object(raw: bytes) -> dict[str, Any]:
    return intake.canonical_object(dsse.parse(raw, limit=receipt.LIMIT, stamped=True).to_bytes(), limit=receipt.LIMIT)


def _report(chain: ChainId, items: dict[int, dict[str, ChainItem]]) -> ChainReport:
    """Look at one chain, whose items are given by number and digest."""
    numbers = sorted(items)
    gaps = [(before + 1, after - 1) for before, after in pairwise([0, *numbers]) if after - before > 1]
    broken = [
        number
        for number in numbers
        if number - 1 in items and any(item.link.prev not in items[number - 1] for item in items[number].values())
    ]
    forks = [number for number in numbers if len(items[number]) > 1]
    last = next(iter(items[numbers[-1]].values()))
    return ChainReport(chain, last.head, tuple(gaps), tuple(broken), tuple(forks))


def _numbers(found: Sequence[int]) -> str:
    return ", ".join(str(number) for number in found)
