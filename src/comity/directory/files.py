"""The directory as a file: CSV or JSON out, the same in again, judged row by row before anything is written.

A row that is taken in is a new version that waits for a second officer, as if it had been typed. Cells with several
values have a semicolon between them. An authority keeps its id from node to node, so that the same file again changes
nothing.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.core.cells import neutral
from comity.directory import queries
from comity.directory.actions import propose_entry
from comity.directory.errors import DirectoryError
from comity.directory.forms import CHOSEN, COPIED, LANGUAGES, LISTS, TYPED, EntryForm, parts
from comity.directory.states import all_states, is_users_code
from comity.kernel.errors import KernelError
from comity.kernel.ids import parse_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from comity.core.actors import Actor
    from comity.directory.models import Entry
    from comity.directory.origins import Origin

LARGEST: Final = 10 * 1024**2
MOST_ROWS: Final = 20_000
COLUMNS: Final = (
    "place", "authority", *CHOSEN, "none_designated", "ended", "name_en", "name_zh", "name_own", *COPIED, *LISTS,
    "fallback",
)  # fmt: skip
FLAGS: Final = ("none_designated", "ended", "around_the_clock", "verified", "disputed")
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: whether it is new, changed, the same or refused, and why."""

    line: int
    place: str
    result: str
    reasons: Sequence[tuple[str, str]]
    authority: UUID | None = None
    values: dict[str, Any] | None = None


def row_of(entry: Entry) -> dict[str, str]:
    """Return a version as one row of text."""
    shown = EntryForm.initial_of(entry)
    row: dict[str, str] = {name: "" if shown[name] is None else str(shown[name]) for name in COLUMNS if name in shown}
    flags: dict[str, str] = {name: YES if shown[name] else NO for name in FLAGS}
    lists: dict[str, str] = {name: "; ".join(getattr(entry, name)) for name in (*CHOSEN, *LISTS)}
    place = {"place": entry.authority.place, "authority": str(entry.authority_id)}
    cells: dict[str, str] = {**row, **flags, **lists, **place}
    return {name: cells[name] for name in COLUMNS}


def as_csv(rows: Iterable[dict[str, str]], columns: Sequence[str] = COLUMNS) -> str:
    """Write rows as CSV with a heading; a cell that a spreadsheet would calculate begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _kept(text) for name, text in row.items()} for row in rows)
    return out.getvalue()


def _kept(cell: str) -> str:
    """Return a cell that no spreadsheet runs, and that reads back as it was: its own apostrophe gets one before it."""
    return f"'{cell}" if cell.startswith("'") else neutral(cell)


def as_json(rows: Iterable[dict[str, str]], name: str = "authorities") -> str:
    """Write rows as one JSON object."""
    return json.dumps({name: list(rows)}, ensure_ascii=False, indent=1)


def export(kind: str) -> str:
    """Return everything published, as `csv` or `json`."""
    rows = [row_of(entry) for entry in queries.current_entries()]
    return as_csv(rows) if kind == "csv" else as_json(rows)


def read(
    raw: bytes, *, columns: Sequence[str] = COLUMNS, needed: str = "place", name: str = "authorities"
) -> list[dict[str, str]]:
    """Read a file of either kind, or raise DirectoryError `E_FILE` that says what is wrong with it.

    `needed` is the column without which a row is none; `name` is what a JSON file calls its rows.
    """
    if len(raw) > LARGEST:
        raise DirectoryError("E_FILE", f"the file is larger than {LARGEST} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DirectoryError("E_FILE", "the file is not UTF-8 text: save it as CSV UTF-8, or as JSON") from error
    rows = _from_json(text, name) if text.lstrip()[:1] in {"{", "["} else _from_csv(text)
    if not rows or len(rows) > MOST_ROWS:
        raise DirectoryError("E_FILE", f"the file has {len(rows)} rows; one to {MOST_ROWS} are taken")
    unknown = {name for row in rows for name in row} - set(columns)
    if unknown or not all(needed in row for row in rows):
        raise DirectoryError("E_FILE", f"columns must be some of: {', '.join(columns)}; and {needed} among them")
    return rows


def _from_json(text: str, name: str) -> list[dict[str, str]]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DirectoryError("E_FILE", "the file begins like JSON and is none") from error
    rows = given.get(name) if isinstance(given, dict) else given
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and all(isinstance(cell, str) for cell in row.values()) for row in rows
    ):
        raise DirectoryError("E_FILE", f"{name} must be a list of objects whose values are text")
    return rows


def _from_csv(text: str) -> list[dict[str, str]]:
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise DirectoryError("E_FILE", f"the table cannot be read: {error}") from error
    if any(None in row or None in row.values() for row in rows):
        raise DirectoryError("E_FILE", "a row has more or fewer cells than the heading")
    return [{name: text.removeprefix("'") for name, text in row.items()} for row in rows]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the directory, and the file itself, know while rows are judged."""

    holds: dict[UUID, Entry]
    places: dict[UUID, str]
    waiting: set[UUID]
    in_file: dict[UUID, str]  # rows may name one another as fallback


