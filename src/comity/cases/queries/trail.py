"""What happened to a case, in words: lines of the audit log, and the earlier texts of a draft."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comity.cases.codes import AuditCode
from comity.cases.labels import RESULTS, acted, labelled, listed
from comity.cases.models import RevisionKind
from comity.cases.queries.drafts import written
from comity.cases.queries.offices import LINK_ACTOR
from comity.cases.queries.reading import answer, measure_title
from comity.core.audit.queries import entries_about
from comity.core.officers.models import Officer
from comity.core.roles import LABELS, Role
from comity.kernel.plaintext import visible
from comity.law.fields import Input
from comity.law.handling import ASSURANCES, MARKINGS
from comity.law.priority import LEVELS, RECORDED, Level
from comity.law.sections import PERSON, SECTIONS, fields_of
from comity.law.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from comity.cases.models import Case, Revision

SENTENCES: dict[str, Any] = {
    AuditCode.ANNEX_ADDED: gettext_lazy("Annex added"),
    AuditCode.ANNEX_REMOVED: gettext_lazy("Annex removed"),
    AuditCode.ASSURANCE_ENDED: gettext_lazy("Assurance binds no longer"),
    AuditCode.ASSURANCE_KEPT: gettext_lazy("Assurance kept: returned or destroyed"),
    AuditCode.ASSURANCE_WRITTEN: gettext_lazy("Assurance written down"),
    AuditCode.CONTENT_DESTROYED: gettext_lazy("Content destroyed"),
    AuditCode.DESTRUCTION_PROPOSED: gettext_lazy("Destruction of the content proposed"),
    AuditCode.RETENTION_HELD: gettext_lazy("To be kept longer"),
    AuditCode.RETENTION_LIFTED: gettext_lazy("Hold on destruction lifted"),
    AuditCode.MARK_ENDED: gettext_lazy("Handling code taken off"),
    AuditCode.MARK_SET: gettext_lazy("Handling code put on"),
    AuditCode.CASE_IMPORTED: gettext_lazy("Taken over from a table"),
    AuditCode.CASE_JOINED: gettext_lazy("Joined with the case that came by letter"),
    AuditCode.CASE_SEPARATED: gettext_lazy("Separated from the case it was joined with by mistake"),
    AuditCode.SEPARATION_DECLINED: gettext_lazy("Separation of the joined cases declined"),
    AuditCode.SEPARATION_PROPOSED: gettext_lazy("Separation of the joined cases proposed"),
    AuditCode.CASE_MOVED: gettext_lazy("Sent anew, by Comity instead of by letter"),
    AuditCode.CASE_STAYS_BY_LETTER: gettext_lazy("Stays by letter"),
    AuditCode.CASE_SEALED: gettext_lazy("Sealed"),
    AuditCode.CASE_UNSEALED: gettext_lazy("Seal lifted"),
    AuditCode.CHAIN_PROPOSED: gettext_lazy("Approval chain proposed"),
    AuditCode.CLARIFICATION_SAVED: gettext_lazy("Answers saved, not sent"),
    AuditCode.CLAUSE_DECIDED: gettext_lazy("Clause approved or retired"),
    AuditCode.CLAUSE_INSERTED: gettext_lazy("Clause put into the draft"),
    AuditCode.CLAUSE_PROPOSED: gettext_lazy("Clause proposed"),
    AuditCode.CLOSURE_RECEIVED: gettext_lazy("The other State closed its case"),
    AuditCode.CONSULTATION_RECORDED: gettext_lazy("Consultation recorded"),
    AuditCode.CUSTODY_CORRECTED: gettext_lazy("Custody of an original corrected"),
    AuditCode.CUSTODY_WRITTEN: gettext_lazy("Custody of an original written down"),
    AuditCode.DELIVERY_RECEIVED: gettext_lazy("Delivery received"),
    AuditCode.DESK_HANDED_OVER: gettext_lazy("Handed over with a desk"),
    AuditCode.DRAFT_REMOVED: gettext_lazy("Part of the draft removed"),
    AuditCode.DRAFT_SAVED: gettext_lazy("Part of the draft saved"),
    AuditCode.DRAFT_SET_ASIDE: gettext_lazy("Text set aside: another author had saved first"),
    AuditCode.EVIDENCE_ADDED: gettext_lazy("Item of evidence added"),
    AuditCode.CASE_LINKED: gettext_lazy("Said how it stands to another request"),
    AuditCode.EVIDENCE_READ: gettext_lazy("Item of evidence given out"),
    AuditCode.FILE_COPY_ASKED: gettext_lazy("Copy of the whole file asked for"),
    AuditCode.FILE_COPY_READ: gettext_lazy("Copy of the whole file given out"),
    AuditCode.EVIDENCE_REMOVED: gettext_lazy("Item of evidence removed"),
    AuditCode.EXCLUSION_LIFTED: gettext_lazy("Exclusion lifted"),
    AuditCode.GUARD_OVERRIDDEN: gettext_lazy("A step that the law asks for first was left out, with the reason given"),
    AuditCode.IMPORT_BEGUN: gettext_lazy("Import of running cases begun"),
    AuditCode.IMPORT_BROUGHT: gettext_lazy("Running cases brought for import"),
    AuditCode.IMPORT_DONE: gettext_lazy("Import of running cases done"),
    AuditCode.LEVEL_SET: gettext_lazy("Priority set by hand"),
    AuditCode.LEVEL_TAKEN_BACK: gettext_lazy("Priority set by hand taken back"),
    AuditCode.PRESSING_ENDED: gettext_lazy("Said to press no longer"),
    AuditCode.PRESSING_RECORDED: gettext_lazy("Written down what presses"),
    AuditCode.DRAFT_FILLED: gettext_lazy("Draft was filled from the directory"),
    AuditCode.BASIS_CHOSEN: gettext_lazy("Legal basis was chosen"),
    AuditCode.CHANNEL_CHOSEN: gettext_lazy("Channel was chosen"),
    AuditCode.LETTERHEAD_SET: gettext_lazy("Letterhead was set"),
    AuditCode.LIST_EXPORTED: gettext_lazy("List of requests exported"),
    AuditCode.MATERIAL_RECEIPT_RECEIVED: gettext_lazy("The other State confirmed a delivery"),
    AuditCode.MEASURE_ASSIGNED: gettext_lazy("Measure given to an executing authority"),
    AuditCode.MEASURE_RESULT: gettext_lazy("Result recorded"),
    AuditCode.MEMBER_ENDED: gettext_lazy("Work on the case ended"),
    AuditCode.MEMBER_NAMED: gettext_lazy("Named to work on the case"),
    AuditCode.NUMBERING_SET: gettext_lazy("How references are written was set"),
    AuditCode.OFFICE_ANSWER_RECEIVED: gettext_lazy("Answer of an executing office received by its link"),
    AuditCode.OFFICE_ANSWER_RECORDED: gettext_lazy("Answer of an executing office written down from paper"),
    AuditCode.OFFICE_ASKED: gettext_lazy("Measure asked of an office without an account"),
    AuditCode.OFFICE_ENDED: gettext_lazy("Task of an office ended"),
    AuditCode.OFFICE_FILE_READ: gettext_lazy("File of an executing office given out"),
    AuditCode.OFFICE_SHEET_PRINTED: gettext_lazy("Task sheet printed with a new link"),
    AuditCode.OFFICER_EXCLUDED: gettext_lazy("Excluded for a conflict of interest"),
    AuditCode.RECEIPT_PRINTED: gettext_lazy("Receipt given out as a paper"),
    AuditCode.REMARK_ANSWERED: gettext_lazy("Comment on the draft answered"),
    AuditCode.REMARK_REOPENED: gettext_lazy("Comment on the draft opened again"),
    AuditCode.REMARK_SETTLED: gettext_lazy("Comment on the draft settled"),
    AuditCode.REMARK_WRITTEN: gettext_lazy("Comment on the draft written"),
    AuditCode.REQUEST_BEGUN: gettext_lazy("Draft begun"),
    AuditCode.REQUEST_RECEIVED: gettext_lazy("Request received"),
    AuditCode.STAGE_APPROVED: gettext_lazy("Approved at one stage"),
    AuditCode.STATUS_QUERY_RECEIVED: gettext_lazy("Status query received"),
    AuditCode.STATUS_REPORT_RECEIVED: gettext_lazy("Status report received"),
    AuditCode.OFFICE_TOLD: gettext_lazy("Office told by e-mail of a task sheet"),
    AuditCode.TRANSLATION_ASKED: gettext_lazy("Translation asked for"),
    AuditCode.TRANSLATION_SAVED: gettext_lazy("Part of a translation saved"),
    AuditCode.TRANSLATION_HANDED_OUT: gettext_lazy("Translation handed out as a file"),
    AuditCode.TRANSLATION_BROUGHT: gettext_lazy("File of a translation brought back"),
    AuditCode.TRANSLATION_SUBMITTED: gettext_lazy("Translation submitted to be checked"),
    AuditCode.TRANSLATION_RETURNED: gettext_lazy("Translation given back to the translator"),
    AuditCode.TRANSLATION_APPROVED: gettext_lazy("Translation approved"),
    AuditCode.TRANSLATION_REOPENED: gettext_lazy("Translation opened again"),
    AuditCode.TRANSLATION_DROPPED: gettext_lazy("Translation given up"),
    AuditCode.WITHDRAWAL_RECEIVED: gettext_lazy("The other State no longer needs some measures"),
}
KINDS: dict[str, Any] = {
    RevisionKind.SAVED: gettext_lazy("saved"),
    RevisionKind.SET_ASIDE: gettext_lazy("set aside: another author had saved first"),
    RevisionKind.REMOVED: gettext_lazy("removed"),
}
# Kept with a text and written by the program, not by its author.
BOOKKEEPING = frozenset({"person_id", "measure_id", "kind", "module", "requested.node_id"})
STEP, PEER, OFFICER = "cases.step.", "system:peer:", "officer:"
OFFICE = f"system:{LINK_ACTOR}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit log: its number, time, what happened, by whom, and the code it is kept under."""

    seq: int
    at: datetime
    what: str
    detail: str
    who: str
    code: str


