"""Which known instrument a request names as its basis, read back from the words of the request (UNCAC art. 46(7)).

A request of another authority says its basis in words. They count only where they are the name or the code of exactly
one instrument that is known here, or where the articles cited name one (`ETS-30 3`); a likeness
is never enough.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.law.facts.rows import UNCAC
from comity.law.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from comity.kernel.languages import Text
    from comity.law.facts.rows import Instrument

_CONVENTION = frozenset({Mode.UNCAC_MINI_TREATY.value, Mode.UNCAC_IN_LIEU.value})


@dataclass(frozen=True, slots=True)
class Named:
    """The basis that a request names.

    Attributes:
        code: the code of the instrument; empty where the request rests on none, or on one that is not known here.
        name: the name of that instrument, where there is one.
        unknown: whether it rests on a treaty of which it cannot be said which one of those known here it is.
    """

    code: str = ""
    name: Text | None = None
    unknown: bool = False


def named(mode: str, words: str, articles: Iterable[str], instruments: Mapping[str, Instrument]) -> Named:
    """Return the instrument that a request rests on, by its mode, the words for the instrument and its articles."""
    if mode in _CONVENTION:
        return _known(UNCAC, instruments)
    if mode != Mode.TREATY.value:
        return Named()
    meant = _plain(words)
    found = {one.code for one in instruments.values() if meant and meant in map(_plain, _names(one))}
    cited = {article.partition(" ")[0] for article in articles if " " in article} - {UNCAC}
    found = found or cited & instruments.keys()
    return _known(found.pop(), instruments) if len(found) == 1 else Named(unknown=True)


def _known(code: str, instruments: Mapping[str, Instrument]) -> Named:
    return Named(code, instruments[code].name) if code in instruments else Named(unknown=True)


def _names(one: Instrument) -> tuple[str, ...]:
    return (one.code, one.name.en, one.name.zh)


def _plain(words: str) -> str:
    """Return letters and digits only, without an article in front: what makes two spellings of one name alike."""
    plain = unicodedata.normalize("NFKC", words).casefold().strip().removeprefix("the ")
    return "".join(one for one in plain if one.isalnum())
