"""Writing DER (X.690): only what signatures here are put together from; what comes from others asn1crypto reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asn1crypto import parser

if TYPE_CHECKING:
    from collections.abc import Iterable

INTEGER, OCTETS, SEQUENCE, SET, TAGGED_0, TAGGED_1 = 0x02, 0x04, 0x30, 0x31, 0xA0, 0xA1
_SHORT = 0x80


def value(tag: int, *contents: bytes) -> bytes:
    """Return a value with this tag byte around its contents, the length in its one DER form."""
    content = b"".join(contents)
    size = len(content)
    if size < _SHORT:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _SHORT | len(length))) + length + content


def set_of(members: Iterable[bytes], tag: int = SET) -> bytes:
    """Return a SET OF, its members in the order that DER demands: of their encodings."""
    return value(tag, *sorted(members))


def retagged(raw: bytes, tag: int) -> bytes:
    """Return a value under another tag byte (an implicit tag)."""
    return bytes((tag,)) + raw[1:]


def members(raw: bytes) -> list[bytes]:
    """Return the values that a value of our own writing holds, in their order; ValueError for what is not DER."""
    content: bytes = parser.parse(raw, strict=True)[4]
    found = []
    while content:
        size: int = parser.peek(content)
        found.append(content[:size])
        content = content[size:]
    return found
