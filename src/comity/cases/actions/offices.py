"""Execution by an office without an account: a task sheet with a link, its answer, and the officer's check of it.

Nothing that an office sends is evidence before a case officer has looked at it. The code of a link exists on the
printed sheet alone; here is its digest, until it is used, replaced, withdrawn or run out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from comity.cases import office_links, rules
from comity.cases.access import Permission
from comity.cases.actions import executing, keeping, office_notices, overriding, steps
from comity.cases.codes import AuditCode
from comity.cases.models import Case, OfficeAnswer, OfficeFile, OfficeTask
from comity.cases.queries import offices
from comity.cases.rules import CaseworkError
from comity.cases.states import OfficeState
from comity.core.actors import Actor
from comity.core.moves import move
from comity.law.guards import check_costs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from comity.cases.models import Measure
    from comity.core.files.models import StoredFile


@transaction.atomic
def ask_office(
    *,
    actor: Actor,
    case_id: UUID,
    measure_id: str,
    office: str,
    address: str,
    instructions: str,
    due: date | None,
    language: str,
    email: str = "",
    override_reason: str = "",
    now: datetime,
) -> OfficeTask:
    """Ask an accepted measure of an office without an account; its sheet is printed next.

    Raises:
        CaseworkError: `E_MEASURE` if the measure is not accepted, `E_OFFICE_ADDRESS` for what is no address of e-mail.
        RuleViolation: `costs_agreed`, extraordinary costs are not settled (UNCAC art. 46(28)).
    """
    case = keeping.load(actor, case_id, Permission.MEASURE_ASSIGN, now=now)
    office_notices.check_email(email)
    measure = case.measures.select_for_update().get(measure_id=measure_id)
    if measure.state not in rules.EXECUTABLE:
        raise CaseworkError("E_MEASURE", "a measure that is not accepted")
    if measure.state == "accepted":
        settled = executing.costs_settled(measure)
        warned = check_costs(mode=case.mode, extraordinary=True, agreed=settled, override_reason=override_reason)
        overriding.record(case, warned, measures=[measure], actor=actor, at=now)
    task = OfficeTask.objects.create(
        measure=measure, office=office, address=address, instructions=instructions, due=due, language=language,
        email=email, asked_at=now, asked_by_id=keeping.officer_of(actor),
    )  # fmt: skip
    if measure.state == "accepted":
        steps.advance(measure, "in_execution", actor=actor, at=now)
    steps.go_if_possible(case, "executing", actor=actor, at=now)
    _write(task, case, "office_asked", AuditCode.OFFICE_ASKED, actor=actor, at=now)
    return task


def _load(actor: Actor, case_id: UUID, task_id: UUID, *, now: datetime) -> tuple[Case, OfficeTask]:
    """Return a task and its case, both locked. Raises DoesNotExist outside the actor's reach."""
    case = keeping.load(actor, case_id, Permission.MEASURE_ASSIGN, now=now)
    task = OfficeTask.objects.select_for_update().get(pk=task_id, measure__case=case)
    return case, task


def _write(task: OfficeTask, case: Case, line: str, code: str, *, actor: Actor, at: datetime, files: int = 0) -> None:
    """Write what happened to a task into timeline and audit log, and settle whose turn it is."""
    measure = task.measure.measure_id
    counted: dict[str, Any] = {"files": files} if files else {}
    keeping.note(case, line, actor=actor, at=at, office=task.office, measure=measure, **counted)
    keeping.settle(case, at=at)
    keeping.audit(case, code, actor=actor, at=at, data={"measure": measure, "task": str(task.pk), "files": files})


def _move(task: OfficeTask, target: str, *, actor: Actor, at: datetime) -> None:
    """Move a task; its link is dead from then on, whichever way it goes."""
    task.link_digest, task.link_until = "", None
    task.ended_at = at if OfficeState.states[target].terminal else None
    move(task, "state", OfficeState, target, actor=actor, at=at, also=("link_digest", "link_until", "ended_at"))


@transaction.atomic
def print_sheet(
    *, actor: Actor, case_id: UUID, task_id: UUID, render: Callable[[OfficeTask, str], bytes], now: datetime
) -> bytes:
    """Print the task sheet with a new link; an earlier sheet's link no longer works.

    `render` makes the paper of the task and the code; where it fails, the earlier link stays.

    Raises:
        CaseworkError: `E_OFFICE` unless the task is with its office.
    """
    case, task = _load(actor, case_id, task_id, now=now)
    if task.state != "with_office" or task.measure.state not in rules.EXECUTABLE:
        raise CaseworkError("E_OFFICE", "the task is no longer with its office")
    code = office_links.new_code()
    task.link_digest = office_links.digest_of(code)
    task.link_until = now + timedelta(days=settings.NODE.office_link_days)
    task.sheets += 1
    paper = render(task, code)
    task.save(update_fields=["link_digest", "link_until", "sheets"])
    keeping.audit(case, AuditCode.OFFICE_SHEET_PRINTED, actor=actor, at=now, data={"task": str(task.pk)})
    return paper


@transaction.atomic
def withdraw_task(*, actor: Actor, case_id: UUID, task_id: UUID, now: datetime) -> OfficeTask:
    """Withdraw what an office was asked; its link no longer works."""
    case, task = _load(actor, case_id, task_id, now=now)
    _move(task, "withdrawn", actor=actor, at=now)
    _write(task, case, "office_withdrawn", AuditCode.OFFICE_ENDED, actor=actor, at=now)
    return task


