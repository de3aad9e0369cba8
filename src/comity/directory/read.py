"""Read models of the directory, as its pages show them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.core.languages import language_name
from comity.core.parts import Fact, Standing, Status, Tone
from comity.directory import queries, signs
from comity.directory.functions import FUNCTIONS, Function, Life, life
from comity.directory.models import Electronic, MadeKnown, Way
from comity.directory.states import GROUP_NAMES, KIND_NAMES, Form, State, all_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from comity.core.parts import Words
    from comity.directory.models import Entry

LIVES: Final[dict[Life, Status]] = {
    Life.GREEN: Status(_("up to date"), Tone.DONE),
    Life.AMBER: Status(_("to be confirmed"), Tone.WAITING),
    Life.RED: Status(_("not confirmed for long"), Tone.REFUSED),
}
TO_CONFIRM: Final = (Life.AMBER, Life.RED)
NOT_DESIGNATED: Final = Status(_("not designated"), Tone.NONE)
NOT_KNOWN: Final = Status(_("not known"), Tone.OPEN)
ELECTRONIC: Final[dict[str, Words]] = {
    Electronic.UNKNOWN: _("not known"),
    Electronic.NO: _("no"),
    Electronic.WITH_PAPER: _("yes, and the paper must follow"),
    Electronic.ALONE: _("yes, in place of paper"),
}

WAYS: Final[dict[str, Words]] = {
    Way.POST: _("post"),
    Way.COURIER: _("courier"),
    Way.DIPLOMATIC: _("diplomatic channel"),
    Way.EMAIL: _("e-mail"),
    Way.PLATFORM: _("electronic platform"),
    Way.INTERPOL: _("INTERPOL, in urgent cases where both States agree (46(13))"),
}
MADE_KNOWN: Final[dict[str, Words]] = {
    MadeKnown.UNKNOWN: _("not known"),
    MadeKnown.NOTIFIED: _("notified to the Secretary-General of the United Nations (46(13), 6(3))"),
    MadeKnown.DIRECTORY: _("told to a directory, not notified"),
}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A State in the list: its name, its group, how many of the five functions are known."""

    code: str
    name: str
    group: str
    designated: int
    known: int
    life: Status | None


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """An authority that is competent for a function, or the statement that none is."""

    entry: Entry
    name: str
    life: Status
    fact: Fact


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """What is known of one function: authorities, or that none is designated, or nothing."""

    function: Function
    name: str
    article: str
    demanded: bool
    status: Status | None
    authorities: Sequence[AuthorityRow]


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name of a State and how far it can be relied on."""

    language: str
    text: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Sheet:
    """A version of an entry as it is read: a heading, lines in order, and how far it can be relied on."""

    entry: Entry
    name: str
    functions: Sequence[str]
    lines: Sequence[tuple[Words, str]]
    urgent: Sequence[tuple[Words, str]]
    fallback: Sequence[str]
    fact: Fact


def listed(words: Iterable[str]) -> str:
    """Join words as the reader's language lists them."""
    return gettext(", ").join(words)


def today() -> date:
    """Return the day in the reader's zone."""
    return timezone.localdate()


def place_name(code: str, language: str) -> str:
    """Return the short name of a State; of one that is not in the table, its code."""
    state = all_states().get(code)
    return state.name.get(language) if state else code


def fact(source: str, at: date, *, verified: bool, disputed: bool = False) -> Fact:
    """Return the mark of a fact."""
    standing = Standing.DISPUTED if disputed else Standing.VERIFIED if verified else Standing.UNVERIFIED
    return Fact(standing, source, at)


def life_of(entry: Entry, confirmed_at: datetime | None, heard_at: datetime | None = None) -> Status:
    """Return how alive an entry is by the last of: published, confirmed, its node heard."""
    seen = max((moment for moment in (entry.decided_at, confirmed_at, heard_at) if moment), default=None)
    node = settings.NODE
    found = life(
        timezone.localdate(seen) if seen else None,
        today=today(),
        amber_after=node.authority_amber_days,
        red_after=node.authority_red_days,
    )
    return LIVES[found]


