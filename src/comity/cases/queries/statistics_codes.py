"""Where one case counts and why: its events, from the same lines that the figures are counted from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.models import Decision
from comity.law.assistance import KINDS
from comity.law.counting import ENTERING, LEAVING, Fact, Subject, What, events_of

if TYPE_CHECKING:
    from comity.cases.models import Case
    from comity.law.counting import Event

LIFE = (*ENTERING, *LEAVING)


def subject_of(case: Case) -> Subject:
    """Return the cells that a case stands in."""
    kinds = tuple(one for one in case.kinds.strip("|").split("|") if one in KINDS)
    return Subject(
        case=str(case.pk), direction=case.direction, counterpart=case.counterpart_state, mode=case.mode, kinds=kinds
    )


def facts_of(case: Case) -> list[Fact]:
    """Return what is kept about a case and may count, in order: three queries."""
    facts = [
        Fact(at=line.at, code=line.code, outcome=str(line.params.get("outcome", "")))
        for line in case.lines.filter(code__in=LIFE).order_by("at", "id")
    ]
    for one in Decision.objects.filter(measure__case=case).select_related("measure").order_by("decided_at", "pk"):
        what = What.REFUSED if one.decision == "refused" else What.DECIDED
        facts.append(Fact(at=one.decided_at, code=what, kind=one.measure.kind, ground=one.ground))
    facts += [Fact(at=one.decided_at, code=What.POSTPONED) for one in case.postponements.all()]
    return sorted(facts, key=lambda fact: fact.at)


def events_of_case(case: Case) -> list[Event]:
    """Return the events by which a case counts, in order."""
    return events_of(subject_of(case), facts_of(case))
