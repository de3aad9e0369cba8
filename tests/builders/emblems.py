"""Emblems for tests: sound ones, and every wrong sort."""

from __future__ import annotations

import struct
import zlib

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><defs><linearGradient id="g"><stop offset="0" '
    b'stop-color="#1f4e79"/></linearGradient></defs><circle cx="20" cy="20" r="18" fill="url(#g)"/>'
    b'<path d="M10 20 L20 8 L30 20 Z" fill="rgb(255, 255, 255)"/></svg>'
)


def chunk(name: bytes, body: bytes) -> bytes:
    """Return one part of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def a_png(wide: int = 16, high: int = 16, *, rows: int | None = None, extra: bytes = b"") -> bytes:
    """Return a PNG of one colour; `rows` packs another number than it announces, `extra` is put before its end."""
    lines = b"".join(b"\0" + b"\x1f\x4e\x79" * wide for _ in range(high if rows is None else rows))
    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + extra + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def an_svg(inside: bytes = b"", *, before: bytes = b"", attributes: bytes = b"") -> bytes:
    """Return an SVG with something in it."""
    return before + b'<svg xmlns="http://www.w3.org/2000/svg" ' + attributes + b">" + inside + b"</svg>"
