"""Signs of life of an authority's node, told by whoever hears nodes: the exchange registers itself here.

A statement that a node signed shows that its authority is there, whatever nobody confirmed meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.directory.functions import Function

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from comity.directory.models import Entry

_SOURCES: list[Callable[[], Mapping[str, datetime]]] = []
_ANSWERS: list[Callable[[str], datetime | None]] = []


def register_source(source: Callable[[], Mapping[str, datetime]]) -> None:
    """Ask `source` from now on for the code of each State whose node was heard, and when it was last."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def register_answers(source: Callable[[str], datetime | None]) -> None:
    """Ask `source` from now on when the node of a State last answered a message of ours."""
    if source not in _ANSWERS:
        _ANSWERS.append(source)


def answered_of(entry: Entry, place: str) -> datetime | None:
    """Return when the node of an authority last answered a message of ours; of central authorities (46(13)) alone.

    Counted apart: a node may compare its heads daily while nobody opens what it is sent.
    """
    if not entry.designated or Function.MLA not in entry.functions:
        return None
    return max((moment for source in _ANSWERS if (moment := source(place)) is not None), default=None)


def heard() -> dict[str, datetime]:
    """Return for each State whose node was heard when that was last."""
    found: dict[str, datetime] = {}
    for source in _SOURCES:
        for place, moment in source().items():
            found[place] = max(moment, found.get(place, moment))
    return found


def heard_of(entry: Entry, place: str, known: Mapping[str, datetime]) -> datetime | None:
    """Return when the node of an authority was last heard; nodes are run by central authorities (46(13)) alone."""
    return known.get(place) if entry.designated and Function.MLA in entry.functions else None
