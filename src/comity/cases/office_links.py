"""The code in the link by which an office without an account answers: unguessable, typable, kept as a digest. Pure."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"
GROUPS, LETTERS = 6, 5  # 150 bits
LONGEST: Final = 80


def new_code() -> str:
    """Return a new code: six groups of five letters or digits that nobody mistakes for each other."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))


def digest_of(code: str) -> str:
    """Return the SHA-256 of a code as it was typed, or "" for what cannot be one: case and separators do not count."""
    if len(code) > LONGEST:
        return ""
    bare = "".join(one for one in code.lower() if one.isalnum())
    if len(bare) != GROUPS * LETTERS or not set(bare) <= set(ALPHABET):
        return ""
    return hashlib.sha256(bare.encode()).hexdigest()
