"""The table of States: codes, regional groups, and names in the six official languages, each with its source.

A name that nobody compared with a document says so (`verified`), and a name kept only to recognise a State (older,
colloquial, inverted) is never the one shown. The files stand in `comity/directory/data`.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CODE_LENGTH = 2
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


class StateKind(StrEnum):
    """What a row of the table is."""

    MEMBER = "member"
    OBSERVER = "observer"  # a non-member observer State
    OTHER_STATE = "other_state"  # neither, yet open to treaties with the Secretary-General as depositary
    ORGANIZATION = "organization"  # a regional economic integration organization (UNCAC art. 67(2))
    TERRITORY = "territory"  # with a system of its own (UNCAC art. 46(13))


class Group(StrEnum):
    """The five regional groups of the United Nations."""

    AFRICAN = "african"
    ASIA_PACIFIC = "asia_pacific"
    EASTERN_EUROPEAN = "eastern_european"
    LATIN_AMERICAN_CARIBBEAN = "latin_american_caribbean"
    WESTERN_EUROPEAN_OTHERS = "western_european_others"


class Form(StrEnum):
    """What sort of name it is."""

    SHORT = "short"
    FORMAL = "formal"
    VARIANT = "variant"
    ALONE = "alone"  # means the State where it stands alone, and too much else in a sentence


GROUP_NAMES = {
    Group.AFRICAN: Text("Group of African States", "非洲国家组"),
    Group.ASIA_PACIFIC: Text("Group of Asia-Pacific States", "亚洲-太平洋国家组"),
    Group.EASTERN_EUROPEAN: Text("Group of Eastern European States", "东欧国家组"),
    Group.LATIN_AMERICAN_CARIBBEAN: Text("Group of Latin American and Caribbean States", "拉丁美洲和加勒比国家组"),
    Group.WESTERN_EUROPEAN_OTHERS: Text("Group of Western European and other States", "西欧和其他国家组"),
}
KIND_NAMES = {
    StateKind.MEMBER: Text("Member State of the United Nations", "联合国会员国"),
    StateKind.OBSERVER: Text("non-member observer State", "非会员观察员国"),
    StateKind.OTHER_STATE: Text("State that is not a Member of the United Nations", "非联合国会员国的国家"),
    StateKind.ORGANIZATION: Text("regional economic integration organization", "区域经济一体化组织"),
    StateKind.TERRITORY: Text("territory", "领土"),
}


@dataclass(frozen=True, slots=True)
class NameSource:
    """Where names were read, up to when that is known, and whether somebody compared them."""

    code: str
    source: str
    date: date
    verified: bool


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one State in one language."""

    text: str
    language: str
    form: Form
    source: NameSource


@dataclass(frozen=True, slots=True)
class State:
    """One row of the table.

    Attributes:
        iso2: the code used everywhere in Comity; `EU` is reserved in ISO 3166 for the European Union.
        iso3, m49: empty where there is none.
        group: the regional group; None for observers, organizations, territories and States that are not Members.
        part_of: for a territory, the code of the State that is responsible for it.
        names: all of them; `name` and `formal` pick the one to show.
    """

    iso2: str
    iso3: str
    m49: str
    kind: StateKind
    group: Group | None
    part_of: str
    names: tuple[Name, ...]

    def called(self, language: str, form: Form = Form.SHORT) -> Name | None:
        """Return the short or formal name in one of the six languages with its source; None where none is known."""
        primary = language.replace("_", "-").lower().split("-")[0]
        return next((one for one in self.names if one.language == primary and one.form is form), None)

    @property
    def name(self) -> Text:
        """Return the short name in the languages that have one."""
        return self._text(Form.SHORT)

    @property
    def formal(self) -> Text:
        """Return the formal name; where a State has no other than the short one, that."""
        return self._text(Form.FORMAL)

    def _text(self, form: Form) -> Text:
        found = {
            language: one.text
            for language in LANGUAGES
            if (one := self.called(language, form) or self.called(language)) is not None
        }
        return Text(**found)


def _lines(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_data(name).splitlines())


def _data(name: str) -> str:
    return (files("comity.directory") / "data" / name).read_text(encoding="utf-8")


def _sources() -> dict[str, NameSource]:
    known: dict[str, dict[str, Any]] = json.loads(_data("name_sources.json"))
    return {
        code: NameSource(code, row["source"], date.fromisoformat(row["date"]), row["verified"])
        for code, row in known.items()
    }


@cache
def all_states() -> Mapping[str, State]:
    """Return the whole table by ISO 3166 alpha-2 code; read once."""
    sources = _sources()
    names: dict[str, list[Name]] = {}
    for row in _lines("state_names.csv"):
        names.setdefault(row["iso2"], []).append(
            Name(row["text"], row["language"], Form(row["form"]), sources[row["source"]])
        )
    return MappingProxyType(
        {
            row["iso2"]: State(
                iso2=row["iso2"],
                iso3=row["iso3"],
                m49=row["m49"],
                kind=StateKind(row["kind"]),
                group=Group(row["group"]) if row["group"] else None,
                part_of=row["part_of"],
                names=tuple(names[row["iso2"]]),
            )
            for row in _lines("states.csv")
        }
    )


def is_users_code(code: str) -> bool:
    """Return whether ISO 3166 leaves the code to users (XA to XZ): no State will ever have it, an exercise may."""
    return len(code) == CODE_LENGTH and code.isascii() and code.isalpha() and code.isupper() and code[0] == "X"


def states_only() -> list[State]:
    """Return the rows that are States or organizations, without territories."""
    return [one for one in all_states().values() if one.kind is not StateKind.TERRITORY]
