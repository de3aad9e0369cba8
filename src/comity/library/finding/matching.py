"""What an entry must hold to be found, and where in its text that stands.

This is the definition: whatever an index does, it finds what `holds` says, no more and no less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.core.tokens import units
from comity.library.finding.asking import Key, Together, runs_in
from comity.library.finding.entries import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from comity.library.finding.asking import Query, Run, Way
    from comity.library.finding.entries import Entry, Lines


def holds(query: Query, entry: Entry) -> bool:
    """Return whether an entry holds every part of a query and, of each of its filters, at least one key."""
    lines = lines_of(entry.text, entry.language)
    return bool(query) and all(any(_held(way, entry, lines) for way in clause) for clause in query.clauses)


def _held(way: Way, entry: Entry, lines: Lines) -> bool:
    if isinstance(way, Key):
        return way.key in entry.keys
    if isinstance(way, Together):
        return all(any(_held(one, entry, lines) for one in part.ways) for part in way.parts)
    return stands(way, lines.roots if way.stems else lines.words)


def stands(run: Run, line: str) -> bool:
    """Return whether a run stands in a line of units with spaces between."""
    return f" {' '.join(run.units)} " in f" {line} "


def places(query: Query, text: str, language: str) -> list[tuple[int, int]]:
    """Return where what was asked for stands in a text: beginnings and ends in order, those that touch as one."""
    found = list(units(text, language))
    words, roots = [one.text for one in found], [one.root or one.text for one in found]
    runs = {run for part in query.parts for run in runs_in(part.ways)}
    spans = sorted(
        (found[first].start, found[last - 1].end)
        for run in runs
        for first, last in _within(run.units, roots if run.stems else words)
    )
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _within(run: Sequence[str], line: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield from where to before where a run stands in a line."""
    at = -1
    while True:
        try:
            at = line.index(run[0], at + 1)
        except ValueError:
            return
        if tuple(line[at : at + len(run)]) == tuple(run):
            yield at, at + len(run)