def entries_of(case: Case, language: str) -> list[Entry]:
    """Return the lines of the audit log about a case, oldest first, in the reader's words: three queries."""
    found = [(entry, json.loads(entry.data or "{}")) for entry in entries_about(f"cases.case:{case.pk}")]
    ids = {entry.actor.removeprefix(OFFICER) for entry, _data in found if entry.actor.startswith(OFFICER)}
    ids |= {str(data[key]) for _entry, data in found for key in ("officer", "giver", "for") if key in data}
    names = {str(pk): name for pk, name in Officer.objects.filter(pk__in=ids).values_list("pk", "name")}
    measures = {one.measure_id: measure_title(one.kind, one.module, language) for one in case.measures.all()}
    return [
        Entry(
            seq=entry.seq,
            at=entry.moment,
            what=_what(entry.code, case, language),
            detail=listed(_details(data, names, measures, language)),
            who=acted(_who(entry.actor, case, names), names.get(str(data.get("for")), "")),
            code=entry.code,
        )
        for entry, data in found
    ]


def _what(code: str, case: Case, language: str) -> str:
    step = STEPS.get((case.direction, code.removeprefix(STEP))) if code.startswith(STEP) else None
    if step is not None:
        return labelled(_("New step"), step.title.get(language))
    return str(SENTENCES.get(code, code))


