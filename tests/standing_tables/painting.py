"""What the colours of a page hang on: where an element stands and its classes, whatever the language of its words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[tuple[object, ...], ...]

NEVER_CLOSED: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
CHOSEN_BY: Final = frozenset({"class", "type", "aria-current", "aria-invalid"})  # of all others, that they are there
# What a language may set: the face of letters, and how lines are broken and set apart.
OF_A_LANGUAGE: Final = frozenset({
    "--face", "--lines", "--measure", "font-family", "line-height",
    "hanging-punctuation", "line-break", "text-spacing-trim", "word-break",
})  # fmt: skip
LANGUAGE_OR_DIRECTION: Final = re.compile(r":lang\(|:dir\(|\[lang|\[dir")
RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.around: list[Path] = []
        self.found: set[Path] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (tag, *sorted((name, value or "" if name in CHOSEN_BY else "") for name, value in attrs))
        path = (*(self.around[-1] if self.around else ()), kind)
        self.found.add(path)
        if tag not in NEVER_CLOSED:
            self.around.append(path)

    def handle_endtag(self, tag: str) -> None:
        while self.around and self.around.pop()[-1][0] != tag:
            pass


def painted(page: str) -> set[Path]:
    """Return every kind of element of a page, each with all that it stands in."""
    reader = _Elements()
    reader.feed(page)
    return reader.found


def coloured_by_language(sheet: str) -> Iterator[str]:
    """Give each declaration of a stylesheet that makes a language or a direction differ by more than its letters."""
    for selector, body in RULE.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        if LANGUAGE_OR_DIRECTION.search(selector):
            declared = [one.strip() for one in body.split(";") if one.strip()]
            yield from (one for one in declared if one.partition(":")[0].strip() not in OF_A_LANGUAGE)
