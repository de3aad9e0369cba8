"""The work of a desk as tables and charts, and the cases that have waited longest as rows for people and programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comity.cases import desk, labels
from comity.cases.desk import Waits
from comity.cases.queries import desk as queries
from comity.cases.queries.export import lines
from comity.cases.queries.statistics_tables import Look, Part, Table, labeller, made
from comity.kernel.plaintext import one_line
from comity.law.statistics import NoFigure
from comity.law.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from comity.cases.models import Case
    from comity.cases.queries.statistics_tables import Number

KEYS = ("load", "age", "waits")
WAITS: dict[Waits, Any] = {
    Waits.OFFICER: gettext_lazy("for our officers"),
    Waits.APPROVAL: gettext_lazy("for approval or signature"),
    Waits.OFFICE: gettext_lazy("for an executing authority"),
    Waits.STATE: gettext_lazy("for the other State"),
}


def tables(scope: queries.Scope, now: datetime, look: Look) -> list[Table]:
    """Return load by officer, age, and for whom requests wait: two queries, whatever there is."""
    today = timezone.localdate(now)
    loads = queries.loads(scope, today)
    groups = queries.alike(scope, now)
    ours, theirs, late = _("Our turn"), _("Their turn"), _("Overdue")
    note = _("A request stands on the desk of every officer who works on it.") if len(loads) > 1 else ""
    begun = _("Days since the request was begun.")
    parts: list[tuple[Part, Mapping[str, Sequence[Number]], Callable[[str], str]]] = [
        (
            Part("load", _("On whose desk"), _("Officer"), (_("Open"), ours, theirs, late), (1, 2), note),
            {str(key): (one.ours + one.theirs, one.ours, one.theirs, one.late) for key, one in loads.items()},
            lambda code: loads[UUID(code)].name,
        ),
        (
            Part("age", _("How old they are"), _("Age"), (ours, theirs), (0, 1), begun),
            desk.by_age(groups),
            labeller("age", look.language),
        ),
        (
            Part("waits", _("For whom they wait"), _("They wait"), (_("Open"), late, _("Longest, in days")), (0, 1)),
            {
                code: (one.count, one.late, _days(one.oldest, today) if one.oldest else NoFigure.NOT_APPLICABLE)
                for code, one in desk.by_waits(groups).items()
            },
            lambda code: str(WAITS[Waits(code)]),
        ),
    ]  # fmt: skip
    return [made(part, rows, label, look) for part, rows, label in parts]


def _days(since: datetime, today: date) -> int:
    return max(0, (today - timezone.localdate(since)).days)


@dataclass(frozen=True, slots=True)
class StuckRow:
    """One case that waits, for a page or a table; `url` is empty where the reader may not open it."""

    url: str
    reference: str
    outgoing: bool
    state: str
    step: str
    whose: str
    waits: str
    names: str
    task: str
    since: date
    days: int
    moved: date
    due: date | None
    late: bool


def rows(found: Iterable[queries.Stuck], now: datetime) -> list[StuckRow]:
    """Return cases that wait as rows of the page."""
    today, language = timezone.localdate(now), get_language() or "en"
    return [_row(one, today, language) for one in found]


def _row(one: queries.Stuck, today: date, language: str) -> StuckRow:
    case: Case = one.case
    return StuckRow(
        url=reverse("cases:case", args=[case.pk]) if one.reachable else "",
        reference=case.reference,
        outgoing=case.outgoing,
        state=one_line(case.counterpart_state, 80) or "–",
        step=STEPS[case.direction, case.step].title.get(language),
        whose=case.turn_side,
        waits=str(WAITS[one.waits]),
        names=labels.listed(one.names) or (case.counterpart_state if one.waits is Waits.STATE else _("nobody named")),
        task=labels.task_text(case, language),
        since=timezone.localdate(case.turn_since),
        days=_days(case.turn_since, today),
        moved=timezone.localdate(case.changed_at),
        due=case.turn_due,
        late=bool(case.turn_due and case.turn_due < today),
    )


def as_csv(found: Iterable[StuckRow]) -> bytes:
    """Return the cases that wait as a table for other programs; no cell is a formula."""
    headings = [
        _("Reference"), _("Other State"), _("Step"), _("They wait"), _("Who"), _("Next step"), _("Waits since"),
        _("Days"), _("Last movement"), _("By"),
    ]  # fmt: skip
    body = [
        [
            one_line(row.reference, 80), row.state, row.step, row.waits, row.names, row.task, row.since.isoformat(),
            str(row.days), row.moved.isoformat(), row.due.isoformat() if row.due else "",
        ]
        for row in found
    ]  # fmt: skip
    return b"\xef\xbb\xbf" + lines([headings, *body])


def officers(scope: queries.Scope) -> Mapping[str, str]:
    """Return the desks a reader may choose, as they stand in the address."""
    return {str(key): name for key, name in scope.officers.items()}