def _who(actor: str, case: Case, names: Mapping[str, str]) -> str:
    if actor.startswith(PEER):
        return labelled(case.counterpart_state or "–", _("by its message"))
    if actor.startswith(OFFICER):
        return names.get(actor.removeprefix(OFFICER), _("an officer who is no longer known"))
    if actor.startswith(OFFICE):
        return _("an executing office, by its link")
    return _("this node")


def _details(
    data: Mapping[str, Any], names: Mapping[str, str], measures: Mapping[str, str], language: str
) -> list[str]:
    """Return what the log keeps beside the code, as far as it says something to a reader; digests and ids do not."""
    said = []
    if data.get("part") in SECTIONS:
        said.append(SECTIONS[data["part"]].title.get(language))
    if "officer" in data:
        said.append(names.get(str(data["officer"]), "–"))
    if "giver" in data:
        said.append(_("from %(name)s") % {"name": names.get(str(data["giver"]), "–")})
    if data.get("function") in set(Role):
        said.append(str(LABELS[Role(data["function"])]))
    if "measure" in data:
        said.append(measures.get(str(data["measure"]), "–"))
    said += _written_down(data, language)
    if data.get("result") in RESULTS:
        said.append(str(RESULTS[data["result"]]))
    if isinstance(data.get("measures"), int):
        said.append(
            ngettext("%(number)d measure", "%(number)d measures", data["measures"]) % {"number": data["measures"]}
        )
    if "delivery" in data:
        said.append(_("Delivery %(number)s") % {"number": data["delivery"]})
    if "round" in data:
        said.append(_("Round %(round)s") % {"round": data["round"]})
    return said


