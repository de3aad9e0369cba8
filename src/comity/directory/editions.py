"""An edition of the directory: everything that this node or hub has published, as the rows of a signed file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext

from comity.core.keys import node_keys
from comity.directory import fact_files, fact_queries, files, queries
from comity.directory.fact_words import CELLS
from comity.directory.forms import EntryForm
from comity.directory.functions import FUNCTIONS
from comity.directory.models import Electronic
from comity.directory.read import ELECTRONIC, listed, place_name
from comity.directory.signed import SignedDirectory

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.core.parts import Words
    from comity.directory.fact_files import JudgedFact
    from comity.directory.files import Judged

AUTHORITY_COLUMNS: Final[dict[str, Words]] = {
    name: EntryForm.base_fields[name].label or name for name in files.COLUMNS if name in EntryForm.base_fields
}


def edition(now: datetime) -> SignedDirectory:
    """Return everything published, ready to be signed with the keys of this node."""
    keys = node_keys()
    return SignedDirectory(
        keys.node_id,
        keys.state,
        now,
        tuple(files.row_of(entry) for entry in queries.current_entries()),
        tuple(fact_files.rows()),
    )


def judged(said: SignedDirectory) -> tuple[Sequence[Judged], Sequence[JudgedFact]]:
    """Judge both tables as if they came as files, so that a column that is none is refused as in one."""
    authorities = files.judge(files.read(files.as_json(said.authorities).encode())) if said.authorities else []
    facts = fact_files.judge(fact_files.read(files.as_json(said.facts, fact_files.NAME).encode())) if said.facts else []
    return authorities, facts


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of an edition that is not as what holds here.

    Attributes:
        key: how a form names it: `a` or `f` with the number of the row.
        about: what it is about, in words; `result`: new, changed or refused.
        cells: what the column is called, what holds here, what the edition says.
        reasons: why it is refused.
    """

    key: str
    about: str
    result: str
    cells: Sequence[tuple[Words, str, str]] = ()
    reasons: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything in which an edition differs, and how many rows say what holds here already."""

    rows: Sequence[Difference]
    same: int


def differences(said: SignedDirectory, language: str) -> Differences:
    """Compare an edition with what holds here; the same statements for any number of rows."""
    authorities, facts = judged(said)
    here = {entry.authority_id: files.row_of(entry) for entry in queries.current_entries()}
    stated = {one.fact_id: fact_files.normal(one.cells) for one in fact_queries.current_versions()}
    rows = [
        Difference(
            f"a{one.line}",
            f"{place_name(one.place, language)} · {_named(given, language)}",
            one.result,
            [
                (label, _said(column, before, language), _said(column, after, language))
                for column, label, before, after in _cells(_of(here, one.authority), given, AUTHORITY_COLUMNS)
            ],
            one.reasons,
        )
        for one, given in zip(authorities, said.authorities, strict=True)
        if one.result != "same"
    ]
    rows += [
        Difference(
            f"f{one.line}",
            one.about,
            one.result,
            [(label, before, after) for _, label, before, after in _cells(_of(stated, one.fact), one.cells, CELLS)],
            one.reasons,
        )
        for one in facts
        if one.result != "same"
    ]
    return Differences(rows, len(authorities) + len(facts) - len(rows))


def _named(row: Mapping[str, str], language: str) -> str:
    own = row.get("name_zh", "") if language.startswith("zh") else row.get("name_en", "")
    return own or row.get("name_en", "") or row.get("name_own", "") or row.get("functions", "")


def _of(rows: Mapping[UUID, Mapping[str, str]], key: UUID | None) -> Mapping[str, str]:
    return rows.get(key, {}) if key else {}


def _cells(
    before: Mapping[str, str], given: Mapping[str, str], columns: Mapping[str, Words]
) -> Iterator[tuple[str, Words, str, str]]:
    """Yield the cells that differ; of something new those that say something."""
    for column, label in columns.items():
        was, now = (_full(column, row.get(column, "")) for row in (before, given))
        if was != now:
            yield column, label, was, now


def _full(column: str, text: str) -> str:
    """Return a cell as it is compared: no, unknown and nothing say the same."""
    return "" if (column in files.FLAGS and text == files.NO) or text == Electronic.UNKNOWN else text


def _said(column: str, text: str, language: str) -> str:
    """Return a cell of an authority in words."""
    if column in files.FLAGS:
        return gettext("yes") if text else ""
    if column == "functions":
        known = {one.value: facts.name.get(language) for one, facts in FUNCTIONS.items()}
        return listed(known.get(code.strip(), code.strip()) for code in text.split(";") if code.strip())
    return str(ELECTRONIC.get(text, text)) if column == "electronic" else text
