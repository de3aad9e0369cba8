"""Read a request that may be half filled or hostile, without ever raising: what is not there reads as empty."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from comity.law.fields import Field, Input

_EMPTY: Mapping[str, Any] = {}
MAX_ROWS = 1_000  # more persons or measures than a wire message may hold are not looked at one by one


def says_something(text: str) -> bool:
    """Return whether a text holds anything a reader can see: spaces and invisible characters say nothing."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)


class Reading:
    """A request, or one row of it, read by dotted path.

    `root` is the whole request, so that a rule about a row can look around.
    """

    def __init__(self, data: object, root: Self | None = None) -> None:
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else _EMPTY
        self.root: Reading = self if root is None else root
        self._names: dict[tuple[str, str], Counter[str]] = {}

    def value(self, path: str) -> Any:
        """Return what stands at `path`, or None."""
        found: Any = self.data
        for name in path.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def text(self, path: str) -> str:
        """Return the text at `path`, without space around it; empty if there is none that says anything."""
        found = self.value(path)
        return found.strip() if isinstance(found, str) and says_something(found) else ""

    def flag(self, path: str) -> bool:
        """Return whether `path` says yes; only the value true does."""
        return self.value(path) is True

    def texts(self, path: str) -> list[str]:
        """Return the texts of a list that say something."""
        found = self.value(path)
        rows = found[:MAX_ROWS] if isinstance(found, list | tuple) else ()
        return [row.strip() for row in rows if isinstance(row, str) and says_something(row)]

    def day(self, path: str) -> date | None:
        """Return the date at `path`, or None where there is none or it is no date."""
        written = self.text(path)
        try:
            found = date.fromisoformat(written)
        except ValueError:
            return None
        return found if found.isoformat() == written else None

    def rows(self, path: str) -> list[Reading]:
        """Return the rows of a list; a row that is not a mapping reads as an empty one."""
        found = self.value(path)
        rows = found[:MAX_ROWS] if isinstance(found, list | tuple) else ()
        return [Reading(row, self.root) for row in rows]

    def named(self, path: str, name: str) -> Counter[str]:
        """Return how many rows of a list carry each name; counted once for a reading."""
        if (path, name) not in self._names:
            self._names[path, name] = Counter(row.text(name) for row in self.rows(path))
        return self._names[path, name]

    def filled(self, field: Field) -> bool:
        """Return whether the question has an answer of the right shape."""
        found = self.value(field.path)
        match field.input:
            case Input.DATE:
                full = self.day(field.path) is not None
            case Input.CHOICE | Input.YES_NO:
                full = self.text(field.path) in {choice.value for choice in field.choices}
            case Input.FLAG:
                full = isinstance(found, bool)
            case Input.LIST | Input.LANGUAGES:
                full = bool(self.texts(field.path))
            case Input.NUMBER:
                full = isinstance(found, int) and not isinstance(found, bool) and found > 0
            case _:
                full = bool(self.text(field.path))
        return full
