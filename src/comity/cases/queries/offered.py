"""What the directory says of the authority that a draft is written to, beside the questions that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from comity.cases.actions.filling import state_of
from comity.cases.queries import content
from comity.directory.filling import accepted, addressee
from comity.directory.read import ELECTRONIC, fact, language_names, place_name, ways

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.parts import Fact, Words
    from comity.directory.models import Entry

BESIDE: Final = frozenset({"addressee", "urgency", "annexes", "basis"})  # the sections that it helps to fill


@dataclass(frozen=True, slots=True)
class Offered:
    """What is known: of one authority its lines, of several their names, or that nobody is designated or known.

    `languages` are the tags of those that the authority accepts, urgent cases included.
    """

    place: str
    state: str
    name: str
    authority: UUID | None
    mark: Fact | None
    lines: Sequence[tuple[Words, str]]
    differs: Sequence[Words]
    several: Sequence[tuple[UUID, str]]
    designated: bool | None
    languages: Sequence[str] = ()


def offered(case: Case, key: str, language: str) -> Offered | None:
    """Return what the directory says beside a section; None where it fills nothing there, or no State is named."""
    if key not in BESIDE:
        return None
    request = content.request_of(case)
    place = state_of(case, request)
    if not place:
        return None
    found = addressee(place, request["requested"]["authority"])
    several = [(one.authority_id, one.name_in(language)) for one in found.several]
    entry, state = found.entry, place_name(place, language)
    if entry is None:
        return Offered(place, state, "", None, None, (), (), several, found.designated)
    urgent = request["urgency"]["level"] == "urgent"
    mark = fact(entry.source, entry.source_date, verified=entry.verified, disputed=entry.disputed)
    differs = []
    if request["requested"]["authority"] not in {"", *entry.names.values()}:
        differs.append(_("Its central authority"))
    if entry.languages and request["requested"]["languages"] not in ([], accepted(entry, urgent=urgent)):
        differs.append(_("Languages it accepts"))
    return Offered(
        place, state, entry.name_in(language), entry.authority_id, mark, _lines(entry, language, urgent=urgent),
        differs, several, found.designated, (*entry.languages, *entry.urgent_languages),
    )  # fmt: skip


def _lines(entry: Entry, language: str, *, urgent: bool) -> list[tuple[Words, str]]:
    lines = [
        (
            _("Languages it accepts now") if urgent else _("Languages it accepts"),
            language_names(accepted(entry, urgent=urgent), language),
        ),
        (_("Ways by which it takes requests"), ways(entry)),
        (_("Requests by electronic means"), str(ELECTRONIC[entry.electronic])),
        (_("Conditions of that"), entry.electronic_conditions),
        (_("Largest file, in megabytes"), str(entry.largest_megabytes or "")),
        (_("File formats it takes"), entry.formats),
        (_("Formalities"), entry.formalities),
        (_("Kinds of help that it can give, and cannot; thresholds"), entry.help_given),
        (_("Telephone for urgent cases"), entry.urgent_phone if urgent else ""),
        (_("What to do in urgent cases"), entry.urgent_procedure if urgent else ""),
    ]
    return [line for line in lines if line[1]]
