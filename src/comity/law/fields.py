"""What one question of a request is: its label, its help, its article, how badly it is needed, what to say if missing.

Forms, the letter, the completeness check and the questions of article 46(16) are all built from these rows, so that
one place says what a request contains.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.law.modes import Applies, applies_in

if TYPE_CHECKING:
    from comity.kernel.languages import Text
    from comity.law.conditions import Condition


class Input(StrEnum):
    """How a value is asked for, and its shape in the request."""

    LINE = "line"  # text on one line
    TEXT = "text"  # text
    DATE = "date"  # text, `2026-03-01`
    CHOICE = "choice"  # text, one of the choices
    YES_NO = "yes_no"  # text: "yes", "no", or empty where not answered
    FLAG = "flag"  # true or false
    LIST = "list"  # list of texts
    LANGUAGE = "language"  # text, a language tag in lower case
    LANGUAGES = "languages"  # list of language tags
    NUMBER = "number"  # whole number; 0 where there is none


class Need(StrEnum):
    """How badly something is needed: its absence blocks, weakens, or is nothing."""

    MANDATORY = "mandatory"
    WHERE_POSSIBLE = "where_possible"
    IF_WANTED = "if_wanted"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be chosen."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question.

    Attributes:
        path: where the value stands, with dots, counted from the request or from its row (person, measure ...).
        input: how it is asked.
        label: the question in a few words.
        help: what to write, beside the question.
        article: the rule that asks for it; empty where it is practice.
        need: how badly it is needed.
        applies: in which modes the rule binds.
        missing: the sentence that says what is missing.
        question: what the requested State asks for under 46(16).
        choices: the answers, where one is chosen.
        condition: the case in which it is needed; None is always.
    """

    path: str
    input: Input
    label: Text
    help: Text
    article: str
    need: Need
    applies: Applies
    missing: Text
    question: Text
    choices: tuple[Choice, ...] = ()
    condition: Condition | None = None

    @property
    def key(self) -> str:
        """Name of the question in a form: the path with underscores."""
        return self.path.replace(".", "_")


def must(  # noqa: PLR0917 (a row of a table: its columns in order)
    path: str,
    kind: Input,
    article: str,
    label: Text,
    guidance: Text,
    missing: Text,
    question: Text,
    *,
    choices: tuple[Choice, ...] = (),
    when: Condition | None = None,
    applies: Applies | None = None,
) -> Field:
    """Declare what a request must say."""
    return Field(
        path=path,
        input=kind,
        label=label,
        help=guidance,
        article=article,
        need=Need.MANDATORY,
        applies=applies or applies_in(article),
        missing=missing,
        question=question,
        choices=choices,
        condition=when,
    )


def should(  # noqa: PLR0917 (a row of a table: its columns in order)
    path: str,
    kind: Input,
    article: str,
    label: Text,
    guidance: Text,
    missing: Text,
    question: Text,
    *,
    choices: tuple[Choice, ...] = (),
    when: Condition | None = None,
    applies: Applies | None = None,
) -> Field:
    """Declare what a request says where possible: without it the request is weaker, not void."""
    return Field(
        path=path,
        input=kind,
        label=label,
        help=guidance,
        article=article,
        need=Need.WHERE_POSSIBLE,
        applies=applies or applies_in(article),
        missing=missing,
        question=question,
        choices=choices,
        condition=when,
    )


def may(  # noqa: PLR0917 (a row of a table: its columns in order)
    path: str,
    kind: Input,
    article: str,
    label: Text,
    guidance: Text,
    question: Text,
    *,
    choices: tuple[Choice, ...] = (),
) -> Field:
    """Declare what a request may say if its author wants."""
    return Field(
        path=path,
        input=kind,
        label=label,
        help=guidance,
        article=article,
        need=Need.IF_WANTED,
        applies=applies_in(article),
        missing=question,
        question=question,
        choices=choices,
    )
