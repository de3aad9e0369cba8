"""What the first characters of a line say it is; the same for every language whose documents number so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from comity.kernel.patterns import late
from comity.library.reading.lines import HAN

_DIGIT = "[0-9０-９]"
_NUMBER = late(rf"^(?P<n>{_DIGIT}{{1,3}})\s?(?:[.．](?:\s+|(?![0-9０-９]))|、\s*|\t+)(?=\S)")
_CHINESE = late(r"^(?P<n>[一二三四五六七八九十]{1,4})\s*[.．、]\s*(?=\S)")
_ROMAN = late(r"^(?P<n>[IVXL]{1,6})\s*[.．]\s+(?=\S)")
_CAPITAL = late(rf"^(?P<n>[A-Z])\s*[.．、](?:\s+(?=\S)|(?=[{HAN}]))")
_ITEM = late(
    r"^(?:[-–—•*·▪]\s*)?(?:[(（](?P<n>[a-z]{1,4}|[一二三四五六七八九十]{1,3})[)）]|(?P<m>[a-z])[)）])\s*(?=\S)"
)
_BULLET = late(r"^[-–—•·▪*]\s+(?=\S)")
_SUPERSCRIPT = late(r"^(?P<n>[¹²³⁰-⁹]+|\[\^?\d{1,2}\]:?)\s*(?=\S)")
_BARE_NOTE = late(r"^(?P<n>\d{1,2})\s+(?=\S)")
_STAR_NOTE = late(r"^(?P<n>\*{1,3})\s*(?=[^*\s])")
_RULE = late(r"^[_\-–—=─━*\s]{3,}$")
_ADDRESS = late(r"^<?https?://\S+>?$")
SYMBOL = r"[A-Z]{1,6}(?:/(?:(?:Add|Corr|Rev|Amend)\.\d+|[A-Z0-9][A-Z0-9.\-]*|\([A-Z0-9.]+\)))+"
_PAGE = late(
    rf"^(?:(?:[-–—]\s*)?\d{{1,4}}(?:\s*/\s*\d{{1,4}})?(?:\s*[-–—])?"
    rf"|(?:Page|第)\s*\d{{1,4}}\s*页?(?:\s*(?:of|/|共)\s*\d{{1,4}}\s*页?)?"
    rf"|[VE]\.\d{{2}}-\d{{4,6}}.*|\*\d{{6,9}}\*|\d{{6}}\s*\(?[A-Z]\)?|{SYMBOL}(?:\s+\d+/\d+)?"
    rf"|\d+/\d+\s+{SYMBOL}|(?:请回收|Please recycle).*)$"
)
_PAGE_NUMBER = late(r"^(?:\d{1,4}\s*/\s*\d{1,4}|[-–—]\s*\d{1,4}\s*[-–—]|(?:Page|第)\s*\d.*)$")
_CONTENTS = late(r"(?:\.{4,}|…{2,}|(?:\.\s){4,}|\t)\s*\d{1,4}$")
_TAIL = 120
_ANNEX = late(r"^(?:附件|附录|附文|Annex|ANNEX|Appendix)(?:\s*[一二三四五六七八九十IVX0-9]{0,4})?\s*[*.]?$")
_MARKUP = late(r"^#{1,6}\s+|^\*\*(?=\S)|(?<=\S)\*\*$|^__(?=\w)|(?<=\w)__$")
LINK = late(r"\[([^\][]*)\]\([^()\s]*\)")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50}
_CHINESE_DIGITS = {one: at for at, one in enumerate("一二三四五六七八九", 1)}


class Shape(Enum):
    """What a line begins as."""

    NUMBER = auto()
    ROMAN = auto()  # or Chinese: a heading of the first level
    CAPITAL = auto()
    ITEM = auto()
    BULLET = auto()
    NOTE = auto()
    MAYBE_NOTE = auto()
    RULE = auto()
    FURNITURE = auto()
    RUNNING = auto()  # a page number or a symbol that stands alone
    ANNEX = auto()
    MARKED = auto()  # a heading by its markup alone
    PLAIN = auto()


@dataclass(frozen=True, slots=True)
class Seen:
    """A line's shape, the label it begins with, the value of that label, and the words after it."""

    shape: Shape
    label: str
    value: int
    rest: str


def look(text: str) -> Seen:
    """Return what the line says it is by its first characters."""
    if _RULE.match(text):
        return Seen(Shape.RULE, "", 0, text)
    if _ADDRESS.match(text) or _CONTENTS.search(text[-_TAIL:]) or (_PAGE.match(text) and _PAGE_NUMBER.match(text)):
        return Seen(Shape.FURNITURE, "", 0, text)
    if _PAGE.match(text):
        return Seen(Shape.RUNNING, "", 0, text)
    bare = LINK.sub(r"\1", text)
    plain = _MARKUP.sub("", _MARKUP.sub("", bare)).strip()
    return _labelled(plain, marked=plain != bare and bool(re.match(r"#|\*\*", text)))


def _labelled(text: str, *, marked: bool) -> Seen:
    if _ANNEX.match(text):
        return Seen(Shape.ANNEX, "", 0, text)
    for pattern, shape in (
        (_SUPERSCRIPT, Shape.NOTE),
        (_NUMBER, Shape.NUMBER),
        (_CHINESE, Shape.ROMAN),
        (_ITEM, Shape.ITEM),
        (_ROMAN, Shape.ROMAN),
        (_CAPITAL, Shape.CAPITAL),
        (_STAR_NOTE, Shape.MAYBE_NOTE),
        (_BULLET, Shape.BULLET),
        (_BARE_NOTE, Shape.MAYBE_NOTE),
    ):
        if found := pattern.match(text):
            label = found["n"] or found.groupdict().get("m") or "" if "n" in found.groupdict() else ""
            return Seen(shape, label, value_of(label), text[found.end() :])
    return Seen(Shape.MARKED if marked else Shape.PLAIN, "", 0, text)


def value_of(label: str) -> int:
    """Return the number that a label stands for: arabic, superscript, Chinese, Roman; a letter by its place."""
    bare = label.strip("[]^:")
    if bare.isdigit():
        return int("".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".find(one)) if one in "⁰¹²³⁴⁵⁶⁷⁸⁹" else one for one in bare))
    if bare and bare[0] in "一二三四五六七八九十百":
        return chinese_number(bare)
    if bare and set(bare) <= set(_ROMAN_DIGITS):
        values = [_ROMAN_DIGITS[one] for one in bare]
        return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    if len(bare) == 1 and bare.isascii() and bare.isalpha():
        return ord(bare.lower()) - ord("a") + 1
    return 0


def chinese_number(text: str) -> int:
    """Return the value of a Chinese numeral below one thousand, or of digits."""
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for one in text:
        if one in "十百":
            total += (digit or 1) * (10 if one == "十" else 100)
            digit = 0
        elif one not in "〇零":
            digit = _CHINESE_DIGITS.get(one, 0)
    return total + digit
