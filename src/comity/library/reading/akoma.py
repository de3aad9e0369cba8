"""Akoma Ntoso becomes lines of text, read on as any text is. No entity is expanded, nothing is fetched."""

from __future__ import annotations

import re

from lxml import etree

from comity.kernel.patterns import late
from comity.library.errors import ReadingError
from comity.library.reading.shapes import SYMBOL
from comity.library.reading.words import Words

_OURS = late(rb"<(?:[A-Za-z][\w.-]*:)?akomaNtoso\b")
_NAMESPACE = late(r"\{http://docs\.oasis-open\.org/legaldocml/ns/akn/3\.0[^}]*\}|\{http://www\.akomantoso\.org/[^}]*\}")
_HEAD = 4096  # bytes in which the root begins
_LINES = {
    "p",
    "heading",
    "subheading",
    "docTitle",
    "longTitle",
    "num",
    "block",
    "listIntroduction",
    "listWrapUp",
    "td",
    "th",
}
_UNREAD = {"meta", "remark"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DEEPEST = 100  # elements inside one another
_RULE = "__________"


def looks_like_akoma(raw: bytes) -> bool:
    """Whether a file is Akoma Ntoso, by its root."""
    return bool(_OURS.search(raw[:_HEAD]))


def akoma_text(raw: bytes) -> Words:
    """Return the words of a file: numbers before what they number, notes at the end. Raises ReadingError."""
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise ReadingError("E_LIBRARY_BOMB")
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        raise ReadingError("E_LIBRARY_DAMAGED", kind="Akoma Ntoso") from None
    lines = _Lines()
    for one in root:
        lines.read(one)
    lines.end()
    foot = [f"{_raised(mark)} {words}" for mark, words in lines.notes]
    text = "\n\n".join([*lines.done, *([_RULE, *foot] if foot else [])]) + "\n"
    return Words(text, symbol=_symbol(root))


def _name(node: etree._Element) -> str:
    return _NAMESPACE.sub("", node.tag) if isinstance(node.tag, str) else ""


def _raised(mark: str) -> str:
    return mark.translate(_RAISED) if mark.isdigit() else mark


def _symbol(root: etree._Element) -> str:
    """Return the symbol as printed; it is never made again out of a name, which may have lost what it was."""
    for node in root.iter():
        if _name(node) == "FRBRnumber" and re.fullmatch(SYMBOL, node.get("showAs", "")):
            return str(node.get("showAs"))
    return ""


class _Lines:
    """Collects lines in the order of the file."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.open: list[str] = []
        self.number = ""
        self.notes: list[tuple[str, str]] = []

    def read(self, node: etree._Element, depth: int = 1) -> None:
        """Take an element and what is in it; its tail belongs to whoever calls."""
        if depth > _DEEPEST:
            raise ReadingError("E_LIBRARY_BOMB")
        name = _name(node)
        if not name or name in _UNREAD:
            return
        if name == "authorialNote":
            self._note(node)
            return
        if name == "eol":
            self.end()
            return
        own_line = name in _LINES
        if own_line:
            self.end()
        marked = "**" if name == "heading" and _name(_parent(node)) == "hcontainer" else ""
        self.open.append(marked + _spaces(node.text))
        for child in node:
            self.read(child, depth + 1)
            self.open.append(_spaces(child.tail))
        if name == "num" and _name(_parent(node)) == "article":
            self.end()
        elif name == "num":
            self.number = "".join(self.open).strip()
            self.open = []
        elif own_line:
            self.end()

    def end(self) -> None:
        """Close the line that is open."""
        words = "".join(self.open).strip()
        self.open = []
        if words:
            self.done.append(f"{self.number} {words}".strip())
            self.number = ""

    def _note(self, node: etree._Element) -> None:
        mark = (node.get("marker") or str(len(self.notes) + 1)).strip()
        if any(self.open) or self.number:
            self.open.append(_raised(mark))
        words = " ".join(" ".join(node.itertext()).split())
        self.notes.append((mark, words))


def _parent(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    return node if parent is None else parent


def _spaces(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")
