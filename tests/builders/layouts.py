"""One document as several converters would set it: each layout is the same words with other breaks between them."""

from __future__ import annotations

import re

from comity.library.reading.lines import columns

_WORD = re.compile(r"\s*(?:[A-Za-z0-9À-ɏ\u0400-\u04ff\u0600-\u06ff«».,;:()'’\[\]&-]+(?:/(?![A-Z]))?|.)")
_OPENS = "（《“("
_NOT_FIRST = "，。；：、）》”"


def wrapped(text: str, width: int = 68, *, between: str = "\n", indent: str = "") -> str:
    """Break every line at `width` columns; a symbol may break after its strokes, Han anywhere."""
    lines = [_broken(line, width, between + indent) for line in text.split("\n")]
    return between.join(indent + line if line else line for line in lines)


def _broken(line: str, width: int, between: str) -> str:
    rows, row = [], ""
    for word in _WORD.findall(line):
        if columns(row + word) > width and row and word.strip()[:1] not in _NOT_FIRST and row[-1] not in _OPENS:
            rows.append(row)
            row = word.lstrip()
        else:
            row += word
    return between.join([*rows, row])


def double_spaced(text: str) -> str:
    """Every line wrapped and followed by an empty one; a wider gap before headings, as a page description gives it."""
    tight = re.sub(r"\n{2,}", "\n", text)
    lines = [_broken(line, 68, " \n\n") for line in tight.split("\n")]
    return "\n\n".join(f" \n\n{line}" if _stands_alone(line) else line for line in lines) + "\n"


def _stands_alone(line: str) -> bool:
    return bool(re.match(r"[一二三四五]\. |[IVX]+\. |[A-F]\. |关于|Panel", line))


def indented(text: str) -> str:
    """Wrapped, every line set in by eight columns."""
    return wrapped(text, indent="        ")


def page_broken(text: str, every: int = 31) -> str:
    """Wrapped, with a page number, a running head and a form feed wherever the page ends, in sentences as well."""
    lines = wrapped(text).split("\n")
    pages = [lines[at : at + every] for at in range(0, len(lines), every)]
    feet = [f"\n{number}/{len(pages)}\n\f\nCAC/COSP/EG.1/2031/3\n\n" for number in range(1, len(pages))]
    return "".join("\n".join(page) + foot for page, foot in zip(pages, [*feet, "\n"], strict=True))


def listed(text: str) -> str:
    """As a converter to marked text gives it: items with a dash, headings with a hash, symbols as links."""
    text = re.sub(r"(?m)^(\([a-z]\) )", r"- \1", text)
    text = re.sub(r"(?m)^((?:[一二三四五]|[IVX]+|[A-F])\. )", r"## \1", text)
    return re.sub(r"(CAC/COSP/EG\.1/2030/4)", r"[\1](#)", text)


LAYOUTS = {
    "as written": lambda text: text,
    "wrapped": wrapped,
    "narrow": lambda text: wrapped(text, 46),
    "double spaced": double_spaced,
    "indented": indented,
    "page broken": page_broken,
    "marked": listed,
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
}
