"""Names of States and of bodies as documents print them. States come from the directory; nothing is guessed."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from comity.directory.names import find_names, split_list
from comity.directory.states import StateKind
from comity.kernel.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.directory.states import State
    from comity.library.reading.languages.rules import Rules

# One character for one, so that places in the text stay what they are.
_SAME = str.maketrans({"（": "(", "）": ")", "–": "-", "—": "-", "‑": "-", "’": "'", "\u00a0": " ", "－": "-"})
_BRACKET = late(r"\s*\([^()]{1,60}\)$")
_STATES = {StateKind.MEMBER, StateKind.OBSERVER, StateKind.OTHER_STATE}


@dataclass(frozen=True, slots=True)
class Found:
    """A State's name in a text."""

    iso3: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Element:
    """One name of a list: its words, its State, whether it is known; `doubt` where its end is not sure."""

    text: str
    iso3: str = ""
    known: bool = False
    doubt: bool = False


def plain(text: str) -> str:
    """Return the text with one form of brackets, dashes and apostrophes; every place stays."""
    return text.translate(_SAME)


def _any_of(names: Iterable[str]) -> str:
    """One pattern for many names, the longest first, branched at the first characters: most places fail at once."""
    branches: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        branches.setdefault(name[0], []).append(re.escape(name[1:]))
    firsts = "".join(map(re.escape, branches))
    within = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in branches.items())
    return f"(?=[{firsts}])(?:{'|'.join(within)})"


@cache
def _body_pattern() -> re.Pattern[str]:
    """Bodies whose names hold what would part a list, or the name of a State."""
    table = files("comity.library.reading.languages").joinpath("bodies.csv").read_text("utf-8")
    names = [plain(name) for row in csv.DictReader(table.splitlines()) for name in row["names"].split("|")]
    return re.compile(rf"(?<![A-Za-z])(?:the )?{_any_of(names)}(?![A-Za-z])")


def is_body(name: str) -> bool:
    """Whether a name, an abbreviation in brackets after it set aside, is that of a known body."""
    return bool(_body_pattern().fullmatch(_BRACKET.sub("", plain(name).strip())))


def _code(state: State | None) -> str:
    return state.iso3 or "" if state is not None and state.kind in _STATES else ""


def states_in(text: str, rules: Rules) -> list[Found]:
    """Return the States that a text names, in order, those inside the names of bodies left out."""
    taken = [found.span() for found in _body_pattern().finditer(plain(text))]
    return [
        Found(_code(one.state), one.start, one.end)
        for one in find_names(text, rules.language)
        if _code(one.state) and not any(start <= one.start < end for start, end in taken)
    ]


def body_at_end(text: str) -> str:
    """Return the body that a phrase ends in, or "": modifiers may stand before it."""
    key = plain(text).rstrip()
    last = [found for found in _body_pattern().finditer(key) if found.end() == len(key)]
    return text[last[-1].start() : last[-1].end()] if last else ""


def names_of(text: str, rules: Rules) -> list[Element]:
    """Return the names of a list in order. The last is parted at "and" only if all its parts are known."""
    elements = split_list(text, known=is_body)
    return [
        Element(
            one.text,
            _code(one.state),
            known=one.state is not None or is_body(one.text),
            doubt=one.state is None and not is_body(one.text) and _half_known(one.text, rules),
        )
        for one in elements
    ]


def _half_known(name: str, rules: Rules) -> bool:
    """Whether one side of an "and" is a known name: then the other may be a name of its own."""
    for mark in rules.last.finditer(name):
        if any(one.known for half in (name[: mark.start()], name[mark.end() :]) for one in names_of_one(half)):
            return True
    return False


def names_of_one(name: str) -> list[Element]:
    """Return a single name as known or not."""
    return [
        Element(one.text, _code(one.state), known=one.state is not None or is_body(one.text))
        for one in split_list(name, known=is_body)
    ]


def named_spans(text: str, rules: Rules) -> list[tuple[int, int]]:
    """Return where a text names a State or a known body."""
    return [found.span() for found in _body_pattern().finditer(plain(text))] + [
        (one.start, one.end) for one in states_in(text, rules)
    ]
