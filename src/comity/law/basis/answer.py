"""What the engine answers: bases in their order, what applies, what to find out first, and other ways."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.kernel.languages import Text

if TYPE_CHECKING:
    from comity.law.facts import Declaration, Instrument, Notification, PairRelation, Participation, StateRule

    Row = Instrument | Participation | Notification | Declaration | PairRelation | StateRule


class BasisMode(StrEnum):
    """How a request rests on what binds both States."""

    TREATY = "treaty"
    UNCAC_MINI_TREATY = "uncac_mini_treaty"
    UNCAC_IN_LIEU = "uncac_in_lieu"
    UNCAC = "uncac"
    DOMESTIC = "domestic"
    ASK = "ask"
    CONDITION = "condition"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Basis:
    """One ground that a request may rest on.

    Attributes:
        instrument: the code of the instrument; for domestic law the code of the State whose law it is.
        name: its name.
        articles: what to cite; a bare number is one of the Convention, others name their instrument. Never empty.
        rows: the facts relied on.
        sure: whether those facts are verified, undisputed and of one mind.
    """

    instrument: str
    name: Text
    mode: BasisMode
    articles: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    sure: bool = True

    @property
    def key(self) -> str:
        """What forms and snapshots call it: instrument and mode."""
        return f"{self.instrument}:{self.mode.value}"

    def __post_init__(self) -> None:
        if not self.articles:
            raise ValueError(f"a basis without an article: {self.instrument}")


@dataclass(frozen=True, slots=True)
class Warned:
    """Something the officer must know; `find_out`: the answer is not certain before somebody has found it out."""

    code: str
    wording: Text
    articles: tuple[str, ...]
    find_out: bool = False
    names: tuple[tuple[str, Text], ...] = ()

    @property
    def text(self) -> Text:
        """The wording with names put in; made when somebody reads it, for most answers are only compared."""
        if not self.names:
            return self.wording
        return Text(
            self.wording.en.format_map({key: name.en for key, name in self.names}),
            self.wording.zh.format_map({key: name.zh for key, name in self.names}),
        )


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to the same end."""

    channel: str
    text: Text
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dual:
    """Whether the conduct must be an offence in both States; `needed` is None where that depends."""

    needed: bool | None
    risk: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer; `certain` is false while a warning asks to find something out."""

    mode: BasisMode
    bases: tuple[Basis, ...]
    applies: tuple[str, ...]
    dual: Dual
    warnings: tuple[Warned, ...]
    alternatives: tuple[Alternative, ...]

    @property
    def certain(self) -> bool:
        """Whether nothing is left to find out."""
        return not any(one.find_out for one in self.warnings)

    def to_json(self, language: str) -> dict[str, object]:
        """Return it as `docs/cli.md` promises, with texts in `language`."""
        return {
            "mode": self.mode.value,
            "bases": [_basis(one, language) for one in self.bases],
            "applies": list(self.applies),
            "dual_criminality": {
                "needed": self.dual.needed,
                "risk": self.dual.risk,
                "articles": list(self.dual.articles),
            },
            "warnings": [
                {"code": one.code, "text": one.text.get(language), "articles": list(one.articles)}
                for one in self.warnings
            ],
            "alternatives": [{"channel": one.channel, "articles": list(one.articles)} for one in self.alternatives],
            "certain": self.certain,
        }


def _basis(basis: Basis, language: str) -> dict[str, object]:
    return {
        "instrument": basis.instrument,
        "mode": basis.mode.value,
        "articles": list(basis.articles),
        "facts": [
            {
                "text": row.statement.get(language),
                "source": row.source,
                "date": row.date.isoformat(),
                "verified": row.sure,
            }
            for row in basis.rows
        ],
    }
