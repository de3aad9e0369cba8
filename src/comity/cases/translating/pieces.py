"""The words of a request, paragraph by paragraph, and the request with other words in their place. Pure.

A paragraph is known by the digest of its text: what stands twice is translated once, and what an author changes is a
new paragraph. Names, references, numbers of accounts and the like are no words: they stay as they stand.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from comity.law.fields import Input
from comity.law.sections import ANNEX, OFFENCE, PERSON, SECTIONS, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from comity.kernel.languages import Text
    from comity.law.fields import Field

# Names of persons, companies and banks: they stay in a translation as they are, whatever stands beside them.
NAMES: Final = frozenset({
    "conducting.officer", "confidentiality.contact", "name", "variants", "details.addressee", "details.bank",
    "details.account_name", "details.company", "details.holder",
})  # fmt: skip
# What else is no words.
CODES: Final = frozenset({
    "reference", "requested.state", "requesting.state", "basis.articles", "conducting.phone", "conducting.email",
    "conducting.time_zone", "proceedings.case_number", "register_number", "details.account_number",
    "details.register_number", "details.value", "details.currency",
})  # fmt: skip
ANNEX_NAMES: Final = "annexes"  # the name of an annex is words, though a person's is none
_OF_WORDS: Final = {Input.LINE, Input.TEXT, Input.LIST}
_LETTERS: Final = re.compile(r"[^\W\d_]{2}|[\u3400-\u9fff]")
SHORTEST_NAME: Final = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph to translate: where it stands first, under which question, what it says."""

    part: str
    label: Text
    text: str

    @property
    def digest(self) -> str:
        """What the paragraph is known by."""
        return digest(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was given for one paragraph.

    Attributes:
        target: the translation; empty takes away the one that stands.
        seen: the mark of the translation that its writer saw (`mark_of`), or None where he writes over any.
        why: why it is right although something seems lost.
    """

    target: str
    seen: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A question of a request, with the record that holds its answer."""

    part: str
    field: Field
    holder: dict[str, Any]
    name: str
    words: bool


def digest(text: str) -> str:
    """Return what a paragraph is known by: 32 hexadecimal digits."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:32]


def mark_of(target: str) -> str:
    """Return by what a form remembers the translation that it showed."""
    return hashlib.sha256(target.encode()).hexdigest()[:12] if target else ""


def pieces_of(request: Mapping[str, Any]) -> list[Piece]:
    """Return every paragraph of words in the order of the letter, each text once."""
    found: dict[str, Piece] = {}
    for spot in _spots(deepcopy(dict(request))):
        if spot.words:
            for text in _paragraphs(spot.holder[spot.name]):
                found.setdefault(text, Piece(spot.part, spot.field.label, text))
    return list(found.values())


def names_in(request: Mapping[str, Any]) -> list[str]:
    """Return the names that stand in the questions for names, the longest first."""
    found = {
        line
        for spot in _spots(deepcopy(dict(request)))
        if spot.field.path in NAMES and not spot.words
        for line in _lines(spot.holder[spot.name])
        if len(line) >= SHORTEST_NAME
    }
    return sorted(found, key=lambda one: (-len(one), one))


def put_in(request: Mapping[str, Any], language: str, targets: Mapping[str, str]) -> dict[str, Any]:
    """Return the request with the translations in the place of its words.

    Args:
        request: what is translated.
        language: of the translations.
        targets: paragraph -> its translation; a paragraph without one stays as it is.
    """
    made = deepcopy(dict(request))
    for spot in _spots(made):
        if spot.words:
            value = spot.holder[spot.name]
            spot.holder[spot.name] = (
                [_translated(one, targets) for one in value] if isinstance(value, list) else _translated(value, targets)
            )
    return made | {"language": language}


def _translated(text: str, targets: Mapping[str, str]) -> str:
    return "\n".join(targets.get(line.strip(), line) for line in text.split("\n"))


def _paragraphs(value: Any) -> Iterator[str]:
    """Yield the paragraphs of an answer that hold words: a number or a date alone needs no translation."""
    for line in _lines(value):
        if _LETTERS.search(line):
            yield line


def _lines(value: Any) -> Iterator[str]:
    for text in value if isinstance(value, list | tuple) else [value]:
        for line in str(text or "").split("\n"):
            if line.strip():
                yield line.strip()


def _spots(request: dict[str, Any]) -> Iterator[_Spot]:
    for key, section in SECTIONS.items():
        yield from _of(key, section.fields, request)
        match key:
            case "proceedings":
                for row in request["proceedings"]["offences"]:
                    yield from _of(key, OFFENCE.fields, row)
            case "persons":
                for row in request["persons"]:
                    yield from _of(f"persons:{row['person_id']}", PERSON.fields, row)
            case "measures":
                for row in request["measures"]:
                    yield from _of(f"measures:{row['measure_id']}", fields_of(row["module"]), row)
            case "annexes":
                for row in request["annexes"]:
                    yield from _of(ANNEX_NAMES, ANNEX.fields, row)


def _of(part: str, fields: Iterable[Field], record: dict[str, Any]) -> Iterator[_Spot]:
    for field in fields:
        if field.input not in _OF_WORDS:
            continue
        *path, name = field.path.split(".")
        holder: Any = record
        for one in path:
            holder = holder.get(one) if isinstance(holder, dict) else None
        if isinstance(holder, dict) and isinstance(holder.get(name), str | list):
            named = field.path in NAMES and not (part == ANNEX_NAMES and field.path == "name")
            yield _Spot(part, field, holder, name, words=not named and field.path not in CODES)
