"""Lines of a text: where they stand, how wide they are, whether they were wrapped, and how two are joined again.

Converters differ: one line a paragraph; every line wrapped; every line wrapped and followed by an empty one. Nothing
here knows a language beyond the difference between scripts with and without spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from comity.kernel.patterns import late

HAN = "\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_LINE = late(r"[^\n\r\f\v\x85\u2028\u2029]*(?:\r\n|[\n\r\f\v\x85\u2028\u2029]|\Z)")
_BLANK = " \t\u00a0\u3000\u200b\ufeff\x00\x1c\x1d\x1e\x1f\u202f" + "".join(map(chr, range(0x2000, 0x200B)))
_CLOSERS = "\"'”’」』）)】]》〉»"
_MARKS = late(r"(?:[¹²³⁰-⁹]+|\[\^?\d{1,2}\]|(?<=[。.!?！？”’\"])\d{1,2})+$")
_TAIL = 120  # characters that say how a text ends
_ENDS = "。！？!?.；;：:؛؟"
UNWRAPPED = 160  # columns: no converter wraps so late
LONG_SHARE = 0.2
FULL = 0.86
# English lines end where the next word does not fit: up to this many columns early.
RAGGED = 14
_IDEOGRAPH = late(f"[{HAN}]")
_WORD_END = late(r"[0-9A-Za-z\u00c0-\u024f]$")
_WORD_START = late(r"[0-9A-Za-z\u00c0-\u024f]")
_SYMBOL_CUT = late(r"(?:[A-Z]+/|/[A-Z0-9./]*/|/[A-Z]+\.|\d/)$")
_SYMBOL_GOES_ON = late(r"/[A-Z0-9]")
_SPACED = late(r"[\u4e00-\u9fff] [0-9A-Za-z]|[0-9A-Za-z] [\u4e00-\u9fff]")
_TIGHT = late(r"[\u4e00-\u9fff][0-9A-Za-z]|[0-9A-Za-z][\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something; `end` takes in the empty lines that follow it, `gap` counts those before it."""

    start: int
    end: int
    text: str
    gap: int
    indent: int
    width: int
    new_page: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """How a converter set the text: `wrap` is the width of a full line (0: lines are whole paragraphs)."""

    wrap: int
    gap: int
    spaced: bool

    def full(self, line: Line) -> bool:
        """Whether a line is as long as a wrapped one, so that the next may belong to it."""
        return bool(self.wrap) and line.width + line.indent >= min(self.wrap * FULL, self.wrap - RAGGED / 2)


def columns(text: str) -> int:
    """Return how many columns a text takes, where a Han character takes two."""
    wide = sum(1 for one in text if one > "\u1100" and unicodedata.east_asian_width(one) in "WF")
    return len(text) + wide


def split(text: str) -> list[Line]:
    """Return the lines that hold something; together their spans are the whole text."""
    rows: list[list[int | str | bool]] = []
    gap, page, begin = 0, False, 0
    for found in _LINE.finditer(text):
        raw = found.group()
        if not raw:
            continue
        words = raw.strip("\r\n\f\v\x85\u2028\u2029" + _BLANK)
        if words:
            bare = raw.lstrip("\f\v\r\n")
            indent = columns(bare[: len(bare) - len(bare.lstrip(_BLANK))])
            rows.append([begin, found.end(), words, gap, indent, page])
            gap, page, begin = 0, raw.endswith(("\f", "\v")), found.end()
        else:
            gap += 1
            page = page or "\f" in raw or "\v" in raw
            if rows:
                rows[-1][1] = begin = found.end()
    return [
        Line(int(start), int(end), str(words), int(before), int(indent), columns(str(words)), bool(broken))
        for start, end, words, before, indent, broken in rows
    ]


def layout_of(text: str, lines: list[Line]) -> Layout:
    """Return how the lines were set, judged by how many of them stop in the middle of a sentence."""
    spaced = len(_SPACED.findall(text)) >= len(_TIGHT.findall(text))
    total = sum(line.width for line in lines)
    long = sum(line.width for line in lines if line.width > UNWRAPPED)
    if len(lines) < 3 or long > total * LONG_SHARE:  # noqa: PLR2004 (two lines show no habit)
        return Layout(0, 0, spaced)
    widths = sorted(line.width + line.indent for line in lines)
    wrap = widths[min(len(widths) - 1, int(len(widths) * 0.95))]
    trial = Layout(wrap, 0, spaced)
    gaps = Counter(after.gap for before, after in pairwise(lines) if trial.full(before) and not ended(before.text))
    if sum(gaps.values()) < 2:  # noqa: PLR2004 (one may be chance)
        return Layout(0, 0, spaced)
    return Layout(wrap, gaps.most_common(1)[0][0], spaced)


def ended(text: str) -> bool:
    """Whether a text ends as a sentence, a clause of a list or a lead-in ends, footnote marks set aside."""
    bare = _MARKS.sub("", text[-_TAIL:].rstrip()).rstrip(_CLOSERS).rstrip()
    bare = re.sub(r"[；;]\s*(?:以及|及|和|and|or)$", "；", bare)
    return bare.endswith(tuple(_ENDS))


def leads(text: str) -> bool:
    """Whether a text ends in a colon, so that a list follows."""
    return _MARKS.sub("", text[-_TAIL:].rstrip()).endswith(("：", ":"))


def join(before: str, after: str, *, spaced: bool = True) -> str:
    """Return two pieces of one text put together: Han without a space, words with one, symbols with none."""
    if not before or not after:
        return before + after
    if _SYMBOL_CUT.search(before[-40:]) and re.match(r"[A-Z0-9]", after):
        return before + after
    if re.search(r"[A-Z0-9]$", before[-2:]) and _SYMBOL_GOES_ON.match(after):
        return before + after
    if before.endswith("-") and re.match(r"[a-z]", after) and re.search(r"[a-z]-$", before[-3:]):
        return before + after
    han_before, han_after = _IDEOGRAPH.match(before[-1]), _IDEOGRAPH.match(after[0])
    if not han_before and not han_after:
        return f"{before} {after}"
    mixed = (han_before and _WORD_START.match(after)) or (han_after and _WORD_END.search(before[-2:]))
    letter = re.match(r"[\u4e00-\u9fff]", before[-1] if han_before else after[0])
    return f"{before} {after}" if mixed and letter and spaced else before + after
