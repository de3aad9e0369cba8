"""Offices without an account for tests: asked, and the code that stands on their sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.actions import offices
from comity.cases.models import OfficeTask
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from datetime import datetime

    from comity.cases.models import Case
    from tests.builders.cases import Cast


def an_office_task(
    cast: Cast, case: Case, *, at: datetime | None = None, language: str = "en", measure: int = 0
) -> tuple[OfficeTask, str]:
    """Ask a measure of an accepted request of an office; return its task and the code on its sheet."""
    at = at or utc_now()
    asked = case.measures.all()[measure]
    task = offices.ask_office(
        actor=cast.case_officer, case_id=case.pk, measure_id=asked.measure_id, office="Blue Harbour Savings Bank",
        address="2 Quay", instructions="Statements as certified copies.", due=None, language=language, now=at,
    )  # fmt: skip
    code = a_link(cast, case, task, at=at)
    return OfficeTask.objects.get(pk=task.pk), code


def a_link(cast: Cast, case: Case, task: OfficeTask, *, at: datetime | None = None) -> str:
    """Return the code of a new link of a task."""
    codes: list[str] = []

    def keep(_task: OfficeTask, code: str) -> bytes:
        codes.append(code)
        return b"%PDF"

    offices.print_sheet(actor=cast.case_officer, case_id=case.pk, task_id=task.pk, render=keep, now=at or utc_now())
    return codes[0]
