"""Where one case counts and why: its events, from the same lines that the figures are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.cases import labels
from comity.cases.models import Decision, Line, Postponement
from comity.cases.queries.statistics import SEALED, UNKNOWN
from comity.cases.queries.statistics_tables import labeller
from comity.core.parts import Row
from comity.core.prepared import Prepared
from comity.kernel.plaintext import one_line
from comity.law.assistance import KINDS
from comity.law.counting import ENTERING, LEAVING, WHAT_TITLES, Fact, Subject, What, events_of

if TYPE_CHECKING:
    from datetime import datetime

    from comity.cases.models import Case
    from comity.law.counting import Event

LIFE = (*ENTERING, *LEAVING)
_LINES = Prepared(
    lambda case: Line.objects.filter(case=case, code__in=LIFE).order_by("at", "id").values_list("at", "code", "params")
)
_DECISIONS = Prepared(
    lambda case: (
        Decision.objects.filter(measure__case=case)
        .order_by("decided_at", "pk")
        .values_list("decided_at", "decision", "measure__kind", "ground")
    )
)
_POSTPONEMENTS = Prepared(lambda case: Postponement.objects.filter(case=case).values_list("decided_at"))


def subject_of(case: Case) -> Subject:
    """Return the cells that a case stands in."""
    kinds = tuple(one for one in case.kinds.strip("|").split("|") if one in KINDS)
    if case.sealed:  # counted, and nothing else said
        return Subject(
            case=str(case.pk), direction=case.direction, counterpart=SEALED, mode=SEALED, kinds=(SEALED,)
        )  # fmt: skip
    return Subject(
        case=str(case.pk), direction=case.direction, counterpart=case.counterpart_state, mode=case.mode, kinds=kinds
    )


def facts_of(case: Case) -> list[Fact]:
    """Return what is kept about a case and may count, in order: three queries."""
    facts = [
        Fact(at=at, code=code, outcome=str(params.get("outcome", ""))) for at, code, params in _LINES.all(case=case.pk)
    ]
    for at, decision, kind, ground in _DECISIONS.all(case=case.pk):
        what = What.REFUSED if decision == "refused" else What.DECIDED
        facts.append(Fact(at=at, code=what, kind=kind, ground=ground))
    facts += [Fact(at=at, code=What.POSTPONED) for (at,) in _POSTPONEMENTS.all(case=case.pk)]
    return sorted(facts, key=lambda fact: fact.at)


def events_of_case(case: Case) -> list[Event]:
    """Return the events by which a case counts, in order."""
    return events_of(subject_of(case), facts_of(case))


@dataclass(frozen=True, slots=True)
class Counted:
    """One event in words: when, what it counts as, why, and its codes for whoever compares them with a report."""

    at: datetime
    what: str
    why: str
    code: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The cells that a case stands in, and its events."""

    cells: list[Row]
    events: list[Counted]


WHY: dict[What, Any] = {
    What.NEW: gettext_lazy("The request was made in writing."),
    What.AGAIN: gettext_lazy("The request was sent once more, or a supplementary request opened the case again."),
    What.FINISHED: gettext_lazy("The case was closed, or the request was given back before registration."),
    What.DECIDED: gettext_lazy("A measure was granted."),
    What.REFUSED: gettext_lazy("A measure was refused."),
    What.POSTPONED: gettext_lazy("Measures were put off because of a proceeding."),
}


def codes_of(case: Case, language: str) -> Codes:
    """Return where a case counts and why, in words."""
    subject = subject_of(case)
    kinds = labels.listed(labeller("kind", language)(kind) for kind in subject.kinds or (UNKNOWN,))
    cells = [
        Row(_("Direction"), labeller("direction", language)(subject.direction)),
        Row(_("Other State"), labeller("counterpart", language)(one_line(subject.counterpart, 80) or UNKNOWN)),
        Row(_("Kind of assistance"), kinds),
        Row(_("Legal basis"), labeller("basis", language)(subject.mode or UNKNOWN)),
    ]
    return Codes(cells, [_counted(event, language) for event in events_of_case(case)])


def _counted(event: Event, language: str) -> Counted:
    why, codes = str(WHY[event.what]), [event.what.value]
    if event.what in {What.DECIDED, What.REFUSED}:
        why = labels.labelled(labels.listed(labeller("kind", language)(kind) for kind in event.kinds), why)
        codes += event.kinds
    for key, code in (("outcome", event.outcome or event.reason), ("ground", event.ground)):
        if code:
            why = f"{why} {labeller(key, language)(code)}"
            codes.append(code)
    return Counted(event.at, WHAT_TITLES[event.what].get(language), why, " ".join(codes))
