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


def write_marks(case_ids: Sequence[UUID]) -> None:
    """Write the marks of cases as they stand now; marks that no longer hold go. Three statements, and a few a draft."""
    cases = Case.objects.filter(pk__in=case_ids).prefetch_related("sections", "parties", "measures")
    wanted = {(case.pk, one.sort.value, one.key) for case in cases for one in marks(case)}
    known = {
        (case, sort, key): pk
        for pk, case, sort, key in CaseMark.objects.filter(case_id__in=case_ids).values_list(
            "pk", "case_id", "sort", "key"
        )
    }  # fmt: skip
    CaseMark.objects.filter(pk__in=[pk for row, pk in known.items() if row not in wanted]).delete()
    CaseMark.objects.bulk_create(
        [CaseMark(case_id=case, sort=sort, key=key) for case, sort, key in sorted(wanted - set(known), key=str)]
    )
