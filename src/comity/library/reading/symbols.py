"""A document's own symbol, which it seldom prints: found through the documents that cite it."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from comity.kernel.patterns import late
from comity.library.reading.document import BlockKind
from comity.library.reading.languages import rules_for
from comity.library.reading.masthead import ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from comity.library.reading.document import Document

_NOISE = late(r"[\W_]+")


def with_symbols(documents: Sequence[Document]) -> list[Document]:
    """Return the documents, each with its own symbol where it prints it or another of them tells it without doubt."""
    told = [one for document in documents for one in told_by(document)]
    return [with_symbol(document, told) for document in documents]


def told_by(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield what a document says of others: `report` or `title`, the ordinal or the title's key, and the symbol."""
    rules = rules_for(document.language)
    for block in document.blocks:
        if block.kind is BlockKind.FURNITURE:
            continue
        for found in rules.reports_cited.finditer(block.text):
            yield "report", str(ordinal(found["n"])), found["symbol"].rstrip(".")
        for found in rules.titled.finditer(block.text):
            yield "title", match_key(found["title"]), found["symbol"].rstrip(".")


def with_symbol(document: Document, told: Sequence[tuple[str, str, str]]) -> Document:
    """Return a document with its own symbol, where it prints it or what is `told` names one without doubt."""
    if document.symbol:
        return document
    years = {str(day.first.year) for day in document.dates if day.role in {"document", "meeting"}}
    found = set()
    for how, what, symbol in told:
        dated = any(f"/{year}/" in symbol for year in years)
        if (how == "report" and document.kind == "report" and what == str(document.meeting) and dated) or (
            how == "title" and document.title and what == match_key(document.title)
        ):
            found.add(symbol)
    return replace(document, symbol=found.pop()) if len(found) == 1 else document


def match_key(text: str) -> str:
    """Return the letters and digits of a text in one width and case: what a title or a wording is found again by."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()
