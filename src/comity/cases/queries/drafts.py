"""Read models of a draft: its task list, its check, its earlier texts, and two authors' texts side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.cases.labels import labelled, listed
from comity.cases.queries import content, remarks, translating
from comity.cases.queries.reading import LANGUAGE, answer, measure_title
from comity.core.parts import Link, Notice, Status, Task, Tone
from comity.kernel.plaintext import one_line, visible
from comity.law.assistance import MODULES
from comity.law.contents import Finding, Level, check, completeness
from comity.law.sections import SECTIONS

if TYPE_CHECKING:
    from comity.cases.actions.drafting import Saved
    from comity.cases.forms.questions import PartForm
    from comity.cases.models import Case, Measure, Party
    from comity.law.fields import Field


@dataclass(frozen=True, slots=True)
class Board:
    """The task list of a draft.

    Attributes:
        tasks: one line a section.
        blocks, weakens: how many things block, how many only weaken.
        complete: how many sections miss nothing.
        percent: how much of what is demanded is said.
        onward: the first section that misses something; None when none does.
        notices: the first findings, for the column beside the list.
        needs_translation: whether the other State does not accept the language of the letter and none was asked for.
        remarks: how many comments are open.
    """

    tasks: list[Task]
    blocks: int
    weakens: int
    complete: int
    percent: int
    onward: Link | None
    notices: list[Notice]
    needs_translation: bool
    remarks: remarks.Open


NOTICES = 4


def board(case: Case, language: str) -> Board:
    """Return the task list of a draft."""
    request = content.request_of(case)
    findings = check(request)
    by_section: dict[str, list[Finding]] = {key: [] for key in SECTIONS}
    for finding in findings:
        by_section[finding.section].append(finding)
    tasks, onward = [], None
    for key, section in SECTIONS.items():
        found = sorted(by_section[key], key=lambda one: one.level is not Level.BLOCKS)
        url = reverse("cases:draft-section", args=[case.pk, key])
        if found and onward is None:
            onward = Link(_("Continue: %(section)s") % {"section": section.title.get(language)}, url)
        first = found[0] if found else None
        tasks.append(
            Task(
                label=section.title.get(language),
                url=url,
                status=_status(found),
                hint=first.text.get(language) if first else _summary(key, request, language),
                article=first.article if first else "",
            )
        )
    blocks = sum(one.level is Level.BLOCKS for one in findings)
    ordered = sorted(findings, key=lambda one: one.level is not Level.BLOCKS)
    return Board(
        tasks=tasks,
        blocks=blocks,
        weakens=len(findings) - blocks,
        complete=sum(not found for found in by_section.values()),
        percent=completeness(request).percent,
        onward=onward,
        notices=[notice(one, language) for one in ordered[:NOTICES]],
        needs_translation=translating.wanted(request) and not case.translations.exclude(state="dropped").exists(),
        remarks=remarks.open_of(case),
    )


def _status(found: list[Finding]) -> Status:
    blocks = sum(one.level is Level.BLOCKS for one in found)
    if blocks:
        return Status(ngettext("%(count)d missing", "%(count)d missing", blocks) % {"count": blocks}, Tone.OPEN)
    if found:
        text = ngettext("%(count)d weakens", "%(count)d weaken", len(found)) % {"count": len(found)}
        return Status(text, Tone.WAITING)
    return Status(_("complete"), Tone.DONE)


def _summary(key: str, request: Mapping[str, Any], language: str) -> str:
    """Say in one line what a complete section holds."""
    lines: dict[str, Iterable[str]] = {
        "addressee": [request["requested"]["authority"]],
        "basis": [request["basis"]["instrument"]],
        "proceedings": [one.get("label", "") for one in request["proceedings"]["offences"]],
        "persons": [one["name"] for one in request["persons"]],
        "measures": [measure_title(one["kind"], one["module"], language) for one in request["measures"]],
        "annexes": [one["name"] for one in request["annexes"]],
    }
    return one_line(listed(dict.fromkeys(text for text in lines.get(key, ()) if text)), 160)


def notice(finding: Finding, language: str, title: str = "") -> Notice:
    """Return a finding as a framed remark."""
    blocks = finding.level is Level.BLOCKS
    text = finding.text.get(language)
    if finding.by_analogy and finding.article:
        text = _("%(text)s (%(article)s, by analogy)") % {"text": text, "article": finding.article}
    return Notice(
        kind="blocks" if blocks else "weakens",
        title=title or (_("Blocks sending") if blocks else _("Weakens the request")),
        text=text,
        article=finding.article,
    )


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One finding on the check page, with the way to mend it."""

    notice: Notice
    link: Link


@dataclass(frozen=True, slots=True)
class Check:
    """The check page: what blocks, what weakens, how much is said; the comments that are open inside the authority."""

    blocks: list[CheckLine]
    weakens: list[CheckLine]
    percent: int
    remarks: list[CheckLine] = field(default_factory=list)


def check_of(case: Case, language: str) -> Check:
    """Return every finding about a request with the page where it is mended."""
    request = content.request_of(case)
    lines: dict[Level, list[CheckLine]] = {Level.BLOCKS: [], Level.WEAKENS: []}
    for finding in check(request):
        where = _where(finding, request, language)
        lines[finding.level].append(
            CheckLine(notice(finding, language, title=where), Link(_("Go there"), _url(case, finding)))
        )
    return Check(
        lines[Level.BLOCKS], lines[Level.WEAKENS], completeness(request).percent, _remarks(case, request, language)
    )


