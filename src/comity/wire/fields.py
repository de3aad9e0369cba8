"""The kinds of value a message may hold: each knows how to check, read and write itself.

A record declares `name: str = line(300)`; what is checked stands in the field's metadata, so that building a
record in Python and reading one from a peer obey the same rules. Lengths count characters, not bytes.
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from dataclasses import MISSING, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn
from uuid import UUID

from comity.kernel.clock import from_wire, to_wire
from comity.kernel.errors import KernelError
from comity.kernel.ids import parse_id, parse_node_id, parse_sha256
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RULE = "comity.wire.rule"

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:()-]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def fail(path: str, problem: str) -> NoReturn:
    """Refuse with `E_MESSAGE`, naming the place and never the content."""
    raise WireError("E_MESSAGE", f"{path or 'message'}: {problem}", path=path)


class Rule(ABC):
    """How one value is checked (`check`), read from JSON (`read`), written (`write`) and described (`describe`).

    A field whose rule may be `absent` is left out of the JSON where it is None; every other field always stands there.
    """

    absent: ClassVar[bool] = False

    @abstractmethod
    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """Raise WireError unless `value` may stand at `path`; `owner` holds the other values of its record."""

    @abstractmethod
    def describe(self) -> str:
        """Say in a few words what may stand here, for the documents."""

    def read(self, value: Any, path: str, owner: Mapping[str, Any]) -> Any:
        """Turn JSON into the value kept; the record checks it afterwards."""
        del path, owner
        return value

    def write(self, value: Any) -> Any:
        """Turn the value kept into JSON."""
        return value


class Characters(Rule):
    """Text in Unicode NFC without control characters, on one line or on several."""

    def __init__(self, limit: int, *, lines: bool, required: bool) -> None:
        self.limit, self.lines, self.required = limit, lines, required

    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """Refuse what is not of this form."""
        del owner
        if not isinstance(value, str):
            fail(path, "must be text")
        if len(value) > self.limit:
            fail(path, f"is longer than {self.limit} characters")
        if self.required and not value.strip():
            fail(path, "must not be empty")
        if not value.isascii() and not unicodedata.is_normalized("NFC", value):
            fail(path, "is not in Unicode NFC")
        refused = {"Cc", "Cs"} if self.lines else {"Cc", "Cs", "Zl", "Zp"}
        allowed = "\n\t" if self.lines else ""
        if any(unicodedata.category(c) in refused and c not in allowed for c in value):
            fail(path, "holds a control character")

    def describe(self) -> str:
        """Name the form."""
        kind = "text" if self.lines else "one line"
        return f"{kind}, at most {self.limit:,} characters" + (", not empty" if self.required else "")


class Matching(Rule):
    """ASCII text that a pattern describes wholly."""

    def __init__(self, pattern: re.Pattern[str], name: str, *, blank: bool = False) -> None:
        self.pattern, self.name, self.blank = pattern, name, blank

    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """Refuse what is not of this form."""
        del owner
        if not isinstance(value, str) or not ((self.blank and not value) or self.pattern.fullmatch(value)):
            fail(path, f"is not {self.name}")

    def describe(self) -> str:
        """Name the form."""
        return self.name + (" or empty" if self.blank else "")


class Day(Matching):
    """A date of the calendar as `2026-03-01`."""

    def __init__(self, *, blank: bool) -> None:
        super().__init__(_DAY, "a date as YYYY-MM-DD", blank=blank)

    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """Refuse what is not of this form."""
        super().check(value, path, owner)
        try:
            date.fromisoformat(value or "2000-01-01")
        except ValueError:
            fail(path, "is no date of the calendar")


class Choice(Rule):
    """One of a few words."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """Refuse what is not of this form."""
        del owner
        if not isinstance(value, str) or value not in self.words:
            fail(path, "is none of the words allowed here")

    def describe(self) -> str:
        """Name the form."""
        return " / ".join(f"`{word}`" if word else "empty" for word in self.words)


class Flag(Rule):
    """True or false."""

    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """Refuse what is not of this form."""
        del owner
        if not isinstance(value, bool):
            fail(path, "must be true or false")

    def describe(self) -> str:
        """Name the form."""
        return "true or false"


class Count(Rule):
    """A whole number between two bounds, both allowed."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """Refuse what is not of this form."""
        del owner
        if not isinstance(value, int) or isinstance(value, bool) or not self.low <= value <= self.high:
            fail(path, f"must be a whole number from {self.low} to {self.high}")

    def describe(self) -> str:
        """Name the form."""
        return f"whole number, {self.low} to {self.high:,}"


class Parsed(Rule):
    """A value with a parser in the kernel: identifiers, digests, node names, moments."""

    def __init__(
        self, kind: type, parse: Callable[[object], Any], write: Callable[[Any], str], name: str, *, blank: bool = False
    ) -> None:
        self.kind, self.parse, self.to_text, self.name, self.blank = kind, parse, write, name, blank

    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """Refuse what is not of this form."""
        if type(value) is not self.kind or (isinstance(value, datetime) and value.tzinfo is None):
            fail(path, f"is not {self.name}")
        if self.read(self.write(value), path, owner) != value:
            fail(path, f"is more exact than {self.name}")

    def read(self, value: Any, path: str, owner: Mapping[str, Any]) -> Any:
        """Read it from JSON."""
        del owner
        if self.blank and value == "":
            return value
        try:
            return self.parse(value)
        except KernelError:
            fail(path, f"is not {self.name}")

    def write(self, value: Any) -> str:
        """Write it as JSON."""
        return value if self.blank and value == "" else self.to_text(value)

    def describe(self) -> str:
        """Name the form."""
        return self.name + (" or empty" if self.blank else "")


class ListOf(Rule):
    """A list of values of one rule, kept as a tuple."""

    def __init__(self, item: Rule, limit: int, *, least: int = 0, unique: str = "") -> None:
        self.item, self.limit, self.least, self.unique = item, limit, least, unique

    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """Refuse what is not of this form."""
        if not isinstance(value, tuple):
            fail(path, "must be a list")
        if not self.least <= len(value) <= self.limit:
            fail(path, f"must hold {self.least} to {self.limit} entries")
        for position, inner in enumerate(value):
            self.item.check(inner, f"{path}[{position}]", owner)
        names = [getattr(inner, self.unique) if self.unique else inner for inner in value]
        if (self.unique or not isinstance(self.item, Characters)) and len(set(names)) != len(names):
            fail(path, "names one entry twice")

    def read(self, value: Any, path: str, owner: Mapping[str, Any]) -> Any:
        """Read it from JSON."""
        if not isinstance(value, list):
            fail(path, "must be a list")
        if len(value) > self.limit:
            fail(path, f"must hold {self.least} to {self.limit} entries")
        return tuple(self.item.read(inner, f"{path}[{i}]", owner) for i, inner in enumerate(value))

    def write(self, value: Any) -> Any:
        """Write it as JSON."""
        return [self.item.write(inner) for inner in value]

    def describe(self) -> str:
        """Name the form."""
        least = f"{self.least} to " if self.least else "at most "
        return f"list, {least}{self.limit}: {self.item.describe()}"


def ruled(rule: Rule, default: Any = MISSING) -> Any:
    """Declare a field that obeys `rule`."""
    if default is MISSING:
        return field(metadata={RULE: rule})
    return field(default=default, metadata={RULE: rule})


def line(limit: int = 300) -> Any:
    """One line of text; empty where nobody knows."""
    return ruled(Characters(limit, lines=False, required=False), "")


def name(limit: int = 300) -> Any:
    """One line of text that must be there."""
    return ruled(Characters(limit, lines=False, required=True))


def text(limit: int = 20_000) -> Any:
    """Text of several lines; empty where there is nothing to say."""
    return ruled(Characters(limit, lines=True, required=False), "")


def words(limit: int = 20_000) -> Any:
    """Text of several lines that must be there."""
    return ruled(Characters(limit, lines=True, required=True))


def lines(count: int, limit: int = 2_000) -> Any:
    """Return a list of texts."""
    return ruled(ListOf(Characters(limit, lines=True, required=True), count), ())


TOKEN = Matching(_TOKEN, "a short identifier (letters, digits, `. _ : ( ) -`)")


def token() -> Any:
    """Name a thing inside one request (`m1`, a UUID, a code of the law)."""
    return ruled(TOKEN)


def optional_token() -> Any:
    """Name a thing inside one request, or nothing."""
    return ruled(Matching(_TOKEN, "a short identifier", blank=True), "")


def tokens(count: int, least: int = 0) -> Any:
    """List such names, each once."""
    rule = ListOf(TOKEN, count, least=least)
    return ruled(rule) if least else ruled(rule, ())


def day() -> Any:
    """Return a date, or an empty text where there is none."""
    return ruled(Day(blank=True), "")


def required_day() -> Any:
    """Return a date that must be said."""
    return ruled(Day(blank=False))


def choice(*allowed: str) -> Any:
    """Take one of some words; the first is the default."""
    return ruled(Choice(allowed), allowed[0])


def required_choice(*allowed: str) -> Any:
    """Take one of some words, always said."""
    return ruled(Choice(allowed))


def flag() -> Any:
    """Yes or no, no unless said."""
    return ruled(Flag(), default=False)


def required_flag() -> Any:
    """Yes or no, always said."""
    return ruled(Flag())


def count(low: int, high: int) -> Any:
    """Return a whole number that must be said."""
    return ruled(Count(low, high))


def optional_count(high: int) -> Any:
    """Return a whole number, 0 where there is none."""
    return ruled(Count(0, high), 0)


def language() -> Any:
    """Return a language tag in lower case such as `zh-hans`, or an empty text."""
    return ruled(Matching(_LANGUAGE, "a language tag", blank=True), "")


def languages(count: int = 20) -> Any:
    """List language tags."""
    return ruled(ListOf(Matching(_LANGUAGE, "a language tag"), count), ())


def identity() -> Any:
    """Return a UUID."""
    return ruled(Parsed(UUID, parse_id, str, "a UUID"))


def node() -> Any:
    """Return the name of a node, or an empty text."""
    return ruled(Parsed(str, parse_node_id, str, "the name of a node", blank=True), "")


def digest() -> Any:
    """Return a SHA-256."""
    return ruled(Parsed(str, parse_sha256, str, "a SHA-256 in lower-case hexadecimal"))


def optional_digest() -> Any:
    """Return a SHA-256, or an empty text."""
    return ruled(Parsed(str, parse_sha256, str, "a SHA-256 in lower-case hexadecimal", blank=True), "")


def moment() -> Any:
    """Return a time in UTC, exact to the millisecond."""
    return ruled(Parsed(datetime, _utc, to_wire, "a time as 2026-03-01T09:14:00.000Z"))


def _utc(value: object) -> datetime:
    return from_wire(value).astimezone(UTC)
