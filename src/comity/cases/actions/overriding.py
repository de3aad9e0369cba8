"""Keep what was left out of the steps that the law demands first, with its reason: on the case and in the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.models import GuardOverride

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from comity.cases.models import Case, Measure
    from comity.core.actors import Actor
    from comity.law.guards import Warned


def record(
    case: Case, warned: Sequence[Warned], *, measures: Iterable[Measure] = (), actor: Actor, at: datetime
) -> list[GuardOverride]:
    """Write one row for each step left out, one line of the timeline and one audit entry; nothing for none."""
    about = list(measures)
    rows = []
    for one in warned:
        row = GuardOverride.objects.create(
            case=case, guard=one.guard.code, article=one.guard.article, by_analogy=one.by_analogy, reason=one.reason,
            at=at, by_id=actor.officer_id,
        )  # fmt: skip
        row.measures.set(about)
        rows.append(row)
        keeping.note(case, "guard_overridden", actor=actor, at=at, article=one.guard.article, reason=one.reason)
    if rows:
        codes = [one.guard for one in rows]
        keeping.audit(case, AuditCode.GUARD_OVERRIDDEN, actor=actor, at=at, data={"guards": codes})
    return rows
