"""How each language cites an article of a treaty: its words for article, paragraph and subparagraph, and what joins them.

A citation goes down ("article 46, paragraph 7") or up ("paragraph 7 of article 46"). The words of all languages are
looked for in every text, since documents quote each other. Chinese, which has no spaces, has patterns of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CitingWords:
    """Words of one language, each an alternative of a pattern, longer forms first.

    Attributes:
        article, paragraph, item: what stands before the number or letter.
        of: what stands between a part and the article that it belongs to, where it is named first.
        through, also: what stands between the first and the last of a run, and between two of several.
        treaty: what stands between an article and the name of its treaty.
    """

    article: tuple[str, ...]
    paragraph: tuple[str, ...]
    item: tuple[str, ...]
    of: str
    through: tuple[str, ...]
    also: tuple[str, ...]
    treaty: str


_AR = r"(?<![\u0621-\u064a])[وف]?(?:[بك]?ال|لل|[بلك])?"  # what Arabic writes together with the word that follows

CITING = {
    "en": CitingWords(
        article=(r"\b(?i:articles?|arts?\.)",),
        paragraph=(r"\b(?i:paragraphs?|paras?\.)",),
        item=(r"\b(?i:subparagraphs?|items?)",),
        of=r",?\s+of\s+(?:the\s+)?",
        through=("to",),
        also=("and", "or"),
        treaty=r",?\s+(?:of|in|under|to)\s+(?:the\s+|its\s+|that\s+)?(?:[a-z-]+\s+){0,3}",
    ),
    "fr": CitingWords(
        article=(r"\b(?i:articles?|arts?\.)",),
        paragraph=(r"\b(?i:paragraphes?|par\.)", "§+"),
        item=(r"\b(?i:sous-alinéas?|alinéas?|lettres?)",),
        of=r",?\s+(?:de\s+l['’]\s*|des?\s+(?:l['’]\s*)?|du\s+|d['’]\s*)",
        through=("à", "au"),
        also=("et", "ou"),
        treaty=r",?\s+(?:d['’]|(?:de|du|des|dans)\s+(?:la\s+|l['’]|cette\s+|ladite\s+|sa\s+|son\s+)?)(?:[a-zà-ÿ-]+\s+){0,2}",
    ),
    "es": CitingWords(
        article=(r"\b(?i:art[ií]culos?|arts?\.)",),
        paragraph=(r"\b(?i:p[áa]rrafos?|párrs?\.|apartados?)",),
        item=(r"\b(?i:apartados?|incisos?|letras?|literal(?:es)?)",),
        of=r",?\s+(?:del|de\s+los|de\s+la|de)\s+",
        through=("a", "al"),
        also=("y", "e", "o", "u"),
        treaty=r",?\s+(?:del|de|en)\s+(?:la\s+|el\s+|dicha\s+|su\s+)?(?:[a-zà-ÿ-]+\s+){0,2}",
    ),
    "ru": CitingWords(
        article=(r"\b[Сс]тат(?:ь(?:я|и|е|ю|ей|ёй|ям|ями|ях)|ей)\b", r"\b[Сс]т\."),
        paragraph=(
            r"\b[Пп]ункт(?:ами|ах|ам|ом|ов|а|у|е|ы)?\b",
            r"\b[Чч]аст(?:ями|ях|ям|ью|ей|ь|и)\b",
            r"\b[Пп]п?\.",
            r"\b[Чч]\.",
        ),
        item=(r"\b[Пп]одпункт(?:ами|ах|ам|ом|ов|а|у|е|ы)?\b", r"\b[Пп]п\."),
        of=r"\s+",
        through=("по", "до"),
        also=("и", "или"),
        treaty=r"\s+(?=[а-яёА-ЯЁ])(?:[а-яё]+\s+){0,2}",
    ),
    "ar": CitingWords(
        article=(rf"{_AR}(?:مادتين|مادتان|مادة|مواد)",),
        paragraph=(rf"{_AR}(?:فقرتين|فقرتان|فقرات|فقرة)(?!\s+(?:ال)?فرعية)",),
        item=(rf"{_AR}(?:فقرة|فقرات)\s+(?:ال)?فرعية", rf"{_AR}بند"),
        of=r"\s+من\s+",
        through=("إلى", "الى", "حتى"),
        also=("أو",),
        treaty=r"،?\s+(?:من|في)\s+(?:[\u0621-\u064a]+\s+){0,2}",
    ),
}
# Letters of items as other scripts write them. Russian texts of treaties mix Latin letters with Cyrillic ones alike.
ITEM_LETTERS = {
    **{one: chr(ord("a") + at) for at, one in enumerate("абвгдежзик")},
    "с": "c",
    **{one: chr(ord("a") + at) for at, one in enumerate("أبجدهوزحطي")},
    "ا": "a",
}


def words(name: str) -> str:
    """Return one alternative of all the words of one kind, of all languages, the longer ones first."""
    rows = {word for one in CITING.values() for word in getattr(one, name)}
    return f"(?:{'|'.join(sorted(rows, key=lambda row: (-len(row), row)))})"


def joins(name: str) -> re.Pattern[str]:
    """Return what any language puts between two parts: `of` or `treaty`."""
    return re.compile(pattern(name))


def pattern(name: str) -> str:
    """Return the alternatives of what joins, of all languages."""
    return f"(?:{'|'.join(dict.fromkeys(getattr(one, name) for one in CITING.values()))})"
