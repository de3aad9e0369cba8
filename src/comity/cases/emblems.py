"""Whether a file is an emblem that may stand on our papers: a small PNG or SVG that holds a drawing and nothing else.

Pure. An SVG is taken only if every element and attribute is one of a short list that draws; a PNG only if each part
of it is whole and its picture has the size that it announces. What is taken is printed, and never shown by a browser.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import Final
from xml.parsers import expat

from comity.cases.rules import CaseworkError

MOST: Final = 200_000  # bytes
WIDEST: Final = 2_000  # points of a PNG, each way
PNG: Final = b"\x89PNG\r\n\x1a\n"
CHUNKS: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM", b"pHYs"})
CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
SPACE: Final = "http://www.w3.org/2000/svg"
ELEMENTS: Final = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs",
    "linearGradient", "radialGradient", "stop",
})  # fmt: skip
ATTRIBUTES: Final = frozenset({
    "id", "version", "width", "height", "viewBox", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry",
    "fx", "fy", "points", "transform", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-dasharray", "opacity", "offset", "stop-color",
    "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod", "preserveAspectRatio",
})  # fmt: skip
MOST_ELEMENTS: Final = 2_000
_INSIDE: Final = re.compile(r"url\(#[\w-]{1,80}\)")  # a gradient of the drawing itself
_PLAIN: Final = re.compile(r"[\w\s.,;%#()+-]*")


def kind_of(raw: bytes) -> str:
    """Return `png` or `svg` for an emblem that may be used.

    Raises:
        CaseworkError: `E_EMBLEM_SIZE`, `E_EMBLEM_KIND` (neither a PNG nor an SVG, or broken), `E_EMBLEM_ACTIVE` (an SVG
            that holds more than a drawing).
    """
    if len(raw) > MOST:
        raise CaseworkError("E_EMBLEM_SIZE", "an emblem that is too large")
    if raw.startswith(PNG):
        _check_png(raw)
        return "png"
    _check_svg(raw)
    return "svg"


def _check_png(raw: bytes) -> None:
    """Walk the chunks and unpack the picture, never further than its announced size."""
    broken = CaseworkError("E_EMBLEM_KIND", "a PNG that is not whole")
    place, names, packed, header = len(PNG), [], b"", b""
    while place < len(raw):
        if len(raw) < place + 12:
            raise broken
        (size,) = struct.unpack_from(">I", raw, place)
        if len(raw) < place + 12 + size:
            raise broken
        name, body = raw[place + 4 : place + 8], raw[place + 8 : place + 8 + size]
        (sum_,) = struct.unpack_from(">I", raw, place + 8 + size)
        if zlib.crc32(name + body) != sum_ or name not in CHUNKS:
            raise broken
        header = body if name == b"IHDR" else header
        packed += body if name == b"IDAT" else b""
        names.append(name)
        place += 12 + size
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or names.count(b"IEND") != 1 or len(header) != 13:  # noqa: PLR2004 (as the format says)
        raise broken
    wide, high, depth, colour, *rest = struct.unpack(">IIBBBBB", header)
    if not (0 < wide <= WIDEST and 0 < high <= WIDEST):
        raise CaseworkError("E_EMBLEM_SIZE", "a picture that is too large")
    if colour not in CHANNELS or depth not in {1, 2, 4, 8, 16} or rest != [0, 0, 0]:
        raise broken
    wanted = high * (1 + (wide * CHANNELS[colour] * depth + 7) // 8)
    try:
        opened = zlib.decompressobj().decompress(packed, wanted + 1)
    except zlib.error:
        raise broken from None
    if len(opened) != wanted:
        raise broken


def _draws(value: str) -> bool:
    """Say whether a value is numbers, words and colours, or a gradient of the same drawing: nothing outside."""
    return bool(_INSIDE.fullmatch(value)) or ("url" not in value.lower() and bool(_PLAIN.fullmatch(value)))


def _check_svg(raw: bytes) -> None:
    """Read every element; a document type, an entity, an instruction or anything that is no drawing is refused."""
    seen: list[str] = []

    def refuse(*_found: object) -> None:
        raise CaseworkError("E_EMBLEM_ACTIVE", "an SVG that holds more than a drawing")

    def element(name: str, attributes: dict[str, str]) -> None:
        space, _mark, local = name.rpartition(" ")
        seen.append(local)
        if (not seen[1:] and local != "svg") or space != SPACE or local not in ELEMENTS or len(seen) > MOST_ELEMENTS:
            refuse()
        if not all(one in ATTRIBUTES and _draws(value) for one, value in attributes.items()):
            refuse()

    reader = expat.ParserCreate("utf-8", namespace_separator=" ")
    reader.StartElementHandler = element
    reader.StartDoctypeDeclHandler = refuse
    reader.EntityDeclHandler = refuse
    reader.ProcessingInstructionHandler = refuse
    try:
        reader.Parse(raw, True)  # noqa: FBT003 (the name of the argument is positional only)
    except expat.ExpatError:
        raise CaseworkError("E_EMBLEM_KIND", "neither a PNG nor an SVG that can be read") from None