def judge(rows: Sequence[dict[str, str]]) -> list[Judged]:
    """Say of every row what taking it in would do; nothing is written. The same statements for any number of rows."""
    ids = [(_id_of(row.get("authority", "")), row["place"].strip().upper()) for row in rows]
    known = _Known(
        holds={entry.authority_id: entry for entry in queries.current_entries()},
        places=dict(queries.authorities().values_list("pk", "place")),
        waiting=set(queries.all_waiting().values_list("authority_id", flat=True)),
        in_file={one: place for one, place in ids if one is not None},
    )
    seen: set[UUID] = set()
    found = []
    for line, (row, (authority, place)) in enumerate(zip(rows, ids, strict=True), 1):
        reason = _refused(row, authority, place, known)
        if reason is None and authority in seen:
            reason = ("authority", "an earlier row has this id")
        found.append(Judged(line, place, "refused", [reason]) if reason else _judge(line, row, authority, place, known))
        seen |= {authority} if authority else set()
    return found


def _id_of(text: str) -> UUID | None:
    try:
        return parse_id(text.strip())
    except KernelError:
        return None


def _refused(row: dict[str, str], authority: UUID | None, place: str, known: _Known) -> tuple[str, str] | None:
    """Return the column and the reason for which a row cannot be looked at further."""
    if place not in all_states() and not is_users_code(place):
        return "place", "no State of the table has this code"
    if authority is None and row.get("authority", "").strip():
        return "authority", "this is no id of an authority"
    if authority is not None and known.places.get(authority, place) != place:
        return "authority", "this id belongs to an authority of another State"
    if authority in known.waiting:
        return "authority", "another version waits for a second officer"
    return None


def _judge(line: int, row: dict[str, str], authority: UUID | None, place: str, known: _Known) -> Judged:
    others = {one for one in known.holds if known.places[one] == place}
    others |= {one for one, where in known.in_file.items() if where == place}
    form = RowForm(row, [(one, "") for one in others - {authority}])
    if not form.is_valid():
        reasons = [(name, " ".join(map(str, told))) for name, told in form.errors.items()]
        return Judged(line, place, "refused", reasons)
    values = form.values
    entry = known.holds.get(authority) if authority else None
    if entry is not None and all(_plain(getattr(entry, name)) == _plain(value) for name, value in values.items()):
        return Judged(line, place, "same", [], authority, values)
    return Judged(line, place, "changed" if authority in known.places else "new", [], authority, values)


class RowForm(EntryForm):
    """A row as a form: languages stand in it as tags, also those of which no name is known here."""

    def __init__(self, row: dict[str, str], others: Iterable[tuple[UUID, str]]) -> None:
        said = {name: parts(row.get(name, "")) for name in LANGUAGES}
        tags = {name: [tag.lower() for tag in one] for name, one in said.items()}
        super().__init__({**_form_data(row), **said}, others=others, language="en", initial=tags)
        for name in LANGUAGES:
            self.fields[name].error_messages["language"] = _(
                "“%(given)s” is no tag of a language, such as en, fr or zh-hans."
            )


def _plain(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value


def _form_data(row: dict[str, str]) -> dict[str, Any]:
    """Return a row as a browser would send it."""
    data: dict[str, Any] = {name: text for name, text in row.items() if name not in FLAGS}
    data |= {name: ", ".join(part.strip() for part in row.get(name, "").split(";")) for name in TYPED}
    data |= {name: [part.strip() for part in row.get(name, "").split(";") if part.strip()] for name in CHOSEN}
    data |= {name: "on" for name in FLAGS if row.get(name, "").strip().casefold() == YES}
    return {"electronic": "unknown", **{name: text for name, text in data.items() if text or name in CHOSEN}}


def take_in(*, actor: Actor, judged: Sequence[Judged], now: datetime, origin: Origin | None = None) -> int:
    """Write a version for every row that is new or changed, all or none; each waits for a second officer.

    `origin` is the signed directory that says it, where one does.
    """
    kept = {"origin": origin.to_json()} if origin else {}
    wanted = [one for one in judged if one.result in {"new", "changed"} and one.values is not None]
    with transaction.atomic():
        for one in wanted:
            propose_entry(
                actor=actor, place=one.place, values={**(one.values or {}), **kept}, now=now,
                authority_id=one.authority if one.result == "changed" else None,
                as_id=one.authority if one.result == "new" else None,
            )  # fmt: skip
    return len(wanted)
