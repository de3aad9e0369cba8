"""Requests that may be the same as one at hand, or belong to it, and why: only among those the reader may see.

Marks of the case at hand are looked up in the index of all marks, so that only cases that share one are looked at,
whatever the size of the archive. Of a case outside the reader's reach nothing is said, not even that it is
there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.cases.likeness import WEIGHTS, Looks, Mark, Sort, Verdict, marks_of, verdict, weight
from comity.cases.models import CaseLink, CaseMark
from comity.cases.queries import content, doors
from comity.cases.queries.listing import in_order
from comity.core.prepared import Prepared
from comity.law.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor

LOOKED_AT, SHOWN = 500, 10
SORTS: dict[Sort, Any] = {
    Sort.REFERENCE: gettext_lazy("the same reference of theirs: %(said)s"),
    Sort.PROCEEDINGS: gettext_lazy("the same proceedings: %(said)s"),
    Sort.ACCOUNT: gettext_lazy("the same account: %(said)s"),
    Sort.REGISTER: gettext_lazy("the same register number: %(said)s"),
    Sort.PERSON: gettext_lazy("the same name of a person: %(said)s"),
    Sort.COMPANY: gettext_lazy("the same name of a company or organisation: %(said)s"),
}
VERDICTS: dict[Verdict, Any] = {
    Verdict.SAME: gettext_lazy("the same request"),
    Verdict.RELATED: gettext_lazy("belongs together"),
    Verdict.UNRELATED: gettext_lazy("not related"),
}
SUGGESTED: dict[Verdict, Any] = {
    Verdict.SAME: gettext_lazy("This may be the same request as"),
    Verdict.RELATED: gettext_lazy("This may belong together with"),
}


@dataclass(frozen=True, slots=True)
class Like:
    """Another case: what is suggested or was said of the two, and why."""

    case_id: UUID
    url: str
    reference: str
    state: str
    title: str
    step: str
    suggested: str
    reasons: list[str]
    said: str = ""
    reason: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Likes:
    """What is linked with a case, what may be, and what was looked at and set aside."""

    linked: list[Like]
    found: list[Like]
    set_aside: list[Like]

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.linked or self.found or self.set_aside)


def marks(cases: Sequence[Case]) -> dict[UUID, list[Mark]]:
    """Return the marks of each case as it stands now."""
    requests = content.requests_of(cases)
    return {
        one.pk: marks_of(requests[one.pk], state=one.counterpart_state, their_reference=one.their_reference)
        for one in cases
    }


def likes(case: Case, actor: Actor, language: str) -> Likes:
    """Return the cases like one, as far as the actor sees them: four queries more than reading the request takes."""
    own = marks([case])[case.pk]
    shared = _sharing(case, own, actor)
    links = {(one.other_id if one.one_id == case.pk else one.one_id): one for one in links_of(case)}
    visible = list(
        doors.cases_visible_to(actor).filter(pk__in={*shared, *links}).values_list("pk", flat=True)
    )  # fmt: skip
    made: dict[str, list[tuple[int, Like]]] = {"linked": [], "found": [], "set_aside": []}
    for other in in_order(visible):
        link = links.get(other.pk)
        place = "found" if link is None else "set_aside" if link.verdict == Verdict.UNRELATED else "linked"
        held = shared.get(other.pk, [])
        made[place].append((-weight(held), _like(case, other, held, link, language)))
    ordered = {place: [one for _weight, one in sorted(rows, key=_first)] for place, rows in made.items()}
    return Likes(ordered["linked"], ordered["found"][:SHOWN], ordered["set_aside"])


def _first(row: tuple[int, Like]) -> tuple[int, str]:
    return row[0], row[1].reference


def _sharing(case: Case, own: Iterable[Mark], actor: Actor) -> dict[UUID, list[Mark]]:
    """Return other visible case -> the marks it shares, the latest cases first: one query."""
    known = {(one.sort.value, one.key): one for one in own}
    by_sort: defaultdict[str, list[str]] = defaultdict(list)
    for sort, key in known:
        by_sort[sort].append(key)
    wanted = Q(pk__in=[])
    for sort, keys in by_sort.items():
        wanted |= Q(sort=sort, key__in=keys)
    found: defaultdict[UUID, list[Mark]] = defaultdict(list)
    rows = CaseMark.objects.filter(wanted, doors.seen_by(actor, "case")).exclude(case_id=case.pk).order_by("-case_id")
    for other, sort, key in rows.values_list("case_id", "sort", "key")[:LOOKED_AT]:
        found[other].append(known[sort, key])
    return dict(found)


_LINKS = Prepared(lambda one, other: CaseLink.objects.filter(Q(one_id=one) | Q(other_id=other)).select_related("by"))


def links_of(case: Case) -> list[CaseLink]:
    """Return what officers said about this case and others: one query."""
    return _LINKS.all(one=case.pk, other=case.pk)


def _like(case: Case, other: Case, held: list[Mark], link: CaseLink | None, language: str) -> Like:
    suggested = verdict(_looks(case), _looks(other), (mark.sort for mark in held))
    return Like(
        case_id=other.pk,
        url=reverse("cases:case", args=[other.pk]),
        reference=other.reference,
        state=other.counterpart_state or "–",
        title=other.title or _("without a subject"),
        step=STEPS[other.direction, other.step].title.get(language),
        suggested=str(SUGGESTED[suggested]),
        reasons=[
            str(SORTS[mark.sort]) % {"said": mark.said}
            for mark in sorted(held, key=lambda mark: (-WEIGHTS[mark.sort], mark.key))
        ],
        said=str(VERDICTS[Verdict(link.verdict)]) if link else "",
        reason=link.reason if link else "",
        by=link.by.name if link else "",
        at=link.at if link else None,
    )


def _looks(case: Case) -> Looks:
    return Looks(case.direction, case.counterpart_state, frozenset(filter(None, case.kinds.split("|"))))
