"""What a translation must keep, whatever its language: numbers, dates, articles, references, names, open places. Pure.

A finding is a question to the translator and no verdict: he corrects the translation, or says why it is right. Numbers
are compared by their value, in digits or in words of English and Chinese; articles by their numbers, so that 46(15)(c)
and 第四十六条第十五款第（三）项 are the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from comity.kernel.patterns import late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class Lost(StrEnum):
    """What a translation lacks, or has beyond its source."""

    NAME = "name"
    PLACE = "place"
    ADDRESS = "address"
    DATE = "date"
    SYMBOL = "symbol"
    NUMBER = "number"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding: what sort of thing, and which."""

    lost: Lost
    what: str


Day = tuple[int | None, int, int | None]
MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"), start=1,
    )
}  # fmt: skip
_MONTH, _TH = "|".join(MONTHS), "(?:st|nd|rd|th)?"
_DATES: Final = (
    late(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    late(r"(?:(?P<y>\d{4})\s*年\s*)?(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*[日号])?"),
    late(rf"(?:(?P<d>\d{{1,2}}){_TH}\s+(?:of\s+)?)?\b(?P<m>{_MONTH})\b(?:,?\s+(?P<y>\d{{4}}))?", re.IGNORECASE),
    late(rf"\b(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}}){_TH}(?:,?\s+(?P<y>\d{{4}}))?(?!\d)", re.IGNORECASE),
)
_PLACES: Final = late(r"\{\{[^{}]*\}\}|\[\[[^\[\]]*\]\]")
_ADDRESSES: Final = late(r"[\w.+-]+@[\w-]+\.[\w.-]*\w|https?://[^\s，。；）)]+|www\.[^\s，。；）)]+", re.ASCII)
_SYMBOLS: Final = late(r"[A-Za-z0-9]+(?:[-/._][A-Za-z0-9]+)+|(?=[A-Za-z]+\d|\d+[A-Za-z])[A-Za-z0-9]{3,}", re.ASCII)
_ORDINAL: Final = late(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
_ITEM: Final = late(r"(?<=\))\s?\(([a-z])\)")
_NUMBER: Final = late(r"(?<![\d.,])\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?")
_SCALES: Final = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7,
    "亿": 10**8,
}  # fmt: skip
_SCALE: Final = late(r"\s*(thousand|million|billion|百万|千万|千|万|亿)", re.IGNORECASE)
_DIGITS: Final = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1_000}
_LARGE: Final = {"万": 10**4, "亿": 10**8}
_HAN: Final = late(r"[零〇一二两三四五六七八九十百千万亿]+")
_HAN_SURE: Final = late(r"第\s*[（(]?([零〇一二三四五六七八九十百千]+)[）)]?\s*[条款项章]")
_UNITS_EN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_TENS_EN = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
_WORDS: Final = dict(zip(_UNITS_EN, range(21), strict=True)) | dict(zip(_TENS_EN, range(30, 101, 10), strict=True))
_WORD: Final = late(r"\b(" + "|".join(_WORDS) + r")\b", re.IGNORECASE)


def faults_of(source: str, target: str, names: Sequence[str] = ()) -> list[Fault]:
    """Return what a translation lost or added; the order is that of `Lost`.

    Args:
        source: the paragraph.
        target: its translation.
        names: names that stay as they are, the longest first.
    """
    said, told = _plain(source), _plain(target)
    found: list[Fault] = []
    said, told = _names(said, told, names, found)
    for lost, pattern in ((Lost.PLACE, _PLACES), (Lost.ADDRESS, _ADDRESSES)):
        said, told = _verbatim(said, told, lost, pattern.findall, found)
    said, told = _days(said, told, found)
    said, told = _verbatim(said, told, Lost.SYMBOL, _symbols, found)
    return found + _numbers(said, told)


def _plain(text: str) -> str:
    return re.sub(r"[ \t]+", " ", unicodedata.normalize("NFKC", text))


def _names(said: str, told: str, names: Iterable[str], found: list[Fault]) -> tuple[str, str]:
    for name in map(_plain, names):
        if name.casefold() not in said.casefold():
            continue
        if name.casefold() not in told.casefold():
            found.append(Fault(Lost.NAME, name))
        said, told = _without(said, name), _without(told, name)
    return said, told


def _verbatim(
    said: str, told: str, lost: Lost, find: Callable[[str], list[str]], found: list[Fault]
) -> tuple[str, str]:
    for one in sorted(set(find(said)), key=len, reverse=True):
        if one.casefold() not in told.casefold():
            found.append(Fault(lost, one))
        said, told = _without(said, one), _without(told, one)
    return said, told


def _without(text: str, part: str) -> str:
    return re.sub(re.escape(part), " ", text, flags=re.IGNORECASE)