def end_work(case: Case, measure: Measure, *, actor: Actor, at: datetime) -> None:
    """Release whoever executes a measure that was refused: officers, and offices whose links no longer work."""
    measure.assignments.filter(ended_at__isnull=True).update(ended_at=at)
    for task in measure.office_tasks.select_for_update().filter(state="with_office"):
        _move(task, "withdrawn", actor=actor, at=at)
        keeping.note(case, "office_withdrawn", actor=actor, at=at, office=task.office, measure=measure.measure_id)
        data = {"measure": measure.measure_id, "task": str(task.pk)}
        keeping.audit(case, AuditCode.OFFICE_ENDED, actor=actor, at=at, data=data)


@transaction.atomic
def take_answer(*, code: str, sender: str, text: str, files: Sequence[StoredFile], now: datetime) -> OfficeAnswer:
    """Take what came by a link, which is used up by it: of two answers at once one is taken.

    Raises:
        CaseworkError: `E_LINK` for a link that is unknown, used, withdrawn, replaced or run out.
    """
    found = offices.by_link(code, now)
    if found is None:
        raise CaseworkError("E_LINK", "a link that cannot be used")
    case = Case.objects.select_for_update().get(pk=found.measure.case_id)
    task = OfficeTask.objects.select_for_update().get(pk=found.pk)
    if offices.by_link(code, now) is None:
        raise CaseworkError("E_LINK", "a link that was used a moment ago")
    actor = Actor.system(f"{offices.LINK_ACTOR}{task.pk}")
    answer = _keep(task, sender=sender, text=text, files=files, actor=actor, now=now)
    named = replace(actor, name=task.office)
    keeping.note(case, "office_answered", actor=named, at=now, office=task.office, files=len(files))
    keeping.settle(case, at=now)
    keeping.audit(case, AuditCode.OFFICE_ANSWER_RECEIVED, actor=actor, at=now, data=_sums(task, files))
    return answer


@transaction.atomic
def record_answer(
    *, actor: Actor, case_id: UUID, task_id: UUID, sender: str, text: str, files: Sequence[StoredFile], now: datetime
) -> OfficeAnswer:
    """Write down an answer that came on paper, from its scans; the link is used up by it."""
    case, task = _load(actor, case_id, task_id, now=now)
    answer = _keep(task, sender=sender, text=text, files=files, actor=actor, now=now)
    keeping.note(case, "office_answered", actor=actor, at=now, office=task.office, files=len(files))
    keeping.settle(case, at=now)
    keeping.audit(case, AuditCode.OFFICE_ANSWER_RECORDED, actor=actor, at=now, data=_sums(task, files))
    return answer


def _keep(
    task: OfficeTask, *, sender: str, text: str, files: Sequence[StoredFile], actor: Actor, now: datetime
) -> OfficeAnswer:
    if not files:
        rules.check_said(text, "text")
    _move(task, "answered", actor=actor, at=now)
    answer = OfficeAnswer.objects.create(task=task, at=now, sender=sender, text=text, recorded_by_id=actor.officer_id)
    OfficeFile.objects.bulk_create(OfficeFile(answer=answer, file=one) for one in files)
    return answer


def _sums(task: OfficeTask, files: Sequence[StoredFile]) -> dict[str, object]:
    measure = task.measure.measure_id
    return {"measure": measure, "task": str(task.pk), "files": len(files), "sha256": [one.sha256 for one in files]}


@transaction.atomic
def ask_again(*, actor: Actor, case_id: UUID, task_id: UUID, again: str, now: datetime) -> OfficeTask:
    """Ask an office once more after its answer; a new sheet says what is missing. What it sent is kept."""
    case, task = _load(actor, case_id, task_id, now=now)
    rules.check_said(again, "again")
    task.again = again
    task.save(update_fields=["again"])
    _move(task, "with_office", actor=actor, at=now)
    _write(task, case, "office_asked_again", AuditCode.OFFICE_ASKED, actor=actor, at=now)
    return task


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the measure, where the office's answer was its last."""

    result: str = ""
    text: str = ""


@transaction.atomic
def check_answer(
    *, actor: Actor, case_id: UUID, task_id: UUID, aside: Mapping[int, str], result: Result, now: datetime
) -> OfficeTask:
    """End the check of what an office sent: its files become evidence of the measure, apart from those set aside.

    `aside` says of a file why it is no evidence. Where there is no result of the measure yet, it is recorded later.

    Raises:
        CaseworkError: `E_SAY` for a file set aside without a reason.
    """
    case, task = _load(actor, case_id, task_id, now=now)
    _move(task, "checked", actor=actor, at=now)
    waiting = offices.unchecked(task)
    for one in waiting:
        reason = aside.get(one.pk)
        if reason is None:
            one.evidence = executing.add_evidence(
                actor=actor, case_id=case_id, measure_id=task.measure.measure_id, file=one.file, name="",
                collector=task.office, collected_on=None, handling="", now=now,
            )  # fmt: skip
        else:
            rules.check_said(reason, "reason")
            one.aside = reason
        one.checked_at = now
        one.save(update_fields=["evidence", "aside", "checked_at"])
    if result.result:
        executing.record_result(
            actor=actor, case_id=case_id, measure_id=task.measure.measure_id, result=result.result, text=result.text,
            now=now,
        )  # fmt: skip
        case.refresh_from_db()
    _write(task, case, "office_checked", AuditCode.OFFICE_ENDED, actor=actor, at=now, files=len(waiting))
    return task
