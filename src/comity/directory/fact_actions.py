"""What officers do to facts about treaties and States: write one, publish or decline another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from comity.core import access
from comity.core.audit.log import record
from comity.core.moves import move
from comity.directory import fact_queries
from comity.directory.access import Permission
from comity.directory.errors import DirectoryError
from comity.directory.fact_states import FactState
from comity.directory.known import judged
from comity.directory.models import FactVersion, LawFact
from comity.kernel.ids import new_id
from comity.law.facts.cells import Sort

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.directory.origins import Origin
    from comity.law.facts.cells import Entered


def propose_fact(
    *,
    actor: Actor,
    cells: Mapping[str, str],
    now: datetime,
    fact_id: UUID | None = None,
    as_id: UUID | None = None,
    withdrawn: bool = False,
    known: Mapping[str, date | None] | None = None,
    origin: Origin | None = None,
) -> FactVersion:
    """Write a fact, or a newer version of one. It holds once a second officer publishes it.

    `as_id` is the id under which another node knows a new one; `withdrawn` says that it no longer counts; `known` are
    the instruments that there are and those that are entered together with it; they are asked for where it is left.
    `origin` is the signed directory that says it, where one does.

    Raises:
        LawFact.DoesNotExist: no such fact.
        AccessDenied: no writer, or an editor of another State.
        DirectoryError: `E_FACT` for cells that cannot be read, a newer version about something else, or an instrument
            that was entered already; `E_ENTRY` where another version waits.
    """
    access.require(actor, Permission.FACT_PROPOSE, cells)
    if actor.officer_id is None:
        raise DirectoryError("E_FACT", "only an officer enters a fact")
    entered, problems = judged(dict(cells), known)
    if entered is None:
        raise DirectoryError("E_FACT", ", ".join(one.column for one in problems))
    with transaction.atomic():
        fact = _new(entered, as_id, now) if fact_id is None else _known(fact_id, entered)
        last = fact.versions.aggregate(last=Max("number"))["last"] or 0
        version = FactVersion.objects.create(
            fact=fact, number=last + 1, cells=dict(cells), withdrawn=withdrawn, proposed_by_id=actor.officer_id,
            proposed_at=now, origin=origin.to_json() if origin else {},
        )  # fmt: skip
        record(
            actor=actor, code="directory.fact.proposed", subject=f"directory.fact:{fact.pk}", at=now,
            data={"about": fact.subject, "number": version.number},
        )  # fmt: skip
    return version


def _new(entered: Entered, as_id: UUID | None, now: datetime) -> LawFact:
    if entered.sort is Sort.INSTRUMENT and LawFact.objects.filter(subject=entered.subject).exists():
        raise DirectoryError("E_FACT", "this instrument was entered already; write a newer version of it")
    return LawFact.objects.create(
        id=as_id or new_id(), sort=entered.sort.value, subject=entered.subject, created_at=now
    )


def _known(fact_id: UUID, entered: Entered) -> LawFact:
    fact = LawFact.objects.select_for_update().get(pk=fact_id)
    if fact_queries.waiting(fact) is not None:
        raise DirectoryError("E_ENTRY", "another version waits for a second officer")
    if fact.subject != entered.subject:
        raise DirectoryError("E_FACT", "a newer version is about the same thing; enter another as a fact of its own")
    return fact


def publish_fact(*, actor: Actor, fact_id: UUID, now: datetime) -> FactVersion:
    """Publish the version that waits: answers rest on it from now on.

    Raises:
        AccessDenied: the officer who wrote it, or one without the role.
        DirectoryError: `E_ENTRY` where nothing waits.
    """
    return _decide(actor, fact_id, FactState.published.name, now)


def decline_fact(*, actor: Actor, fact_id: UUID, now: datetime) -> FactVersion:
    """Decline the version that waits; what was published before still holds."""
    return _decide(actor, fact_id, FactState.declined.name, now)


def _decide(actor: Actor, fact_id: UUID, target: str, now: datetime) -> FactVersion:
    with transaction.atomic():
        fact = LawFact.objects.select_for_update().get(pk=fact_id)
        version = fact_queries.waiting(fact)
        access.require(actor, Permission.FACT_DECIDE, version)
        if version is None:
            raise DirectoryError("E_ENTRY", "nothing waits for a second officer")
        version.decided_by_id, version.decided_at = actor.officer_id, now
        move(version, "state", FactState, target, actor=actor, at=now, also=("decided_by_id", "decided_at"))
    return version
