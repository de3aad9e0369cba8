"""JSON as it may enter or leave a node: one way to write it, no way to smuggle anything in.

Writing follows RFC 8785 (JCS). Reading refuses what parsers disagree about: duplicate keys, NaN and
infinities, floats, huge integers, lone surrogates, deep nesting, keys that are not in Unicode NFC.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any, NoReturn

import rfc8785

from comity.kernel.errors import KernelError

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1

SYNTAX = "E_SYNTAX"
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"))
Json = dict[str, "Json"] | list["Json"] | str | int | bool | None


def dumps(value: Any) -> bytes:
    """Write `value` in canonical form (RFC 8785), UTF-8. Floats are refused: nothing signed needs one."""
    return _written(value, plain_keys=_check(value, MAX_DEPTH))


def _written(value: Any, *, plain_keys: bool) -> bytes:
    """Write what was checked. The encoder of Python sorts keys by code points, as RFC 8785 does where all are ASCII."""
    return _ENCODER.encode(value).encode() if plain_keys else rfc8785.dumps(value)


def loads(raw: bytes, *, limit: int) -> Any:
    """Read JSON of at most `limit` bytes, or raise KernelError `E_SIZE` or `E_SYNTAX`."""
    return _read(raw, limit)[0]


def loads_canonical(raw: bytes, *, limit: int) -> dict[str, Any]:
    """Like `loads_object`, and `raw` must be what `dumps` writes."""
    value, plain_keys = _read(raw, limit)
    if not isinstance(value, dict):
        raise KernelError(SYNTAX, "the outermost value must be an object")
    if _written(value, plain_keys=plain_keys) != raw:
        raise KernelError(SYNTAX, "not JSON in its canonical form")
    return value


def _read(raw: bytes, limit: int) -> tuple[Any, bool]:
    """Return what was read, and whether all its keys are ASCII."""
    if len(raw) > limit:
        raise KernelError("E_SIZE", f"{len(raw)} bytes where {limit} are allowed", limit=limit)
    try:
        value = json.loads(
            raw.decode("utf-8", "strict"),
            object_pairs_hook=_no_duplicates,
            parse_constant=_refuse,
            parse_float=_refuse,
            parse_int=_small_integer,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise KernelError(SYNTAX, "not JSON") from None
    return value, _check(value, MAX_DEPTH)


def loads_object(raw: bytes, *, limit: int) -> dict[str, Any]:
    """Like `loads`, and the outermost value must be an object."""
    value = loads(raw, limit=limit)
    if not isinstance(value, dict):
        raise KernelError(SYNTAX, "the outermost value must be an object")
    return value


def _refuse(text: str) -> NoReturn:
    raise KernelError(SYNTAX, f"a number that is not allowed: {text[:20]}")


def _small_integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > MAX_INTEGER:  # noqa: PLR2004 (the length of 2**53 with its sign)
        _refuse(text)
    return int(text)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise KernelError(SYNTAX, "a key occurs twice")
    return found


def _check(value: Any, depth: int) -> bool:
    """Refuse in what was read (or is to be written) what `loads` promises to refuse; say if all keys are ASCII."""
    if depth == 0:
        raise KernelError(SYNTAX, "nested too deeply")
    plain = True
    match value:
        case str():
            _check_text(value)
        case bool() | None:
            pass
        case int():
            if abs(value) > MAX_INTEGER:
                raise KernelError(SYNTAX, "an integer that is too large")
        case dict():
            for key, inner in value.items():
                _check_key(key)
                plain = _check(inner, depth - 1) and key.isascii() and plain
        case list() | tuple():
            for inner in value:
                plain = _check(inner, depth - 1) and plain
        case _:
            raise KernelError(SYNTAX, f"a value of type {type(value).__name__}")
    return plain


def _check_text(text: str) -> None:
    if "\x00" in text or (not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)):
        raise KernelError(SYNTAX, "a character that is not text")


def _check_key(key: object) -> None:
    if not isinstance(key, str) or (not key.isascii() and unicodedata.normalize("NFC", key) != key):
        raise KernelError(SYNTAX, "a key that is not in Unicode NFC")
    _check_text(key)
