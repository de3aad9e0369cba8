"""The words around what was found, so that a person sees at once what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.kernel.plaintext import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

BEFORE, AFTER, SPACE = 40, 110, 16  # characters shown around a place; how far a space is looked for


def excerpt(text: str, places: Sequence[tuple[int, int]], *, after: int = AFTER) -> list[tuple[str, bool]]:
    """Return the words around the first place, cut where the text is long; what was looked for is marked.

    Args:
        text: the whole of it.
        places: where in it what was looked for stands, in order; none shows how the text begins.
        after: characters shown from the first place on.
    """
    first_start, first_end = places[0] if places else (0, 0)
    start, end = max(0, first_start - BEFORE), min(len(text), first_start + after)
    if start:  # at a space where there is one near, so that no word is cut
        start += text[start : min(start + SPACE, first_start)].find(" ") + 1
    if end < len(text):
        space = text.rfind(" ", max(end - SPACE, first_end), end)
        end = space if space > 0 else end
    parts: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for first, last in places:
        if first >= end:
            break
        parts += [(text[at:first], False), (text[first : min(last, end)], True)]
        at = min(last, end)
    parts += [(text[at:end], False)] + ([("…", False)] if end < len(text) else [])
    return [(visible(words), marked) for words, marked in parts if words]
