"""DOCX becomes lines of text. No entity is expanded, no address followed, no macro kept or run."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from comity.kernel.patterns import late
from comity.library.errors import ReadingError
from comity.library.reading.document import Unresolved
from comity.library.reading.markup import RAISED
from comity.library.reading.numbering import Numbers
from comity.library.reading.shapes import SYMBOL
from comity.library.reading.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LARGEST_PART = 48 << 20
_PARTS = ("footnotes", "endnotes", "comments", "numbering", "styles")
_EDGE = late(r"word/(?:header|footer)\d*\.xml")
_PAGE_OR_SYMBOL = late(rf"[\d\s/–—-]*(?:{SYMBOL})?[\d\s/–—-]*|[VE]\.\d{{2}}-\d{{4,6}}.*")


def docx_text(raw: bytes) -> Words:
    """Return the words of a DOCX file: paragraphs with their numbers, notes at the end. Raises ReadingError."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            body = _part(package, "word/document.xml")
            if body is None:
                raise ReadingError("E_LIBRARY_DAMAGED", kind="DOCX")
            parts = {name: _part(package, f"word/{name}.xml") for name in _PARTS}
            edges = {name: _part(package, name) for name in sorted(package.namelist()) if _EDGE.fullmatch(name)}
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise ReadingError("E_LIBRARY_DAMAGED", kind="DOCX") from None
    numbers = Numbers(parts["numbering"], parts["styles"])
    order: list[str] = []
    lines = [numbers.labelled(one, _words(one, order)) for one in _paragraphs(body)]
    notes = {
        f"{kind} {note.get(f'{_W}id', '')}": " ".join(map(_words, _paragraphs(note)))
        for kind in ("footnote", "endnote")
        for note in _children(parts[f"{kind}s"], kind)
    }
    foot = [f"{str(at).translate(RAISED)} {notes.get(mark, '').strip()}" for at, mark in enumerate(order, 1)]
    text = "\n\n".join([*lines, *(["__________", *foot] if foot else [])]) + "\n"
    running = dict.fromkeys(line.strip() for root in edges.values() for line in _lines(root) if line.strip())
    own = next((found[0] for line in running if (found := re.search(SYMBOL, line))), "")
    return Words(text, tuple(_doubts(body, parts["comments"], running)), own)


def _doubts(body: etree._Element, comments: etree._Element | None, running: Iterable[str]) -> Iterator[Unresolved]:
    """Yield what the file holds beside its text, for a person to look at."""
    for line in running:
        if not _PAGE_OR_SYMBOL.fullmatch(line):
            yield Unresolved("header", "outside_the_text", line)
    for one in _children(comments, "comment"):
        yield Unresolved("comment", "outside_the_text", " ".join(_lines(one)).strip())
    deleted = "".join(one.text or "" for one in body.iter(f"{_W}delText")).strip()
    if deleted:
        yield Unresolved("deleted", "outside_the_text", deleted)


def _lines(root: etree._Element | None) -> list[str]:
    return [] if root is None else [_words(one) for one in _paragraphs(root)]


def _part(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    if name not in package.namelist():
        return None
    with package.open(name) as file:  # what the directory says of its size is the sender's word: count what comes
        data = file.read(_LARGEST_PART + 1)
    if len(data) > _LARGEST_PART or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ReadingError("E_LIBRARY_BOMB")
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _children(root: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if root is None else list(root.iter(f"{_W}{name}"))


def _paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    for one in root.iter(f"{_W}p"):
        if next(one.iterancestors(f"{_W}p", _FALLBACK), None) is None:
            yield one


def _words(paragraph: etree._Element, order: list[str] | None = None) -> str:
    pieces: list[str] = []
    for node in paragraph.iter():
        name = str(node.tag).removeprefix(_W)
        if next(node.iterancestors(_FALLBACK), None) is not None:
            continue  # the same words once more, for old programs
        if name == "t":
            pieces.append(_raised(node))
        elif name in {"footnoteReference", "endnoteReference"} and order is not None:
            order.append(f"{name.removesuffix('Reference')} {node.get(f'{_W}id', '')}")
            pieces.append(str(len(order)).translate(RAISED))
        else:
            page = "\f" if node.get(f"{_W}type") == "page" else "\n"
            pieces.append({"tab": "\t", "br": page, "noBreakHyphen": "-"}.get(name, "") if name != "tabs" else "")
    return "".join(pieces)


def _raised(node: etree._Element) -> str:
    text = node.text or ""
    run = node.getparent()
    high = None if run is None else run.find(f"{_W}rPr/{_W}vertAlign")
    return text.translate(RAISED) if high is not None and high.get(f"{_W}val") == "superscript" else text
