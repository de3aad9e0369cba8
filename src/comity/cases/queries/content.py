"""Read what a request says: a draft put together from its parts, or the frozen text of one that was sent or came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.cases import compose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from comity.cases.models import Annex, Case


def request_of(case: Case) -> dict[str, Any]:
    """Return the request: as it was signed or arrived, or, while it is a draft, as its parts say now."""
    if case.body is not None:
        return dict(case.body)
    return draft_of(case)


def draft_of(case: Case) -> dict[str, Any]:
    """Put the parts of a draft together: four queries."""
    return compose.compose(
        request_id=str(case.pk),
        reference=case.our_reference,
        sections={section.key: section.data for section in case.sections.all()},
        persons=[{**party.data, "person_id": party.person_id} for party in case.parties.all()],
        measures=[{**measure.data, "measure_id": measure.measure_id} for measure in case.measures.all()],
        annexes=[annex_of(annex) for annex in case.annexes.filter(round=0)],
    )


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
