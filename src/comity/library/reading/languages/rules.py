"""The shape of one language's rules."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.kernel.patterns import late

Pairs = tuple[tuple[str, re.Pattern[str]], ...]


def pairs(*rows: tuple[str, str], flags: int = 0) -> Pairs:
    """Return names and patterns, in the order in which they are tried."""
    return tuple((name, late(pattern, flags)) for name, pattern in rows)


def one_of(rows: Pairs) -> re.Pattern[str]:
    """Return one pattern that finds whichever of the rows comes first; group `g1` is the first row, and so on."""
    return re.compile("|".join(f"(?P<g{at}>{pattern.pattern})" for at, (_name, pattern) in enumerate(rows)))


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules to read one language by.

    Attributes:
        language: the tag under which the directory knows names.
        kinds: kinds of documents by the line that names them.
        masthead: fields of a masthead by the line that carries them.
        instruments: treaties; `the_convention` stands for the one whose meeting this is, "" for another named law.
        bodies: who adopts resolutions; `the_conference` stands for the meeting's own.
        resolution: the numbers of one or several resolutions, and a paragraph of it as `pin`.
        pin: what follows a symbol and names a place in that document.
        attendance: sentences with `list`, or with `who`; `lead` says which category.
        categories: categories of those who attend, tried in order on the lead.
        last: what stands before the last name of a list.
        place: before a State's name: it is the place of a meeting.
        recommendations: headings under which recommendations stand.
        counted: a number with what it counts, as `n`, `more` and `noun`.
        not_counted: what before such a number says that it counts nothing.
        subjects: what numbers count, tried in order on the clause.
        as_of: the day to which a figure belongs.
    """

    language: str
    kinds: Pairs
    masthead: Pairs
    instruments: Pairs
    bodies: Pairs
    resolution: re.Pattern[str]
    pin: re.Pattern[str]
    attendance: tuple[re.Pattern[str], ...]
    categories: Pairs
    last: re.Pattern[str]
    place_before: re.Pattern[str]
    place_after: re.Pattern[str]
    recommendations: re.Pattern[str]
    counted: re.Pattern[str]
    not_counted: re.Pattern[str]
    subjects: Pairs
    as_of: re.Pattern[str]
    meeting: re.Pattern[str]
    reports_cited: re.Pattern[str]
    titled: re.Pattern[str]
    adopted: re.Pattern[str]
    summary: re.Pattern[str]
