"""A document as the command line and other programs get it: the keys that docs/cli.md promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.library.reading.document import Document


def _once(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({tuple(row.items()): row for row in rows}.values())


def to_answer(document: Document, file: str) -> dict[str, Any]:
    """Return the promised object for one file."""
    return {
        "file": file,
        "kind": document.kind,
        "symbol": document.symbol,
        "language": document.language,
        "dates": _once(
            {"date": day.first.isoformat(), "end": day.last.isoformat() if day.last else None, "role": day.role}
            for day in document.dates
        ),
        "paragraphs": [
            {
                "number": one.number,
                "text": one.text,
                "heading": " / ".join(one.headings),
                "items": [{"label": item.label, "text": item.text} for item in one.items],
            }
            for one in document.paragraphs
        ],
        "states": list(document.states),
        "state_lists": [{"where": one.where, "iso3": list(one.states)} for one in document.state_lists],
        "observers": {category: list(names) for category, names in document.observers.items()},
        "symbols": list(document.symbols),
        "articles": _once(
            {"instrument": one.instrument, "article": one.article, "paragraph": one.paragraph, "item": one.item or None}
            for one in document.articles
        ),
        "resolutions": _once({"body": one.body, "number": one.number} for one in document.resolutions),
        "recommendations": [{"paragraph": one.where, "text": one.text} for one in document.recommendations],
        "figures": [
            {
                "what": one.what,
                "value": one.value,
                "at_least": one.at_least,
                "date": one.date or None,
                "paragraph": one.where,
                "text": one.text,
            }
            for one in document.figures
        ],
        "unresolved": [{"where": one.where, "code": one.code, "text": one.text} for one in document.unresolved],
    }
