"""What is found, and what it is found by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.core.stems import LANGUAGES, root
from comity.core.tokens import is_han, line, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BREAK = "|"  # between two runs of Chinese in the line of pairs; no unit of a text


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of a document that is found by itself.

    Attributes:
        document: the id of the document it stands in; no slash in it.
        place: its stable address there, `para_10`.
        text: its words, as they are.
        language: of the text.
        keys: what it is found by exactly: `article:uncac:46(7)`, `state:TCD`, `symbol:...`, `year:2021` ...
    """

    document: str
    place: str
    text: str
    language: str
    keys: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The document and the place as one."""
        return f"{self.document}/{self.place}"


@dataclass(frozen=True, slots=True)
class Lines:
    """A text as an index keeps it: units one after the other, each time with a space between.

    Attributes:
        words: its units.
        pairs: its pairs of Chinese characters, with `BREAK` wherever anything else stands between.
        roots: its units, stems in place of the words that have one; "" where the language has no stems.
    """

    words: str
    pairs: str
    roots: str


def lines_of(text: str, language: str) -> Lines:
    """Return a text as an index keeps it."""
    words = line(text)
    return Lines(" ".join(words), " ".join(pairs_of(words)), " ".join(_roots(text, language, words)))


def pairs_of(words: Iterable[str]) -> Iterator[str]:
    """Yield the pairs of neighbouring Chinese characters, and `BREAK` twice where a run of them ends.

    Twice, because an index asks for every second pair of a run, which must not reach over a mark.
    """
    last, paired = "", False
    for word in words:
        if not is_han(word):
            if paired:
                yield from (BREAK, BREAK)
            last, paired = "", False
            continue
        if last:
            yield last + word
            paired = True
        last = word


def _roots(text: str, language: str, words: list[str]) -> Iterable[str]:
    if language not in LANGUAGES:
        return ()
    if text.isascii():  # such a word is its own unit, without capitals
        return [root(word, language) or word for word in words]
    return [one.root or one.text for one in units(text, language)]
