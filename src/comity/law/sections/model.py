"""Shape of a section of the draft: its questions, and the rows that repeat in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.kernel.languages import Text
    from comity.law.fields import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A list of like things in a section (offences, persons, measures, annexes).

    Attributes:
        path: where the list stands in the request.
        scope: what one row is called in item codes, for example `person` in `person.name`.
        title: what one row is called by people.
        id_field: the field that names a row, empty where rows have no name.
        fields: the questions of one row; their paths are counted from the row.
    """

    path: str
    scope: str
    title: Text
    fields: tuple[Field, ...]
    id_field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One page of the draft, in the order of the task list."""

    key: str
    title: Text
    intro: Text
    fields: tuple[Field, ...] = ()
    rows: tuple[Rows, ...] = ()
