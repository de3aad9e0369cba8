"""Tell an office without an account by e-mail that a task sheet is on its way to it: nothing of the case, and no link.

An e-mail is read by many on its way, so it names the authority, the number of the sheet and the day, and no more. The
sheet itself goes on paper. The message is sent by a job, tried until the server takes it or the task has ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel.dates import format_date
from django.db import transaction
from django.utils import timezone

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.models import OfficeTask
from comity.cases.queries import house
from comity.core.jobs.actions import enqueue
from comity.core.languages import locale_of
from comity.core.mail import sending
from comity.core.mail.rules import MailError, check_address
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor

SEND: Final = "cases.office_notice"
SUBJECT: Final = Text("A task sheet is on its way to your office", "任务单将送达贵单位")
BODY: Final = Text(
    "{authority} asks your office to execute something. What it is stands on a task sheet on paper, which reaches you"
    " in person, by courier or by post: sheet {number} of {day}.\n\n"
    "This message says no more on purpose. Please do not answer it and send nothing about the matter by e-mail: the"
    " sheet says how to answer. If it has not reached you, please ask the authority that is named above, by a telephone"
    " number that you know.\n",
    "{authority}请贵单位办理一项事务。具体内容载于纸质任务单，由专人、信使或者邮局送达：{day}第 {number} 号任务单。\n\n"
    "本邮件有意不写明具体内容。请勿回复本邮件，也请勿以电子邮件发送与此事有关的任何内容：答复方式载于任务单。"
    "任务单尚未送达的，请按贵单位已知的电话号码向上述机关查询。\n",
)


@transaction.atomic
def tell_office(*, actor: Actor, case_id: UUID, task_id: UUID, now: datetime) -> OfficeTask:
    """Have an office told by e-mail that its sheet was printed and is on its way; also to remind it.

    Raises:
        CaseworkError: `E_OFFICE` unless the task is with its office, `E_OFFICE_MAIL` without an address that takes
            messages, without a sheet that was printed, or where the node has no mail server.
    """
    case = keeping.load(actor, case_id, Permission.MEASURE_ASSIGN, now=now)
    task = OfficeTask.objects.select_for_update().get(pk=task_id, measure__case=case)
    if task.state != "with_office":
        raise rules.CaseworkError("E_OFFICE", "the task is no longer with its office")
    if not task.email or not task.sheets or task.notice_dead_at or not sending.is_set_up():
        raise rules.CaseworkError("E_OFFICE_MAIL", "nothing that could be sent, or nobody who takes it")
    task.notices += 1
    task.save(update_fields=["notices"])
    enqueue(SEND, {"task": str(task.pk), "notice": task.notices}, dedupe=f"{task.pk}:{task.notices}")
    keeping.audit(case, AuditCode.OFFICE_TOLD, actor=actor, at=now, data={"task": str(task.pk), "notice": task.notices})
    return task


def check_email(text: str) -> None:
    """Raise CaseworkError `E_OFFICE_ADDRESS` for what is no address of e-mail; nothing is one that may be missing."""
    try:
        if text:
            check_address(text)
    except MailError:
        raise rules.CaseworkError("E_OFFICE_ADDRESS", "no address") from None


def deliver(task_id: UUID, now: datetime) -> bool:
    """Send the notice; return whether one went. A task that has ended meanwhile is told of no more.

    Raises:
        MailError: `E_MAIL`, to be tried again. An address refused for good is marked, and nothing raised.
    """
    task = OfficeTask.objects.filter(pk=task_id, state="with_office", notice_dead_at__isnull=True).first()
    if task is None or not task.email or not sending.is_set_up():
        return False
    try:
        sending.send(sending.plain(task.email, at=now, subject=SUBJECT.get(task.language), body=body_of(task, now)))
    except MailError as error:
        if not error.permanent:
            raise
        OfficeTask.objects.filter(pk=task.pk, email=task.email).update(notice_dead_at=now)
        return False
    OfficeTask.objects.filter(pk=task.pk).update(notice_at=now)
    return True


def body_of(task: OfficeTask, now: datetime) -> str:
    """Return what the notice says, in the language of the sheet."""
    day = format_date(timezone.localdate(now), format="long", locale=locale_of(task.language))
    return BODY.get(task.language).format(authority=house.sender(task.language)[0], number=task.sheets, day=day)
