"""Opening a PDF of a stranger: what acts, hides, reaches outside or cannot be bounded is refused (`E_PDF`).

A letter is text with one file attached. Every object of every revision is looked at, reachable or not, so nothing
can wait in an object that only another program finds.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.reader import PdfFileReader

from comity.seal.errors import SealError
from comity.seal.pades.tokens import decode_name, read_hex_string, read_until_delimiter

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every PDF is opened here, and more than half of a check was these.
for _name_of, _read in (
    ("read_hex_string_from_stream", read_hex_string),
    ("read_until_delimiter", read_until_delimiter),
    ("_decode_name", decode_name),
):
    setattr(generic, _name_of, _read)

MAX_LETTER = 8 * 1024 * 1024
MAX_OBJECTS = 50_000
MAX_NODES = 2_000_000
MAX_DEPTH = 100
_MIB = 1024 * 1024
DECODING = DecodeLimits(
    per_stream=StreamDecodeLimits(max_ratio=200, max_output_size=32 * _MIB),
    document_budget=DocumentDecodeBudget(base_allowance=64 * _MIB, max_ratio=20),
)

_KEYS = {
    "/JS": "a script",
    "/JavaScript": "a script",
    "/AA": "an action without a click",
    "/OpenAction": "an action on opening",
    "/XFA": "a dynamic form",
    "/OCProperties": "hidden layers",
    "/RichMediaContent": "rich media",
    "/Collection": "a portfolio",
    "/Requirements": "requirements on the program",
}
_ACTIONS = frozenset(
    {
        "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/URI", "/SubmitForm", "/ResetForm", "/ImportData", "/Hide",
        "/Named", "/Movie", "/Sound", "/Rendition", "/Trans", "/SetOCGState", "/GoTo3DView", "/Thread",
        "/RichMediaExecute",
    }
)  # fmt: skip
_ANNOTATIONS = frozenset(
    {"/FileAttachment", "/Movie", "/Sound", "/Screen", "/RichMedia", "/3D", "/PS", "/Redact", "/Stamp", "/FreeText"}
)
_FIELDS = frozenset({"/Tx", "/Btn", "/Ch"})


def open_pdf(raw: bytes) -> PdfFileReader:
    """Return a reader of a harmless PDF, or raise SealError `E_PDF` (`E_SIZE` when it is too large).

    Steps: 1 size and first bytes, 2 strict syntax within limits of decoding, 3 not encrypted, 4 every object of every
    revision free of what is on the lists above.
    """
    if len(raw) > MAX_LETTER:
        raise SealError("E_SIZE", "a letter that is too large", limit=MAX_LETTER)
    if not raw.startswith(b"%PDF-"):
        raise SealError("E_PDF", "not a PDF")
    try:
        reader = PdfFileReader(io.BytesIO(raw), strict=True, decode_limits=DECODING)
        _demand_harmless(reader)
    except SealError:
        raise
    except Exception as error:  # noqa: BLE001 (its errors have no common root, and it parses a stranger's bytes here)
        raise SealError("E_PDF", f"a PDF that cannot be read ({type(error).__name__})") from None
    return reader


def every_object(reader: PdfFileReader) -> Iterator[generic.DictionaryObject]:
    """Yield every dictionary and stream of every revision, nested ones too, and the trailers."""
    left = MAX_NODES
    objects = 0
    for revision in range(reader.total_revisions):
        resolver = reader.get_historical_resolver(revision)
        yield resolver.trailer_view
        for reference in resolver.explicit_refs_in_revision():
            objects += 1
            if objects > MAX_OBJECTS:
                raise SealError("E_PDF", "too many objects")
            waiting: list[tuple[generic.PdfObject, int]] = [(resolver(reference), 0)]
            while waiting:
                one, depth = waiting.pop()
                left -= 1
                if left < 0 or depth > MAX_DEPTH:
                    raise SealError("E_PDF", "objects that are too many or nested too deeply")
                if isinstance(one, generic.DictionaryObject):
                    yield one
                    waiting += ((one.raw_get(key), depth + 1) for key in one)
                elif isinstance(one, generic.ArrayObject):
                    waiting += ((one.raw_get(place), depth + 1) for place in range(len(one)))


def _demand_harmless(reader: PdfFileReader) -> None:
    if reader.encrypted:
        raise SealError("E_PDF", "an encrypted PDF")
    for one in every_object(reader):
        _look_at(one)


def _look_at(one: generic.DictionaryObject) -> None:
    for key, what in _KEYS.items():
        if key in one:
            raise SealError("E_PDF", f"a PDF with {what}")
    if _name(one, "/S") in _ACTIONS:
        raise SealError("E_PDF", f"a PDF with an action {_name(one, '/S')}")
    if _name(one, "/Subtype") in _ANNOTATIONS:
        raise SealError("E_PDF", f"a PDF with a part of kind {_name(one, '/Subtype')}")
    if _name(one, "/FT") in _FIELDS:
        raise SealError("E_PDF", "a PDF with a form")
    if isinstance(one, generic.StreamObject) and ("/F" in one or "/Ref" in one or "/OPI" in one):
        raise SealError("E_PDF", "a PDF whose content lies outside")
    if (_name(one, "/Type") == "/Filespec" and "/EF" not in one) or "/FS" in one:
        raise SealError("E_PDF", "a PDF that refers to another file")


def _name(one: generic.DictionaryObject, key: str) -> str:
    value = one.get(key)
    return str(value) if isinstance(value, generic.NameObject) else ""
