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


def likeness(one: bytes, other: bytes) -> float:
    """Return the estimated share of shingles in common, from 0 to 1."""
    left, right = _digests(one), _digests(other)
    nearest = sorted(left | right)[:KEPT]
    return sum(each in left and each in right for each in nearest) / len(nearest) if nearest else 0.0


def _digests(packed: bytes) -> set[bytes]:
    return {packed[at : at + _WIDTH] for at in range(0, len(packed), _WIDTH)}
