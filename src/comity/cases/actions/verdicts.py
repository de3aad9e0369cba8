"""Keep a decision on a measure, ours or theirs, beside those that came before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.cases.models import Decision

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from comity.cases.models import Case, Measure


def keep_decision(measure: Measure, said: Mapping[str, Any]) -> Decision:
    """Write a decision on a measure, which is locked; return the one that stands from now on.

    One that says otherwise than the one before ends it: both stay with their days, and both count. One that says the
    same once more (after a withdrawal that crossed it, for instance) changes its words; what was decided keeps its day.

    Args:
        measure: what was decided on.
        said: columns of `Decision`: `decision` and `decided_at` at least.
    """
    before = measure.decisions.filter(ended_at=None).first()
    if before is not None and before.decision == said["decision"]:
        for name, value in ({**said, "decided_at": before.decided_at}).items():
            setattr(before, name, value)
        before.save()
        return before
    if before is not None:
        before.ended_at = said["decided_at"]
        before.save(update_fields=["ended_at"])
    return Decision.objects.create(measure=measure, **said)


def keep_granted(case: Case, names: Collection[str], *, at: datetime) -> None:
    """Write that measures were granted where no decision says so: conditions were accepted, or a report told it.

    A measure whose standing decision accepts it already is left as it is, so that each is granted once.
    """
    if not names:
        return
    accepted = Decision.objects.filter(measure__case=case, decision="accepted", ended_at=None).values("measure_id")
    for measure in case.measures.filter(measure_id__in=names).exclude(pk__in=accepted):
        keep_decision(measure, {"decision": "accepted", "decided_at": at})
