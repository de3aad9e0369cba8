"""What an officer says about two requests: the same, belonging together, or not related; and the marks behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.models import Case, CaseLink, CaseMark
from comity.cases.queries import doors
from comity.cases.queries.likeness import marks
from comity.core import access
from comity.core.prepared import Prepared
from comity.core.rows import insert_many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.cases.likeness import Verdict
    from comity.core.actors import Actor


@transaction.atomic
def link_cases(
    *, actor: Actor, case_id: UUID, other_id: UUID, verdict: Verdict, reason: str, now: datetime
) -> CaseLink:
    """Write down how two cases stand to each other, in place of what was said of them before; the audit log keeps both.

    Nothing else changes: a request that is the same as another is closed, or answered, like any other.

    Raises:
        Case.DoesNotExist: either is outside the actor's reach.
        AccessDenied: within reach, but not permitted.
        CaseworkError: `E_LIKE`, of a case with itself, or without a reason.
    """
    cases = {key: doors.lock_case(actor, key) for key in sorted({case_id, other_id})}
    for case in cases.values():
        access.require(actor, Permission.CASE_LINK, case)
    if len(cases) == 1 or not reason.strip():
        raise rules.CaseworkError("E_LIKE", "two cases, and a reason")
    one, other = cases.values()
    made, _new = CaseLink.objects.update_or_create(
        one=one, other=other,
        defaults={"verdict": verdict.value, "reason": reason.strip(), "by_id": actor.person(), "at": now},
    )  # fmt: skip
    for case, beside in ((one, other), (other, one)):
        keeping.audit(
            case, AuditCode.CASE_LINKED, actor=actor, at=now, data={"with": str(beside.pk), "verdict": verdict.value}
        )
    return made


_CASES = Prepared(lambda keys: Case.objects.filter(pk__in=keys))
_KNOWN = Prepared(lambda keys: CaseMark.objects.filter(case__in=keys).values_list("pk", "case_id", "sort", "key"))


def write_marks(case_ids: Sequence[UUID]) -> None:
    """Write the marks of cases as they stand now; marks that no longer hold go. At most eight statements."""
    if not case_ids:
        return
    found = marks(_CASES.all(keys=case_ids))
    wanted = {(case, one.sort.value, one.key) for case, marked in found.items() for one in marked}
    known = {(case, sort, key): pk for pk, case, sort, key in _KNOWN.all(keys=case_ids)}
    gone = [pk for row, pk in known.items() if row not in wanted]
    if gone:
        CaseMark.objects.filter(pk__in=gone).delete()
    insert_many(
        [CaseMark(case_id=case, sort=sort, key=key) for case, sort, key in sorted(wanted - set(known), key=str)]
    )
