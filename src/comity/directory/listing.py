"""Which States the list of the directory shows: by a name or part of one, by regional group, by letter, by standing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comity.directory import queries, read
from comity.directory.names import key, resolve
from comity.directory.states import GROUP_NAMES, all_states, states_only

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.core.parts import Words
    from comity.directory.read import PlaceRow

PAGE: Final = 50
SHORTEST: Final = 2  # letters of a part of a name, in a script of letters; one Chinese character is enough
STANDINGS: Final[dict[str, tuple[Words, Callable[[PlaceRow], bool]]]] = {
    "known": (_("something is known"), lambda row: row.known > 0),
    "unknown": (_("nothing is known"), lambda row: row.known == 0),
    "confirm": (_("to be confirmed"), lambda row: row.life in {read.LIVES[one] for one in read.TO_CONFIRM}),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked for; what is no answer of the list counts as not asked."""

    asked: str = ""
    group: str = ""
    letter: str = ""
    standing: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.asked or self.group or self.letter or self.standing)


def wanted(given: dict[str, str]) -> Wanted:
    """Read what the address asks for."""
    group, letter, standing = (given.get(name, "") for name in ("group", "letter", "standing"))
    return Wanted(
        given.get("q", "").strip()[:200],
        group if group in set(GROUP_NAMES) else "",
        letter if letter in letters() else "",
        standing if standing in STANDINGS else "",
    )


def place_rows(asked: Wanted, language: str) -> list[PlaceRow]:
    """Return the States asked for in the order of their names; the same statements whatever their number."""
    others = sorted({settings.NODE.state, *queries.known_places()} - all_states().keys())
    codes = _named(asked.asked, others) if asked.asked else [*(one.iso2 for one in states_only()), *others]
    chosen = [code for code in codes if _fits(code, asked)]
    rows = read.place_rows(language, chosen)
    return [row for row in rows if not asked.standing or STANDINGS[asked.standing][1](row)]


@cache
def letters() -> tuple[str, ...]:
    """Return the letters with which English names of States begin; `X` also those of codes left to users."""
    return tuple(sorted({_initial(one.iso2) for one in states_only()} | {"X"}))


def _initial(code: str) -> str:
    state = all_states().get(code)
    return key(state.name.get("en") if state else code)[0].upper()


def _fits(code: str, asked: Wanted) -> bool:
    state = all_states().get(code)
    in_group = not asked.group or (state is not None and state.group == asked.group)
    return in_group and (not asked.letter or _initial(code) == asked.letter)


def _named(text: str, others: list[str]) -> list[str]:
    """Return the State that a name or code means, else all of which a name has this part; territories too."""
    exact = resolve(text)
    if exact is not None:
        return [exact.iso2]
    if text.upper() in others:
        return [text.upper()]
    part = key(text)
    if not part or (part.isascii() and len(part) < SHORTEST):
        return []
    return [code for code, names in _parts() if any(part in name for name in names)]


@cache
def _parts() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((code, tuple({key(name.text) for name in state.names})) for code, state in all_states().items())