def _remarks(case: Case, request: Mapping[str, Any], language: str) -> list[CheckLine]:
    """Return the open comments: one that must be settled stands in the way of approval, the others only weaken."""
    places = remarks.places_in(request, language)
    found = []
    for one in case.remarks.filter(settled_at=None).order_by("-must_settle", "written_at"):
        title = places.get(one.part, _("removed"))
        if one.must_settle:
            title = _("Must be settled before approval: %(where)s") % {"where": title}
        mark = Notice("blocks" if one.must_settle else "weakens", title, one_line(visible(one.text), 200))
        url = reverse("cases:remarks", args=[case.pk]) + f"#remark-{one.pk}"
        found.append(CheckLine(mark, Link(_("Go there"), url)))
    return found


def _where(finding: Finding, request: Mapping[str, Any], language: str) -> str:
    title = SECTIONS[finding.section].title.get(language)
    if finding.person_id:
        name = next((one["name"] for one in request["persons"] if one["person_id"] == finding.person_id), "")
        return labelled(title, name or _("person without a name"))
    if finding.measure_id:
        module = next((m["module"] for m in request["measures"] if m["measure_id"] == finding.measure_id), "")
        return labelled(title, MODULES[module].title.get(language) if module in MODULES else _("measure"))
    return title


def _url(case: Case, finding: Finding) -> str:
    if finding.person_id:
        return reverse("cases:draft-person", args=[case.pk, finding.person_id])
    if finding.measure_id and finding.section == "measures":
        return reverse("cases:draft-measure", args=[case.pk, finding.measure_id])
    return reverse("cases:draft-section", args=[case.pk, finding.section])


def findings_of(case: Case, key: str, row: Party | Measure | None) -> list[Finding]:
    """Return what is missing in one section, or in one person or measure of it."""
    found = [one for one in check(content.request_of(case)) if one.section == key]
    if row is None:
        return found
    name = getattr(row, "person_id", None) or getattr(row, "measure_id", None)
    return [one for one in found if name in {one.person_id, one.measure_id}]


@dataclass(frozen=True, slots=True)
class Disputed:
    """One question to which two authors gave different answers."""

    label: str
    mine: str
    theirs: str


def disputed(form: PartForm, saved: Saved, language: str) -> list[Disputed]:
    """Return the questions on which the save met another author's, with both texts."""
    asked = {question.place: question.field for question in form.questions}
    mine = saved.mine or {}
    return [
        Disputed(
            asked[place].label.get(language) if place in asked else place,
            *(_words(asked.get(place), one.get(place), language) for one in (mine, saved.data)),
        )
        for place in saved.fields
    ]


def _words(field: Field | None, value: Any, language: str) -> str:
    """Return one author's answer to read: languages by their names, all else as it is stored."""
    return answer(field, value, language) if field and field.input in LANGUAGE else written(value)


def settle_form(form: PartForm, saved: Saved) -> PartForm:
    """Return the form with the author's text, now on top of the version that stands: saving it settles the matter."""
    data = form.data.copy()  # type: ignore[attr-defined] # a QueryDict, which is what a request brings
    data["version"] = str(saved.version)
    form.data = data
    return form


def written(value: Any) -> str:
    """Return a stored value as text for reading."""
    if value is True:
        return _("yes")
    if isinstance(value, list):
        return "\n".join(
            listed(str(part) for part in one.values() if part) if isinstance(one, Mapping) else str(one)
            for one in value
        )
    return "" if value in (None, False) else str(value)


def defaults(
    state: str, name_in: Callable[[str], str], language: str, *, address: str = ""
) -> dict[str, dict[str, Any]]:
    """Return what is known about every draft from the start: who we are, and the language of the letter."""
    return {
        "case": {"language": language},
        "authorities": {"requesting.state": state, "requesting.central_authority": name_in(language)}
        | ({"requesting.address": address} if address else {}),
        "urgency": {"urgency.level": "routine"},
    }


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A person or a measure of a draft in the list of its section."""

    name: str
    label: str
    hint: str
    url: str
    status: Status


def rows_of(case: Case, part: str, language: str) -> list[DraftRow]:
    """Return the persons or the measures of a draft, with what each misses."""
    request = content.request_of(case)
    persons = part == "persons"
    missing: dict[str, list[Finding]] = {}
    for one in check(request):
        missing.setdefault(one.person_id if persons else one.measure_id, []).append(one)
    rows = []
    for one in request[part]:
        name = one["person_id"] if persons else one["measure_id"]
        label = one["name"] if persons else measure_title(one["kind"], one["module"], language)
        found = sorted(missing.get(name, []), key=lambda finding: finding.level is not Level.BLOCKS)
        rows.append(
            DraftRow(
                name=name,
                label=label or _("Person without a name"),
                hint=found[0].text.get(language) if found else one_line(one.get("description", ""), 120),
                url=reverse("cases:draft-person" if persons else "cases:draft-measure", args=[case.pk, name]),
                status=_status(found),
            )
        )
    return rows
