"""Read what a request says: a draft put together from its parts, or the frozen text of one that was sent or came in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from comity.cases import compose
from comity.cases.models import Annex, Measure, Party, Section
from comity.core.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from comity.cases.models import Case

_SECTIONS = Prepared(lambda cases: Section.objects.filter(case__in=cases).values_list("case_id", "key", "data"))
_PERSONS = Prepared(lambda cases: Party.objects.filter(case__in=cases).values_list("case_id", "person_id", "data"))
_MEASURES = Prepared(lambda cases: Measure.objects.filter(case__in=cases).values_list("case_id", "measure_id", "data"))
_ANNEXES = Prepared(
    lambda cases: Annex.objects.filter(case__in=cases, round=0).only(
        "case_id", "annex_id", "name", "language", "certified", "sha256", "size"
    )
)


def request_of(case: Case) -> dict[str, Any]:
    """Return the request: as it was signed or arrived, or, while it is a draft, as its parts say now."""
    if case.body is not None:
        return dict(case.body)
    return draft_of(case)


def requests_of(cases: Sequence[Case]) -> dict[UUID, dict[str, Any]]:
    """Return the request of each case, as `request_of` does: four queries where there are drafts among them."""
    drafts = _drafts([one for one in cases if one.body is None])
    return {one.pk: drafts[one.pk] if one.body is None else dict(one.body) for one in cases}


def draft_of(case: Case) -> dict[str, Any]:
    """Put the parts of a draft together: four queries."""
    return _drafts([case])[case.pk]


def _drafts(cases: Sequence[Case]) -> dict[UUID, dict[str, Any]]:
    if not cases:
        return {}
    keys = [one.pk for one in cases]
    sections: dict[UUID, dict[str, Any]] = defaultdict(dict)
    persons, measures, annexes = (defaultdict[Any, list[dict[str, Any]]](list) for _part in range(3))
    for key, name, data in _SECTIONS.all(cases=keys):
        sections[key][name] = data
    for key, person_id, data in _PERSONS.all(cases=keys):
        persons[key].append({**data, "person_id": person_id})
    for key, measure_id, data in _MEASURES.all(cases=keys):
        measures[key].append({**data, "measure_id": measure_id})
    for annex in _ANNEXES.all(cases=keys):
        annexes[annex.case_id].append(annex_of(annex))
    return {
        one.pk: compose.compose(
            request_id=str(one.pk),
            reference=one.our_reference,
            sections=sections[one.pk],
            persons=persons[one.pk],
            measures=measures[one.pk],
            annexes=annexes[one.pk],
        )
        for one in cases
    }


def annex_of(annex: Annex) -> dict[str, Any]:
    """Return an annex as a request lists it."""
    return {
        "annex_id": annex.annex_id,
        "name": annex.name,
        "language": annex.language,
        "certified": annex.certified,
        "sha256": annex.sha256,
        "size": annex.size,
    }


def authors_of(case: Case) -> set[UUID]:
    """Return the officers who wrote any part of the draft, at any time."""
    found: Iterable[UUID | None] = case.revisions.values_list("saved_by_id", flat=True).distinct().order_by()
    return {one for one in found if one is not None}
