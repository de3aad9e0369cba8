"""Put an act that only the head may take before the head: what the case officer wrote, to be signed or returned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.law.conversation import Said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor

FOR_HEAD = frozenset({Said.CONDITIONS_OFFER, Said.DECISION_POSTPONE})


@transaction.atomic
def put_to_head(*, actor: Actor, case_id: UUID, act: Said, said: Mapping[str, Any], now: datetime) -> Case:
    """Propose an offer of conditions or a postponement to the head; nothing leaves the authority.

    Args:
        actor: the case officer.
        case_id: the case.
        act: the message that the head would send.
        said: what the form holds, as JSON; the head finds it filled in.
        now: when.

    Raises:
        CaseworkError: `E_PROPOSAL` if the act is not one for the head.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_EXAMINE, now=now)
    if act not in FOR_HEAD:
        raise rules.CaseworkError("E_PROPOSAL", "not an act that is put to the head")
    case.for_head = {"act": str(act), "said": dict(said), "returned": ""}
    keeping.note(case, "put_to_head", actor=actor, at=now, kind=str(act))
    keeping.settle(case, at=now, also=("for_head",))
    return case


@transaction.atomic
def return_from_head(*, actor: Actor, case_id: UUID, notes: str, now: datetime) -> Case:
    """Return what was put to the head, with notes; its text stays in the form.

    Raises:
        CaseworkError: `E_PROPOSAL` if nothing waits for the head, `E_SAY` without notes.
    """
    case = keeping.load(actor, case_id, Permission.MEASURE_REFUSE, now=now)
    if not waits_for_head(case):
        raise rules.CaseworkError("E_PROPOSAL", "nothing waits for the head")
    rules.check_said(notes, "notes")
    case.for_head = {**case.for_head, "returned": notes}
    keeping.note(case, "proposal_returned", actor=actor, at=now)
    keeping.settle(case, at=now, also=("for_head",))
    return case


def waits_for_head(case: Case) -> bool:
    """Whether something was put to the head that is neither sent nor returned."""
    return bool(case.for_head) and not case.for_head["returned"]
