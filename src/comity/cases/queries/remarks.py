"""Comments on a draft as its pages show them: by part, with what became of each; those that are open, for the check."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.cases.compose import get
from comity.cases.labels import labelled
from comity.cases.queries import content
from comity.cases.queries.reading import measure_title
from comity.core.roles import LABELS, Role
from comity.kernel.plaintext import visible
from comity.law.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from comity.cases.models import Case, Remark
    from comity.core.actors import Actor

KINDS: dict[str, Any] = {
    "answered": gettext_lazy("answered"),
    "settled": gettext_lazy("settled"),
    "reopened": gettext_lazy("opened again"),
}
_SPACE = re.compile(r"\s+")
WHOLE_DRAFT = "request"  # where a remark of the other State is about no section
MAY_INSIST = frozenset({Role.HEAD, Role.REVIEWER})


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that became of a comment."""

    kind: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """One comment as it is read.

    Attributes:
        where: the part it is pinned to, in words; `url` its page.
        by: who wrote it, with the function; for the other State its short name.
        theirs: made by the other State on a draft shown to it.
        quote: the passage; `stands` whether it is still in the text of the part.
        may_settle: whether the reader may settle it.
    """

    pk: int
    part: str
    where: str
    url: str
    text: str
    quote: str
    stands: bool
    by: str
    at: datetime
    theirs: bool
    must_settle: bool
    settled: bool
    may_settle: bool
    acts: list[Said] = field(default_factory=list)


def places_of(case: Case, language: str = "en") -> dict[str, str]:
    """Return part -> what it is called: the whole draft, each section, each person and measure. Four queries."""
    return places_in(content.request_of(case), language)


def places_in(request: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return part -> what it is called, from a request."""
    found = {"": _("The whole draft")}
    for key, section in SECTIONS.items():
        title = found[key] = section.title.get(language)
        if key == "persons":
            for one in request["persons"]:
                name = visible(one["name"]) or _("Person without a name")
                found[f"persons:{one['person_id']}"] = labelled(title, name)
        if key == "measures":
            for one in request["measures"]:
                name = measure_title(one["kind"], one["module"], language)
                found[f"measures:{one['measure_id']}"] = labelled(title, name)
    return found


def part_of_theirs(section: str, measure_id: str, known: Collection[str]) -> str:
    """Return the part of our draft that a remark of the other State is about; the whole draft where it is none."""
    wanted = (f"measures:{measure_id}" if measure_id else "", section)
    return next((part for part in wanted if part and part in known), "")


def is_place(section: str, measure_id: str, draft: Mapping[str, Any]) -> bool:
    """Return whether a remark of the other State names a place that the draft shown to it has."""
    if measure_id:
        return section == "measures" and measure_id in {one["measure_id"] for one in draft["measures"]}
    return section == WHOLE_DRAFT or section in SECTIONS


def remarks_of(
    case: Case, actor: Actor, language: str, *, part: str | None = None, open_only: bool = False
) -> list[Shown]:
    """Return the comments on a draft, or on one part and its rows, the open ones first.

    Two queries where there are none, six where there are some: the comments, what became of them, and the draft.
    """
    rows = case.remarks.select_related("written_by").prefetch_related("acts__by")
    if open_only:
        rows = rows.filter(settled_at=None)
    found = [one for one in rows if part is None or one.part == part or one.part.startswith(f"{part}:")]
    if not found:
        return []
    request = content.request_of(case)
    places = places_in(request, language)
    shown = [_shown(one, case, actor, places, request) for one in found]
    return sorted(shown, key=lambda one: (one.settled, not one.must_settle))


def _shown(remark: Remark, case: Case, actor: Actor, places: Mapping[str, str], request: Mapping[str, Any]) -> Shown:
    key = remark.part.partition(":")[0]
    gone = labelled(places[key], _("removed")) if key in SECTIONS else _("removed")
    return Shown(
        pk=remark.pk,
        part=remark.part,
        where=places.get(remark.part, gone),
        url=url_of(case, remark.part if remark.part in places else key),
        text=remark.text,
        quote=remark.quote,
        stands=stands(remark.quote, texts_of(request, remark.part)),
        by=_author(remark, case),
        at=remark.written_at,
        theirs=remark.theirs,
        must_settle=remark.must_settle,
        settled=remark.settled_at is not None,
        may_settle=may_settle(actor, remark),
        acts=[Said(str(KINDS[act.kind]), act.text, act.by.name, act.at) for act in remark.acts.all()],
    )


def may_settle(actor: Actor, remark: Remark) -> bool:
    """Return whether an officer may settle a comment: whoever insisted on it, or could have, does so."""
    return not remark.must_settle or bool(actor.roles & MAY_INSIST) or remark.written_by_id == actor.officer_id


def _author(remark: Remark, case: Case) -> str:
    if remark.theirs or remark.written_by is None:
        return case.counterpart_state or _("the other State")
    if remark.function in set(Role):
        return labelled(str(LABELS[Role(remark.function)]), remark.written_by.name)
    return remark.written_by.name


def url_of(case: Case, part: str) -> str:
    """Return the page on which a part of the draft is written."""
    key, _colon, row = part.partition(":")
    if row and key == "persons":
        return reverse("cases:draft-person", args=[case.pk, row])
    if row and key == "measures":
        return reverse("cases:draft-measure", args=[case.pk, row])
    if key in SECTIONS:
        return reverse("cases:draft-section", args=[case.pk, key])
    return reverse("cases:draft", args=[case.pk])


def texts_of(request: Mapping[str, Any], part: str) -> list[str]:
    """Return every text that a part of a request holds; all of them for the whole draft."""
    key, _colon, row = part.partition(":")
    if row:
        name = "person_id" if key == "persons" else "measure_id"
        return list(_texts(next((one for one in request[key] if one[name] == row), {})))
    if key not in SECTIONS:
        return list(_texts(request))
    places = [field.path for field in SECTIONS[key].fields] + [rows.path for rows in SECTIONS[key].rows]
    return [text for place in places for text in _texts(get(request, place))]


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def stands(quote: str, texts: Iterable[str]) -> bool:
    """Return whether a passage is still in one of the texts, however its lines are broken. Pure."""
    wanted = _plain(quote)
    return not wanted or any(wanted in _plain(text) for text in texts)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Open:
    """How many comments are open, and how many of them must be settled before approval."""

    count: int
    must_settle: int


def open_of(case: Case) -> Open:
    """Count the open comments: one query."""
    marked = list(case.remarks.filter(settled_at=None).values_list("must_settle", flat=True))
    return Open(len(marked), sum(marked))