def _symbols(text: str) -> list[str]:
    """Return references: letters with digits, or three groups of digits; `2019-2021` and `10/20` are numbers."""
    return [
        one
        for one in _SYMBOLS.findall(text)
        if re.search(r"\d", one)
        and not _ORDINAL.fullmatch(one)
        and (re.search(r"[A-Za-z]", one) or len(re.split(r"[-/_]", one)) > 2)  # noqa: PLR2004 (see above)
    ]


def _days(said: str, told: str, found: list[Fault]) -> tuple[str, str]:
    said, wanted = _dates(said)
    told, there = _dates(told)
    found += [Fault(Lost.DATE, _written(day)) for day in wanted if not any(_covers(one, day) for one in there)]
    return said, told


def _dates(text: str) -> tuple[str, list[Day]]:
    """Return the text without its dates, and the dates; a month alone, such as `may`, is no date."""
    found: list[Day] = []
    for pattern in _DATES:
        for one in list(pattern.finditer(text)):
            year, month, day = one["y"], one["m"], one["d"]
            if year is None and day is None:
                continue
            number = MONTHS.get(month.lower(), 0) or int(month)
            found.append((int(year) if year else None, number, int(day) if day else None))
            text = text.replace(one.group(), " " * len(one.group()), 1)
    return text, found


def _covers(one: Day, wanted: Day) -> bool:
    """Return whether a date says at least what was wanted, and nothing else."""
    return one[1] == wanted[1] and all(w is None or w == o for o, w in zip(one, wanted, strict=True))


def _written(day: Day) -> str:
    return "-".join(str(part).zfill(2) for part in day if part is not None)


def _numbers(said: str, told: str) -> list[Fault]:
    sure_said, any_said = _values(said)
    sure_told, any_told = _values(told)
    lost = [Fault(Lost.NUMBER, _shown(one)) for one in sorted(sure_said - any_told)]
    return lost + [Fault(Lost.ADDED, _shown(one)) for one in sorted(sure_told - any_said)]


def _values(text: str) -> tuple[set[Decimal], set[Decimal]]:
    """Return the numbers that surely are some, and all that may be some.

    Sure are digits, with the word of scale after them, and Chinese numerals that number an article or have a unit in
    them; words such as `one` are not sure, for they often count nothing.
    """
    text = _ITEM.sub(lambda one: f" {ord(one[1]) - ord('a') + 1} ", text)
    sure: set[Decimal] = set()
    may: set[Decimal] = set()
    for one in _HAN_SURE.finditer(text):
        sure.add(Decimal(chinese(one[1])))
    for one in list(_NUMBER.finditer(text)):
        plain = Decimal(re.sub(r"[,\u00a0\u202f ]", "", one.group()))
        scale = _SCALE.match(text, one.end())
        sure.add(plain * _SCALES[scale[1].lower()] if scale else plain)
        may.add(plain)
    bare = _NUMBER.sub(lambda one: "#" * len(one.group()), text)
    for one in _HAN.finditer(bare):
        if bare[one.start() - 1 : one.start()] == "#" or not chinese(one.group()):
            continue
        value = Decimal(chinese(one.group()))
        may.add(value)
        if len(one.group()) > 1 and any(sign in one.group() for sign in _LARGE):
            sure.add(value)
    may |= _english(text)
    return sure, sure | may


def _english(text: str) -> set[Decimal]:
    """Return what words of English count: each word, and each with the word of scale after it."""
    found: set[Decimal] = set()
    for one in _WORD.finditer(text):
        value = Decimal(_WORDS[one[1].lower()])
        found.add(value)
        after = re.match(r"\s+(hundred)?\s*(thousand|million|billion)?", text[one.end() :], re.IGNORECASE)
        if after and (after[1] or after[2]):
            found.add(value * (100 if after[1] else 1) * (_SCALES[after[2].lower()] if after[2] else 1))
        tens = re.match(r"[- ](" + "|".join(list(_WORDS)[1:10]) + r")\b", text[one.end() :], re.IGNORECASE)
        if tens and value % 10 == 0:
            found.add(value + _WORDS[tens[1].lower()])
    return found


def chinese(text: str) -> int:
    """Return the value of a Chinese numeral; 0 for one that has none, such as 万 alone."""
    total = section = digit = 0
    if not any(sign in text for sign in (*_UNITS, *_LARGE)):  # 二〇二一, digit by digit
        return int("".join(str(_DIGITS[sign]) for sign in text))
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _UNITS:
            section += (digit or (1 if not section else 0)) * _UNITS[sign]
            digit = 0
        else:
            whole = sign == "亿"
            total = (total if not whole else 0) + ((total if whole else 0) + section + digit) * _LARGE[sign]
            section = digit = 0
    return total + section + digit


def _shown(value: Decimal) -> str:
    return f"{value:,f}".removesuffix(".0")
