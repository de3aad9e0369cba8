"""An edition of the directory: everything that this node or hub has published, as the rows of a signed file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext

from comity.core.keys import node_keys
from comity.directory import fact_files, fact_queries, files, queries, read_facts
from comity.directory.fact_words import CELLS
from comity.directory.forms import LANGUAGES, EntryForm, parts
from comity.directory.functions import FUNCTIONS
from comity.directory.models import Electronic
from comity.directory.origins import origin_of
from comity.directory.read import ELECTRONIC, language_names, listed, place_name
from comity.directory.signed import SignedDirectory
from comity.law.facts.cells import COLUMNS, COMMON, Sort

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.core.parts import Words
    from comity.directory.fact_files import JudgedFact
    from comity.directory.files import Judged
    from comity.directory.models import FactVersion

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


def take_in(
    *, actor: Actor, said: SignedDirectory, raw: bytes, now: datetime, rows: Collection[str] | None = None
) -> int:
    """Write a version for each row that is new or changed; each waits for a second officer. Returns how many.

    `raw` is the signed file that says it; `rows` are the keys of those that were chosen, None for all.

    Raises:
        AccessDenied: no writer.
        DirectoryError: a column is none.
    """
    authorities, facts = judged(said)
    origin = origin_of(said, raw)
    with transaction.atomic():
        chosen = [one for one in authorities if rows is None or f"a{one.line}" in rows]
        taken = files.take_in(actor=actor, judged=chosen, now=now, origin=origin)
        stated = [one for one in facts if rows is None or f"f{one.line}" in rows]
        return taken + fact_files.take_in(actor=actor, judged_rows=stated, now=now, origin=origin)


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of an edition that is not as what holds here.

    Attributes:
        key: how a form names it: `a` or `f` with the number of the row.
        about: what it is about, in words; `result`: new, changed or refused.
        cells: what the column is called, what holds here, what the edition says.
        reasons: why it is refused.
        against: what holds here about the same and says otherwise; with both no answer is certain.
    """

    key: str
    about: str
    result: str
    cells: Sequence[tuple[Words, str, str]] = ()
    reasons: Sequence[tuple[str, str]] = ()
    against: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything in which an edition differs, and how many rows say what holds here already."""

    rows: Sequence[Difference]
    same: int


def differences(said: SignedDirectory, language: str) -> Differences:
    """Compare an edition with what holds here; the same statements for any number of rows."""
    authorities, facts = judged(said)
    here = {entry.authority_id: files.row_of(entry) for entry in queries.current_entries()}
    versions = list(fact_queries.current_versions())
    stated = {one.fact_id: fact_files.normal(one.cells) for one in versions}
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
            [_in_words(other) for other in versions if _contradicts(one, other)],
        )
        for one in facts
        if one.result != "same"
    ]
    return Differences(rows, len(authorities) + len(facts) - len(rows))


def _contradicts(one: JudgedFact, other: FactVersion) -> bool:
    """Whether something else that holds here is about the same and says another thing."""
    if one.fact == other.fact_id or one.subject != other.fact.subject:
        return False
    columns = set(COLUMNS[Sort(one.cells["sort"])]) - set(COMMON)
    before = fact_files.normal(other.cells)
    return any(before.get(name) != one.cells.get(name) for name in columns)


def _in_words(version: FactVersion) -> str:
    return read_facts.stated_versions([version])[0][1].says


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
    if column in LANGUAGES:
        return language_names(parts(text), language)
    return str(ELECTRONIC.get(text, text)) if column == "electronic" else text
