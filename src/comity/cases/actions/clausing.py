"""The clause library: propose a clause or a new version, decide on it, take clauses over from a file, put one in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.models import ClauseUse, ClauseVersion
from comity.cases.queries import clauses
from comity.core import access
from comity.core.audit.log import record
from comity.kernel import strictjson
from comity.kernel.errors import KernelError
from comity.kernel.plaintext import clean
from comity.law.clauses import unknown_places

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor

WRITTEN = (
    "state", "module", "place", "title_en", "title_zh", "text_en", "text_zh", "article", "source",
)  # fmt: skip
LIMITS = {"state": 80, "module": 24, "place": 64, "title_en": 200, "title_zh": 200, "article": 20, "source": 300}
MOST_TEXT, MOST_CLAUSES, MOST_BYTES = 20_000, 1_000, 4 * 1024 * 1024
FORMAT = "comity-clauses-1"


@transaction.atomic
def propose_clause(*, actor: Actor, code: str, values: Mapping[str, str], now: datetime) -> ClauseVersion:
    """Write a clause, or a new version of one; it is offered to drafts once the head has approved it.

    Raises:
        CaseworkError: `E_SAY` without title or text, `E_PLACE_UNKNOWN` for a place that no draft has,
            `E_CLAUSE` for a question or a sort of measure that there is not.
    """
    access.require(actor, Permission.CLAUSE_PROPOSE)
    for name in ("title_en", "text_en"):
        rules.check_said(values[name], name)
    if unknown_places(values["text_en"] + values.get("text_zh", "")):
        raise rules.CaseworkError("E_PLACE_UNKNOWN", "a place that is not known")
    module = values.get("module", "")
    if values["place"] not in clauses.questions("en") or (module and module not in clauses.modules("en")):
        raise rules.CaseworkError("E_CLAUSE", "no such question")
    last = ClauseVersion.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0
    made = ClauseVersion.objects.create(
        code=code,
        version=last + 1,
        written_at=now,
        written_by_id=keeping.officer_of(actor),
        **{name: values.get(name, "") for name in WRITTEN},
    )
    _record(AuditCode.CLAUSE_PROPOSED, made, actor=actor, now=now)
    return made


@transaction.atomic
def decide_clause(*, actor: Actor, code: str, version: int, approve: bool, now: datetime) -> ClauseVersion:
    """Approve a proposed version, or retire one; a clause that came with the program is retired by its code.

    Raises:
        CaseworkError: `E_CLAUSE` where it was decided before, `E_FOUR_EYES` where the actor wrote it.
    """
    access.require(actor, Permission.CLAUSE_DECIDE)
    row = ClauseVersion.objects.select_for_update().filter(code=code, version=version).first()
    if row is None or row.status == "retired" or (approve and row.status != "proposed"):
        raise rules.CaseworkError("E_CLAUSE", "not to be decided")
    if approve:
        rules.check_approver(actor.officer_id, {row.written_by_id})
    row.status = "approved" if approve else "retired"
    row.decided_at, row.decided_by_id = now, keeping.officer_of(actor)
    row.save(update_fields=["status", "decided_at", "decided_by"])
    _record(AuditCode.CLAUSE_DECIDED, row, actor=actor, now=now)
    return row


def export_clauses() -> bytes:
    """Return the newest version of every clause of the library as one JSON file."""
    listed = [{name: getattr(one, name) for name in ("code", *WRITTEN)} for one in clauses.library()]
    return strictjson.dumps({"format": FORMAT, "clauses": listed})


@transaction.atomic
def import_clauses(*, actor: Actor, raw: bytes, now: datetime) -> int:
    """Propose every clause of a file that says something new; return how many. All of a file is taken, or nothing.

    Raises:
        CaseworkError: `E_CLAUSE_FILE`, and what `propose_clause` raises.
    """
    known = {one.code: one for one in clauses.library()}
    taken = 0
    for given in _listed(raw):
        code = given["code"]
        old = known.get(code)
        if old is not None and all(getattr(old, name) == given[name] for name in WRITTEN):
            continue
        propose_clause(actor=actor, code=code, values=given, now=now)
        taken += 1
    return taken


def _listed(raw: bytes) -> list[dict[str, str]]:
    try:
        file = strictjson.loads_object(raw, limit=MOST_BYTES)
    except KernelError:
        raise rules.CaseworkError("E_CLAUSE_FILE", "not JSON") from None
    listed = file.get("clauses")
    if file.get("format") != FORMAT or not isinstance(listed, list) or len(listed) > MOST_CLAUSES:
        raise rules.CaseworkError("E_CLAUSE_FILE", "another format")
    return [_clause(one) for one in listed]


def _clause(one: Any) -> dict[str, str]:
    if not isinstance(one, dict) or one.keys() != {"code", *WRITTEN}:
        raise rules.CaseworkError("E_CLAUSE_FILE", "another shape")
    for name, value in one.items():
        if not isinstance(value, str) or len(value) > LIMITS.get(name, MOST_TEXT) or clean(value) != value:
            raise rules.CaseworkError("E_CLAUSE_FILE", "a value of another form")
    if not one["code"].replace("-", "").isalnum() or not one["code"].isascii() or len(one["code"]) > LIMITS["place"]:
        raise rules.CaseworkError("E_CLAUSE_FILE", "a code of another form")
    return dict(one)


@transaction.atomic
def note_clause(
    *, actor: Actor, case_id: UUID, part: str, place: str, code: str, version: int, now: datetime
) -> ClauseUse:
    """Remember which version of which clause was put into a part of a draft."""
    case = keeping.load(actor, case_id, Permission.REQUEST_WRITE, now=now)
    used = ClauseUse.objects.create(
        case=case, part=part, place=place, code=code, version=version, at=now, by_id=keeping.officer_of(actor)
    )
    keeping.audit(
        case, AuditCode.CLAUSE_INSERTED, actor=actor, at=now,
        data={"part": part.partition(":")[0], "clause": code, "version": version},
    )  # fmt: skip
    return used


def _record(code: AuditCode, row: ClauseVersion, *, actor: Actor, now: datetime) -> None:
    record(
        actor=actor, code=code, subject=f"cases.clause:{row.code}", at=now,
        data={"version": row.version, "status": row.status},
    )  # fmt: skip
