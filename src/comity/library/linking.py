"""Where in a text each thing stands that it cites, so that a page can make a link of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.library.identity import article_key, resolution_key
from comity.library.reading.articles import articles_in
from comity.library.reading.citations import cited_spans, resolutions_in, symbols_in

if TYPE_CHECKING:
    from comity.library.reading.treaties import Context


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited from `start` to before `end`: `symbol`, `article` or `resolution`, and its key."""

    start: int
    end: int
    what: str
    key: str
    pin: str = ""


def cited_places(text: str, context: Context) -> list[Cited]:
    """Return what a text cites, in order, none inside another; of a run ("articles 15 to 17") the first.

    Each is read with the others blanked out, so that it is read as in the whole text and is the only one found.
    """
    spans: list[tuple[int, int]] = []
    for start, end in sorted(set(cited_spans(text, context)), key=lambda one: (one[0], -one[1])):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return [found for span in spans if (found := _cited(text, span, spans, context)) is not None]


def _cited(text: str, span: tuple[int, int], spans: list[tuple[int, int]], context: Context) -> Cited | None:
    start, end = span
    symbol = next(symbols_in(text[start:], "", context), None)
    if symbol is not None and text.startswith(symbol.symbol, start):
        return Cited(start, start + len(symbol.symbol), "symbol", symbol.symbol, symbol.pin)
    alone = _alone(text, span, spans)
    article = next(articles_in(alone, "", context), None)
    if article is not None:
        key = article_key(article.instrument, article.article, article.paragraph, article.item)
        return Cited(start, end, "article", key)
    resolution = next(resolutions_in(alone, "", context), None)
    if resolution is not None:
        return Cited(start, end, "resolution", resolution_key(resolution.body, resolution.number), resolution.pin)
    return None


def _alone(text: str, span: tuple[int, int], spans: list[tuple[int, int]]) -> str:
    """Blank every other citation that has a number of its own; treaties by name stay: they say whose article it is."""
    pieces = list(text)
    for start, end in spans:
        if (start, end) != span and any(one.isdigit() or one == "第" for one in text[start:end]):
            pieces[start:end] = " " * (end - start)
    return "".join(pieces)
