"""Rules for documents in Arabic: the names of treaties; all else is read by structure, as in English."""

from __future__ import annotations

from dataclasses import replace

from comity.library.reading.languages import en
from comity.library.reading.languages.rules import pairs

_BEFORE = r"(?<![\u0621-\u064a])[وف]?[بلك]?"  # what is written together with the word that follows
_OF = rf"{_BEFORE}اتفاقية (?:الأمم المتحدة )?"
RULES = replace(
    en.RULES,
    language="ar",
    instruments=pairs(
        ("untoc", rf"{_OF}(?:ل)?مكافحة الجريمة المنظمة(?: عبر الوطنية)?"),
        ("au-corruption", rf"{_BEFORE}اتفاقية الاتحاد الأفريقي لمنع الفساد ومكافحته"),
        ("oas-corruption", rf"{_BEFORE}اتفاقية البلدان الأمريكية لمكافحة الفساد"),
        ("arab-corruption", r"(?<![\u0621-\u064a])[وف]?(?:[بك]?ال|لل)اتفاقية العربية لمكافحة الفساد"),
        (
            "drugs-1988",
            rf"{_OF}(?:ل)?مكافحة الاتجار غير المشروع (?:في|ب)(?: )?المخدرات والمؤثرات العقلية(?: لعام 1988| لسنة 1988)?",
        ),
        ("uncac", rf"{_OF}(?:ل)?مكافحة الفساد"),
        ("rules-of-procedure", r"(?<![\u0621-\u064a])[وف]?[بك]?النظام الداخلي"),
        (
            "",
            rf"{_BEFORE}(?:قانون|نظام) [\u0621-\u064a]+(?: [\u0621-\u064a]+)?|(?<![\u0621-\u064a])[وف]?[بك]?(?:القانون رقم [\d/]+|الدستور)",
        ),
        ("the_convention", r"(?<![\u0621-\u064a])[وف]?(?:[بك]?ال|لل)اتفاقية(?![\u0621-\u064a])"),
    ),
)
