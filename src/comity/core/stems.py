"""The stem of a word, by which its other forms are found: extradition and extraditions, выдача and выдачи.

The rules are those of the Snowball project (BSD-3-Clause). A stem is worked out from the word with its accents, which
tell endings apart, and then compared without them. It names its language, so that no stem is taken for a word, and none
of one language for one of another.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Protocol, cast

import snowballstemmer

from comity.kernel.patterns import late

LANGUAGES = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
_REMEMBERED = 100_000  # words; a library has few that are not among them
_LONGEST = 64
# "and" and "so" are written as one with the article that follows: the rules for Arabic leave them.
_JOINED = late("^[\u0648\u0641](?=(?:\u0627\u0644|\u0628\u0627\u0644|\u0643\u0627\u0644|\u0644\u0644)...)")
_SCRIPTS = (
    (late("[a-z\u00df-\u024f]"), ("en", "fr", "es")),
    (late("[\u0430-\u045f]"), ("ru",)),
    (late("[\u0621-\u064a]"), ("ar",)),
)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 (the name that the package gives)


@lru_cache(_REMEMBERED)
def root(word: str, language: str) -> str:
    """Return the stem of a word with its language before it, `en~extradit`; "" where there are no rules for it.

    A word in other letters than those of its language has none.
    """
    plain = _plain(word)[:_LONGEST]
    if language not in _written_in(plain):
        return ""
    if language == "ar":
        plain = _JOINED.sub("", plain)
    stem = _bare(_stemmer(language).stemWord(plain))
    return f"{language}~{stem}" if stem else ""


def roots(word: str) -> tuple[str, ...]:
    """Return the stems that a word may have, one for each language written in its letters; for a query."""
    found = (root(word, language) for language in _written_in(_plain(word)))
    return tuple(one for one in found if one)


def _written_in(plain: str) -> tuple[str, ...]:
    return next((languages for letters, languages in _SCRIPTS if letters.match(plain)), ())


def _plain(word: str) -> str:
    """Return a word without capitals, Arabic vowel signs and tatweel; letters with accents stay as they are."""
    key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    return "".join(one for one in key if one.isalnum() and one != "\u0640")


def _bare(stem: str) -> str:
    kept = (one for one in unicodedata.normalize("NFKD", stem) if unicodedata.category(one) not in {"Mn", "Cf"})
    return unicodedata.normalize("NFC", "".join(kept))


@cache
def _stemmer(language: str) -> _Stemmer:
    return cast("_Stemmer", snowballstemmer.stemmer(LANGUAGES[language]))
