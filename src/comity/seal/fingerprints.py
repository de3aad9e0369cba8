"""Fingerprints that can be read out by telephone in any language: digits in groups of five."""

from __future__ import annotations

import hashlib

GROUPS = 8
DIGITS = 5


def fingerprint(data: bytes) -> str:
    """Return forty digits in groups of five (132 bits of the SHA-256 of `data`)."""
    number = int.from_bytes(hashlib.sha256(data).digest(), "big")
    digits = str(number % 10 ** (GROUPS * DIGITS)).zfill(GROUPS * DIGITS)
    return " ".join(digits[start : start + DIGITS] for start in range(0, len(digits), DIGITS))
