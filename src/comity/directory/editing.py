"""Who writes in the directory for a State without belonging to the authority: at a hub, the editors of States.

The hub registers itself here, as whoever hears nodes does in `signs`. On a node there is no such source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.directory.states import all_states
from comity.law.facts.cells import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from comity.core.actors import Actor

# What a State says of itself alone; an instrument and how it stands between two concern others too.
ITS_OWN: Final = (Sort.NOTIFICATION, Sort.DECLARATION, Sort.RULE, Sort.PARTY)
_SOURCES: list[Callable[[Actor], str]] = []


def register_source(source: Callable[[Actor], str]) -> None:
    """Ask `source` from now on for the code of the State that an actor edits, empty for none."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def edited_by(actor: Actor) -> str:
    """Return the code of the State that an actor edits, empty for none."""
    return next((state for source in _SOURCES if (state := source(actor))), "")


def places_of(state: str) -> list[str]:
    """Return a State with its territories: its editor writes for all of them (46(13))."""
    return [state, *(one.iso2 for one in all_states().values() if one.part_of == state)]


def said_of(cells: Mapping[str, str]) -> str:
    """Return the code of the one State or territory that a fact is about, empty for none or several."""
    return cells.get("place", "").strip() if cells.get("sort", "").strip() in ITS_OWN else ""
