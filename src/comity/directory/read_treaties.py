"""Read models of instruments and of who is bound by them, as pages show them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from comity.core.parts import Status, Tone
from comity.directory.known import known_facts
from comity.directory.read import fact, listed, place_name, today
from comity.law.facts import Family, Kind
from comity.law.facts.collection import Standing as Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.core.parts import Fact, Words
    from comity.kernel.languages import Text
    from comity.law.facts import Facts, Instrument, Participation

FAMILIES: Final[dict[Family, Words]] = {
    Family.UNCAC: _("the Convention"),
    Family.UNIVERSAL: _("universal conventions"),
    Family.SUBJECT: _("conventions on corruption or another subject"),
    Family.REGIONAL: _("regional treaties of cooperation"),
    Family.BILATERAL: _("bilateral treaties"),
    Family.MEMORANDUM: _("memoranda between agencies, which bind no State"),
    Family.SCHEME: _("schemes, which bind no State"),
}
COVERED: Final[dict[Kind, Words]] = {
    Kind.MLA: _("mutual legal assistance"),
    Kind.EXTRADITION: _("extradition"),
    Kind.FREEZE: _("freezing and seizure"),
    Kind.CONFISCATE: _("confiscation"),
    Kind.LAW_ENFORCEMENT: _("law enforcement cooperation"),
    Kind.JOINT_INVESTIGATION: _("joint investigations"),
    Kind.SPECIAL_TECHNIQUE: _("special investigative techniques"),
    Kind.TRANSFER_PERSON: _("transfer of sentenced persons"),
    Kind.TRANSFER_PROCEEDINGS: _("transfer of criminal proceedings"),
    Kind.CIVIL_ADMINISTRATIVE: _("civil and administrative matters"),
}
STANDINGS: Final[dict[Position, Status]] = {
    Position.BOUND: Status(_("bound"), Tone.DONE),
    Position.NOT_YET: Status(_("deposited, not yet bound"), Tone.WAITING),
    Position.SIGNED: Status(_("signed only"), Tone.WAITING),
    Position.WITHDRAWN: Status(_("withdrew"), Tone.REFUSED),
    Position.NO_PARTY: Status(_("no party"), Tone.NONE),
    Position.UNKNOWN: Status(_("signed; what came later is not known"), Tone.OPEN),
}


@dataclass(frozen=True, slots=True)
class TreatyRow:
    """How a State stands to an instrument today, and the row that says so."""

    code: str
    name: Text
    status: Status
    row: Participation
    fact: Fact


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One party, or one that only signed."""

    place: str
    name: str
    treaty: TreatyRow


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """One instrument of the catalogue: what it covers, how many parties are recorded, else whom to ask."""

    code: str
    name: str
    covers: str
    parties: int
    ask: str
    fact: Fact


def catalogue(language: str) -> list[tuple[Words, list[InstrumentRow]]]:
    """Return every instrument that is known, by family, in the order in which they are listed."""
    known = known_facts()
    bound = _recorded(known)
    found: dict[Family, list[InstrumentRow]] = {}
    for one in known.instruments.values():
        found.setdefault(one.family, []).append(_instrument_row(one, bound[one.code], language))
    return [(words, found[family]) for family, words in FAMILIES.items() if family in found]


def _recorded(known: Facts) -> Counter[str]:
    """Return of how many places it is recorded that they are bound, or were."""
    return Counter(row.instrument for row in known.participations() if row.bound)


def _instrument_row(one: Instrument, parties: int, language: str) -> InstrumentRow:
    kinds = [str(words) for kind, words in COVERED.items() if kind in one.articles or kind in one.topics]
    ask = one.depositary.get(language) if one.depositary and not parties else ""
    mark = fact(one.source, one.date, verified=one.verified, disputed=one.disputed)
    return InstrumentRow(one.code, one.name.get(language), listed(kinds), parties, ask, mark)


def covers(one: Instrument) -> list[tuple[Words, str]]:
    """Return the kinds that an instrument covers, with its articles; none where they are not recorded."""
    by_article = [(COVERED[kind], listed(articles)) for kind, articles in one.articles.items()]
    return by_article + [(words, "") for kind, words in COVERED.items() if kind in one.topics - one.articles.keys()]


def treaty_rows(code: str, language: str) -> list[tuple[str, TreatyRow]]:
    """Return how a State stands today to each instrument of the facts that are known here."""
    known = known_facts()
    rows = (_treaty_row(known, one.code, code) for one in known.instruments.values())
    return [(row.name.get(language), row) for row in rows if row is not None]


def party_rows(instrument: str, language: str) -> list[PartyRow]:
    """Return who signed or is bound by an instrument, in the reader's order of names."""
    known = known_facts()
    found = [
        PartyRow(place, place_name(place, language), row)
        for place in known.places
        if (row := _treaty_row(known, instrument, place)) is not None
    ]
    return sorted(found, key=lambda row: row.name.casefold())


def bound_today(rows: Sequence[PartyRow]) -> int:
    """Return how many of them are bound today by what is recorded."""
    return sum(row.treaty.status is STANDINGS[Position.BOUND] for row in rows)


def _treaty_row(known: Facts, instrument: str, place: str) -> TreatyRow | None:
    position = known.position(instrument, place, today())
    if not position.rows:
        return None
    row = position.rows[0]
    mark = fact(row.source, row.date, verified=row.verified, disputed=row.disputed or len(position.rows) > 1)
    return TreatyRow(instrument, known.instruments[instrument].name, STANDINGS[position.standing], row, mark)
