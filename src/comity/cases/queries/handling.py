"""Handling codes and assurances as they stand: shown wherever the material is read or used."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from comity.cases.models import Assurance, Mark
from comity.core.prepared import Prepared
from comity.law.handling import ASSURANCES, MARKINGS, NAMED_ONLY

if TYPE_CHECKING:
    from datetime import date, datetime

    from comity.cases.models import Case


@dataclass(frozen=True, slots=True)
class Marked:
    """One handling code as it is shown: what it is called, what follows, on which item."""

    pk: int
    title: str
    use: str
    article: str
    item: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Assured:
    """One assurance as it is shown: who gave it, what it says, and, where it owes an act, whether that is done."""

    pk: int
    title: str
    article: str
    ours: bool
    text: str
    since: datetime
    owes: bool
    done_on: date | None
    done_how: str


_MARKS = Prepared(
    lambda case: Mark.objects.filter(case_id=case, ended_at__isnull=True).select_related("evidence", "by")
)
_ON_THE_WHOLE = Prepared(
    lambda case: Mark.objects.filter(case_id=case, ended_at__isnull=True, evidence__isnull=True).select_related("by")
)
_ASSURANCES = Prepared(lambda case: Assurance.objects.filter(case_id=case, ended_at__isnull=True))


def marks_of(case: Case, *, whole: bool = False) -> list[Marked]:
    """Return the codes that stand on a case and its items, the oldest first; `whole`: on the case alone. One query."""
    return [_marked(one) for one in (_ON_THE_WHOLE if whole else _MARKS).all(case=case.pk)]


def marks_by_item(case: Case) -> dict[int, list[Marked]]:
    """Return the codes that stand on each item of evidence, by its key: one query."""
    found: defaultdict[int, list[Marked]] = defaultdict(list)
    for one in case.marks.filter(ended_at__isnull=True, evidence__isnull=False).select_related("evidence", "by"):
        found[one.evidence_id or 0].append(_marked(one))
    return dict(found)


def _marked(one: Mark) -> Marked:
    told, language = MARKINGS[one.code], get_language() or "en"
    item = one.evidence.name if one.evidence else ""
    return Marked(
        one.pk, told.title.get(language), told.use.get(language), told.article, item, one.note, one.by.name, one.at
    )


def assurances_of(case: Case) -> list[Assured]:
    """Return the assurances in force, the oldest first: one query."""
    return [_assured(one) for one in _ASSURANCES.all(case=case.pk)]


def owing(case: Case) -> list[Assured]:
    """Return the assurances of ours that still owe a return or a destruction: one query."""
    return [one for one in assurances_of(case) if one.owes and one.done_on is None]


def _assured(one: Assurance) -> Assured:
    kind = ASSURANCES[one.kind]
    owes = one.ours and kind.owes_act
    return Assured(
        one.pk, kind.title.get(get_language() or "en"), kind.article, one.ours, one.text, one.at, owes, one.done_on,
        one.done_how,
    )  # fmt: skip


def is_named_only(case: Case) -> bool:
    """Say whether the whole case is marked for officers named for it."""
    return case.marks.filter(code__in=NAMED_ONLY, evidence__isnull=True, ended_at__isnull=True).exists()


def named_only() -> Q:
    """Return the condition for an item of evidence that only officers named for the case are given."""
    live = Mark.objects.filter(case_id=OuterRef("case_id"), code__in=NAMED_ONLY, ended_at__isnull=True)
    return Q(Exists(live.filter(Q(evidence__isnull=True) | Q(evidence_id=OuterRef("pk")))))
