"""The work of casework that nobody waits for. Every job may run twice; it sees what is done already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.cases.actions import office_notices, retaining
from comity.cases.actions.indexing import read_stale
from comity.cases.actions.reminding import write_reminders
from comity.cases.letters import agreement
from comity.cases.models import Case, Letter
from comity.core.files.reader import read_file
from comity.core.jobs.actions import enqueue
from comity.core.jobs.registry import Backoff, job, periodic
from comity.kernel.clock import to_wire, utc_now

if TYPE_CHECKING:
    from comity.core.jobs.registry import Payload

COMPARE: Final = "cases.compare_letter"


@job(COMPARE, attempts=5, limit=timedelta(minutes=5))
def compare_letter(payload: Payload) -> None:
    """Compare the text of a letter of request with the data in it, and keep what came of it with the letter."""
    letter = Letter.objects.select_related("file", "case").filter(case=payload["case"]).first()
    if letter is None or letter.agreement or letter.case.body is None:
        return
    if (letter.file.size or 0) > agreement.LIMIT:
        found = agreement.Agreement(agreement.Outcome.NOT_MADE, "size")
    else:
        found = agreement.compare(read_file(letter.file, limit=agreement.LIMIT), letter.case.body)
    kept = found.to_json() | {"at": to_wire(utc_now())}
    Letter.objects.filter(pk=letter.pk, file=letter.file).update(agreement=kept)


@periodic("cases.remind", every=timedelta(hours=1), limit=timedelta(minutes=10))
def remind() -> None:
    """Tell officers of steps that are due soon or overdue, and supervisors of those that long are."""
    write_reminders(utc_now())


@job(retaining.DESTROY, attempts=None, limit=timedelta(hours=1))
def destroy(payload: Payload) -> None:
    """Destroy the content of a case, as two people decided; done again until nothing of it is left."""
    retaining.destroy(payload["destruction"], utc_now())


@job(
    office_notices.SEND,
    attempts=40,
    backoff=Backoff(first=timedelta(minutes=1), cap=timedelta(hours=1)),
    limit=timedelta(minutes=5),
)
def tell_office(payload: Payload) -> None:
    """Tell an office by e-mail that its sheet is on its way; tried for a day and a half."""
    office_notices.deliver(UUID(payload["task"]), utc_now())


def compare_later(case: Case | UUID) -> None:
    """Have the letter of a case compared, once the caller's transaction has committed."""
    case_id = str(case.pk if isinstance(case, Case) else case)
    enqueue(COMPARE, {"case": case_id}, dedupe=case_id)


@periodic("cases.read_for_search", every=timedelta(minutes=1), limit=timedelta(minutes=30))
def read_for_search() -> None:
    """Read again what changed in the last minute; after an upgrade all that is there, and go on where it stopped."""
    while read_stale():
        pass
