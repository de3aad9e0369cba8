"""What the codes of the audit log mean, in the reader's words: each app says so for its own codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comity.core.parts import Words

_words: dict[str, Words] = {}


def register_words(words: Mapping[str, Words]) -> None:
    """Give codes their words; a code that has words already is an error."""
    twice = words.keys() & _words.keys()
    if twice:
        raise ValueError(f"two wordings for {', '.join(sorted(twice))}")
    _words.update(words)


def words_of(code: str) -> str:
    """Return the words for a code, empty where no app has said any: the code stands for itself."""
    return str(_words.get(code, ""))
