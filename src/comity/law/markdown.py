"""Tables in Markdown, as the documents written from this layer use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ") or "–"


def table(titles: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table; an empty cell shows a dash."""
    heads = list(titles)
    lines = [heads, ["---"] * len(heads), *([_cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"
