"""The list of requests as a table for other programs: only what the reader sees, written while it is read."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.cases import labels
from comity.cases.codes import AuditCode
from comity.cases.queries import doors, listing
from comity.core.audit.log import record
from comity.core.cells import neutral
from comity.kernel.plaintext import one_line
from comity.law.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor

CHUNK = 500
HEADINGS = (
    gettext_lazy("Our reference"),
    gettext_lazy("Direction"),
    gettext_lazy("Other State"),
    gettext_lazy("Their reference"),
    gettext_lazy("Subject"),
    gettext_lazy("Kind of assistance"),
    gettext_lazy("Confidential"),
    gettext_lazy("Step"),
    gettext_lazy("Whose turn"),
    gettext_lazy("Next step"),
    gettext_lazy("By"),
    gettext_lazy("Waits since"),
)


def note_exported(actor: Actor, filters: Mapping[str, str], now: datetime, *, subject: str = "cases.list") -> None:
    """Write down that an officer took the list along, and by what it was narrowed; never what was searched for."""
    narrowed = sorted(name for name, value in filters.items() if value)
    record(actor=actor, code=AuditCode.LIST_EXPORTED, subject=subject, at=now, data={"filters": narrowed})


def table(actor: Actor, filters: Mapping[str, str], now: datetime, language: str) -> Iterator[bytes]:
    """Yield the table in parts, in UTF-8 with the mark by which spreadsheets know it."""
    zone = timezone.get_current_timezone()
    with translation.override(language):
        yield b"\xef\xbb\xbf" + lines([[str(heading) for heading in HEADINGS]])
    for cases in _chunks(actor, filters, now):
        # Whoever reads on may do so long after the request: language and zone are set again for each part.
        with translation.override(language), timezone.override(zone):
            part = lines([_row(case, language) for case in cases])
        yield part


def _chunks(actor: Actor, filters: Mapping[str, str], now: datetime) -> Iterator[list[Case]]:
    for reach in doors.reaches(actor):
        rows = listing.filtered(reach.rows, filters, now, key=reach.key).order_by("-changed_at", f"-{reach.key}")
        keys: Iterator[UUID] = iter(list(rows.values_list(reach.key, flat=True)))
        while chunk := list(islice(keys, CHUNK)):
            yield listing.in_order(chunk)


def lines(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows of a table in UTF-8, no cell of which a spreadsheet takes for a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _row(case: Case, language: str) -> list[str]:
    whose = {"ours": _("Ours"), "theirs": _("Theirs")}.get(case.turn_side, _("Nobody's"))
    waits = case.turn_side in {"ours", "theirs"}
    return [
        case.our_reference,
        _("Request that we make") if case.outgoing else _("Request made to us"),
        case.counterpart_state,
        one_line(case.their_reference, 200),
        one_line(case.title, 300),
        labels.kinds_text(case.kinds),
        _("Yes") if case.confidential else _("No"),
        STEPS[case.direction, case.step].title.get(language),
        whose,
        labels.task_text(case, language) if waits else "",
        case.turn_due.isoformat() if case.turn_due and waits else "",
        timezone.localdate(case.turn_since).isoformat() if waits else "",
    ]