def listed_life(entry: Entry, heard: Mapping[str, datetime]) -> Status:
    """Return how alive an entry of a list is; `heard` says when the node of each State was last."""
    heard_at = signs.heard_of(entry, entry.authority.place, heard)
    return life_of(entry, getattr(entry, "confirmed_at", None), heard_at)


def authority_row(entry: Entry, heard: Mapping[str, datetime], language: str) -> AuthorityRow:
    """Return what lists show of a version that holds."""
    mark = fact(entry.source, entry.source_date, verified=entry.verified, disputed=entry.disputed)
    return AuthorityRow(entry, entry.name_in(language), listed_life(entry, heard), mark)


def ways(entry: Entry) -> str:
    """Return by which ways an authority takes requests, in words."""
    return listed(str(WAYS[one]) for one in entry.ways)


def entry_sheets(entries: Sequence[Entry], place: str, language: str) -> list[Sheet]:
    """Return everything these versions say, without what they leave empty; one statement whatever their number."""
    others = {one.authority_id: one for one in queries.entries_of([place])}
    return [_entry_sheet(entry, others, language) for entry in entries]


def _fallbacks(entry: Entry, others: Mapping[UUID, Entry], language: str) -> list[str]:
    """Return whom to turn to one after the other; nobody twice, and not the authority itself."""
    found: list[Entry] = []
    seen, at = {entry.authority_id}, entry
    while at.fallback_id and at.fallback_id in others and at.fallback_id not in seen:
        at = others[at.fallback_id]
        seen.add(at.authority_id)
        found.append(at)
    return [one.name_in(language) for one in found]


def _entry_sheet(entry: Entry, others: Mapping[UUID, Entry], language: str) -> Sheet:
    lines = _lines(entry, language) if entry.designated else []
    return Sheet(
        entry=entry,
        name=entry.name_in(language),
        functions=[FUNCTIONS[Function(code)].name.get(language) for code in entry.functions],
        lines=[line for line in lines if line[1]],
        urgent=[line for line in _urgent_lines(entry, language) if line[1]],
        fallback=_fallbacks(entry, others, language),
        fact=fact(entry.source, entry.source_date, verified=entry.verified, disputed=entry.disputed),
    )


def language_names(tags: Iterable[str], language: str) -> str:
    """Name languages in the reader's language."""
    return listed(language_name(one, language) for one in tags)


def _lines(entry: Entry, language: str) -> list[tuple[Words, str]]:
    known = entry.made_known != MadeKnown.UNKNOWN
    return [
        (_("Treaties for which it is competent"), listed(entry.instruments)),
        (_("How the State made it known"), str(MADE_KNOWN[entry.made_known]) if known else ""),
        (_("Department and post"), entry.post),
        (_("Contact person and deputy"), entry.contact),
        (_("Postal address"), entry.address),
        (_("Telephone"), entry.phone),
        (_("Fax"), entry.fax),
        (_("E-mail"), entry.email),
        (_("Secure address"), entry.secure_address),
        (_("Web site"), entry.website),
        (_("Languages it accepts"), language_names(entry.languages, language)),
        (_("Languages spoken on the telephone"), language_names(entry.spoken, language)),
        (_("Working hours"), " ".join(one for one in (entry.hours, entry.time_zone) if one)),
        (_("It can be reached at any hour"), gettext("yes") if entry.around_the_clock else ""),
        (_("Ways by which it takes requests"), ways(entry)),
        (_("Requests by electronic means"), str(ELECTRONIC[entry.electronic])),
        (_("Conditions of that"), entry.electronic_conditions),
        (_("Largest file, in megabytes"), str(entry.largest_megabytes or "")),
        (_("File formats it takes"), entry.formats),
        (_("Formalities"), entry.formalities),
        (_("Kinds of help that it can give, and cannot; thresholds"), entry.help_given),
        (_("Authorities that execute requests"), entry.executing),
        (_("Networks it belongs to"), listed(entry.networks)),
    ]


def _urgent_lines(entry: Entry, language: str) -> list[tuple[Words, str]]:
    return [
        (_("Telephone for urgent cases"), entry.urgent_phone),
        (_("Languages it accepts in urgent cases"), language_names(entry.urgent_languages, language)),
        (_("What to do in urgent cases"), entry.urgent_procedure),
    ]


