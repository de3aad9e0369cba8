"""Fold the case of a letter into the signed request that took its place: its history goes over, its parts give way.

The request that was signed is the better text: its persons, measures and annexes stay. Reference, clocks, members, the
timeline and whatever our officers wrote beside the text come from the case of the letter. Its own text stays in the
letter that was written down (`PostItem`), with its scan and its receipt. What was asked, answered, decided and assigned
by letter goes over measure by measure, as `comity.cases.records` paired them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from comity.cases.models import (
    AfterCare,
    Annex,
    Assignment,
    Assurance,
    BeforeJoin,
    Case,
    CaseChain,
    CaseLink,
    CaseMark,
    CaseMove,
    Clarification,
    ClarificationItem,
    ClauseUse,
    Consultation,
    Decision,
    DeliveredMeasure,
    Delivery,
    Destruction,
    DocketEntry,
    Evidence,
    Exclusion,
    FileCopy,
    GivenBack,
    GuardOverride,
    HandedCase,
    LegalChoice,
    Letter,
    LevelSet,
    LiftedExclusion,
    Line,
    Mark,
    Matter,
    Measure,
    Member,
    Notice,
    Offer,
    OfficeTask,
    OralRequest,
    Original,
    Party,
    Postponement,
    PressingFact,
    Remark,
    Reminder,
    RetentionHold,
    Review,
    Revision,
    SearchTerm,
    SearchText,
    Section,
    Separation,
    Translation,
)
from comity.exchange import post

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db import models

# What goes over, and, for a table in which something may stand once, the columns that name it besides the case.
GOES_OVER: Final[dict[type[models.Model], tuple[str, ...]]] = {
    Assurance: (),
    Clarification: (),
    Consultation: (),
    Exclusion: ("officer_id",),
    GuardOverride: (),
    HandedCase: (),
    LegalChoice: (),
    LevelSet: ("ended_at",),
    LiftedExclusion: (),
    Line: (),
    Mark: ("code", "ended_at"),
    Member: ("officer_id", "function"),
    Original: (),
    PressingFact: ("code", "ended_at"),
    RetentionHold: (),
}
# What gives way to the signed request, is written anew from it, or is no more than a copy.
GIVES_WAY: Final[frozenset[type[models.Model]]] = frozenset(
    {Annex, CaseMark, DocketEntry, FileCopy, Letter, Measure, Party, Reminder, SearchTerm, SearchText, Section}
)
# What a case that can move does not have: `comity.cases.moving`, or because only a request of ours has it.
NEVER_THERE: Final[frozenset[type[models.Model]]] = frozenset(
    {
        AfterCare, BeforeJoin, CaseChain, CaseMove, ClauseUse, Delivery, Destruction, Evidence, GivenBack, Matter,
        Notice, Offer, OralRequest, Postponement, Remark, Review, Revision, Separation, Translation,
    }
)  # fmt: skip
BY_HAND: Final[frozenset[type[models.Model]]] = frozenset({CaseLink})
# What hangs on a measure: these go over to the measure that it was paired with; of the others a case has none.
OF_MEASURE: Final[tuple[type[models.Model], ...]] = (Assignment, Decision, OfficeTask)
OF_MEASURES: Final[tuple[type[models.Model], ...]] = (Consultation, GuardOverride)
NEVER_OF_MEASURE: Final[frozenset[type[models.Model]]] = frozenset({DeliveredMeasure, Evidence, Offer, Postponement})
DERIVED: Final[frozenset[type[models.Model]]] = frozenset(
    {CaseMark, DocketEntry, FileCopy, Reminder, SearchTerm, SearchText}
)
AS_FAR: Final = ("state", "state_since", "resume_state", "expected_by")
COLUMNS: Final = (
    "our_reference", "created_at", "arrived_at", "sent_at", "registered_at", "decided_at", "status_asked_at",
    "examined", "sealed", "turn_since",
)  # fmt: skip


def fold(former: Case, *, into: Case, pairs: Mapping[str, str]) -> Case:
    """Give what belongs to the case of the letter to the signed request, and end the former; both are locked.

    `pairs` has for each measure of the former, by its id, that of the signed request; empty where nothing but the
    request was said by letter.
    """
    _measures_go_over(former, into, pairs)
    for model, once in GOES_OVER.items():
        _go_over(model, once, former, into)
    Annex.objects.filter(case=former).exclude(round=0).update(case=into)  # what came with their answers
    _link(former, into)
    post.change_case(former.pk, into.pk)
    kept = {name: getattr(former, name) for name in COLUMNS}
    if former.confidential and not into.confidential:
        kept["confidential"] = True
    former.delete()  # its reference is free for the case that bears it from now on
    for name, value in kept.items():
        setattr(into, name, value)
    into.save(update_fields=list(kept))
    return into


def _go_over(model: type[models.Model], once: tuple[str, ...], former: Case, into: Case) -> None:
    rows: Any = model._default_manager  # noqa: SLF001 (public in all but name)
    mine = rows.filter(case=former)
    if once:
        there = Q()
        for row in rows.filter(case=into).values(*once):
            there |= Q(**{name: value for name, value in row.items() if value is not None}) & Q(
                **{f"{name}__isnull": True for name, value in row.items() if value is None}
            )
        if there:
            mine = mine.exclude(there)
    mine.update(case=into)


def _measures_go_over(former: Case, into: Case, pairs: Mapping[str, str]) -> None:
    """Bring the measures of the signed request as far as those of the letter, with all that was done about them."""
    if not pairs:
        return
    signed = {one.measure_id: one for one in into.measures.all()}
    taken_by = {one: signed[pairs[one.measure_id]] for one in former.measures.all()}
    for one, other in taken_by.items():
        for name in AS_FAR:
            setattr(other, name, getattr(one, name))
        for model in OF_MEASURE:
            model._default_manager.filter(measure=one).update(measure=other)  # noqa: SLF001 (public in all but name)
        ClarificationItem.objects.filter(clarification__case=former, measure_id=one.measure_id).update(
            measure_id=other.measure_id
        )
    Measure.objects.bulk_update(taken_by.values(), AS_FAR)
    persons = into.parties.values("person_id")
    ClarificationItem.objects.filter(clarification__case=former).exclude(person_id__in=persons).update(person_id="")
    for model in OF_MEASURES:
        rows: Any = model._default_manager.filter(case=former)  # noqa: SLF001 (the same)
        for row in rows.prefetch_related("measures"):
            row.measures.set([taken_by[one] for one in row.measures.all()])


def _link(former: Case, into: Case) -> None:
    """Let what was said of the former and a third case hold for the one that took its place."""
    for link in CaseLink.objects.filter(Q(one=former) | Q(other=former)):
        beside = link.other_id if link.one_id == former.pk else link.one_id
        first, second = sorted([into.pk, beside])
        if first != second and not CaseLink.objects.filter(one_id=first, other_id=second).exists():
            CaseLink.objects.create(
                one_id=first, other_id=second, verdict=link.verdict, reason=link.reason, by_id=link.by_id, at=link.at
            )
