"""A task sheet for an office without an account, printed from a measure and sealed by the authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation

from comity.cases.letters import Asked, render, sheet_paper
from comity.cases.letters.document import Row
from comity.cases.letters.sheet_wording import MEASURE
from comity.cases.queries import house, measures
from comity.core.keys import node_keys
from comity.seal import cms
from comity.seal.pades import seal_paper

if TYPE_CHECKING:
    from datetime import datetime

    from comity.cases.letters.document import Paper
    from comity.cases.models import Case, OfficeTask


def paper_of(case: Case, task: OfficeTask, code: str, *, at: datetime) -> Paper:
    """Return the sheet of a task in its own language; of the request it says what is asked of this office alone."""
    language = task.language
    with translation.override(language):
        name, address = house.sender(language)
        sheet = measures.sheet(task.measure, language)
        what = [Row(MEASURE.get(language), sheet.title, sheet.article)]
        what += [Row(str(one.label), str(one.value), one.article) for one in sheet.rows]
        until = timezone.localtime(task.link_until) if task.link_until else None
        asked = Asked(
            language=language,
            reference=case.our_reference,
            authority=name,
            address=address,
            office="\n".join(one for one in (task.office, task.address) if one),
            what=what,
            instructions=task.instructions,
            again=task.again,
            due=formats.date_format(task.due) if task.due else "",
            confidential=case.confidential,
            link=settings.NODE.url + reverse("cases:office-answer", args=[code]),
            until=formats.date_format(until, "DATETIME_FORMAT") if until else "",
            number=task.sheets,
        )
        return sheet_paper(asked, at=at, day=formats.date_format(timezone.localdate(at)))


def sealed_sheet(case: Case, task: OfficeTask, code: str, *, at: datetime) -> bytes:
    """Return the sheet as PDF with the authority's seal.

    Raises:
        LetterError: it cannot be printed.
        KeysError, SealError: the keys of the node cannot be opened, or have run out.
    """
    keys = node_keys()
    key = cms.SigningKey(keys.seal_key, keys.seal_certificate)
    return seal_paper(render(paper_of(case, task, code, at=at), at=at, head=house.head(task.language)), key, now=at)
