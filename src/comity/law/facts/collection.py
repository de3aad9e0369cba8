"""All rows in one object that answers by place, pair and date; every answer names the rows it rests on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from comity.kernel.languages import Text
from comity.law.facts.rows import UNCAC, Dated, Fact, Family, Kind, Notification, PairStatus, StateRule

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from datetime import date

    from comity.law.facts.rows import (
        Declaration,
        Instrument,
        PairRelation,
        Participation,
        Place,
        Rule,
    )

F = TypeVar("F", bound=Fact)
R = TypeVar("R", bound=Dated)
K = TypeVar("K", bound="Hashable")


class Standing(StrEnum):
    """How a place stands to an instrument on a day."""

    BOUND = "bound"
    NOT_YET = "not_yet"  # it deposited, and is bound from a later day
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    NO_PARTY = "no_party"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Position:
    """How a place stands to an instrument, by which rows, whether that is sure, and whether rows contradict."""

    standing: Standing
    rows: tuple[Participation, ...]
    sure: bool
    conflict: bool = False

    @property
    def bound(self) -> bool:
        """Whether it is bound."""
        return self.standing is Standing.BOUND


@dataclass(frozen=True, slots=True)
class Finding(Generic[R]):
    """What the rows of one question say on a day.

    Attributes:
        value: the answer; None where nothing is known or the rows contradict one another.
        rows: the rows that hold on that day.
        sure: whether it may look certain: known, of one mind, verified, undisputed.
        conflict: whether the rows contradict one another.
    """

    value: str | None
    rows: tuple[R, ...]
    sure: bool
    conflict: bool


class Facts:
    """Everything known, indexed; made once, asked often."""

    def __init__(
        self,
        *,
        places: Iterable[Place] = (),
        instruments: Iterable[Instrument] = (),
        participations: Iterable[Participation] = (),
        notifications: Iterable[Notification] = (),
        declarations: Iterable[Declaration] = (),
        pairs: Iterable[PairRelation] = (),
        rules: Iterable[StateRule] = (),
    ) -> None:
        self.places = {one.code: one for one in places}
        self.instruments = {one.code: one for one in instruments}
        self._parties = _grouped(participations, lambda row: (row.instrument, row.place))
        self._notifications = _grouped(notifications, lambda row: (row.instrument, row.place, row.article))
        self._declarations = _grouped(declarations, lambda row: (row.instrument, row.place))
        self._pairs = _grouped(pairs, lambda row: (row.instrument, *_pair(row.one, row.other)))
        self._rules = _grouped(rules, lambda row: (row.place, row.rule))
        self._catalogue = {
            kind: tuple(one for one in self.instruments.values() if _is_treaty_for(one, kind)) for kind in Kind
        }
        self._possibles: dict[tuple[Kind, str], dict[str, Instrument]] = {}
        self._listed: dict[tuple[str, ...], Text] = {}
        self._asked: dict[tuple[str, str], tuple[date, Position]] = {}  # the last day: most questions are of one
        self._with_parties = {instrument for instrument, _place in self._parties}
        self._instruments_of: dict[str, set[str]] = defaultdict(set)
        for instrument, place in self._parties:
            self._instruments_of[place].add(instrument)

    def participations(self) -> Iterator[Participation]:
        """Yield every row of who signed or is bound by what."""
        for rows in self._parties.values():
            yield from rows

    def position(self, instrument: str, place: str, day: date) -> Position:
        """Return how a place stands to an instrument on a day (UNCAC art. 67, 68, 70)."""
        if place not in self.places or instrument not in self.instruments:
            return self._position(instrument, place, day)  # nothing is kept of what nobody knows
        asked = self._asked.get((instrument, place))
        if asked is None or asked[0] != day:
            asked = self._asked[instrument, place] = day, self._position(instrument, place, day)
        return asked[1]

    def _position(self, instrument: str, place: str, day: date) -> Position:
        rows = self._parties.get((instrument, place), ())
        if not rows:
            return self._without_row(instrument, place, day)
        if len(rows) == 1:
            standing = _standing(rows[0], day)
            return Position(standing, rows, standing is not Standing.UNKNOWN and rows[0].sure)
        first = _deciding(rows)
        standing = _standing(first, day)
        conflict = len({_standing(row, day) for row in rows}) > 1
        sure = first.sure and not conflict and not any(row.disputed for row in rows)
        return Position(standing, rows, sure and standing is not Standing.UNKNOWN, conflict)

    def _without_row(self, instrument: str, place: str, day: date) -> Position:
        """A place without a row is no party as long as the list is complete; a territory follows no list."""
        known = self.instruments.get(instrument)
        territory = place in self.places and bool(self.places[place].part_of)
        if known is None or territory:
            return Position(Standing.UNKNOWN, (), sure=False)
        if known.listed_until is not None and day <= known.listed_until:
            return Position(Standing.NO_PARTY, (), known.sure)
        return Position(Standing.UNKNOWN, (), sure=False)

    def shared(self, one: str, other: str) -> tuple[Instrument, ...]:
        """Return the instruments, the Convention apart, in which both have a row, in the order of their codes."""
        codes = self._instruments_of.get(one, set()) & self._instruments_of.get(other, set())
        return tuple(self.instruments[code] for code in sorted(codes) if code != UNCAC and code in self.instruments)

    def open_questions(self, kind: Kind, one: str, other: str, day: date) -> tuple[Instrument, ...]:
        """Return treaties that may bind both for a kind and of which that, or by which article, is not recorded.

        Those that `shared` gives with an article, those to which one of both cannot be party or surely is none, and
        protocols to another are left out.
        """
        theirs = self._possible(kind, other)
        return tuple(
            known
            for code, known in self._possible(kind, one).items()
            if code in theirs and self._is_open(known, kind, (one, other), day)
        )

    def by_depositary(self, codes: tuple[str, ...]) -> Text:
        """Return names of instruments, those of one depositary together with whom to ask."""
        if codes not in self._listed:
            self._listed[codes] = _by_depositary([self.instruments[code] for code in codes])
        return self._listed[codes]

    def _possible(self, kind: Kind, place: str) -> dict[str, Instrument]:
        """Return the treaties of the catalogue for a kind to which a place could be party, by code."""
        found = self._possibles.get((kind, place))
        if found is None:
            at = self.places.get(place)
            found = {known.code: known for known in self._catalogue[kind] if known.may_bind(at)}
            self._possibles[kind, place] = found
        return found

    def _is_open(self, known: Instrument, kind: Kind, places: tuple[str, str], day: date) -> bool:
        if known.listed_until is None and known.code not in self._with_parties:
            return True
        found = [self.position(known.code, place, day) for place in places]
        if any(one.sure and not one.bound for one in found):
            return False
        return kind not in known.articles or any(one.standing is Standing.UNKNOWN for one in found)

    def relations(self, instrument: str, one: str, other: str, day: date) -> tuple[PairRelation, ...]:
        """Return what is known of an instrument between exactly these two on a day."""
        rows = self._pairs.get((instrument, *_pair(one, other)), ())
        return tuple(row for row in rows if row.holds_on(day))

    def in_force_since(self, instrument: str, one: str, other: str, day: date) -> date | None:
        """Return the day from which an instrument that holds between both on `day` has been in force between them.

        It is the last of these: both are bound, the instrument entered into force, and so it did between these two by
        what is known of them (UNCAC art. 68). None where one of both is not bound by any row.
        """
        rows = [self._parties.get((instrument, place), ()) for place in (one, other)]
        begun = [_deciding(found).bound if found else None for found in rows]
        if None in begun:
            return None
        known = self.instruments.get(instrument)
        between = self.relations(instrument, one, other, day)
        begun += [known.in_force if known else None]
        begun += [row.valid_from for row in between if row.status is PairStatus.IN_FORCE]
        return max(when for when in begun if when is not None)

    def in_lieu(self, instrument: str, one: str, other: str, day: date) -> tuple[PairRelation, ...]:
        """Return standing agreements to apply 46(9)-(29) in lieu of this treaty (UNCAC art. 46(7))."""
        return tuple(
            row for row in self.relations(instrument, one, other, day) if row.status is PairStatus.UNCAC_IN_LIEU
        )

    def notified(self, place: str, article: str, day: date, instrument: str = UNCAC) -> Finding[Notification]:
        """Return what a State notified under an article, as it stood on a day."""
        return _finding(self._notifications.get((instrument, place, article), ()), day, lambda row: row.value)

    def name(self, place: str) -> Text:
        """Return the name of a place, or its code where no name is known."""
        known = self.places.get(place)
        return known.name if known else Text(place, place)

    def rule(self, place: str, rule: Rule, day: date) -> Finding[StateRule]:
        """Return what the law of a State asks, as it stood on a day."""
        return _finding(self._rules.get((place, rule), ()), day, lambda row: row.value)

    def about(self, place: str) -> tuple[Fact, ...]:
        """Return what a place notified and declared, what its law asks, and how it stands with single others."""
        found: list[Fact] = []
        for index in (self._notifications, self._declarations, self._pairs):
            found += [row for key, rows in index.items() if place in key for row in rows]
        return (*found, *(row for key, rows in self._rules.items() if key[0] == place for row in rows))

    def declared(self, instrument: str, place: str, day: date) -> tuple[Declaration, ...]:
        """Return the declarations and reservations of a State to an instrument that stood on a day."""
        return tuple(row for row in self._declarations.get((instrument, place), ()) if row.holds_on(day))


_NOTHING: Finding[Any] = Finding(None, (), sure=False, conflict=False)


def _standing(row: Participation, day: date) -> Standing:
    if row.bound is None:
        if day > row.date:
            return Standing.UNKNOWN  # who had only signed when the list was read may have deposited since
        return Standing.SIGNED if row.signed is None or row.signed <= day else Standing.NO_PARTY
    if row.ended is not None and day >= row.ended:
        return Standing.WITHDRAWN
    if day >= row.bound:
        return Standing.BOUND
    begun = row.deposited or row.bound
    if day >= begun:
        return Standing.NOT_YET
    return Standing.SIGNED if row.signed is not None and row.signed <= day else Standing.NO_PARTY


def _is_treaty_for(one: Instrument, kind: Kind) -> bool:
    """Whether it is a treaty of its own, the Convention apart, that covers a kind by article or is said to."""
    shared_by_two = one.family in {Family.UNIVERSAL, Family.SUBJECT, Family.REGIONAL}
    return shared_by_two and not one.protocol_to and (kind in one.articles or kind in one.topics)


def _by_depositary(instruments: Iterable[Instrument]) -> Text:
    found: dict[Text | None, list[Text]] = {}
    for one in instruments:
        found.setdefault(one.depositary, []).append(one.name)
    return Text(
        "; ".join(
            ", ".join(one.en for one in names) + (f" ({whom.en})" if whom else "") for whom, names in found.items()
        ),
        "；".join(
            "、".join(one.zh for one in names) + (f"（{whom.zh}）" if whom else "") for whom, names in found.items()
        ),
    )


def _deciding(rows: tuple[Participation, ...]) -> Participation:
    """Return the row that says how a place stands: a sure one before others, then the latest."""
    return max(rows, key=lambda row: (row.sure, row.date))


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _grouped(rows: Iterable[F], key: Callable[[F], K]) -> dict[K, tuple[F, ...]]:
    found: dict[K, list[F]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {name: tuple(group) for name, group in found.items()}


def _finding(rows: tuple[R, ...], day: date, value: Callable[[R], str]) -> Finding[R]:
    if not rows:
        return _NOTHING
    holding = tuple(row for row in rows if row.holds_on(day))
    values = {value(row) for row in holding}
    if len(values) != 1:
        return Finding(None, holding, sure=False, conflict=len(values) > 1)
    sure = any(row.verified for row in holding) and not any(row.disputed for row in holding)
    return Finding(values.pop(), holding, sure=sure, conflict=False)
