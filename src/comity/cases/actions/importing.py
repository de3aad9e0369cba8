"""Take over running cases from a table: read it, judge it without writing, then write what was accepted in one job.

What is written is a real case of an authority by letter, at the step that its dates and decision put it in, with the
lines that statistics and clocks are counted from. Nothing is sent, and no receipt says more than that a table said so.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comity.cases import compose
from comity.cases.access import Permission
from comity.cases.actions import extending, keeping
from comity.cases.codes import AuditCode
from comity.cases.importing import columns, rows
from comity.cases.importing.sheet import MOST_BYTES, read_sheet
from comity.cases.models import Case, CaseImport, Decision, Direction, ImportProfile
from comity.cases.queries import importing as queries
from comity.cases.rules import CaseworkError
from comity.core import access
from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.files.reader import read_file
from comity.core.jobs.actions import enqueue
from comity.core.jobs.registry import job
from comity.core.roles import Role
from comity.kernel.clock import utc_now
from comity.kernel.ids import new_id
from comity.kernel.plaintext import one_line
from comity.law.conversation import Position
from comity.law.conversation.resting import rest
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comity.cases.importing.rows import Entry, Judged
    from comity.cases.importing.sheet import Sheet
    from comity.core.files.models import StoredFile
    from comity.core.jobs.registry import Payload

CHUNK: Final = 50
JOB: Final = "cases.import_cases"
SYSTEM: Final = Actor.system("cases.import")


def bring(*, actor: Actor, name: str, file: StoredFile, now: datetime) -> CaseImport:
    """Keep a table that was brought; its headings are guessed, or read as they were the last time.

    Raises:
        SheetError: it is no table.
    """
    access.require(actor, Permission.CASES_IMPORT)
    sheet = read_sheet(read_file(file, limit=MOST_BYTES + 1))
    known = ImportProfile.objects.filter(headings=_digest(sheet)).first()
    with transaction.atomic():
        batch = CaseImport.objects.create(
            name=one_line(name, 200) or "table.csv",
            file=file,
            mapping=known.mapping if known else columns.guess(sheet.headings),
            order=known.order if known else "ymd",
            total=len(sheet.rows),
            brought_by_id=keeping.officer_of(actor),
            brought_at=now,
        )
        record(
            actor=actor, code=AuditCode.IMPORT_BROUGHT, subject=f"cases.import:{batch.pk}", at=now,
            data={"rows": batch.total},
        )  # fmt: skip
    return batch


def check(*, actor: Actor, batch_id: UUID, mapping: Mapping[str, int], order: str, now: datetime) -> CaseImport:
    """Judge every row under a reading of the headings, write nothing but the report, and remember the reading.

    Raises:
        CaseworkError: `E_COLUMNS` where a column that is needed has no heading, `E_IMPORTED` after the import began.
    """
    access.require(actor, Permission.CASES_IMPORT)
    with transaction.atomic():
        batch = _locked(batch_id)
        sheet = sheet_of(batch)
        if columns.missing(mapping) or any(not 0 <= place < len(sheet.headings) for place in mapping.values()):
            raise CaseworkError("E_COLUMNS", "a column that is needed has no heading")
        judged = rows.judge(sheet, mapping, order=order, known=queries.known(now.date()))
        batch.mapping, batch.order, batch.state, batch.report = dict(mapping), order, "checked", report_of(judged)
        batch.save(update_fields=["mapping", "order", "state", "report"])
        ImportProfile.objects.update_or_create(
            headings=_digest(sheet), defaults={"mapping": dict(mapping), "order": order, "saved_at": now}
        )
    return batch


def begin(*, actor: Actor, batch_id: UUID, now: datetime) -> CaseImport:
    """Have the accepted rows written, by a job; CaseworkError `E_IMPORTED` where that was asked for before."""
    access.require(actor, Permission.CASES_IMPORT)
    with transaction.atomic():
        batch = _locked(batch_id, state="checked")
        batch.state = "waiting"
        batch.save(update_fields=["state"])
        record(actor=actor, code=AuditCode.IMPORT_BEGUN, subject=f"cases.import:{batch.pk}", at=now)
        enqueue(JOB, {"import": str(batch.pk)}, dedupe=str(batch.pk))
    return batch


def run(batch_id: UUID, *, now: datetime) -> CaseImport:
    """Write the accepted rows of a table, some in each transaction; begun again, it goes on where it stopped.

    Each row is judged anew: what another import or an officer wrote meanwhile is found and left alone.
    """
    batch = CaseImport.objects.select_related("file", "brought_by").get(pk=batch_id)
    if batch.state != "waiting":
        return batch
    actor = Actor.of_officer(batch.brought_by)
    judged = rows.judge(sheet_of(batch), batch.mapping, order=batch.order, known=queries.known(now.date()))
    entries = [one.entry for one in judged if one.entry is not None]
    if batch.done == 0:
        batch.report, batch.total = report_of(judged), len(entries)
        batch.save(update_fields=["report", "total"])
    for first in range(0, len(entries), CHUNK):
        with transaction.atomic():
            for entry in entries[first : first + CHUNK]:
                _write(entry, actor=actor, now=now)
            batch.done = min(batch.done + CHUNK, batch.total)
            batch.save(update_fields=["done"])
    with transaction.atomic():
        batch.state, batch.done, batch.finished_at = "done", batch.total, now
        batch.save(update_fields=["state", "done", "finished_at"])
        record(
            actor=SYSTEM, code=AuditCode.IMPORT_DONE, subject=f"cases.import:{batch.pk}", at=now,
            data={"cases": batch.total},
        )  # fmt: skip
    return batch


@job(JOB, attempts=5)
def import_cases(payload: Payload) -> None:
    """Write the accepted rows of a table; again is harmless."""
    run(UUID(payload["import"]), now=utc_now())


def sheet_of(batch: CaseImport) -> Sheet:
    """Return the table of an import."""
    return read_sheet(read_file(batch.file, limit=MOST_BYTES))


def report_of(judged: list[Judged]) -> list[list[Any]]:
    """Return what became of each row as it is kept: line, reference, result, reasons."""
    return [[one.line, one.reference, one.result, [[why.column, why.code] for why in one.reasons]] for one in judged]


def _locked(batch_id: UUID, *, state: str = "") -> CaseImport:
    batch = CaseImport.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch_id)
    if batch.state not in ({state} if state else {"read", "checked"}):
        raise CaseworkError("E_IMPORTED", "the import has begun")
    return batch


def _digest(sheet: Sheet) -> str:
    return hashlib.sha256("\n".join(sheet.headings).encode()).hexdigest()


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _write(entry: Entry, *, actor: Actor, now: datetime) -> None:
    """Write one case as the table tells it."""
    peer = queries.peer(entry.peer)
    body = _body(entry)
    position = _position(entry, [one["measure_id"] for one in body["measures"]])
    last = min(_noon(entry.last_on), now)
    case = Case(
        id=body["request_id"], direction=entry.direction, our_reference=entry.our_reference,
        their_reference=entry.their_reference, counterpart=peer.node_id, counterpart_state=peer.state[:80],
        step=position.step, turn_since=last, created_at=now, changed_at=last, examined=position.examined, body=body,
        arrived_at=None if entry.direction == Direction.OUTGOING else _noon(entry.opened_on),
        sent_at=_noon(entry.opened_on), registered_at=_noon(entry.registered_on) if entry.registered_on else None,
        decided_at=_noon(entry.decided_on) if entry.decided_on else None,
        closed_at=_noon(entry.closed_on) if entry.closed_on else None,
    )  # fmt: skip
    case.save(force_insert=True)
    extending.write_measures(case, body["measures"], at=last)
    case.measures.update(state=entry.state)
    if entry.granted_on is not None:
        Decision.objects.bulk_create(
            Decision(measure=one, decision="accepted", decided_at=_noon(entry.granted_on))
            for one in case.measures.all()
        )
    also = keeping.project(case, body)
    case.counterpart = peer.node_id
    _lines(case, entry, actor=actor, now=now)
    if entry.officer:
        role = Role.DRAFTER if entry.direction == Direction.OUTGOING else Role.CASE_OFFICER
        keeping.join(case, queries.officer_id(entry.officer), role, at=now)
    keeping.settle(case, at=last, also=also)
    keeping.audit(case, AuditCode.CASE_IMPORTED, actor=actor, at=now)


def _position(entry: Entry, measure_ids: list[str]) -> Position:
    """Return where the case rests, by the same rules as if every message had been heard."""
    outgoing = entry.direction == Direction.OUTGOING
    step = "sent" if outgoing else "registered" if entry.registered_on else "received"
    return rest(
        Position(
            "requesting" if outgoing else "requested",
            step,
            dict.fromkeys(measure_ids, entry.state),
            acknowledged=entry.registered_on is not None,
            examined=bool(entry.decision),
            closed=entry.closed_on is not None,
        )
    )


def _lines(case: Case, entry: Entry, *, actor: Actor, now: datetime) -> None:
    """Write the timeline as the table tells it: what statistics count stands in it, and that it was taken over."""
    ours, theirs = ("ours", "out"), ("theirs", "in")
    asks, answers = (ours, theirs) if case.outgoing else (theirs, ours)
    count, refused = case.measures.count(), entry.decision == "refused"
    told: list[tuple[date | None, str, tuple[str, str], dict[str, Any]]] = [
        (entry.opened_on, "request_sent", asks, {"measures": count}),
        (entry.registered_on, "acknowledged", answers, {
            "reference": entry.their_reference if case.outgoing else entry.our_reference}),
        (entry.decided_on, "decided", answers, {
            "accepted": 0 if refused else count, "refused": count if refused else 0}),
        (entry.closed_on, "closed", ("ours", ""), {"outcome": entry.outcome}),
    ]  # fmt: skip
    for day, code, (lane, crosses), params in told:
        if day is not None:
            keeping.note(case, code, actor=SYSTEM, at=min(_noon(day), now), lane=lane, crosses=crosses, **params)
    keeping.note(case, "imported", actor=actor, at=now)


def _body(entry: Entry) -> dict[str, Any]:
    """Return the request as data: what the table says, the rest empty."""
    peer = queries.peer(entry.peer)
    us, language = settings.NODE, "en"
    ours = {"state": us.state, "name": us.name_in(language), "address": ""}
    theirs = {"state": peer.state, "name": peer.name_in(language), "address": peer.address}
    asking, asked = (ours, theirs) if entry.direction == Direction.OUTGOING else (theirs, ours)
    outgoing = entry.direction == Direction.OUTGOING
    said = {
        "title": entry.title,
        "language": language,
        "requesting.state": asking["state"],
        "requesting.central_authority": asking["name"],
        "requesting.address": asking["address"],
        "requested.state": asked["state"],
        "requested.authority": asked["name"],
        "urgency.deadline": entry.deadline.isoformat() if entry.deadline else "",
    }
    measures = [{"measure_id": str(new_id()), "kind": kind, "module": module} for module, kind in entry.modules]
    request = compose.compose(
        request_id=str(new_id()),
        reference=entry.our_reference if outgoing else entry.their_reference or entry.our_reference,
        sections={"": said}, persons=[], measures=measures, annexes=[],
    )  # fmt: skip
    return RequestV1.from_json(request).to_json()
