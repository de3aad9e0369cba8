"""Articles of the Convention as people type them, and as a sentence that the reader of documents understands. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from comity.library.errors import LibraryError
from comity.library.identity import article_key

if TYPE_CHECKING:
    from collections.abc import Iterable

LAST_ARTICLE: Final = 71  # of the Convention
MOST: Final = 60  # articles in one field
_TYPED = re.compile(r"(?P<article>\d{1,2})(?:\((?P<paragraph>\d{1,2})\))?(?:\((?P<item>[a-z])\))?")
_KEY = re.compile(r"uncac:(?P<article>\d+)(?:\((?P<paragraph>\d+)\))?(?:\((?P<item>[a-z])\))?")
_HAN = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")


def typed_articles(text: str) -> list[str]:
    """Return the keys of articles typed as `46(7), 44(4); 1(b)`, each once. Raises LibraryError `E_LIBRARY_ARTICLE`."""
    keys: dict[str, None] = {}
    for part in re.split(r"\s*[,;，；、\n]\s*", text):
        if not part.strip():
            continue
        found = _TYPED.fullmatch(re.sub(r"\s", "", part))
        if found is None or not 1 <= int(found["article"]) <= LAST_ARTICLE or len(keys) >= MOST:
            raise LibraryError("E_LIBRARY_ARTICLE")
        keys[article_key("uncac", int(found["article"]), _number(found["paragraph"]), found["item"] or "")] = None
    return list(keys)


def shown_articles(keys: Iterable[str]) -> str:
    """Return keys as they are typed: `46(7), 44(4)`."""
    return ", ".join(key.partition(":")[2] for key in keys)


def in_order(keys: Iterable[str]) -> list[str]:
    """Return keys in the order of the Convention."""
    return sorted(keys, key=_place_of)


def _place_of(key: str) -> tuple[int, int, str]:
    found = _KEY.fullmatch(key)
    return (int(found["article"]), _number(found["paragraph"]) or 0, found["item"] or "") if found else (0, 0, key)


def article_words(key: str, language: str) -> str:
    """Return an article of the Convention in words, as the reader of documents understands them."""
    found = _KEY.fullmatch(key)
    if found is None:
        return key
    number, paragraph, item = int(found["article"]), _number(found["paragraph"]), found["item"]
    if language == "zh":
        in_han = f"第{_han(number)}条" + (f"第{_han(paragraph)}款" if paragraph else "")
        return in_han + (f"第（{_han(ord(item) - ord('a') + 1)}）项" if item else "")
    if item and not paragraph:
        return f"article {number}, subparagraph ({item})"
    return f"article {number}" + (f", paragraph {paragraph}" if paragraph else "") + (f" ({item})" if item else "")


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _HAN[tens]) + ("十" if tens else "") + _HAN[ones]
