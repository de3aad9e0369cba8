"""HTML and DOCX become lines of text. No entity is expanded, no address followed, no script kept or run."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from comity.library.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterator

_HTML = re.compile(
    r"^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|div|p|article|section|main|h[1-6]|ol|ul|table|meta|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_UNREAD = {"script", "style", "noscript", "template", "title", "object", "iframe", "svg"}
_BLOCKS = {
    *("p", "div", "article", "section", "main", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr"),
    *("table", "ol", "ul", "blockquote", "pre", "dt", "dd", "hr", "body", "figure", "aside", "nav"),
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST_PART = 48 << 20
_HAN = "零一二三四五六七八九"


def looks_like_html(text: str) -> bool:
    """Whether a text is a page and not words."""
    return bool(_HTML.match(text))


def html_text(text: str) -> str:
    """Return the words of a page, a line a block, lists with the labels that a browser would show."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise ReadingError("E_LIBRARY_BOMB")  # the parser gave up: what follows would be lost without a word
    if root is None:
        raise ReadingError("E_LIBRARY_NO_TEXT")
    pieces: list[str] = []
    counts: list[tuple[str, int]] = []
    skipped = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            skipped += tag in _UNREAD
            if not skipped:
                _begin(node, tag, pieces, counts)
        else:
            if not skipped and tag in {"ol", "ul"} and counts:
                counts.pop()
            pieces += ["\n\n"] if tag in _BLOCKS and not skipped else []
            skipped -= tag in _UNREAD
            if not skipped:
                pieces.append(_spaces(node.tail))
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _spaces(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _begin(node: etree._Element, tag: str, pieces: list[str], counts: list[tuple[str, int]]) -> None:
    pieces += ["\n\n"] if tag in _BLOCKS else ["\n"] if tag == "br" else ["\t"] if tag in {"td", "th"} else []
    if tag == "hr":
        pieces.append("_____\n\n")
    elif tag in {"ol", "ul"}:
        start = node.get("start") or "1"
        counts.append((node.get("type") or "1" if tag == "ol" else "", int(start) if start.isdigit() else 1))
    elif tag == "li" and counts:
        form, number = counts[-1]
        counts[-1] = (form, number + 1)
        pieces.append(_label(form, number))
    text = _spaces(node.text)
    pieces.append(text.strip().translate(_RAISED) if tag == "sup" and re.fullmatch(r"\s*\d{1,2}\s*", text) else text)


def _label(form: str, number: int) -> str:
    formats = {"": "- ", "1": f"{number}. ", "a": f"({_letter(number)}) ", "A": f"{_letter(number).upper()}. "}
    formats |= {"i": f"({_roman(number).lower()}) ", "I": f"{_roman(number)}. "}
    return formats.get(form, f"{number}. ")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


def _roman(number: int) -> str:
    parts = (("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
    text, left = "", min(number, 89)
    for sign, value in parts:
        while left >= value:
            text, left = text + sign, left - value
    return text


def _chinese(number: int) -> str:
    tens, ones = divmod(min(number, 99), 10)
    return (("" if tens == 1 else _HAN[tens]) + "十" if tens else "") + (_HAN[ones] if ones or not tens else "")


def docx_text(raw: bytes) -> str:
    """Return the words of a DOCX file: paragraphs with their numbers, footnotes at the end. Raises ReadingError."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            body = _part(package, "word/document.xml")
            notes = _part(package, "word/footnotes.xml")
            numbering = _numbering(_part(package, "word/numbering.xml"))
            styles = _styles(_part(package, "word/styles.xml"))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise ReadingError("E_LIBRARY_DAMAGED", kind="DOCX") from None
    if body is None:
        raise ReadingError("E_LIBRARY_DAMAGED", kind="DOCX")
    order: list[str] = []
    counters: dict[str, list[int]] = {}
    lines = [_line(one, order, counters, numbering, styles) for one in _paragraphs(body)]
    words = {note.get(f"{_W}id", ""): " ".join(map(_words, _paragraphs(note))) for note in _children(notes, "footnote")}
    foot = [f"{str(at).translate(_RAISED)} {words.get(mark, '').strip()}" for at, mark in enumerate(order, 1)]
    return "\n\n".join([*lines, *(["__________", *foot] if foot else [])]) + "\n"


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
        if next(one.iterancestors(f"{_W}p"), None) is None:
            yield one


def _words(paragraph: etree._Element, order: list[str] | None = None) -> str:
    pieces: list[str] = []
    for node in paragraph.iter():
        name = str(node.tag).removeprefix(_W)
        if name == "t":
            pieces.append(_raised(node))
        elif name == "footnoteReference" and order is not None:
            order.append(node.get(f"{_W}id", ""))
            pieces.append(str(len(order)).translate(_RAISED))
        else:
            page = "\f" if node.get(f"{_W}type") == "page" else "\n"
            pieces.append({"tab": "\t", "br": page, "noBreakHyphen": "-"}.get(name, "") if name != "tabs" else "")
    return "".join(pieces)


def _raised(node: etree._Element) -> str:
    text = node.text or ""
    run = node.getparent()
    high = None if run is None else run.find(f"{_W}rPr/{_W}vertAlign")
    return text.translate(_RAISED) if high is not None and high.get(f"{_W}val") == "superscript" else text


_Numbering = dict[tuple[str, int], tuple[str, str, int]]


def _numbering(root: etree._Element | None) -> _Numbering:
    """Return, for a list and a level, the format of its number, the text around it, and where it begins."""
    levels: dict[str, list[tuple[int, str, str, int]]] = {}
    for one in _children(root, "abstractNum"):
        levels[one.get(f"{_W}abstractNumId", "")] = [
            (
                int(each.get(f"{_W}ilvl", "0")),
                _value(each, "numFmt") or "decimal",
                _value(each, "lvlText"),
                int(_value(each, "start") or "1"),
            )
            for each in one.iter(f"{_W}lvl")
        ]
    return {
        (number.get(f"{_W}numId", ""), level): (form, text, start)
        for number in _children(root, "num")
        for level, form, text, start in levels.get(_value(number, "abstractNumId"), [])
    }


def _value(node: etree._Element, path: str) -> str:
    found = node.find("/".join(f"{_W}{step}" for step in path.split("/")))
    return "" if found is None else found.get(f"{_W}val", "")


def _styles(root: etree._Element | None) -> dict[str, tuple[str, str]]:
    return {
        one.get(f"{_W}styleId", ""): (_value(one, "pPr/numPr/numId"), _value(one, "pPr/numPr/ilvl"))
        for one in _children(root, "style")
    }


def _line(
    paragraph: etree._Element,
    order: list[str],
    counters: dict[str, list[int]],
    numbering: _Numbering,
    styles: dict[str, tuple[str, str]],
) -> str:
    words = _words(paragraph, order)
    by_style = styles.get(_value(paragraph, "pPr/pStyle"), ("", ""))
    list_id = _value(paragraph, "pPr/numPr/numId") or by_style[0]
    level = _value(paragraph, "pPr/numPr/ilvl") or by_style[1] or "0"
    known = numbering.get((list_id, int(level) if level.isdigit() else 0))
    if known is None or not words.strip():
        return words
    form, text, start = known
    if form == "bullet":
        return f"- {words}"
    counts = counters.setdefault(list_id, [])
    depth = int(level)
    while len(counts) <= depth:
        counts.append(numbering.get((list_id, len(counts)), ("", "", 1))[2] - 1)
    del counts[depth + 1 :]
    counts[depth] = counts[depth] + 1 if counts[depth] >= start - 1 else start
    shown = re.sub(
        r"%(\d)",
        lambda found: _number(numbering, list_id, int(found[1]) - 1, counts),
        text or f"%{depth + 1}.",
    )
    return f"{shown} {words}"


def _number(numbering: _Numbering, list_id: str, level: int, counts: list[int]) -> str:
    if level >= len(counts):
        return ""
    form, number = numbering.get((list_id, level), ("decimal", "", 1))[0], counts[level]
    if form.startswith(("chinese", "ideograph", "taiwanese", "japanese")):
        return _chinese(number)
    writers = {"lowerLetter": _letter(number), "upperLetter": _letter(number).upper()}
    writers |= {"lowerRoman": _roman(number).lower(), "upperRoman": _roman(number)}
    return writers.get(form, str(number))
