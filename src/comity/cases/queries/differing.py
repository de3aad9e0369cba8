"""Two texts of one part of a draft beside each other: what changed in each answer, the weightiest changes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from comity.cases import differences
from comity.cases.models import RevisionKind
from comity.cases.queries import content, trail
from comity.core.officers.models import Officer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from comity.cases.differences import Piece, Weighty
    from comity.cases.models import Case, Revision

CHANGED: dict[str, Any] = {
    "numbers": gettext_lazy("Numbers"),
    "dates": gettext_lazy("Dates"),
    "names": gettext_lazy("Names"),
    "negations": gettext_lazy("Negations"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """One text that can be compared."""

    pk: int
    number: int
    at: datetime
    by: str
    kind: str


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that changed.

    Attributes:
        label: the question.
        pieces: what stands in both, what is gone, what came, in order; whole rows where the answer is a list.
        rows: whether the answer is a list.
        whole: gone or new as a whole.
    """

    label: str
    pieces: list[Piece]
    rows: bool = False
    whole: str = ""

    @property
    def before(self) -> list[Piece]:
        """The earlier text."""
        return [one for one in self.pieces if one.kind != "added"]

    @property
    def after(self) -> list[Piece]:
        """The later text."""
        return [one for one in self.pieces if one.kind != "removed"]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts of a part: what they are, what changed, and what of it weighs."""

    part: str
    before: Version
    after: Version
    changes: list[Change]
    weighty: list[tuple[str, Weighty]]
    versions: list[Version]


def compare(case: Case, before: int, after: int, language: str) -> Compared | None:
    """Return two texts of one part of the draft side by side, the older first; None where they are not of one part.

    Raises:
        Revision.DoesNotExist: for a text that this draft does not have.
    """
    first, second = sorted((case.revisions.get(pk=before), case.revisions.get(pk=after)), key=lambda one: one.pk)
    if first.key != second.key:
        return None
    of_part = list(case.revisions.filter(key=first.key)[:200])
    names = _names(of_part)
    told, come = trail.answers(first, language), trail.answers(second, language)
    people = [one["name"] for one in content.request_of(case)["persons"]]
    return Compared(
        part=trail.part_of(second, language),
        before=_version(first, names),
        after=_version(second, names),
        changes=changes(told, come),
        weighty=[(str(CHANGED[one.kind]), one) for one in differences.weighty(_as_text(told), _as_text(come), people)],
        versions=[_version(one, names) for one in of_part],
    )


def changes(before: Mapping[str, trail.Answer], after: Mapping[str, trail.Answer]) -> list[Change]:
    """Return the answers that differ, in the order of the form."""
    found = []
    for place in {**before, **after}:
        gone, come = before.get(place), after.get(place)
        one = come or gone
        if one is None or (gone and come and gone.text == come.text):
            continue
        whole = "" if gone and come else "added" if come else "removed"
        if one.rows:
            pieces = differences.rows(_rows(gone), _rows(come))
        else:
            pieces = differences.compare(gone.text if gone else "", come.text if come else "")
        found.append(Change(one.label, pieces, rows=one.rows, whole=whole))
    return found


def _rows(answer: trail.Answer | None) -> Sequence[str]:
    return answer.text.split("\n") if answer else ()


def _as_text(answers: Mapping[str, trail.Answer]) -> str:
    return "\n".join(one.text for one in answers.values())


def _names(revisions: Iterable[Revision]) -> dict[Any, str]:
    return dict(Officer.objects.filter(pk__in={one.saved_by_id for one in revisions}).values_list("pk", "name"))


def _version(revision: Revision, names: Mapping[Any, str]) -> Version:
    return Version(
        pk=revision.pk,
        number=revision.version,
        at=revision.saved_at,
        by=names.get(revision.saved_by_id, "–"),
        kind=str(trail.KINDS[revision.kind]) if revision.kind != RevisionKind.SAVED else "",
    )
