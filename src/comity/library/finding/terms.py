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

from comity.core.stems import LANGUAGES
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
    """A term of a concept in one language; `article` of the Convention where it is from its text.

    `inflected` is one that is found in its other forms too; not one whose stem is that of something else, as
    "accountability" has that of "account", and a requesting State that of a requested one.
    """

    concept: str
    article: str
    language: str
    text: str
    preferred: bool
    source: str
    verified: bool
    inflected: bool = True


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
            row["verified"] == "yes", row["inflected"] == "yes",
        )
        for row in csv.DictReader(table.splitlines())
    ]  # fmt: skip
    known = {one.text for one in terms}
    bodies = library.joinpath("reading", "languages", "bodies.csv").read_text("utf-8")
    for row in csv.DictReader(bodies.splitlines()):
        names = row["names"].split("|")
        if known.isdisjoint(names):
            source = "documents of the Conference"
            terms += [
                Term(row["body"], "", _script(name), name, at == 0, source, verified=True, inflected=False)
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
    typed = tuple(line(said))
    concepts = dict.fromkeys(_concepts_said(said, typed))
    return tuple(term for one in concepts for term, form in _by_concept()[one] if form != typed)


def _concepts_said(said: str, typed: tuple[str, ...]) -> Iterator[str]:
    """Yield the concepts of which words are a term: as they are, or else in other forms."""
    as_it_is = _by_form().get(typed, ())
    yield from as_it_is
    if not as_it_is:
        for language in LANGUAGES:
            if found := stems(said, language):
                yield from _by_stems(language, _beginning(typed, language)).get(found, ())


@cache
def _by_concept() -> dict[str, list[tuple[Term, tuple[str, ...]]]]:
    found: defaultdict[str, list[tuple[Term, tuple[str, ...]]]] = defaultdict(list)
    for term in all_terms():
        found[term.concept].append((term, tuple(line(term.text))))
    return dict(found)


@cache
def _by_form() -> dict[tuple[str, ...], list[str]]:
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for concept, terms in _by_concept().items():
        for _term, form in terms:
            found[form].append(concept)
    return dict(found)


@cache
def _by_stems(language: str, beginning: str) -> dict[tuple[str, ...], list[str]]:
    """Return the concepts by the stems of their terms in a language that begin with two letters.

    Stems take long to work out: these are when somebody first types a word that begins so.
    """
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for concept, terms in _by_concept().items():
        for term, form in terms:
            if term.inflected and term.language == language and _beginning(form, language) == beginning:
                found[stems(term.text, language)].append(concept)
    return dict(found)


def _beginning(form: tuple[str, ...], language: str) -> str:
    """Return the two letters with which words begin, which stems keep; "" in Arabic, where an article may go."""
    return "" if language == "ar" else form[0][:2]


def _with(said: Sequence[Part], widening: Widening) -> Part:
    """Return one part for what was typed, or any of the other terms."""
    typed: tuple[Way, ...] = said[0].ways if len(said) == 1 else (Together(tuple(said)),)
    others = tuple(_way(term, EQUIVALENT if term.preferred else VARIANT) for term in widening.terms)
    exact = (Key(widening.concept, EQUIVALENT),) if widening.concept.startswith("state:") else ()
    return Part(widening.said, (*typed, *dict.fromkeys(others), *exact), said[0].start, said[-1].end)


def _way(term: Term, weight: float) -> Run:
    """Return how a term is looked for: by its stems where its language has them, and so only in that language."""
    found = stems(term.text, term.language) if term.inflected else ()
    return Run(found, stems=True, weight=weight) if found else Run(tuple(line(term.text)), weight=weight)
