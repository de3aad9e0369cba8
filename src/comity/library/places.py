"""States as the library names them: by the codes used everywhere in Comity, a demonstration's invented ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from comity.directory.names import resolve
from comity.law.facts.invented import facts_of_the_demonstration
from comity.law.facts.shipped import shipped_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comity.law.facts import Place


def known_places() -> Mapping[str, Place]:
    """Return every State and territory by its code; a hub, which has no directory app, knows the same."""
    known = shipped_facts() if settings.NODE.production else facts_of_the_demonstration()
    return known.places


def code_of(text: str, places: Mapping[str, Place]) -> str | None:
    """Return the code of the State that a name or a code means; None where nobody knows it."""
    state = resolve(text)
    if state is not None:
        return state.iso2
    code = text.strip().upper()
    named = (one for one, place in places.items() if text.strip() in {place.name.en, place.name.zh})
    return code if code in places else next(named, None)


def name_of(code: str, language: str, places: Mapping[str, Place]) -> str:
    """Return the name of a State; a code that is none stands for itself."""
    place = places.get(code)
    return place.name.get(language) if place else code


def iso3_of(code: str) -> str:
    """Return the code by which documents count a State; an invented one is counted by its own."""
    state = resolve(code)
    return (state.iso3 if state else "") or code


def choices(language: str, places: Mapping[str, Place]) -> list[tuple[str, str]]:
    """Return code and name of every State, by name."""
    return sorted(((code, one.name.get(language)) for code, one in places.items()), key=lambda row: row[1])
