"""The term base: which words, in which languages, mean the same concept; and what a query is widened by.

`library/data/terms.csv` holds the vocabulary of the Convention with the source of each term and whether we saw it used;
bodies and States come from the tables by which documents are read. A query is widened where it says a term, the longest
first; what it is widened by is told, weighs less than what was typed, and can be switched off.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from comity.core.tokens import is_han, line
from comity.directory.names import resolve
from comity.library.finding.asking import Key, Part, Query, Run, Together, stems
from comity.library.finding.keys import key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from comity.library.finding.asking import Way

EQUIVALENT, VARIANT = 0.8, 0.6  # what another term weighs beside what was typed; library.md §6
MOST_WORDS: Final = 9  # of a term
_CODE: Final = 3  # characters of a State's code, which is also many a word


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a concept in one language; `article` of the Convention where it is from its text."""

    concept: str
    article: str
    language: str
    text: str
    preferred: bool
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Widening:
    """What a query was, or could be, widened by: the words that say the concept, and the other terms for it."""

    concept: str
    said: str
    terms: tuple[Term, ...]
    on: bool


@cache
def all_terms() -> tuple[Term, ...]:
    """Return the term base."""
    library = files("comity.library")
    table = library.joinpath("data", "terms.csv").read_text("utf-8")
    terms = [
        Term(
            row["concept"], row["article"], row["language"], row["term"], row["status"] == "preferred", row["source"],
            row["verified"] == "yes",
        )
        for row in csv.DictReader(table.splitlines())
    ]  # fmt: skip
    known = {one.text for one in terms}
    bodies = library.joinpath("reading", "languages", "bodies.csv").read_text("utf-8")
    for row in csv.DictReader(bodies.splitlines()):
        names = row["names"].split("|")
        if known.isdisjoint(names):
            terms += [
                Term(row["body"], "", _script(name), name, at == 0, "documents of the Conference", verified=True)
                for at, name in enumerate(names)
            ]
    return tuple(terms)


def _script(name: str) -> str:
    return "zh" if any(map(is_han, name)) else "en"


def widened(query: Query, off: Collection[str] = ()) -> tuple[Query, list[Widening]]:
    """Return a query with the other terms for what it says, and what those are; `off` are concepts to leave alone.

    What was in quotation marks, and articles and symbols, are looked for as they are.
    """
    parts: list[Part] = []
    widenings: list[Widening] = []
    at = 0
    while at < len(query.parts):
        count, found = _longest(query.parts[at : at + MOST_WORDS])
        said = query.parts[at : at + max(1, count)]
        if found is None:
            parts += said
        else:
            widening = replace(found, on=found.concept not in off)
            widenings.append(widening)
            parts += [_with(said, widening)] if widening.on else said
        at += len(said)
    return replace(query, parts=tuple(parts)), widenings


def _longest(parts: Sequence[Part]) -> tuple[int, Widening | None]:
    """Return of how many parts the longest term is that they begin with, and the other terms for it."""
    typed = next((at for at, part in enumerate(parts) if part.exact), len(parts))
    for count in range(typed, 0, -1):
        said = " ".join(part.text for part in parts[:count])
        terms = _same_as(said)
        if terms:
            return count, Widening(terms[0].concept, said, terms, on=True)
        state = resolve(said) if len(said) > _CODE or any(map(is_han, said)) else None
        if state is not None and state.iso3:
            return count, Widening(key("state", state.iso3), said, (), on=True)
    return 0, None


def _same_as(said: str) -> tuple[Term, ...]:
    """Return the terms of the concepts that some words mean, without those words themselves."""
    concepts = {one.concept for said_as in _forms(said) for one in _by_form().get(said_as, ())}
    typed = tuple(line(said))
    return tuple(one for one in all_terms() if one.concept in concepts and tuple(line(one.text)) != typed)


@cache
def _by_form() -> dict[tuple[str, ...], tuple[Term, ...]]:
    found: defaultdict[tuple[str, ...], list[Term]] = defaultdict(list)
    for term in all_terms():
        for form in {tuple(line(term.text)), stems(term.text, term.language)} - {()}:
            found[form].append(term)
    return {form: tuple(terms) for form, terms in found.items()}


def _forms(said: str) -> Iterator[tuple[str, ...]]:
    yield tuple(line(said))
    yield from (stems(said, language) for language in ("en", "fr", "es", "ru", "ar"))


def _with(said: Sequence[Part], widening: Widening) -> Part:
    """Return one part for what was typed, or any of the other terms."""
    typed: tuple[Way, ...] = said[0].ways if len(said) == 1 else (Together(tuple(said)),)
    others = tuple(_way(term, EQUIVALENT if term.preferred else VARIANT) for term in widening.terms)
    exact = (Key(widening.concept, EQUIVALENT),) if widening.concept.startswith("state:") else ()
    return Part(widening.said, (*typed, *dict.fromkeys(others), *exact), said[0].start, said[-1].end)


def _way(term: Term, weight: float) -> Run:
    """Return how a term is looked for: by its stems where its language has them, and so only in that language."""
    found = stems(term.text, term.language)
    return Run(found, stems=True, weight=weight) if found else Run(tuple(line(term.text)), weight=weight)
