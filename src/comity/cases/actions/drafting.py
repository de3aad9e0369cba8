"""Write an outgoing request: begin it, save its sections, its persons, its measures and its annexes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.db import transaction

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.models import (
    Annex,
    Case,
    Direction,
    Measure,
    Party,
    Revision,
    RevisionKind,
    Section,
)
from comity.cases.queries import content
from comity.core import access
from comity.core.files.reader import open_file
from comity.core.prepared import Prepared
from comity.core.roles import Role
from comity.core.rows import change, insert
from comity.law.procedure import OutgoingGraph

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models.content import Row
    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile

PDF = b"%PDF-"
MOST_ANNEXES = 15 * 1024 * 1024  # bytes of all annexes together; larger papers travel as evidence
_SECTION = Prepared(lambda case, key: Section.objects.filter(case=case, key=key))


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    Attributes:
        result: `unchanged`, `saved`, `merged` (with what another author saved meanwhile) or `conflict`.
        version: the version that stands now; the next save starts from it.
        data: the text that stands now.
        mine: in a conflict, the text that was set aside (kept as a revision, nothing is lost).
        fields: in a conflict, the fields that both authors changed.
    """

    result: Literal["unchanged", "saved", "merged", "conflict"]
    version: int
    data: dict[str, Any]
    mine: dict[str, Any] | None = None
    fields: tuple[str, ...] = ()


@transaction.atomic
def begin_request(
    *, actor: Actor, title: str, state: str, defaults: Mapping[str, Mapping[str, Any]], now: datetime
) -> Case:
    """Begin a draft and give it our reference.

    Args:
        actor: the drafter; becomes a member.
        title: the subject, in one line.
        state: our State's code, the first part of the reference.
        defaults: section key -> values that are known from the start (who we are).
        now: when.
    """
    access.require(actor, Permission.REQUEST_CREATE)
    case = Case.objects.create(
        direction=Direction.OUTGOING,
        our_reference=keeping.next_reference(state, outgoing=True, now=now),
        title=title,
        step=OutgoingGraph.initial.name,
        turn_since=now,
        created_at=now,
        changed_at=now,
    )
    role = Role.DRAFTER if actor.has(Role.DRAFTER) else Role.CASE_OFFICER
    keeping.join(case, actor.officer_id, role, at=now)
    for key, data in {**defaults, "case": {**defaults.get("case", {}), "title": title}}.items():
        Section.objects.create(case=case, key=key, data=dict(data), changed_at=now)
    also = keeping.project(case, content.request_of(case))
    keeping.note(case, "draft_begun", actor=actor, at=now)
    keeping.settle(case, at=now, also=also)
    keeping.audit(case, AuditCode.REQUEST_BEGUN, actor=actor, at=now)
    return case


@transaction.atomic
def save_section(
    *,
    actor: Actor,
    case_id: UUID,
    key: str,
    data: Mapping[str, Any],
    shown: Collection[str],
    version: int,
    now: datetime,
) -> Saved:
    """Save what was written into one section, as it was shown in the version the author started from."""
    case = load_draft(actor, case_id, now)
    section = _SECTION.first(case=case.pk, key=key) or Section.objects.create(case=case, key=key, changed_at=now)
    return _save(case, section, key, data, shown=shown, version=version, actor=actor, now=now)


@transaction.atomic
def save_person(
    *,
    actor: Actor,
    case_id: UUID,
    person_id: str,
    data: Mapping[str, Any],
    shown: Collection[str],
    version: int,
    now: datetime,
) -> Saved:
    """Save one person of the draft; a new one has a new id and version 0."""
    case = load_draft(actor, case_id, now)
    party, _new = Party.objects.get_or_create(
        case=case, person_id=person_id, defaults={"changed_at": now, "position": case.parties.count()}
    )
    return _save(case, party, f"persons:{person_id}", data, shown=shown, version=version, actor=actor, now=now)


@transaction.atomic
def save_measure(
    *,
    actor: Actor,
    case_id: UUID,
    measure_id: str,
    data: Mapping[str, Any],
    shown: Collection[str],
    version: int,
    now: datetime,
) -> Saved:
    """Save one measure of the draft; details of a module it no longer has are kept, but not sent."""
    case = load_draft(actor, case_id, now)
    measure, _new = Measure.objects.get_or_create(
        case=case,
        measure_id=measure_id,
        defaults={"changed_at": now, "state_since": now, "position": case.measures.count()},
    )
    saved = _save(case, measure, f"measures:{measure_id}", data, shown=shown, version=version, actor=actor, now=now)
    change(measure, {name: measure.data.get(name, "") for name in ("kind", "module")})
    return saved


def load_draft(actor: Actor, case_id: UUID, now: datetime) -> Case:
    """Return the draft, locked, or raise CaseworkError `E_NOT_DRAFT` when it is no longer one."""
    case = keeping.load(actor, case_id, Permission.REQUEST_WRITE, now=now)
    rules.check_draft(case.step)
    return case


