"""How like two documents are, from a small sketch of each: for finding other versions among very many.

A document's wording is cut into shingles of five characters; the sketch keeps those with the smallest digests. The
share that two sketches have in common estimates the share that the wordings have in common (bottom-k MinHash). Pure.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from comity.library.reading.symbols import match_key

if TYPE_CHECKING:
    from comity.library.reading import Document

SHINGLE: Final = 5  # characters
KEPT: Final = 256  # digests in a sketch: a standard error of about 0.03
BANDS: Final = 16  # keys of a sketch
_PLACES: Final = 4  # smallest digests that a key stands for
_WIDTH: Final = 8  # bytes of a digest


def wording(document: Document) -> str:
    """Return what a document says, without layout, typography and masthead, for matching alone."""
    parts = [document.title]
    for one in document.paragraphs:
        parts += [*one.headings[-1:], one.text]
    parts += [one.text for one in document.footnotes]
    return match_key("\n".join(parts))


def sketch(text: str) -> bytes:
    """Return the sketch of a wording: at most `KEPT` digests of eight bytes, in order. Of no words, it is empty."""
    shingles = {text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1))} if text else set()
    digests = sorted(hashlib.blake2b(one.encode(), digest_size=_WIDTH).digest() for one in shingles)
    return b"".join(digests[:KEPT])


def bands(packed: bytes, language: str) -> list[int]:
    """Return the keys (63 bits) by which texts of a language that are much alike find each other.

    The digests of a sketch fall into places by their last byte; the smallest of each place is the same in two texts
    with the probability of their likeness. A key stands for a few places together. Of two texts with 0.8 of their
    shingles in common at least one key is the same but for about 5 of 10,000 pairs, with 0.9 but for less than one of a
    million; with 0.1 in common one is the same for about 2 of 1,000.
    """
    smallest: dict[int, bytes] = {}
    for at in range(0, len(packed), _WIDTH):
        one = packed[at : at + _WIDTH]
        smallest.setdefault(one[-1] % (BANDS * _PLACES), one)  # a sketch is in order
    found = []
    for band in range(BANDS):
        rows = [smallest.get(band * _PLACES + place, b"") for place in range(_PLACES)]
        if any(rows):
            named = b"\x00".join([language.encode(), bytes([band]), *(row.hex().encode() for row in rows)])
            found.append(int.from_bytes(hashlib.blake2b(named, digest_size=_WIDTH).digest()) >> 1)
    return found


def likeness(one: bytes, other: bytes) -> float:
    """Return the estimated share of shingles in common, from 0 to 1."""
    left, right = _digests(one), _digests(other)
    nearest = sorted(left | right)[:KEPT]
    return sum(each in left and each in right for each in nearest) / len(nearest) if nearest else 0.0


def _digests(packed: bytes) -> set[bytes]:
    return {packed[at : at + _WIDTH] for at in range(0, len(packed), _WIDTH)}