def _written_down(data: Mapping[str, Any], language: str) -> list[str]:
    """Return what was written down: the input of the priority or its level, the handling code, the assurance."""
    words = [RECORDED[data["input"]]] if data.get("input") in RECORDED else []
    words += [LEVELS[Level(data["level"])]] if data.get("level") in set(Level) else []
    words += [MARKINGS[data["marking"]].title] if data.get("marking") in MARKINGS else []
    words += [ASSURANCES[data["assurance"]].title] if data.get("assurance") in ASSURANCES else []
    return [one.get(language) for one in words]


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier text of one part of the draft; `before` is the text of that part before it, 0 for the first."""

    pk: int
    before: int
    part: str
    version: int
    kind: str
    at: datetime
    by: str
    rows: list[tuple[str, str]]


def history(case: Case, language: str, limit: int = 200) -> list[Earlier]:
    """Return earlier texts, newest first, those set aside among them: two queries."""
    found = list(case.revisions.all()[:limit])
    names = dict(Officer.objects.filter(pk__in={one.saved_by_id for one in found}).values_list("pk", "name"))
    before: dict[int, int] = {}
    latest: dict[str, int] = {}
    for one in reversed(found):
        before[one.pk], latest[one.key] = latest.get(one.key, 0), one.pk
    return [
        Earlier(
            pk=one.pk,
            before=before[one.pk],
            part=part_of(one, language),
            version=one.version,
            kind=str(KINDS[one.kind]),
            at=one.saved_at,
            by=names.get(one.saved_by_id, "–") if one.saved_by_id else "–",
            rows=[(told.label, told.text) for told in answers(one, language).values()],
        )
        for one in found
    ]


def part_of(revision: Revision, language: str) -> str:
    """Say which part it is: the title of its section, for a row also what it is called."""
    key = revision.key.partition(":")[0]
    title = SECTIONS[key].title.get(language) if key in SECTIONS else key
    if key == "persons" and revision.data.get("name"):
        return labelled(title, visible(str(revision.data["name"])))
    if key == "measures" and revision.data.get("kind"):
        named = measure_title(str(revision.data["kind"]), str(revision.data.get("module", "")), language)
        return labelled(title, named)
    return title


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an earlier text: its question, its words, and whether each line of it is a row of its own."""

    label: str
    text: str
    rows: bool = False


def answers(revision: Revision, language: str) -> dict[str, Answer]:
    """Return place -> answer in the order of the form; what no question asks any more comes last."""
    key = revision.key.partition(":")[0]
    if key == "persons":
        fields = PERSON.fields
    elif key == "measures":
        fields = fields_of(str(revision.data.get("module", "")))
    else:
        fields = SECTIONS[key].fields if key in SECTIONS else ()
    found, known = {}, set(BOOKKEEPING)
    for field in fields:
        place = field.path
        if place not in revision.data:  # a sort of measure keeps its answers under its own name
            place = f"{revision.data.get('module', '')}.{place.removeprefix('details.')}"
        known.add(place)
        value, rows = revision.data.get(place), field.input is Input.LIST
        text = written(value) if rows else answer(field, value, language)
        if text:
            found[place] = Answer(field.label.get(language), text, rows)
    others = [(place, written(value)) for place, value in sorted(revision.data.items()) if place not in known]
    return found | {place: Answer(_other(place), text, place.endswith("offences")) for place, text in others if text}


def _other(place: str) -> str:
    """Name what stands beside the questions of a part: the offences of the proceedings; else its place."""
    return _("Offences") if place.endswith("offences") else place
