"""Single measures as those read them who assign or execute them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404

from comity.cases import compose, labels
from comity.cases.codes import AuditCode
from comity.cases.models import Assignment, Evidence, OfficeFile
from comity.cases.queries import doors, facts, handling, offices
from comity.cases.queries.offices import OfficeRow, rows_of
from comity.cases.queries.overview import state_words, tone
from comity.cases.queries.reading import answer, measure_article, measure_title
from comity.cases.rules import EXECUTABLE
from comity.core import access
from comity.core.audit.log import record
from comity.core.parts import Row, Status
from comity.law.sections import fields_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.cases.access import Permission
    from comity.cases.models import Case, Measure
    from comity.core.actors import Actor


@dataclass(frozen=True, slots=True)
class Sheet:
    """One measure for whoever executes it: what is asked and nothing else of the request.

    Attributes:
        measure: the stored measure.
        title, article: what it is called, and its article.
        status: its state.
        rows: what is asked, as questions and answers.
        assignment: who holds it, with what instructions; None where nobody does.
        evidence: what was collected so far.
        result: the recorded result in words.
        offices: what offices without an account were asked.
        confidential: the fact and substance of the request are to be kept secret (UNCAC art. 46(20)).
    """

    measure: Measure
    title: str
    article: str
    status: Status
    rows: list[Row]
    assignment: Assignment | None
    evidence: list[Evidence]
    result: str
    confidential: bool
    offices: list[OfficeRow]


def sheet(measure: Measure, language: str) -> Sheet:
    """Return one measure with its assignment and evidence: five queries, six where it is refused."""
    data = compose.compose_measure({**measure.data, "measure_id": measure.measure_id})
    rows = [
        Row(field.label.get(language), text, article=field.article)
        for field in fields_of(measure.module)
        if (text := answer(field, compose.get(data, field.path), language))
    ]
    ground = facts.grounds([measure]).get(measure.pk, "") if measure.state == "refused" else ""
    words, article = state_words(measure, language, ground=ground)
    return Sheet(
        measure=measure,
        title=measure_title(measure.kind, measure.module, language),
        article=measure_article(measure.kind),
        status=Status(words, tone(measure.state), article),
        rows=rows,
        assignment=measure.assignments.filter(ended_at__isnull=True).select_related("officer").first(),
        evidence=list(measure.evidence.select_related("delivery")),
        result=str(labels.RESULTS.get(measure.result, "")),
        confidential=measure.case.confidential,
        offices=rows_of(measure),
    )


def assignable(case: Case, language: str) -> list[Sheet]:
    """Return the measures of a case that can be given to an executing authority."""
    return [sheet(one, language) for one in case.measures.all() if one.state in EXECUTABLE]


def evidence_visible_to(actor: Actor) -> QuerySet[Evidence]:
    """Return the evidence of visible cases and of assigned measures.

    What is marked for named officers only is not there for who stands in for one.
    """
    found = Evidence.objects.select_related("file").filter(_reached(actor))
    if actor.stands_in_for:
        found = found.filter(~handling.named_only() | _reached(replace(actor, stands_in_for=())))
    return found


def office_file_for(actor: Actor, case: Case, task_id: UUID, file_id: int) -> OfficeFile:
    """Return a file that an office sent; OfficeFile.DoesNotExist where it is evidence that the actor is not given.

    Until it is evidence, what is marked on the whole case holds for it.
    """
    found = offices.file_of(case, task_id, file_id)
    if found.evidence_id is not None:
        given = evidence_visible_to(actor).filter(pk=found.evidence_id).exists()
    else:
        himself = replace(actor, stands_in_for=())
        given = not handling.is_named_only(case) or doors.visible_case(himself, case.pk) is not None
    if not given:
        raise OfficeFile.DoesNotExist
    return found


def _reached(actor: Actor) -> Q:
    return doors.seen_by(actor, "case") | Q(measure__in=doors.measures_assigned_to(actor).values("pk"))


def note_read(evidence: Evidence, *, actor: Actor, at: datetime) -> None:
    """Write down that an item was given out: who had evidence in hand must be known later."""
    record(
        actor=actor,
        code=AuditCode.EVIDENCE_READ,
        subject=f"cases.case:{evidence.case_id}",
        at=at,
        data={"evidence": evidence.evidence_id},
    )


def require_case(actor: Actor, case_id: UUID, permission: Permission) -> Case:
    """Return a case within reach, or raise Http404; AccessDenied where the permission is missing."""
    case = doors.visible_case(actor, case_id)
    if case is None:
        raise Http404
    access.require(actor, permission, case)
    return case


def require_measure(actor: Actor, case_id: UUID, measure_id: str, permission: Permission) -> Measure:
    """Return a measure within reach, or raise Http404; AccessDenied where the permission is missing."""
    found = doors.measures_visible_to(actor).select_related("case").filter(case_id=case_id, measure_id=measure_id)
    measure = found.first()
    if measure is None:
        raise Http404
    access.require(actor, permission, measure)
    return measure
