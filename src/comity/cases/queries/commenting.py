"""A draft of another authority, place by place, with what we say or said about each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.cases.queries.reading import Part, reading_of
from comity.cases.queries.remarks import part_of_theirs, places_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.cases.models import SharedDraft


@dataclass(frozen=True, slots=True)
class Place:
    """A section or a measure of a draft, or the whole of it under the empty key; `said` is what we said about it."""

    key: str
    title: str
    parts: list[Part] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def places_of_draft(shared: SharedDraft, language: str) -> list[Place]:
    """Return the whole draft, every section, also one that says nothing, and every measure: no query."""
    titles = {key: title for key, title in places_in(shared.draft, language).items() if not key.startswith("persons:")}
    found = {key: Place(key, title) for key, title in titles.items()}
    _sort(found, reading_of(shared.draft, language).parts)
    for one in shared.remarks:
        found[part_of_theirs(one["section"], one["measure_id"], found)].said.append(one["text"])
    if shared.answered_at and shared.note:
        found[""].said.append(shared.note)
    return list(found.values())


def _sort(found: dict[str, Place], parts: Iterable[Part]) -> None:
    """Put what the draft says to its place; a person stands in the section of persons."""
    for part in parts:
        key = part.place if part.place in found else part.place.partition(":")[0]
        found[key].parts.append(part)
