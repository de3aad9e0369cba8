"""From a file to its text: which format, which characters. Nothing is fetched, nothing in a file is run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.kernel.patterns import late
from comity.library.errors import ReadingError
from comity.library.reading.akoma import akoma_text, looks_like_akoma
from comity.library.reading.markup import html_text, looks_like_html
from comity.library.reading.pdf import pdf_text
from comity.library.reading.reader import read_text
from comity.library.reading.word_files import docx_text
from comity.library.reading.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from comity.library.reading.document import Document

LIMIT_MEGABYTES = 32
_MEGABYTE = 1 << 20
_CONTROLS = late("[\x00-\x08\x0e-\x1a]")
_BINARY_SHARE = 0.002
# Han in daily use begins here in GB 2312; letters of other scripts decoded as GB 18030 seldom fall into it.
_HAN = late(r"[\u4e00-\u9fa5]")
_PRINTED = late(r"[\u4e00-\u9fa5，。、；：（）《》“”\x20-\x7e\s]")
_COMMON = late("[的和在国际公约合作会议缔约]")
_PLAUSIBLE = 0.97


def read_file(path: Path, *, limit: int = LIMIT_MEGABYTES) -> Document:
    """Read the document in a file. Raises ReadingError where it cannot be read, OSError where it is not there."""
    size = path.stat().st_size
    if size > limit * _MEGABYTE:
        raise ReadingError("E_LIBRARY_SIZE", megabytes=size // _MEGABYTE, limit=limit)
    return read_bytes(path.read_bytes())


def read_bytes(raw: bytes, *, law: bool = False) -> Document:
    """Read the document in a file's bytes; `law` as for `read_text`."""
    words = text_of(raw)
    document = read_text(words.text, law=law)
    return replace(
        document, unresolved=(*document.unresolved, *words.doubts), symbol=document.symbol or words.symbol or None
    )


def text_of(raw: bytes) -> Words:
    """Return the text of a file's bytes, whatever its format, and what is not in it. Raises ReadingError."""
    if not raw.strip():
        raise ReadingError("E_LIBRARY_EMPTY")
    if raw.startswith(b"%PDF"):
        return _with_words(pdf_text(raw))
    if raw.startswith(b"PK"):
        return _with_words(docx_text(raw))
    if looks_like_akoma(raw):
        return _with_words(akoma_text(raw))
    text = decoded(raw)
    return _with_words(html_text(text)) if looks_like_html(text) else Words(text)


def _with_words(words: Words) -> Words:
    if not words.text.strip():
        raise ReadingError("E_LIBRARY_NO_TEXT")
    return words


def decoded(raw: bytes) -> str:
    """Return the characters of a text file: UTF-8, UTF-16 with or without its mark, or GB 18030; never a guess."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return _checked(raw, name)
    for name in ("utf-16-le", "utf-16-be"):
        if _looks_wide(raw, name):
            return _checked(raw, name)
    if _is_binary(raw):
        raise ReadingError("E_LIBRARY_BINARY")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _gb18030(raw)


def _checked(raw: bytes, name: str) -> str:
    try:
        text = raw.decode(name)
    except UnicodeDecodeError:
        raise ReadingError("E_LIBRARY_ENCODING") from None
    if not text.strip("\ufeff \t\r\n\f"):
        raise ReadingError("E_LIBRARY_EMPTY")
    return text


def _looks_wide(raw: bytes, name: str) -> bool:
    """UTF-16 without its mark: every line feed and space is two bytes, on even places."""
    if len(raw) % 2 or b"\x00" not in raw[:4096]:
        return False
    try:
        sample = raw[:8192].decode(name)
    except UnicodeDecodeError:
        return False
    return len(_PRINTED.findall(sample)) >= len(sample) * _PLAUSIBLE


def _is_binary(raw: bytes) -> bool:
    sample = raw[:65536].decode("latin-1")
    return len(_CONTROLS.findall(sample)) > len(sample) * _BINARY_SHARE


def _gb18030(raw: bytes) -> str:
    """GB 18030 takes nearly any bytes: it is believed only if what comes out reads as Chinese."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        raise ReadingError("E_LIBRARY_ENCODING") from None
    printed = len(_PRINTED.findall(text)) >= len(text) * _PLAUSIBLE
    if not (printed and _HAN.search(text) and _COMMON.search(text)):
        raise ReadingError("E_LIBRARY_ENCODING")
    return text
