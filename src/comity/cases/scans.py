"""Whether the scan of a letter is one: a picture or a PDF that can be read and does nothing by itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from comity.cases.rules import CaseworkError
from comity.core.files.reader import read_file
from comity.seal.pades.harmless import DECODING, every_object

if TYPE_CHECKING:
    from comity.core.files.models import StoredFile

MOST_SCAN: Final = 64 * 1024 * 1024
PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
_KEYS: Final = ("/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent", "/Collection", "/EmbeddedFiles", "/EF")
_ACTIONS: Final = frozenset({"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition"})


def checked(file: StoredFile) -> StoredFile:
    """Return the scan if a person can look at it later.

    A scanner writes loose syntax, links and view settings: these are taken, where a signed letter's are not.

    Raises:
        CaseworkError: `E_SCAN_KIND`, `E_SCAN_ENCRYPTED`, `E_SCAN_ACTIVE`, `E_SCAN_BROKEN`.
        FileError: `E_FILE_SIZE` above `MOST_SCAN`.
    """
    raw = read_file(file, limit=MOST_SCAN)
    if not raw.startswith((b"%PDF-", *PICTURES)):
        raise CaseworkError("E_SCAN_KIND", "neither a PDF nor a picture")
    if raw.startswith(b"%PDF-"):
        _demand_plain(raw)
    return file


def _demand_plain(raw: bytes) -> None:
    """Refuse a PDF that is locked, acts, carries files, or cannot be read."""
    try:
        reader = PdfFileReader(io.BytesIO(raw), strict=False, decode_limits=DECODING)
        locked = reader.encrypted
        acts = not locked and any(_acts(one) for one in every_object(reader))
        pages = None if locked else reader.root["/Pages"]["/Count"]
    except Exception as error:  # noqa: BLE001 (its errors have no common root, and it parses a stranger's bytes here)
        raise CaseworkError("E_SCAN_BROKEN", f"a PDF that cannot be read ({type(error).__name__})") from None
    if locked:
        raise CaseworkError("E_SCAN_ENCRYPTED", "an encrypted PDF")
    if acts:
        raise CaseworkError("E_SCAN_ACTIVE", "a PDF with a part that acts")
    if not isinstance(pages, int) or pages < 1:
        raise CaseworkError("E_SCAN_BROKEN", "a PDF without a page")


def _acts(one: generic.DictionaryObject) -> bool:
    action = one.get("/S")
    return any(key in one for key in _KEYS) or (isinstance(action, generic.NameObject) and str(action) in _ACTIONS)