def place_rows(language: str, codes: Sequence[str]) -> list[PlaceRow]:
    """Return these States in the order of their names, with what is known of each; the same statements for any."""
    by_place: dict[str, list[Entry]] = {}
    for entry in queries.current_entries():
        by_place.setdefault(entry.authority.place, []).append(entry)
    heard = signs.heard()
    rows = [_place_row(one, all_states().get(one), by_place.get(one, []), heard, language) for one in codes]
    return sorted(rows, key=lambda row: row.name.casefold())


def _place_row(
    code: str, state: State | None, entries: list[Entry], heard: Mapping[str, datetime], language: str
) -> PlaceRow:
    named = {function for entry in entries if entry.designated for function in entry.functions}
    known = {function for entry in entries for function in entry.functions}
    lives = [listed_life(entry, heard) for entry in entries if entry.designated]
    worst = max(lives, key=list(LIVES.values()).index, default=None)
    group = GROUP_NAMES[state.group].get(language) if state and state.group else ""
    return PlaceRow(code, place_name(code, language), group, len(named), len(known), worst)


def function_rows(places: Sequence[str], language: str) -> list[FunctionRow]:
    """Return the five functions of a State and its territories, each with its authorities or why there is none."""
    entries, heard = list(queries.entries_of(places)), signs.heard()
    return [function_row(function, entries, heard, language) for function in Function]


def function_row(
    function: Function, entries: Sequence[Entry], heard: Mapping[str, datetime], language: str
) -> FunctionRow:
    """Return one function out of what is known of a State."""
    mine = [entry for entry in entries if function in entry.functions]
    named = [authority_row(entry, heard, language) for entry in mine if entry.designated]
    none = [authority_row(entry, heard, language) for entry in mine if not entry.designated]
    facts = FUNCTIONS[function]
    status = None if named else NOT_DESIGNATED if none else NOT_KNOWN
    return FunctionRow(function, facts.name.get(language), facts.article, facts.demanded, status, named or none)


def name_rows(state: State) -> list[NameRow]:
    """Return the names of a State that are shown: short and formal, in every language that has one."""
    shown = [one for one in state.names if one.form in {Form.SHORT, Form.FORMAL}]
    return [
        NameRow(one.language, one.text, fact(one.source.source, one.source.date, verified=one.source.verified))
        for one in shown
    ]


def kind_name(state: State, language: str) -> str:
    """Return what a row of the table is, in words."""
    return KIND_NAMES[state.kind].get(language)


@dataclass(frozen=True, slots=True)
class CountPoint:
    """How many States had somebody for each function on a day."""

    at: date
    fact: Fact
    counts: tuple[int, ...]
    here: bool = False


@cache
def _shipped_counts() -> list[dict[str, Any]]:
    text = (files("comity.directory") / "data" / "counts.json").read_text(encoding="utf-8")
    points: list[dict[str, Any]] = json.loads(text)
    return points


def count_points() -> list[CountPoint]:
    """Return the counts by function over time: those that ship with their source, then those of this directory.

    Of this directory: at the end of each year since something was published, and today.
    """
    points = [
        CountPoint(
            date.fromisoformat(one["at"]),
            fact(one["source"], date.fromisoformat(one["at"]), verified=one["verified"]),
            tuple(one["counts"][function] for function in Function),
        )
        for one in _shipped_counts()
    ]
    versions, now = queries.designations(), today()
    first = min((one.since.year for one in versions), default=now.year)
    days = [*(date(year, 12, 31) for year in range(first, now.year)), now]
    return [*points, *(CountPoint(day, Fact(Standing.VERIFIED), counted_on(versions, day), here=True) for day in days)]


def counted_on(versions: Sequence[queries.Designated], day: date) -> tuple[int, ...]:
    """Return how many States had named somebody for each function on a day; `versions` stand in order."""
    held = {one.authority_id: one for one in versions if one.since <= day}
    named = {(function, one.place) for one in held.values() for function in one.functions}
    counts = Counter(function for function, _place in named)
    return tuple(counts[function] for function in Function)
