"""Two cases that were joined: whether they can be separated again, and what is proposed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.utils.dateparse import parse_datetime

from comity.cases.models import BeforeJoin, Case, CaseMove, Line, Separation
from comity.cases.separating import SEPARABLE, SeparateFacts, obstacle
from comity.core.roles import Role
from comity.exchange import queries as exchange

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.core.serializers.base import DeserializedObject
    from django.db.models import Model

    from comity.cases.separating import Obstacle

SECOND: Final = (Role.CASE_OFFICER, Role.REGISTRY)


def join_of(case: Case) -> CaseMove | None:
    """Return the move by which a letter's case was joined to this one; None where none is joined to it now."""
    return CaseMove.objects.filter(case=case, ours=False, outcome=CaseMove.JOINED).select_related("decided_by").first()


def kept_of(case: Case) -> BeforeJoin | None:
    """Return what stood in both cases before they were joined; None where it was not kept."""
    return BeforeJoin.objects.filter(case=case).first()


def joining_line(case: Case) -> Line | None:
    """Return the line of the timeline that tells of joining, with the acknowledgement that left by it."""
    return case.lines.filter(code="move_joined").last()


def latest(case: Case) -> Separation | None:
    """Return the separation of a case that waits for a second officer, or was done; None where there is none."""
    found = Separation.objects.filter(case=case).exclude(state="declined")
    return found.select_related("proposed_by").first()


def waiting(case: Case) -> Separation | None:
    """Return the separation that waits for a second officer; None where none is proposed."""
    found = Separation.objects.filter(case=case, state="proposed")
    return found.select_related("proposed_by").first()


def decided_by(case: Case) -> str:
    """Return the role of the second officer while a separation waits for him; empty where none does.

    That is a case officer or the registry, whoever is a member and did not propose it, else the head.
    """
    if case.outgoing or case.step not in SEPARABLE:
        return ""
    found = Separation.objects.filter(case=case, state="proposed").first()
    if found is None:
        return ""
    members = case.members.filter(until__isnull=True, function__in=SECOND).exclude(officer_id=found.proposed_by_id)
    named = set(members.values_list("function", flat=True))
    return next((role.value for role in SECOND if role in named), Role.HEAD.value)


def obstacle_of(case: Case) -> Obstacle | None:
    """Return why a joined case cannot be separated; None where it can."""
    kept, told = kept_of(case), joining_line(case)
    if kept is None:
        return obstacle(SeparateFacts(step=case.step, tables=None, emptied=case.emptied))
    rows = readable_rows(kept.former)
    return obstacle(
        SeparateFacts(
            step=case.step,
            tables=frozenset(row["model"] for row in kept.former),
            told=exchange.said_after(case.pk, told.message_id if told else None),
            emptied=case.emptied,
            closed=case.closed_at is not None,
            readable=rows is not None and not _lacks(one.object for one in rows),
            taken=Case.objects.filter(pk=kept.former_id).exists(),
        )
    )


def readable_rows(kept: list[dict[str, Any]]) -> list[DeserializedObject] | None:
    """Return kept rows as they can be written again; None where this version of the software cannot read one."""
    try:
        return list(serializers.deserialize("json", json.dumps(kept)))
    except DeserializationError:
        return None


def _lacks(rows: Iterable[Model]) -> bool:
    """Say whether an officer or a file that kept rows name is no longer there."""
    named: dict[type[Model], set[Any]] = {}
    for row in rows:
        for field in row._meta.concrete_fields:  # noqa: SLF001 (public in all but name)
            key, other = getattr(row, field.attname), field.related_model
            if key is not None and isinstance(other, type) and other._meta.app_label != Case._meta.app_label:  # noqa: SLF001
                named.setdefault(other, set()).add(key)
    return any(
        other._default_manager.filter(pk__in=keys).count() != len(keys)  # noqa: SLF001 (the same)
        for other, keys in named.items()
    )


@dataclass(frozen=True, slots=True)
class LetterCase:
    """The case of the letter as it stood before it was joined."""

    former_id: UUID
    reference: str
    theirs: str
    title: str
    arrived_at: datetime | None
    registered_at: datetime | None


def letter_case(case: Case) -> LetterCase | None:
    """Return the case of the letter as it stood before it was joined; None where that was not kept."""
    kept = kept_of(case)
    if kept is None:
        return None
    was = next(row["fields"] for row in kept.former if row["model"] == "cases.case")
    return LetterCase(
        kept.former_id,
        was["our_reference"],
        was["their_reference"],
        was["title"],
        *(parse_datetime(was[name]) if was[name] else None for name in ("arrived_at", "registered_at")),
    )
