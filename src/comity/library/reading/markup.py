"""HTML becomes lines of text. No entity is expanded, no address followed, no script kept or run."""

from __future__ import annotations

import re

from lxml import etree

from comity.kernel.patterns import late
from comity.library.errors import ReadingError
from comity.library.reading.labels import letter, roman
from comity.library.reading.words import Words

_HTML = late(
    r"^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|div|p|article|section|main|h[1-6]|ol|ul|table|meta|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_UNREAD = {"script", "style", "noscript", "template", "title", "object", "iframe", "svg"}
_BLOCKS = {
    *("p", "div", "article", "section", "main", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr"),
    *("table", "ol", "ul", "blockquote", "pre", "dt", "dd", "hr", "body", "figure", "aside", "nav"),
}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def looks_like_html(text: str) -> bool:
    """Whether a text is a page and not words."""
    return bool(_HTML.match(text))


def html_text(text: str) -> Words:
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
    return Words(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n")


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
    pieces.append(text.strip().translate(RAISED) if tag == "sup" and re.fullmatch(r"\s*\d{1,2}\s*", text) else text)


def _label(form: str, number: int) -> str:
    formats = {"": "- ", "1": f"{number}. ", "a": f"({letter(number)}) ", "A": f"{letter(number).upper()}. "}
    formats |= {"i": f"({roman(number).lower()}) ", "I": f"{roman(number)}. "}
    return formats.get(form, f"{number}. ")
