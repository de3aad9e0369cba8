"""The facts that ship together with those that an authority entered itself. Pure.

What was entered about a subject takes the place of what ships about it, for somebody here compared it with a source.
Where everything entered about it is marked as disputed, both stand, and an answer that rests on them is not certain.
Rows that were entered and contradict one another all stand; the engine names the contradiction.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.law.facts.cells import subject_of
from comity.law.facts.collection import Facts
from comity.law.facts.rows import (
    Declaration,
    Instrument,
    Notification,
    PairRelation,
    Participation,
    StateRule,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from comity.law.facts.rows import Fact, Place


def set_aside(shipped: Iterable[Fact], own: Iterable[Fact]) -> set[str]:
    """Return the subjects about which what ships no longer counts."""
    settled = {subject_of(row) for row in own if not row.disputed}
    return settled & {subject_of(row) for row in shipped}


def merged(places: Iterable[Place], shipped: Sequence[Fact], own: Sequence[Fact]) -> Facts:
    """Return one collection of both."""
    aside = set_aside(shipped, own)
    known = {row.code: row for row in shipped if isinstance(row, Instrument)}
    rows = [row for row in shipped if subject_of(row) not in aside]
    rows += [_completed(row, known) for row in own]
    return Facts(
        places=places,
        instruments=[row for row in rows if isinstance(row, Instrument)],
        participations=[row for row in rows if isinstance(row, Participation)],
        notifications=[row for row in rows if isinstance(row, Notification)],
        declarations=[row for row in rows if isinstance(row, Declaration)],
        pairs=[row for row in rows if isinstance(row, PairRelation)],
        rules=[row for row in rows if isinstance(row, StateRule)],
    )


def _completed(row: Fact, known: dict[str, Instrument]) -> Fact:
    """An instrument that was entered anew keeps what no form asks: entry into force, list of parties, depositary."""
    if not isinstance(row, Instrument) or row.code not in known:
        return row
    one = known[row.code]
    return replace(
        row, in_force=one.in_force, listed_until=one.listed_until, open_to=one.open_to, depositary=one.depositary,
        protocol_to=one.protocol_to, counted=one.counted,
    )  # fmt: skip