def _save(
    case: Case,
    row: Row,
    key: str,
    posted: Mapping[str, Any],
    *,
    shown: Collection[str],
    version: int,
    actor: Actor,
    now: datetime,
) -> Saved:
    """Save one part of a draft over the version its author saw.

    Steps: 1 what was not shown keeps its value; 2 nothing changed: no new version; 3 nobody saved meanwhile: save;
    4 somebody did, in other fields: both saves stand together; 5 in the same field: the later text is set aside as a
    revision and both are shown, because only a person can settle it.
    """
    base = row.data if version == row.version else _text_at(case, key, version)
    mine = rules.merge_shown(base, posted, shown)
    changed = rules.changed_fields(base, mine)
    if not changed and row.version:
        return Saved("unchanged", row.version, row.data)
    disputed = rules.three_way(base, mine, row.data)
    if disputed:
        _keep(case, key, row.version, mine, kind=RevisionKind.SET_ASIDE, actor=actor, at=now)
        keeping.audit(case, AuditCode.DRAFT_SET_ASIDE, actor=actor, at=now, data={"part": part_of(key)})
        return Saved("conflict", row.version, row.data, mine, tuple(disputed))
    result: Literal["saved", "merged"] = "saved" if version == row.version else "merged"
    data = {**row.data, **{name: mine.get(name) for name in changed}}
    change(row, {"data": data, "version": row.version + 1, "changed_at": now, "changed_by_id": actor.officer_id})
    _keep(case, key, row.version, row.data, kind=RevisionKind.SAVED, actor=actor, at=now)
    refresh(case, actor=actor, at=now)
    keeping.audit(
        case,
        AuditCode.DRAFT_SAVED,
        actor=actor,
        at=now,
        data={"part": part_of(key), "version": row.version},
    )
    return Saved(result, row.version, row.data)


def refresh(case: Case, *, actor: Actor, at: datetime) -> None:
    """Bring the columns of the case in line with its content; whoever writes becomes a member."""
    del actor
    also = keeping.project(case, content.request_of(case))
    keeping.settle(case, at=at, also=also)


def part_of(key: str) -> str:
    """Return the section that a key of a revision belongs to."""
    return key.split(":", maxsplit=1)[0]


def _text_at(case: Case, key: str, version: int) -> dict[str, Any]:
    found = case.revisions.filter(key=key, version=version, kind=RevisionKind.SAVED).first()
    return dict(found.data) if found else {}


def _keep(
    case: Case,
    key: str,
    version: int,
    data: Mapping[str, Any],
    *,
    kind: RevisionKind,
    actor: Actor,
    at: datetime,
) -> None:
    insert(
        Revision(
            case=case, key=key, version=version, kind=kind, data=dict(data), saved_at=at, saved_by_id=actor.officer_id
        )
    )


@transaction.atomic
def remove_row(
    *, actor: Actor, case_id: UUID, part: Literal["persons", "measures"], row_id: str, now: datetime
) -> None:
    """Take a person or a measure out of the draft; its last text stays among the revisions."""
    case = load_draft(actor, case_id, now)
    row: Party | Measure = (
        case.parties.get(person_id=row_id) if part == "persons" else case.measures.get(measure_id=row_id)
    )
    _keep(case, f"{part}:{row_id}", row.version, row.data, kind=RevisionKind.REMOVED, actor=actor, at=now)
    row.delete()
    refresh(case, actor=actor, at=now)
    keeping.audit(case, AuditCode.DRAFT_REMOVED, actor=actor, at=now, data={"part": part})


@transaction.atomic
def add_annex(
    *, actor: Actor, case_id: UUID, file: StoredFile, name: str, language: str, certified: bool, now: datetime
) -> Annex:
    """Add a stored file to the annexes of the draft.

    Raises:
        CaseworkError: `E_ANNEX` for what is no PDF, or where all annexes together are larger than a message may be.
    """
    case = load_draft(actor, case_id, now)
    check_annex(case, file, round_no=0)
    annex = Annex.objects.create(
        case=case,
        position=case.annexes.count(),
        name=name,
        language=language,
        certified=certified,
        size=file.whole_size(),
        sha256=file.sha256,
        file=file,
        added_at=now,
    )
    refresh(case, actor=actor, at=now)
    keeping.audit(case, AuditCode.ANNEX_ADDED, actor=actor, at=now, data={"annex": annex.annex_id})
    return annex


def check_annex(case: Case, file: StoredFile, *, round_no: int) -> None:
    """Raise CaseworkError `E_ANNEX` unless the file is a PDF that fits into the message with its other annexes."""
    with open_file(file) as opened:
        start = opened.read(len(PDF))
    together = sum(case.annexes.filter(round=round_no).values_list("size", flat=True))
    if start != PDF or together + file.whole_size() > MOST_ANNEXES:
        raise rules.CaseworkError("E_ANNEX", "an annex is a PDF of limited size")


@transaction.atomic
def remove_annex(*, actor: Actor, case_id: UUID, annex_id: str, now: datetime) -> None:
    """Take an annex out of the draft. The stored file stays until the case is destroyed."""
    case = load_draft(actor, case_id, now)
    case.annexes.get(annex_id=annex_id, round=0).delete()
    refresh(case, actor=actor, at=now)
    keeping.audit(case, AuditCode.ANNEX_REMOVED, actor=actor, at=now, data={"annex": annex_id})
