"""The shapes that a description of an interface (OpenAPI 3.1) declares: what breaks them, and what to try on them.

Knows the words of JSON Schema that our description uses, and fails on any other, so that none is passed over.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hypothesis.strategies import SearchStrategy

TOLD: Final = {"title", "description", "default"}  # words that bind nothing
KNOWN: Final = TOLD | {
    "$ref", "anyOf", "enum", "type", "format", "properties", "required", "additionalProperties", "items",
    "maxLength", "maxItems", "maxProperties", "minimum", "maximum", "propertyNames",
}  # fmt: skip
TYPES: Final[dict[str, type]] = {
    "object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None),
}  # fmt: skip
ODD = ["", "\0", "\ud800", "{0}", "%s", "'; --", "../..", "\u202e", "٣", "١٥", "1e999", "-0", "null", "x" * 201, "ﬀ"]
TEXT = st.text(max_size=8) | st.sampled_from(ODD)
NUMBER = st.integers() | st.sampled_from([-1, 0, 2**31, 2**63, 2**64, 10**30]) | st.floats()
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT,
    lambda one: st.lists(one, max_size=3) | st.dictionaries(TEXT, one, max_size=3),
    max_leaves=4,
)


class Shapes:
    """The shapes of one description; `good` are texts by which a question may come through to an answer."""

    def __init__(self, described: Mapping[str, Any], good: tuple[str, ...] = ()) -> None:
        self._named: Mapping[str, Any] = described["components"]["schemas"]
        self._good = good

    def whole(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a schema itself where only its name is given. Fails on a word that is not known here."""
        unknown = schema.keys() - KNOWN
        if unknown:
            raise NotImplementedError(f"words of a schema that nothing here looks at: {sorted(unknown)}")
        name = schema.get("$ref", "").removeprefix("#/components/schemas/")
        return self.whole(self._named[name]) if name else schema

    def broken(self, value: Any, schema: Mapping[str, Any], where: str = "") -> list[str]:
        """Return what of a value is not as declared: fields left out, not declared, or of another type."""
        schema = self.whole(schema)
        if "anyOf" in schema:
            ways = [self.broken(value, one, where) for one in schema["anyOf"]]
            return min(ways, key=len)
        kind = TYPES[schema["type"]]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            return [f"{where}: {type(value).__name__} is no {schema['type']}"]
        if "enum" in schema and value not in schema["enum"]:
            return [f"{where}: not one of {schema['enum']}"]
        return list(self._inside(value, schema, where))

    def _inside(self, value: Any, schema: Mapping[str, Any], where: str) -> Iterator[str]:
        if isinstance(value, list):
            for number, one in enumerate(value):
                yield from self.broken(one, schema["items"], f"{where}[{number}]")
        elif isinstance(value, dict):
            declared, others = schema.get("properties", {}), schema.get("additionalProperties")
            for name in set(schema.get("required", ())) - value.keys():
                yield f"{where}.{name}: left out"
            for name, one in value.items():
                if name in declared or isinstance(others, dict):
                    yield from self.broken(one, declared.get(name, others), f"{where}.{name}")
                else:
                    yield f"{where}.{name}: not declared"
        elif "format" in schema:
            try:
                {"date": date, "date-time": datetime}[schema["format"]].fromisoformat(value)
            except ValueError:
                yield f"{where}: no {schema['format']}"

    def tried(self, schema: Mapping[str, Any]) -> SearchStrategy[Any]:
        """Return values to try: what the schema allows, what lies at and beyond its bounds, and anything else."""
        schema = self.whole(schema)
        return self._allowed(schema) | self._beyond(schema) | ANYTHING

    def _allowed(self, schema: Mapping[str, Any]) -> SearchStrategy[Any]:
        if "anyOf" in schema:
            return st.one_of(self._allowed(self.whole(one)) for one in schema["anyOf"])
        match schema["type"]:
            case "object":
                return self._objects(schema, lambda one: self._allowed(self.whole(one)))
            case "array":
                return st.lists(self._allowed(self.whole(schema["items"])), max_size=3)
            case "string":
                return st.sampled_from(schema.get("enum") or _listed(schema) or self._good)
            case "integer":
                return st.integers(schema.get("minimum"), schema.get("maximum"))
        return st.booleans() if schema["type"] == "boolean" else st.none()

    def _beyond(self, schema: Mapping[str, Any]) -> SearchStrategy[Any]:
        match schema.get("type"):
            case "array":
                inside = self.tried(schema["items"])
                return st.lists(inside, max_size=3) | st.just([self._good[0]] * (schema.get("maxItems", 3) + 1))
            case "string":
                return st.just("x" * (schema.get("maxLength", 0) + 1)) | TEXT
            case "integer":
                bounds = [schema[one] for one in ("minimum", "maximum") if one in schema]
                return st.sampled_from([one + step for one in bounds for step in (-1, 0, 1)] or [0]) | NUMBER
            case "object":
                return self._objects(schema, self.tried)
        return st.nothing()

    def _objects(
        self, schema: Mapping[str, Any], inside: Callable[[Mapping[str, Any]], SearchStrategy[Any]]
    ) -> SearchStrategy[Any]:
        others = schema.get("additionalProperties")
        if isinstance(others, dict):
            return st.dictionaries(st.sampled_from(self._good) | TEXT, inside(others), max_size=3)
        made = {name: inside(one) for name, one in schema["properties"].items()}
        if inside == self.tried:
            return st.fixed_dictionaries({}, optional={**made, "unknown": ANYTHING})
        needed = {name: made.pop(name) for name in schema.get("required", ())}
        return st.fixed_dictionaries(needed, optional=made)


def _listed(schema: Mapping[str, Any]) -> list[str]:
    """Return the codes that a description in words lists."""
    begun, _, codes = schema.get("description", "").partition("one of: ")
    return codes.split(", ") if not begun and codes else []
