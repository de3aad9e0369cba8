"""Reading fields that come from outside: whatever is wrong with them is a SealError, nothing else."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from comity.kernel import ids, strictjson
from comity.kernel.errors import KernelError
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHA512 = re.compile(r"[0-9a-f]{128}")
MOST = 2**31 - 1  # of what is counted: PostgreSQL fails over a larger one, where SQLite would keep it
_KEPT = {"E_SIZE", "E_SYNTAX", "E_DIGEST"}


@contextmanager
def refusing() -> Iterator[None]:
    """Turn a refusal of the kernel's parsers into SealError; one that has no code here is `E_SYNTAX`."""
    try:
        yield
    except KernelError as error:
        code = error.code if error.code in _KEPT else "E_SYNTAX"
        refusal = SealError(code, error.detail)
        refusal.params = error.params
        raise refusal from None


def canonical_object(raw: bytes, *, limit: int) -> dict[str, Any]:
    """Read a JSON object that stands in its one canonical form (RFC 8785).

    Raises:
        SealError: `E_SIZE` above `limit` bytes, `E_SYNTAX` otherwise.
    """
    with refusing():
        return strictjson.loads_canonical(raw, limit=limit)


def exactly(value: object, fields: set[str], what: str) -> dict[str, Any]:
    """Return `value` as an object with these fields, no more and no fewer, or raise SealError `E_SYNTAX`."""
    if not isinstance(value, dict) or set(value) != fields:
        raise SealError("E_SYNTAX", f"{what}: fields are missing or added")
    return value


def whole_number(value: object, *, least: int = 0, most: int = strictjson.MAX_INTEGER) -> int:
    """Return an integer in these bounds (true is none), or raise SealError: `E_SYNTAX`, or `E_SIZE` above `most`."""
    if type(value) is not int or value < least:
        raise SealError("E_SYNTAX", "not a whole number, or one that is too small")
    if value > most:
        raise SealError("E_SIZE", "a number larger than is accepted here", limit=most)
    return value


def sha256(value: object) -> str:
    """Return a SHA-256 in lower-case hexadecimal, or raise SealError `E_DIGEST`."""
    with refusing():
        return ids.parse_sha256(value)


def sha512(value: object) -> str:
    """Return a SHA-512 in lower-case hexadecimal, or raise SealError `E_DIGEST`."""
    if not isinstance(value, str) or not _SHA512.fullmatch(value):
        raise SealError("E_DIGEST", "not a SHA-512 in lower-case hexadecimal")
    return value


def text(value: object, *, most: int, least: int = 0) -> str:
    """Return a text of `least` to `most` characters, or raise SealError `E_SYNTAX`."""
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise SealError("E_SYNTAX", "not a text, or one that is too short or too long")
    return value


def listed(value: object, *, most: int) -> list[Any]:
    """Return a list of at most `most` members, or raise SealError: `E_SYNTAX`, or `E_SIZE` when it is longer."""
    if not isinstance(value, list):
        raise SealError("E_SYNTAX", "not a list")
    if len(value) > most:
        raise SealError("E_SIZE", "a list longer than is accepted here", limit=most)
    return value
