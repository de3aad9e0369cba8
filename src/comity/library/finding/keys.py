"""What an entry is found by exactly: articles, symbols, States, language, body, year, kind of document.

A key has a name, a colon and a value: `article:uncac:46(7)`. What cites an item is found by its article as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNTED = (
    "kind",
    "body",
    "year",
    "language",
    "state",
)  # what is found is counted by these, and can be narrowed by them

_NUMBER = re.compile(r"\d+")


def key(name: str, value: object) -> str:
    """Return a key, `year:2021`."""
    return f"{name}:{value}"


def keys_of_article(article: str) -> tuple[str, ...]:
    """Return the keys of an article cited (`uncac:46(3)(a)`), from the article as a whole down to the item."""
    ends = [at for at, sign in enumerate(article) if sign == "(" and at] if article.endswith(")") else []
    return tuple(key("article", article[:end]) for end in [*ends, len(article)])


def keys_of_place(what: str, value: str, pin: str) -> tuple[str, ...]:
    """Return the keys of a document or resolution cited, and of the paragraph of it: `paragraph:CAC/COSP/2021/3 47`."""
    number = _NUMBER.match(pin)
    return (key(what, value), *([key("paragraph", f"{value} {number.group()}")] if number else []))


def of_name(keys: Iterable[str], name: str) -> list[str]:
    """Return the values of the keys of one name."""
    return [value for one in keys for found, _, value in [one.partition(":")] if found == name]
