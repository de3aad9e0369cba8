"""What the directory says of whom a request goes to, and what that fills in a draft. No case is known here.

The languages are those of the authority; in an urgent case those it accepts then, where they are others (46(14)). What
an author wrote stays; what was filled from the directory and not changed since follows the urgency.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.directory import queries
from comity.directory.functions import Function

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.directory.models import Entry


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is competent in a State: one authority, several to choose from, or nobody by what is known.

    Attributes:
        entry: the one that a request goes to; None where there are several, or none.
        several: those to choose from.
        designated: False where the State has said that it designated nobody; None where nothing is known.
    """

    entry: Entry | None
    several: tuple[Entry, ...] = ()
    designated: bool | None = True


def addressee(place: str, named: str, function: Function = Function.MLA) -> Addressee:
    """Return who is competent in a State; `named` is the name that the draft has, which chooses among several."""
    mine = [one for one in queries.entries_of([place]) if function in one.functions]
    designated = [one for one in mine if one.designated]
    if not designated:
        return Addressee(None, designated=False if mine else None)
    if len(designated) == 1:
        return Addressee(designated[0])
    chosen = [one for one in designated if named and named in one.names.values()]
    return Addressee(chosen[0] if len(chosen) == 1 else None, tuple(designated))


def accepted(entry: Entry, *, urgent: bool) -> list[str]:
    """Return the languages in which an authority takes a request (UNCAC art. 46(14))."""
    return list((entry.urgent_languages if urgent else None) or entry.languages)


def translation(letter: str, languages: Sequence[str]) -> str:
    """Return the language into which a letter must be translated; empty where it needs none, or nothing is known."""
    if not letter or not languages or _base(letter) in {_base(one) for one in languages}:
        return ""
    return languages[0]


def follows(written: Sequence[str], now: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether a value is to be filled: it is empty, or what the directory says for the other urgency."""
    return list(now) != list(written) and (not any(written) or list(written) == list(other))


def _base(tag: str) -> str:
    return tag.lower().partition("-")[0]
