"""Making one PDF of many, in a process of its own that a hostile file can only end.

Run as a script (`python -I bind.py`): one line of JSON says what follows on the standard input. It imports nothing of
Comity. Time and memory are bounded by the system, the number of pages here.

`clean` takes a PDF of a stranger and writes its pages anew: what is drawn on each page becomes a picture on an A4 page,
with nothing else of the file. A file that acts, is locked or draws from elsewhere is refused;
files attached to it are not taken over. `bind` puts PDFs one
behind the other, with a bookmark for each, and draws a mark on every page.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
    create_string_object,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PageObject
    from pypdf.generic import PdfObject

SECONDS, MEMORY = 120, 2 * 1024 * 1024 * 1024
PAGES, NODES, CONTENT = 1_000, 500_000, 64 * 1024 * 1024
TOO_MUCH, ACTS, LOCKED = 3, 4, 5
A4 = (595.28, 841.89)
SIDE, TOP, FOOT = 42.5, 56.7, 42.5  # points kept free around the picture of a page
ACTING = ("/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent")
ACTIONS = {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound"}
OUTSIDE = ("/Ref", "/OPI", "/F", "/FFilter", "/FDecodeParms")
LEFT_OUT = ("/Metadata", "/PieceInfo", "/AF", "/Alternates", "/StructParent", "/StructParents", "/OC", "/Properties")
MARK = "/ComityMark"


class Refused(Exception):  # noqa: N818 (what is said of a file, not a fault of this program)
    """The file is not taken; the number is how the process ends."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def main() -> int:
    """Do what the first line says. Returns 0, or why a file was refused."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    sys.setrecursionlimit(5_000)
    source = sys.stdin.buffer
    told = json.loads(source.readline())
    try:
        writer = clean(source.read()) if told["what"] == "clean" else bind(source, told)
    except Refused as refused:
        return refused.code
    made = io.BytesIO()  # a pipe does not say where it stands
    writer.write(made)
    sys.stdout.buffer.write(f"{len(writer.pages)}\n".encode())
    sys.stdout.buffer.write(made.getbuffer())
    return 0


def clean(raw: bytes) -> PdfWriter:
    """Return the pages of a stranger's PDF as pictures on A4 pages.

    Steps: 1 not locked, 2 nothing in any object acts, 3 not too many pages, 4 each page drawn anew from its content and
    what that draws with, 5 nothing of the new file lies elsewhere.
    """
    reader = PdfReader(io.BytesIO(raw), strict=False)
    if reader.is_encrypted:
        raise Refused(LOCKED)
    for one in _every_dictionary(reader.trailer):
        if any(key in one for key in ACTING) or (one.get("/S") in ACTIONS and "/N" not in one):
            raise Refused(ACTS)
    if len(reader.pages) > PAGES:
        raise Refused(TOO_MUCH)
    writer = PdfWriter()
    for page in reader.pages:
        _draw(page, writer)
    for found in _every_dictionary(writer.root_object):
        _demand_inside(found)
    return writer


def _kept(one: StreamObject, writer: PdfWriter) -> IndirectObject:
    """Keep a stream in the new file, once; what stands for it can be named often."""
    return writer._add_object(one)  # noqa: SLF001 (pypdf has no public door for an object of one's own)


def _every_dictionary(start: Any) -> Iterator[DictionaryObject]:
    """Yield every dictionary that can be reached; Refused where they are too many."""
    waiting, seen, left = [start], set(), NODES
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        left -= 1
        if left < 0:
            raise Refused(TOO_MUCH)
        if isinstance(one, DictionaryObject):
            yield one
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list(one)


def _draw(page: PageObject, writer: PdfWriter) -> None:
    """Draw one page of a stranger's file as a picture on a page of ours, upright and as large as fits."""
    box, turned = page.cropbox, int(page.rotation) % 360
    left, bottom = float(box.left), float(box.bottom)
    width, height = max(float(box.width), 1.0), max(float(box.height), 1.0)
    content = page.get_contents()
    data = content.get_data() if content is not None else b""
    if len(data) > CONTENT:
        raise Refused(TOO_MUCH)
    picture = StreamObject()
    picture.set_data(data)
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(one) for one in (left, bottom, left + width, bottom + height)),
            NameObject("/Resources"): _own(page, writer),
        }
    )
    reference = _kept(picture.flate_encode(), writer)
    shown = (height, width) if turned in {90, 270} else (width, height)
    scale = min((A4[0] - 2 * SIDE) / shown[0], (A4[1] - TOP - FOOT) / shown[1])
    across, up = SIDE, A4[1] - TOP - shown[1] * scale
    # Where the corner of the box goes, by how the page is turned (clockwise).
    matrix = {
        0: (scale, 0.0, 0.0, scale, across - left * scale, up - bottom * scale),
        90: (0.0, -scale, scale, 0.0, across - bottom * scale, up + (left + width) * scale),
        180: (-scale, 0.0, 0.0, -scale, across + (left + width) * scale, up + (bottom + height) * scale),
        270: (0.0, scale, -scale, 0.0, across + (bottom + height) * scale, up - left * scale),
    }[turned if turned in {90, 180, 270} else 0]
    made = writer.add_blank_page(*A4)
    edge = f"q 0.6 G 0.4 w {across:.2f} {up:.2f} {shown[0] * scale:.2f} {shown[1] * scale:.2f} re S Q\n"
    drawn = StreamObject()
    drawn.set_data(f"q {' '.join(f'{one:.5f}' for one in matrix)} cm /Page Do Q\n{edge}".encode())
    made[NameObject("/Contents")] = _kept(drawn, writer)
    held = DictionaryObject({NameObject("/Page"): reference})
    made[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): held})


