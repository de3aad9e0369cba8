"""Rows of the list of requests: everything comes from the columns of the case, no further query a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from comity.cases import labels
from comity.core.parts import Status, Tone
from comity.kernel.plaintext import one_line
from comity.law.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from comity.cases.models import Case


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row: references, direction, subject, step, whose turn with what, by when and since when."""

    url: str
    reference: str
    their_reference: str
    outgoing: bool
    state: str
    subject: str
    kinds: str
    confidential: bool
    step: Status
    whose: str
    task: str
    by: str
    late: bool
    days: int


def of_cases(cases: Iterable[Case], language: str, now: datetime) -> list[CaseRow]:
    """Return the rows of a page."""
    return [_row(case, language, now) for case in cases]


def _row(case: Case, language: str, now: datetime) -> CaseRow:
    today = timezone.localdate(now)
    ended = case.turn_side == "nobody"
    return CaseRow(
        url=reverse("cases:case", args=[case.pk]),
        reference=case.reference,
        their_reference=case.their_reference if case.our_reference else "",
        outgoing=case.outgoing,
        state=case.counterpart_state or "–",
        subject=one_line(case.title, 160) or _("without a subject"),
        kinds=labels.kinds_text(case.kinds),
        confidential=case.confidential,
        step=Status(STEPS[case.direction, case.step].title.get(language), Tone.NONE if ended else Tone.OPEN),
        whose=case.turn_side,
        task=labels.task_text(case, language),
        by=formats.date_format(case.turn_due, "MONTH_DAY_FORMAT") if case.turn_due and not ended else "",
        late=bool(case.turn_due and case.turn_due < today and not ended),
        days=max(0, (today - timezone.localdate(case.turn_since)).days),
    )
