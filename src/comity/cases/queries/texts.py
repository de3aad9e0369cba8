"""All that was written in a case, passage by passage: what search reads into its index and what it quotes from.

A field of text that is added to a table of `cases` belongs into `SOURCES` or into `NOT_READ`; a test asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from comity.cases.models import (
    AfterCare,
    Annex,
    Assignment,
    Assurance,
    Case,
    Clarification,
    ClarificationItem,
    Consultation,
    Decision,
    DeliveredMeasure,
    Delivery,
    Evidence,
    GivenBack,
    GuardOverride,
    LevelSet,
    Line,
    Mark,
    Matter,
    Measure,
    Notice,
    Offer,
    OfficeAnswer,
    OfficeTask,
    OralRequest,
    Postponement,
    PressingFact,
    Remark,
    RemarkAct,
    Review,
    Segment,
    Translation,
)
from comity.cases.queries import content
from comity.core.prepared import Prepared
from comity.law.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a case.

    Attributes:
        place: the part of the case it stands in, a key of `PLACES` or the key of a section of the request.
        text: as it was written.
    """

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Texts of one table: its fields, which place they belong to, and by which field a row names its case."""

    model: type[Model]
    place: str
    fields: tuple[str, ...]
    case: str = "case_id"


SOURCES: tuple[Source, ...] = (
    Source(Annex, "files", ("name",)),
    Source(Evidence, "evidence", ("name", "collector", "handling")),
    Source(Clarification, "questions", ("note", "answer_note")),
    Source(ClarificationItem, "questions", ("question", "answer"), "clarification__case_id"),
    Source(Consultation, "decisions", ("summary", "override_reason")),
    Source(Decision, "decisions", ("reasons", "appeal", "consulted"), "measure__case_id"),
    Source(Measure, "results", ("result_text",)),
    Source(Assignment, "results", ("instructions",), "measure__case_id"),
    Source(OfficeTask, "results", ("instructions", "again"), "measure__case_id"),
    Source(OfficeAnswer, "results", ("text",), "task__measure__case_id"),
    Source(Delivery, "results", ("use_limits", "note", "receipt_note")),
    Source(DeliveredMeasure, "results", ("text",), "delivery__case_id"),
    Source(Matter, "turns", ("asked", "answer")),
    Source(Offer, "turns", ("conditions", "reasons")),
    Source(Postponement, "turns", ("interference", "consulted")),
    Source(Notice, "turns", ("said",)),
    Source(GivenBack, "turns", ("said",)),
    Source(OralRequest, "turns", ("said",)),
    Source(AfterCare, "turns", ("text", "reason", "lessons")),
    Source(GuardOverride, "decisions", ("reason",)),
    Source(Remark, "review", ("quote", "text")),
    Source(RemarkAct, "review", ("text",), "remark__case_id"),
    Source(Review, "review", ("note", "notes")),
    Source(Translation, "translation", ("note", "decision_note")),
    Source(Segment, "translation", ("target", "why"), "translation__case_id"),
    Source(PressingFact, "priority", ("note",)),
    Source(LevelSet, "priority", ("reason",)),
    Source(Mark, "handling", ("note",)),
    Source(Assurance, "handling", ("text", "done_how")),
    Source(Line, "timeline", ("params", "actor")),
)
# Texts that are no part of a case as it stands: earlier and later versions, copies, what programs wrote.
NOT_READ = {
    "Letterhead.address_en", "Letterhead.address_zh",  # of the authority itself
    "Case.body", "Case.proposed", "Case.for_head", "Case.contact",  # `content.request_of` reads the request itself
    "Section.data", "Party.data", "Measure.data", "Revision.data",
    "Letter.agreement", "ClarificationItem.annexes", "SearchText.words",
    "Chain.name", "Chain.stages", "Chain.states", "Chain.kinds", "CaseChain.stages",  # rules of the authority
    "ClauseVersion.text_en", "ClauseVersion.text_zh",  # the library, which has a search of its own
    "CaseImport.mapping", "CaseImport.report", "ImportProfile.mapping",  # what became of a table
    "HandOver.note", "Exclusion.reason", "LiftedExclusion.reason", "LiftedExclusion.why",  # about officers
    "OfficeTask.address",  # of an office, not of a case
    "Segment.source", "Translation.hidden", "Translation.brought",  # the request itself, and what became of a file
    "BeforeJoin.former", "BeforeJoin.signed", "CaseMove.claim", "CaseMove.reason",  # about how a case travels
    "Separation.reason",  # the same
    "LegalChoice.question", "LegalChoice.answer", "LegalChoice.reason",  # about treaties and ways of asking
    "CaseLink.reason",  # about two cases, of which a reader may see one alone
    "RetentionHold.reason", "Destruction.reason", "Destruction.erasing",  # about the keeping, not the case
    "SharedDraft.draft", "SharedDraft.remarks", "SharedDraft.note",  # drafts of others, shown on a page of their own
}  # fmt: skip
# Where a passage is read: what the place is called, and the address of its page.
PLACES: dict[str, tuple[Any, str]] = {
    "references": (gettext_lazy("References"), "cases:case"),
    "request": (gettext_lazy("Request"), "cases:case-request"),
    "files": (gettext_lazy("Name of a file"), "cases:case-file"),
    "evidence": (gettext_lazy("Evidence"), "cases:case-evidence"),
    "questions": (gettext_lazy("Questions and answers"), "cases:case-messages"),
    "decisions": (gettext_lazy("Decisions"), "cases:case"),
    "results": (gettext_lazy("Results"), "cases:case-evidence"),
    "turns": (gettext_lazy("Turns"), "cases:case-turns"),
    "priority": (gettext_lazy("Priority"), "cases:case-priority"),
    "handling": (gettext_lazy("Handling codes and assurances"), "cases:case-handling"),
    "review": (gettext_lazy("Internal review"), "cases:case"),
    "translation": (gettext_lazy("Translation"), "cases:translations"),
    "timeline": (pgettext_lazy("place where a text stands", "Timeline"), "cases:case"),
}
SECTION_OF = {field.path.split(".")[0]: key for key, one in reversed(SECTIONS.items()) for field in one.fields}
NO_TEXT = ("_id", "sha256", "kind", "module", "mode", "level", "language", "id", "code", "message")


def passages(cases: Sequence[Case]) -> dict[UUID, list[Passage]]:
    """Return everything written in the cases, the request first: a fixed number of queries for however many cases."""
    found, more = of_requests(cases), beside(cases)
    return {key: [*texts, *more[key]] for key, texts in found.items()}


_CASES = Prepared(lambda keys: Case.objects.filter(pk__in=keys))


def of_requests(cases: Sequence[Case]) -> dict[UUID, list[Passage]]:
    """Return what the requests themselves say, after their references."""
    whole = _CASES.all(keys=[one.pk for one in cases]) if cases else []
    requests = content.requests_of(whole)
    return {one.pk: [*_references(one), *_request(one, requests[one.pk])] for one in whole}


def beside(cases: Sequence[Case]) -> dict[UUID, list[Passage]]:
    """Return what was written in the cases beside their requests: one query for each table that holds texts."""
    found: dict[UUID, list[Passage]] = {one.pk: [] for one in cases}
    for source in SOURCES if found else ():
        for case_id, *values in _rows(source).all(cases=list(found)):
            found[case_id] += [Passage(source.place, text) for value in values for text in _strings(value)]
    return found


@cache
def _rows(source: Source) -> Prepared[tuple[Any, ...]]:
    """Return the question for the rows of a source: the case of each, and its texts."""
    model: Any = source.model
    way = f"{source.case.removesuffix('_id')}__in"
    return Prepared(
        lambda cases: model.objects.filter(**{way: cases}).order_by("pk").values_list(source.case, *source.fields)
    )


def _references(case: Case) -> Iterator[Passage]:
    for text in (case.our_reference, case.their_reference, case.counterpart_state):
        if text:
            yield Passage("references", text)
    if case.title:
        yield Passage("case", case.title)


def _request(case: Case, request: Mapping[str, Any]) -> Iterator[Passage]:
    for key, value in request.items():
        if key not in {"request_id", "reference", "annexes"} and value != case.title:
            for text in _strings(value, key):
                yield Passage(SECTION_OF.get(key, key if key in SECTIONS else "request"), text)


def _strings(value: Any, key: str = "") -> Iterator[str]:
    """Yield the texts inside a value, without identifiers, codes and digests."""
    if isinstance(value, str):
        if value.strip() and not key.endswith(NO_TEXT):
            yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _strings(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, key)


def joined(texts: Iterable[Passage]) -> str:
    """Return the texts of passages one after the other."""
    return "\n".join(one.text for one in texts)
