"""Fill in a draft what the directory says of the authority that is asked; an author's own words stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from comity.cases.actions import drafting, keeping
from comity.cases.codes import AuditCode
from comity.cases.queries import content
from comity.directory.filling import accepted, addressee, follows, translation
from comity.directory.names import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor
    from comity.directory.models import Entry

SECTIONS: Final = {
    "requested.authority": "addressee",
    "requested.languages": "addressee",
    "translation.language": "annexes",
}


@transaction.atomic
def fill_from_directory(*, actor: Actor, case_id: UUID, now: datetime) -> tuple[str, ...]:
    """Fill authority, languages and translation where they are empty; return the places that were filled.

    Nothing is filled where the draft names no State that is known, or the directory knows no authority or several.
    """
    case = drafting.load_draft(actor, case_id, now)
    request = content.request_of(case)
    found = addressee(state_of(case, request), request["requested"]["authority"]).entry
    if found is None:
        return ()
    filled = values(request, found)
    for key in dict.fromkeys(SECTIONS[place] for place in filled):
        mine = {place: value for place, value in filled.items() if SECTIONS[place] == key}
        section = case.sections.filter(key=key).first()
        drafting.save_section(
            actor=actor, case_id=case.pk, key=key, data=mine, shown=tuple(mine),
            version=section.version if section else 0, now=now,
        )  # fmt: skip
    if filled:
        keeping.audit(case, AuditCode.DRAFT_FILLED, actor=actor, at=now, data={"authority": str(found.authority_id)})
    return tuple(filled)


def state_of(case: Case, request: Mapping[str, Any]) -> str:
    """Return the code of the State that a draft asks; as it is written where no State of the table has that name."""
    written: str = request["requested"]["state"]
    named = resolve(written) if written else None
    return named.iso2 if named else written.strip().upper() or case.counterpart_state


def values(request: Mapping[str, Any], entry: Entry) -> dict[str, Any]:
    """Return what is to be written, by place."""
    urgent = request["urgency"]["level"] == "urgent"
    now, other = accepted(entry, urgent=urgent), accepted(entry, urgent=not urgent)
    written, letter = request["requested"]["languages"], request["language"]
    found: dict[str, Any] = {}
    if not request["requested"]["authority"]:
        found["requested.authority"] = entry.name_in(letter)
    if now and follows(written, now, other):
        found["requested.languages"] = now
    needed, before = translation(letter, now), translation(letter, other)
    if follows([request["translation"]["language"]], [needed], [before]) and (needed or before):
        found["translation.language"] = needed
    return found


def snapshot(case: Case) -> dict[str, Any]:
    """Return what the directory says of the authority that is asked, to be kept as it stands now; empty if of none."""
    request = content.request_of(case)
    entry = addressee(state_of(case, request), request["requested"]["authority"]).entry
    if entry is None:
        return {}
    return {
        "authority": str(entry.authority_id), "version": entry.number, "names": entry.names,
        "languages": entry.languages, "urgent_languages": entry.urgent_languages, "electronic": entry.electronic,
        "electronic_conditions": entry.electronic_conditions, "largest_megabytes": entry.largest_megabytes,
        "formats": entry.formats, "formalities": entry.formalities, "ways": entry.ways,
        "help_given": entry.help_given, "source": entry.source,
        "source_date": entry.source_date.isoformat(), "verified": entry.verified, "disputed": entry.disputed,
    }  # fmt: skip