def _own(page: PageObject, writer: PdfWriter) -> PdfObject:
    """Return a copy, in the new file, of what a page draws with."""
    resources = page.get("/Resources", DictionaryObject()).get_object() or DictionaryObject()
    return resources.clone(writer, ignore_fields=LEFT_OUT)


def _demand_inside(one: DictionaryObject) -> None:
    """Refuse what draws from another file, or runs on a printer."""
    if isinstance(one, StreamObject) and any(key in one for key in OUTSIDE):
        raise Refused(ACTS)
    if one.get("/Subtype") == "/PS" or one.get("/Subtype2") == "/PS":
        raise Refused(ACTS)


def bind(source: BinaryIO, told: dict[str, Any]) -> PdfWriter:
    """Return the parts one behind the other, each with its bookmark, and on every page its mark."""
    writer = PdfWriter()
    for part in told["parts"]:
        first = len(writer.pages)
        for page in PdfReader(io.BytesIO(source.read(part["size"]))).pages:
            added = writer.add_page(page, excluded_keys=("/Annots", "/AA", "/StructParents", "/B"))
            added.pop("/Annots", None)
        writer.add_outline_item(title=part["title"], page_number=first)
    marks = PdfReader(io.BytesIO(source.read(told["marks"]))).pages
    for page, mark in zip(writer.pages, marks, strict=True):
        _mark(page, mark, writer)
    writer.add_metadata({"/Title": told["title"], "/Author": told["author"]})
    writer.root_object[NameObject("/Lang")] = create_string_object(told["language"])
    return writer


def _mark(page: PageObject, mark: PageObject, writer: PdfWriter) -> None:
    """Draw a mark over a page, whatever the page itself draws; its content is not looked into."""
    picture = StreamObject()
    content = mark.get_contents()
    picture.set_data(content.get_data() if content is not None else b"")
    box = mark.mediabox
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(one) for one in (0, 0, box.width, box.height)),
            NameObject("/Resources"): _own(mark, writer),
        }
    )
    reference = _kept(picture.flate_encode(), writer)
    resources = page.get("/Resources", DictionaryObject()).get_object()
    own = DictionaryObject({NameObject(key): resources.raw_get(key) for key in resources})
    pictures = own.get("/XObject", DictionaryObject()).get_object()
    held = DictionaryObject({NameObject(key): pictures.raw_get(key) for key in pictures})
    held[NameObject(MARK)] = reference
    own[NameObject("/XObject")] = held
    page[NameObject("/Resources")] = own
    before, after = StreamObject(), StreamObject()
    before.set_data(b"q\n")
    after.set_data(f"\nQ q {MARK} Do Q\n".encode())
    known = page.raw_get("/Contents") if "/Contents" in page else NullObject()
    inner = known.get_object() if isinstance(known, IndirectObject) else known
    middle = list(inner) if isinstance(inner, ArrayObject) else [known] if isinstance(inner, StreamObject) else []
    page[NameObject("/Contents")] = ArrayObject(
        [_kept(before, writer), *middle, _kept(after, writer)]
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
