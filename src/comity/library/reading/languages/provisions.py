"""How laws and treaties number their provisions, by language: words for article and section, chapters and parts, numbers.

Ranks of divisions, outermost first: book, part, title, chapter, section, subsection. In a law whose provisions are
sections, a section is no division.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.kernel.patterns import late
from comity.library.reading.shapes import chinese_number

BOOK, PART, TITLE, CHAPTER, SECTION, SUBSECTION = range(1, 7)
SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")


@dataclass(frozen=True, slots=True)
class ProvisionWords:
    """Words of one language, each an alternative of a pattern.

    Attributes:
        article, section: what stands before the number of a provision.
        divisions: rank and words of what provisions stand in.
        goes_on: how a sentence goes on after the number, where it only speaks of a provision ("of the Convention").
    """

    article: tuple[str, ...]
    section: tuple[str, ...] = ()
    divisions: tuple[tuple[int, str], ...] = ()
    goes_on: tuple[str, ...] = ()


WORDS = {
    "en": ProvisionWords(
        article=(r"(?i:article)", r"(?i:art\.)"),
        section=(r"(?i:section)", r"(?i:sec\.)"),
        divisions=((BOOK, "book"), (PART, "part"), (TITLE, "title"), (CHAPTER, "chapter|division"), (SECTION, "section"),
                   (SUBSECTION, "subsection|subchapter")),
    ),
    "fr": ProvisionWords(
        article=(r"(?i:article)", r"(?i:art\.)"),
        divisions=((BOOK, "livre"), (PART, "partie"), (TITLE, "titre"), (CHAPTER, "chapitre"), (SECTION, "section"),
                   (SUBSECTION, "sous-section")),
    ),
    "es": ProvisionWords(
        article=(r"(?i:art[ií]culo)", r"(?i:art\.)"),
        divisions=((BOOK, "libro"), (PART, "parte"), (TITLE, "t[ií]tulo"), (CHAPTER, "cap[ií]tulo"),
                   (SECTION, "secci[oó]n"), (SUBSECTION, "subsecci[oó]n")),
    ),
    "ru": ProvisionWords(
        article=(r"(?i:статья)", r"(?i:ст\.)"),
        divisions=((BOOK, "книга"), (PART, "часть"), (TITLE, "раздел"), (CHAPTER, "глава"), (SECTION, "параграф"),
                   (SUBSECTION, "подраздел")),
    ),
    "ar": ProvisionWords(
        article=(r"(?:ال)?مادة",),
        divisions=((BOOK, "(?:ال)?كتاب"), (PART, "(?:ال)?(?:جزء|قسم)"), (TITLE, "(?:ال)?باب"), (CHAPTER, "(?:ال)?فصل"),
                   (SECTION, "(?:ال)?فرع"), (SUBSECTION, "(?:ال)?مبحث")),
        goes_on=("من", "في", "إلى", "تنص", "والمادة", "والمواد", "الفقرة", "أعلاه", "المذكورة"),
    ),
}  # fmt: skip
# Chinese writes the number inside: 第五条, 第二章.
HAN_DIVISIONS = {"编": BOOK, "分编": PART, "章": CHAPTER, "节": SECTION}
HAN_GOES_ON = r"[规第的和、至之及所中以内是（(，。；：]|或者|与第|要求|涉及|提及|提到|载明|禁止性"

_ARABIC = {
    "أولى": 1, "حادية": 1, "ثانية": 2, "ثالثة": 3, "رابعة": 4, "خامسة": 5, "سادسة": 6, "سابعة": 7, "ثامنة": 8,
    "تاسعة": 9, "أول": 1, "حادي": 1, "ثاني": 2, "ثالث": 3, "رابع": 4, "خامس": 5, "سادس": 6, "سابع": 7, "ثامن": 8,
    "تاسع": 9,
}  # fmt: skip
_ARABIC_TENS = {
    "عاشرة": 10, "عاشر": 10, "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "أربعون": 40, "أربعين": 40,
    "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80,
    "تسعون": 90, "تسعين": 90,
}  # fmt: skip
_UNIT, _TENS = "|".join(_ARABIC), "|".join(sorted(_ARABIC_TENS, key=len, reverse=True))
ARABIC_ORDINAL = rf"ال(?:(?:{_UNIT})(?:\s+عشرة?|\s+وال(?:{_TENS}))?|(?:{_TENS}))(?![\u0621-\u064a])"
_ARABIC_PARTS = late(rf"ال(?:(?P<unit>{_UNIT})(?P<teen>\s+عشرة?)?(?:\s+وال(?P<and>{_TENS}))?|(?P<tens>{_TENS}))$")
_FIRST = late(r"(?i:premi[eè]re?|1\s*ere?|primer[oa]?|first|one|[uú]nico|unique)|единственная")
FIRST = _FIRST.pattern


def number_of(text: str) -> int:
    """Return the number that the words of a provision say: digits of any script, Chinese, an ordinal; 0 for none."""
    bare = text.strip("() \u00a0")
    digits = re.match(r"\d+", bare)
    if digits:
        return int(digits.group())
    if _FIRST.fullmatch(bare):
        return 1
    if found := _ARABIC_PARTS.match(bare):
        unit = _ARABIC.get(found["unit"] or "", 0)
        return unit + (10 if found["teen"] else 0) + _ARABIC_TENS.get(found["and"] or found["tens"] or "", 0)
    return chinese_number(bare)


def suffix_of(text: str) -> str:
    """Return what follows a number as it is named: `bis` of "bis" and "مكرر", `-1` of "-1", ".1" and "之一"."""
    bare = text.strip(" .\u00a0()").lower()
    if not bare:
        return ""
    if bare.startswith("مكرر"):
        return "bis"
    if bare in SUFFIXES:
        return bare
    if bare.startswith("之"):
        return f"-{chinese_number(bare[1:])}"
    digits = re.search(r"\d+", bare)
    return f"-{digits.group()}" if digits else bare
