"""The legal review of a request made to us: the checklist filled from it, what may be asked, grounds by measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from comity.cases import compose
from comity.cases.labels import labelled
from comity.cases.queries import content
from comity.cases.queries.reading import measure_article, measure_title
from comity.core.parts import Checked
from comity.directory.known import known_facts
from comity.law.assistance import coercive
from comity.law.basis.named import Named, named
from comity.law.contents import ITEMS, Scope, completeness, items_to_ask, level_of
from comity.law.grounds import (
    ADVICE,
    FORBIDDEN,
    DualCriminality,
    dual_criminality_duty,
    open_grounds,
)
from comity.law.guards import force_of_paragraph
from comity.law.measures import phase
from comity.law.modes import MODE_TITLES, Force, force, parse_mode
from comity.law.reading import Reading
from comity.law.sections import SECTIONS
from comity.law.trifling import Matter, lifted, trifling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from comity.cases.models import Case, Measure
    from comity.law.contents import Finding


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One item of the checklist: what it is, its article, whether the request says it."""

    label: str
    article: str
    result: Checked
    text: str = ""


@dataclass(frozen=True, slots=True)
class Askable:
    """One missing item that may be asked for under 46(16)."""

    code: str
    label: str
    missing: str
    question: str
    article: str
    measure_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class GroundLine:
    """One ground of refusal that is open for a measure."""

    code: str
    title: str
    article: str
    note: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What a rule of de minimis of the authority says about one measure; it decides nothing.

    `holds` is whether the rule is for this request; where it is not, the text says why.
    """

    text: str
    article: str
    holds: bool = True


@dataclass(frozen=True, slots=True)
class MeasureLaw:
    """What the law says about one measure: whether it is coercive, what dual criminality means, the open grounds.

    `records` is whether documents are asked for, some of which may be open to the public (46(29)(a)); `trifling` is
    what a rule of de minimis advises; `undecided` is whether it was not accepted yet.
    """

    measure_id: str
    title: str
    article: str
    state: str
    coercive: str
    advice: str
    grounds: list[GroundLine]
    asked: str = ""
    records: bool = False
    trifling: Advice | None = None
    undecided: bool = True


@dataclass(frozen=True, slots=True)
class Examination:
    """The law side of the legal review."""

    mode: str
    percent: int
    checklist: list[ChecklistRow]
    missing: list[Askable]
    measures: list[MeasureLaw]
    forbidden: list[GroundLine]
    by_analogy: bool


def of_case(case: Case, language: str, *, ended: date | None = None) -> Examination:
    """Return the legal review of a request; `ended` is the last day of the conduct, where the reader gives it."""
    request = content.request_of(case)
    return Examination(
        mode=MODE_TITLES[parse_mode(case.mode)].get(language),
        percent=completeness(request).percent,
        checklist=checklist(request, language),
        missing=askable(case, language, case.language),
        measures=laws_of(case, case.measures.all(), language, ended=ended),
        forbidden=[one for one in _forbidden(language) if one not in forbidden_by_analogy(case, language)],
        by_analogy=force_of_paragraph(parse_mode(case.mode)) is Force.BY_ANALOGY,
    )


def _forbidden(language: str) -> list[GroundLine]:
    return [GroundLine(one.code, one.text.get(language), one.article, "") for one in FORBIDDEN.values()]


def forbidden_by_analogy(case: Case, language: str) -> list[GroundLine]:
    """Return what is no ground by analogy only, by the legal basis of a case: relied on, it asks for a reason."""
    mode = parse_mode(case.mode)
    return [one for one in _forbidden(language) if force(FORBIDDEN[one.code].applies, mode) is not Force.BINDS]


def checklist(request: Mapping[str, Any], language: str) -> list[ChecklistRow]:
    """Return every item that this request as a whole must or should say, with whether it does."""
    reading = Reading(request)
    mode = parse_mode(reading.text("basis.mode"))
    rows = []
    for item in ITEMS.values():
        if item.scope is not Scope.REQUEST or item.at_signing or level_of(item, mode) is None:
            continue
        if item.condition is not None and not item.condition.holds(reading):
            continue
        said = item.satisfied(reading)
        if said and not reading.value(item.field) and item.satisfied(Reading({})):
            continue  # it looks at the form of an answer, and there is no answer
        rows.append(
            ChecklistRow(
                item.label.get(language),
                item.article,
                Checked.PASSED if said else Checked.NOT_MADE,
                "" if said else item.missing.get(language),
            )
        )
    return rows


def askable(case: Case, language: str, letter_language: str) -> list[Askable]:
    """Return what may be asked for; the question is worded in the language of the letter."""
    request = content.request_of(case)
    return [
        Askable(
            code=one.code,
            label=_place(one, request, language),
            missing=one.text.get(language),
            question=one.item.question.get(letter_language),
            article=one.article,
            measure_id=one.measure_id,
            person_id=one.person_id,
        )
        for one in items_to_ask(request)
    ]


def _place(finding: Finding, request: Mapping[str, Any], language: str) -> str:
    """Say what is missing and where: the item, with the person or the measure it belongs to."""
    label = finding.item.label.get(language)
    if finding.person_id:
        name = next((one["name"] for one in request["persons"] if one["person_id"] == finding.person_id), "")
        return labelled(name, label) if name else label
    if finding.measure_id:
        found = next((one for one in request["measures"] if one["measure_id"] == finding.measure_id), None)
        return labelled(measure_title(found["kind"], found["module"], language), label) if found else label
    return labelled(SECTIONS[finding.section].title.get(language), label)


def laws_of(case: Case, measures: Iterable[Measure], language: str, *, ended: date | None = None) -> list[MeasureLaw]:
    """Return what the law says about stored measures of one case."""
    basis = _basis_of(case)
    return [law_of(one, language, basis=basis, ended=ended) for one in measures]


def age_counts() -> bool:
    """Return whether a rule of de minimis of this authority looks at how old the conduct is."""
    return any(rule.older_than_years for rule in settings.NODE.de_minimis)


def law_of(
    measure: Measure,
    language: str,
    dual: DualCriminality = DualCriminality.UNCLEAR,
    *,
    basis: Named,
    ended: date | None = None,
) -> MeasureLaw:
    """Return what the law says about one stored measure of a request that rests on `basis`."""
    kind_of_force = coercive(measure.kind, measure.module)
    return MeasureLaw(
        measure_id=measure.measure_id,
        title=measure_title(measure.kind, measure.module, language),
        article=measure_article(measure.kind),
        state=measure.state,
        coercive=kind_of_force.value,
        advice=ADVICE[dual_criminality_duty(dual, kind_of_force)].get(language),
        grounds=[
            GroundLine(one.code, one.title.get(language), one.article, one.note.get(language))
            for one in open_grounds(kind=measure.kind, coercive=kind_of_force, dual=dual)
        ],
        asked=str(measure.data.get("description") or ""),
        records=measure.kind == "DOCUMENTS",
        trifling=_trifling(measure, language, dual, basis, ended),
        undecided=phase(measure.state, measure.resume_state) == "undecided",
    )


def _basis_of(case: Case) -> Named:
    """Return the instrument that a request made to us rests on, where a rule of de minimis looks at it."""
    if case.outgoing or not any(rule.except_treaties for rule in settings.NODE.de_minimis):
        return Named()
    said = content.request_of(case)["basis"]
    return named(said["mode"], said["instrument"], said["articles"], known_facts().instruments)


def _trifling(
    measure: Measure, language: str, dual: DualCriminality, basis: Named, ended: date | None
) -> Advice | None:
    """Return what the authority's rules of de minimis advise on a measure that is asked of us (46(9)(b), 55(7))."""
    case, details = measure.case, compose.compose_measure(measure.data)["details"]
    if case.outgoing or not settings.NODE.de_minimis:
        return None
    matter = Matter(
        kind=measure.kind,
        module=measure.module,
        value=str(details.get("value", "")),
        currency=str(details.get("currency", "")),
        state=case.counterpart_state,
        dual=dual,
        offences=frozenset(one.get("article", "") for one in content.request_of(case)["proceedings"]["offences"]),
        basis=basis,
        ended=ended,
        asked=timezone.localdate(case.arrived_at) if case.arrived_at else None,
    )
    found = trifling(settings.NODE.de_minimis, matter)
    if found:
        return Advice(found.text.get(language), found.ground.article)
    away = lifted(settings.NODE.de_minimis, matter)
    return Advice(away.text.get(language), away.ground.article, holds=False) if away else None
