"""Records: frozen dataclasses that cannot exist with a wrong value, and their JSON form."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from comity.wire.fields import RULE, ListOf, Rule, fail, ruled

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Record:
    """Base of every message and of every part of one.

    Building a record checks every field, so a record in hand is one that may be sent. `from_json` demands every
    field and no other, but for a part that may be absent: there is one JSON form for one record.
    """

    def __post_init__(self) -> None:
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        for label, rule in self.rules().items():
            rule.check(values[label], label, values)

    @classmethod
    def rules(cls) -> dict[str, Rule]:
        """Return the rule of each field, in the order declared."""
        return {one.name: one.metadata[RULE] for one in fields(cls)}

    @classmethod
    def from_json(cls, value: object, path: str = "") -> Self:
        """Read a record, or raise WireError `E_MESSAGE` naming the place."""
        if not isinstance(value, dict):
            fail(path, "must be an object")
        rules = cls.rules()
        missing = sorted(label for label in rules.keys() - value.keys() if not rules[label].absent)
        unknown = len(value.keys() - rules.keys())
        if missing or unknown:
            fail(path, f"missing fields {missing}, unknown fields {unknown}")
        inside = f"{path}." if path else ""
        return cls(
            **{label: rules[label].read(value[label], inside + label, value) for label in rules if label in value}
        )

    def to_json(self) -> dict[str, Any]:
        """Return the record as JSON values: every field, but for a part that is absent."""
        values = {label: (rule, getattr(self, label)) for label, rule in self.rules().items()}
        return {
            label: rule.write(value) for label, (rule, value) in values.items() if not (rule.absent and value is None)
        }


class Part(Rule):
    """A record inside a record."""

    def __init__(self, record: type[Record]) -> None:
        self.record = record

    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """Only the type: a record has checked itself when it was built."""
        del owner
        if type(value) is not self.record:
            fail(path, f"must be a {self.record.__name__}")

    def read(self, value: Any, path: str, owner: Mapping[str, Any]) -> Any:
        """Read the inner record."""
        del owner
        return self.record.from_json(value, path)

    def write(self, value: Any) -> Any:
        """Write the inner record."""
        return value.to_json()

    def describe(self) -> str:
        """Name the inner record."""
        return f"[{self.record.__name__}](#{self.record.__name__.lower()})"


class OptionalPart(Part):
    """A record inside a record, or nothing: then the field is not written at all.

    So a message without it is what it was before the field was known, and a node that does not know it reads it.
    """

    absent = True

    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """Only the type, where there is something."""
        if value is not None:
            super().check(value, path, owner)

    def describe(self) -> str:
        """Name the inner record."""
        return f"{super().describe()}, or the field is absent"


class Variant(Rule):
    """A record whose class another field of the same record chooses."""

    def __init__(self, chooser: str, records: dict[str, type[Record]]) -> None:
        self.chooser, self.records = chooser, records

    def check(self, value: Any, path: str, owner: Mapping[str, Any]) -> None:
        """The chooser and the class must agree."""
        if type(value) is not self.records.get(owner[self.chooser]):
            fail(path, f"does not belong to this {self.chooser}")

    def read(self, value: Any, path: str, owner: Mapping[str, Any]) -> Any:
        """Read the record that the chooser names."""
        chosen = owner[self.chooser]
        if not isinstance(chosen, str) or chosen not in self.records:
            fail(path, f"does not belong to this {self.chooser}")
        return self.records[chosen].from_json(value, path)

    def write(self, value: Any) -> Any:
        """Write the inner record."""
        return value.to_json()

    def describe(self) -> str:
        """Name the chooser and the records."""
        parts = ", ".join(f"[{r.__name__}](#{r.__name__.lower()})" for r in self.records.values())
        return f"by `{self.chooser}`: {parts}"


def part(record: type[Record]) -> Any:
    """Declare a record inside a record."""
    return ruled(Part(record))


def optional_part(record: type[Record]) -> Any:
    """Declare a record inside a record that may be absent."""
    return ruled(OptionalPart(record), None)


def parts(record: type[Record], count: int, *, unique: str = "", least: int = 0) -> Any:
    """Declare a list of records; `unique` names the field in which no two may agree."""
    rule = ListOf(Part(record), count, least=least, unique=unique)
    return ruled(rule) if least else ruled(rule, ())


def variant(chooser: str, records: dict[str, type[Record]]) -> Any:
    """Declare a record whose class the field `chooser` decides."""
    return ruled(Variant(chooser, records))
