"""Into which words a text is taken apart for search; a query goes through the same.

Chinese, and Japanese written with its characters, has no spaces: a run of characters is kept as its overlapping pairs
and as its single characters, so that a name of one, two or ten characters is found wherever it stands. Words of other
scripts are kept without capitals and accents, and found by their beginning. What is written together with marks inside,
as references and numbers are (`XB/2026/0001`, `1,250,000.00`), is kept whole and in its parts.

`tokens` and `asked` are for words in no order. `units` gives a text as it reads, one after the other, with the stem of
each word where the language is known (`comity.core.stems`): for phrases, and for finding what is inflected.

No clock, no database, no language to be guessed: the same text gives the same words on every node.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from comity.core.stems import root
from comity.kernel.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONGEST = 64
_HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_LETTERS = f"(?:(?![{_HAN}])[^\\W_])+"
_CHUNK = late(rf"[{_HAN}]+|{_LETTERS}(?:(?:[-/._:@+]|(?<=\d),(?=\d)){_LETTERS})*")
_RUN = late(f"[{_HAN}]")
_PART = late(r"[^\W_]+")
_GROUPED = late(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_QUOTED = late(r'"([^"]+)"|[“”„«»「」《》]')
MARKS = "《》〈〉()[]【】「」『』。、,.;:!?"  # brackets and what parts sentences, as they are after `fold`
_UNIT = late(rf"[{_HAN}]|\d{{1,3}}(?:,\d{{3}})+(?!\d)|{_LETTERS}|[{re.escape(MARKS)}]")
# The kinds of Arabic letters that writers interchange; the first of each stands for all.
_ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text or of a query.

    Attributes:
        text: the word as it is compared; no space in it.
        start: where it begins in the text, in characters; end: where it ends.
        begins: whether in a query it stands for every word that begins so.
    """

    text: str
    start: int
    end: int
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """One word, one Chinese character, one bracket or other mark of a text, as it stands there.

    Attributes:
        text: what it is compared as; no space in it.
        root: the stem of the word with its language, `en~extradit`; "" where there is none.
        start: where it begins in the text, in characters; end: where it ends.
    """

    text: str
    root: str
    start: int
    end: int


def is_han(unit: str) -> bool:
    """Whether the text of a unit is a character of a script without spaces."""
    return bool(_RUN.match(unit))


def units(text: str, language: str = "") -> Iterator[Unit]:
    """Yield what a text consists of, in order: words, Chinese characters, brackets and what parts sentences.

    Args:
        text: any text.
        language: of the text; words get a stem where it is one of `comity.core.stems.LANGUAGES`.
    """
    key = fold(text)
    places = _places(text, key)
    for found in _UNIT.finditer(key):
        start, end = places[found.start()], max(places[found.end()], places[found.end() - 1] + 1)
        yield Unit(_ungrouped(found.group()), root(text[start:end], language) if language else "", start, end)


def line(text: str) -> list[str]:
    """Return the texts of the units of a text, in order; much quicker than `units`."""
    return [_ungrouped(found) for found in _UNIT.findall(fold(text))]


def _ungrouped(unit: str) -> str:
    return unit.replace(",", "")[:LONGEST] if len(unit) > 1 else unit


def tokens(text: str) -> list[str]:
    """Return the words by which a text is found, each once, in no order that means anything."""
    return list(dict.fromkeys(word for word, _start, _end, _begins in _words(fold(text), whole=True)))


def placed(text: str) -> Iterator[Token]:
    """Yield the words of a text with their places in it."""
    key = fold(text)
    places = _places(text, key)
    for word, start, end, _begins in _words(key, whole=True):
        yield Token(word, places[start], max(places[end], places[end - 1] + 1))


def asked(query: str) -> list[Token]:
    """Return what a query asks for: all of it must be in a text. Words in quotation marks are not beginnings.

    A run of Chinese characters asks for its pairs alone, a single character for itself; a reference for itself whole.
    """
    key = fold(_QUOTED.sub(lambda found: f" {found.group(1) or ''} ", query))
    exact = {word for found in _QUOTED.finditer(query) for word in tokens(found.group(1) or "")}
    wanted: dict[str, Token] = {}
    for word, start, end, begins in _words(key, whole=False):
        wanted.setdefault(word, Token(word, start, end, begins and word not in exact))
    return list(wanted.values())


def hits(text: str, wanted: Iterable[Token]) -> list[tuple[int, int]]:
    """Return where the words of a query stand in a text: beginnings and ends in order, those that touch as one."""
    whole = {one.text for one in wanted if not one.begins}
    starts = tuple(one.text for one in wanted if one.begins)
    found = sorted((one.start, one.end) for one in placed(text) if one.text in whole or one.text.startswith(starts))
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def fold(text: str) -> str:
    """Return a text as it is compared: compatible forms made one, without capitals and accents."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each character is compared as; looked up once a process."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", chr(code)).casefold())
        kept = "".join(one for one in plain if unicodedata.category(one) not in {"Mn", "Cf"}).translate(_ALIKE)
        # What NFKD took apart and is no accent, such as the syllables of Korean, is put together again.
        self[code] = unicodedata.normalize("NFC", kept)
        return self[code]


_FOLDED = _Folded()


def _places(text: str, key: str) -> Sequence[int]:
    """Return for each character of a key, and for its end, the place in the text that it came from."""
    if text.isascii():
        return range(len(key) + 1)
    places = [place for place, one in enumerate(text) for _sign in _FOLDED[ord(one)]]
    return [*places, len(text)]


def _words(key: str, *, whole: bool) -> Iterator[tuple[str, int, int, bool]]:
    for chunk in _CHUNK.finditer(key):
        yield from _of_chunk(chunk.group(), chunk.start(), whole=whole)


def _of_chunk(chunk: str, at: int, *, whole: bool) -> Iterator[tuple[str, int, int, bool]]:
    """Yield the words of what is written together: word, beginning, end, whether a query means it as a beginning.

    Args:
        chunk: a run of Chinese characters, or words with marks between them.
        at: where it begins.
        whole: every word that may be looked for, for a text; else only those that together mean the chunk.
    """
    if _RUN.match(chunk):
        yield from _han(chunk, at, whole=whole)
        return
    parts = [(found.group(), found.start()) for found in _PART.finditer(chunk)]
    # A point between two sentences written without a space joins nothing: only what has a number in it is one.
    joined = len(parts) > 1 and len(chunk) <= LONGEST and any(sign.isdecimal() or sign == "@" for sign in chunk)
    if joined:
        number = chunk.replace(",", "") if _GROUPED.fullmatch(chunk) else ""
        # From each of its parts on, so that a reference is found by its end as well.
        for _part, start in parts[:-1] if whole and not number else parts[:1]:
            yield number or chunk[start:], at + start, at + len(chunk), True
    if whole or not joined:
        for part, start in parts:
            yield part[:LONGEST], at + start, at + start + len(part), True


def _han(run: str, at: int, *, whole: bool) -> Iterator[tuple[str, int, int, bool]]:
    for place, (first, second) in enumerate(pairwise(run), at):
        yield first + second, place, place + 2, False
    if whole or len(run) == 1:
        for place, character in enumerate(run, at):
            yield character, place, place + 1, False
