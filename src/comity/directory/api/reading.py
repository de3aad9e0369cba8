"""Filling the answers of the interface for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from comity.directory import queries, signs
from comity.directory.api import schemas
from comity.directory.functions import Function, life
from comity.directory.models import Electronic, MadeKnown
from comity.directory.names import resolve
from comity.directory.states import all_states

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from comity.directory.channels import AskedTree
    from comity.directory.functions import Life
    from comity.directory.models import Entry
    from comity.directory.states import Group, State

CONTACTS = tuple(schemas.Contacts.model_fields)


def states(name: str, group: Group | None, language: str) -> schemas.States:
    """Return the table, or the State that `name` means, or those of a group."""
    wanted = resolve(name) if name else None
    found = [
        one
        for code, one in sorted(all_states().items())
        if (not name or (wanted is not None and code == wanted.iso2)) and (group is None or one.group == group)
    ]
    sources = {one.source.code: one.source for state in found for one in state.names}
    return schemas.States(
        states=[_state(one, language) for one in found],
        sources={
            code: schemas.NameSource(source=one.source, date=one.date, verified=one.verified)
            for code, one in sorted(sources.items())
        },
    )


def _state(state: State, language: str) -> schemas.State:
    return schemas.State(
        code=state.iso2, iso3=state.iso3, m49=state.m49, kind=state.kind, group=state.group, part_of=state.part_of,
        name=state.name.get(language),
        names=[
            schemas.StateName(language=one.language, form=one.form, text=one.text, source=one.source.code)
            for one in state.names
        ],
    )  # fmt: skip


def authorities(
    place: str, function: Function | None, offset: int, limit: int, *, contacts: bool
) -> schemas.Authorities:
    """Return a page of the authorities that hold; three statements whatever their number."""
    rows = queries.entries_of([place.upper()]) if place else queries.current_entries()
    found = [one for one in rows if function is None or function in one.functions]
    heard = signs.heard()
    page = found[offset : offset + limit]
    return schemas.Authorities(
        total=len(found), offset=offset, authorities=[_authority(one, heard, contacts=contacts) for one in page]
    )


def _authority(entry: Entry, heard: Mapping[str, datetime], *, contacts: bool) -> schemas.Authority:
    place = entry.authority.place
    confirmed = getattr(entry, "confirmed_at", None)
    return schemas.Authority(
        id=str(entry.authority_id), place=place, designated=entry.designated,
        functions=[Function(code) for code in entry.functions],
        instruments=entry.instruments, made_known=MadeKnown(entry.made_known),
        names=entry.names, languages=entry.languages, electronic=Electronic(entry.electronic),
        fallback=str(entry.fallback_id) if entry.fallback_id else None, source=entry.source,
        source_date=entry.source_date, verified=entry.verified, disputed=entry.disputed,
        life=_life(entry, confirmed, signs.heard_of(entry, place, heard)), confirmed_at=confirmed,
        contacts=schemas.Contacts(**{name: getattr(entry, name) for name in CONTACTS}) if contacts else None,
    )  # fmt: skip


def _life(entry: Entry, confirmed: datetime | None, heard: datetime | None) -> Life:
    seen = max((moment for moment in (entry.decided_at, confirmed, heard) if moment), default=None)
    return life(
        timezone.localdate(seen) if seen else None,
        today=timezone.localdate(),
        amber_after=settings.NODE.authority_amber_days,
        red_after=settings.NODE.authority_red_days,
    )


def tree(asked: AskedTree, language: str) -> schemas.ChannelTree:
    """Return the whole tree with its texts in one language."""
    given = asked.tree
    return schemas.ChannelTree(
        source=asked.source, version=given.version, digest=given.digest, start=given.start,
        questions=[
            schemas.TreeQuery(
                code=code, text=one.text.get(language), articles=list(one.articles),
                answers=[
                    schemas.Leading(code=choice.code, text=choice.text.get(language), to=choice.to)
                    for choice in one.answers
                ],
            )
            for code, one in given.questions.items()
        ],
        advice=[
            schemas.Advice(
                channel=code, text=one.text.get(language), articles=list(one.articles), informal=one.informal,
                kind=one.kind,
            )
            for code, one in given.advice.items()
        ],
    )  # fmt: skip
