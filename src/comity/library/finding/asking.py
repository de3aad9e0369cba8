"""What a query means: parts, all of which an entry must hold, and the ways in which each can be held.

Words apart are parts of their own, wherever they stand in the entry; what is written together, or in quotation marks,
is looked for together, with its brackets. A treaty article, however it is written, and a symbol are looked for as what
they are, not as words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from comity.core.stems import LANGUAGES
from comity.core.tokens import MARKS, line, units
from comity.kernel.patterns import late
from comity.library.finding.keys import key
from comity.library.identity import article_key
from comity.library.reading.articles import placed_articles
from comity.library.reading.citations import is_symbol
from comity.library.reading.languages import rules_for_words
from comity.library.reading.treaties import Context, treaties_in

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

LONGEST = 1000  # characters of a query; what follows is not looked for
PARTS = 12  # of a query; what follows is not looked for
UNITS = 60  # of a part
_QUOTED = late(r'"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»')
_CHUNK = late(r"[^\s\u3000，。、；：！？،؛؟]+")
_EDGES = ".,;:!?()[]'\"“”„«»"
_BEFORE = late(r"[\s的]*")
_AFTER = late(r"[,،]?\s*(?:(?:of|in|under|de|du|del|en|من|في)\s+|d['’]\s*)?(?:(?:the|la|el)\s+|l['’]\s*)?")


@dataclass(frozen=True, slots=True)
class Run:
    """Units that stand one after the other; `stems` where they are stems, of one language, and not the words."""

    units: tuple[str, ...]
    stems: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Key:
    """What an entry is found by exactly."""

    key: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Together:
    """Several parts, all of them: one way among others, as three words typed are beside one in another language."""

    parts: tuple[Part, ...]
    weight: float = 1.0


Way = Run | Key | Together


@dataclass(frozen=True, slots=True)
class Part:
    """What was asked for in one piece: its words in the query, from `start` to before `end`, and any of the ways."""

    text: str
    ways: tuple[Way, ...]
    start: int = 0
    end: int = 0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for: every part, and of each filter at least one key."""

    parts: tuple[Part, ...] = ()
    filters: tuple[tuple[Key, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts or self.filters)

    @property
    def clauses(self) -> tuple[tuple[Way, ...], ...]:
        """All of it, of each at least one way."""
        return (*(one.ways for one in self.parts), *self.filters)

    def narrowed(self, keys: Iterable[str]) -> Query:
        """Return the query with filters: keys of one name (`year:2020`, `year:2021`) are alternatives."""
        groups: dict[str, list[Key]] = {}
        for one in dict.fromkeys(keys):
            groups.setdefault(one.partition(":")[0], []).append(Key(one, 0.0))
        return replace(self, filters=(*self.filters, *map(tuple, groups.values())))


def ask(text: str) -> Query:
    """Return what a query means. Any text is a query; one of spaces and marks alone asks for nothing."""
    parts = sorted(_parts(text[:LONGEST]), key=lambda one: one.start)
    return Query(tuple(dict.fromkeys(parts))[:PARTS])


def _parts(text: str) -> Iterator[Part]:
    rest = text
    for quoted in _QUOTED.finditer(text):
        yield from _phrase(text, *quoted.span(quoted.lastindex or 0))
        rest = _without(rest, *quoted.span())
    for part in _articles(rest):
        yield part
        rest = _without(rest, part.start, part.end)
    for chunk in _CHUNK.finditer(rest):
        yield from _chunk(text, chunk)


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _phrase(text: str, start: int, end: int) -> Iterator[Part]:
    """Yield what was in quotation marks: just so."""
    found = _units(text[start:end])
    if found:
        yield Part(text[start:end], (Run(found),), start, end, exact=True)


def _articles(text: str) -> Iterator[Part]:
    """Yield the articles that a query names, each with the treaty's name beside it; any of several named together."""
    context = Context(rules_for_words(text))
    together: dict[tuple[int, int], list[str]] = {}
    for start, end, article in placed_articles(text, context):
        together.setdefault((start, end), []).append(
            key("article", article_key(article.instrument, article.article, article.paragraph, article.item))
        )
    treaties = treaties_in(text, context) if together else []
    for (start, end), keys in together.items():
        first = next((at for at, to in treaties if to <= start and _BEFORE.fullmatch(text, to, start)), start)
        last = next((to for at, to in treaties if at >= end and _AFTER.fullmatch(text, end, at)), end)
        yield Part(text[first:last], tuple(map(Key, dict.fromkeys(keys))), first, last, exact=True)


def _chunk(text: str, found: re.Match[str]) -> Iterator[Part]:
    """Yield what was written together: a symbol, or words that stand together, as they are or in other forms."""
    start, end = found.span()
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES and not _closes(text[start:end]):
        end -= 1
    words = text[start:end]
    if is_symbol(words):
        yield Part(words, (Key(key("symbol", words)), Key(key("own", words))), start, end, exact=True)
        return
    as_is = _units(words)
    if as_is:
        yield Part(words, (Run(as_is), *_inflected(words)), start, end)


def _units(words: str) -> tuple[str, ...]:
    """Return the units of words; none where they are marks alone."""
    found = tuple(line(words))[:UNITS]
    return found if any(one not in MARKS for one in found) else ()


def _closes(words: str) -> bool:
    """Whether the bracket at the end belongs to one before it: 46(7)."""
    return words[-1] in ")]" and words.count("(") + words.count("[") >= words.count(")") + words.count("]") > 0


def _inflected(words: str) -> Iterator[Run]:
    for language in LANGUAGES:
        if found := stems(words, language):
            yield Run(found, stems=True)


def stems(words: str, language: str) -> tuple[str, ...]:
    """Return the units of words in one language as stems; () where none of them has one."""
    found = list(units(words, language))[:UNITS]
    return tuple(one.root or one.text for one in found) if any(one.root for one in found) else ()


def runs_in(ways: Iterable[Way]) -> Iterator[Run]:
    """Yield every run that is looked for."""
    for way in ways:
        if isinstance(way, Together):
            yield from chain.from_iterable(runs_in(part.ways) for part in way.parts)
        elif isinstance(way, Run):
            yield way
