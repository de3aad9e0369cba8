"""What offices without an account were asked, as the officer reads it, and the one door by which they answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from comity.cases import office_links
from comity.cases.codes import AuditCode
from comity.cases.models import Assignment, OfficeAnswer, OfficeFile, OfficeTask
from comity.cases.rules import EXECUTABLE
from comity.core.audit.log import record
from comity.core.parts import Status, Tone
from comity.core.prepared import Prepared

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from comity.cases.models import Case, Measure
    from comity.core.actors import Actor

LINK_ACTOR = "cases.office:"
OPEN = ("with_office", "answered")
STATES: dict[str, Status] = {
    "with_office": Status(_("with the office"), Tone.WAITING),
    "answered": Status(_("answered, to be checked"), Tone.OPEN),
    "checked": Status(_("answered and checked"), Tone.DONE),
    "withdrawn": Status(_("withdrawn from the office"), Tone.NONE),
}
_TASKS = Prepared(
    lambda case: OfficeTask.objects.filter(measure__case=case, measure__state__in=EXECUTABLE).values_list(
        "measure_id", "measure__state", "state", "due"
    )
)


def by_link(code: str, now: datetime) -> OfficeTask | None:
    """Return the task that a link opens now, or None: unknown, used, withdrawn, replaced and run out are the same."""
    digest = office_links.digest_of(code)
    if not digest:
        return None
    live = OfficeTask.objects.select_related("measure").filter(
        link_digest=digest, link_until__gt=now, state="with_office", measure__state__in=EXECUTABLE,
        measure__case__closed_at__isnull=True,
    )  # fmt: skip
    return live.first()


def task_of(case: Case, measure_id: str, task_id: UUID) -> OfficeTask:
    """Return a task of a measure of a case that was found visible; OfficeTask.DoesNotExist otherwise."""
    answers = OfficeAnswer.objects.select_related("recorded_by").prefetch_related(
        Prefetch("files", OfficeFile.objects.select_related("file", "evidence"))
    )
    found = OfficeTask.objects.select_related("measure", "asked_by").prefetch_related(Prefetch("answers", answers))
    return found.get(pk=task_id, measure__case=case, measure__measure_id=measure_id)


def require_task(case: Case, measure_id: str, task_id: UUID) -> None:
    """Raise Http404 unless the task is one of a measure of the case."""
    if not OfficeTask.objects.filter(pk=task_id, measure__case=case, measure__measure_id=measure_id).exists():
        raise Http404


def unchecked(task: OfficeTask) -> list[OfficeFile]:
    """Return the files of a task that nobody has checked yet."""
    return list(OfficeFile.objects.select_related("file").filter(answer__task=task, checked_at__isnull=True))


def file_of(case: Case, task_id: UUID, file_id: int) -> OfficeFile:
    """Return a file that an office sent, of a case that was found visible; OfficeFile.DoesNotExist otherwise."""
    found = OfficeFile.objects.select_related("file")
    return found.get(pk=file_id, answer__task_id=task_id, answer__task__measure__case=case)


def note_read(file: OfficeFile, case: Case, *, actor: Actor, at: datetime) -> None:
    """Write down that a file of an office was given out."""
    record(
        actor=actor, code=AuditCode.OFFICE_FILE_READ, subject=f"cases.case:{case.pk}", at=at,
        data={"sha256": file.file.sha256},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One task beside its measure: which office, how it stands, until when its link works."""

    task: OfficeTask
    status: Status


def rows_of(measure: Measure) -> list[OfficeRow]:
    """Return what offices were asked for a measure: one query."""
    return [OfficeRow(one, STATES[one.state]) for one in measure.office_tasks.all()]


@dataclass(frozen=True, slots=True)
class Held:
    """How far the offices of a case are.

    Attributes:
        how: `answered`: an answer waits to be checked; `withdrawn`: a measure is in nobody's hands any more;
            `checked`: an answer was checked and no result recorded; `waiting`: all that is under way lies with offices.
        due: by when the first of them is to answer.
    """

    how: str = ""
    due: date | None = None


def held_by_offices(case: Case) -> Held:
    """Return how far the offices of a case are: one query, two where one was asked."""
    asked: dict[int, set[str]] = {}
    measures: dict[int, str] = {}
    days: list[date] = []
    for measure, at, state, due in _TASKS.all(case=case.pk):
        asked.setdefault(measure, set()).add(state)
        measures[measure] = at
        days += [due] if due and state == "with_office" else []
    if any("answered" in states for states in asked.values()):
        return Held("answered")
    if not asked:
        return Held()
    live = Assignment.objects.filter(measure__case=case, ended_at__isnull=True, reported_at__isnull=True)
    officers = set(live.filter(measure__state__in=EXECUTABLE).values_list("measure_id", flat=True))
    left = {one: states for one, states in asked.items() if one not in officers and measures[one] == "in_execution"}
    idle = [states for states in left.values() if "with_office" not in states]
    if idle:
        return Held("withdrawn" if any("checked" not in states for states in idle) else "checked")
    waits = any("with_office" in states for states in asked.values()) and not officers
    return Held("waiting", min(days, default=None)) if waits else Held()
