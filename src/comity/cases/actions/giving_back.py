"""Before a request is registered: announced orally, returned, referred, corrected (UNCAC art. 46(13)-(14)).

A return is possible only before registration, and only because the request is addressed to the wrong authority, cannot
be read, is in no acceptable language, or its authenticity is not established. What is missing under 46(15) is asked for
under 46(16); a defect of conformity goes through decision and consultation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, steps
from comity.cases.models import GivenBack, OralRequest
from comity.law.conversation import Message, Said
from comity.wire import turns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor


@transaction.atomic
def return_request(
    *, actor: Actor, case_id: UUID, defects: Mapping[str, str], state: str, note: str, now: datetime
) -> Case:
    """Return a request before registration, each defect in words; it may be corrected and sent again.

    Raises:
        CaseworkError: `E_DEFECT` if no defect is named, `E_SAY` if one has no words, `E_REGISTERED`.
    """
    if not defects or not defects.keys() <= set(turns.RETURN_REASONS):
        raise rules.CaseworkError("E_DEFECT", "no reason for which a request may be returned")
    return give_back_as(actor=actor, case_id=case_id, defects=defects, state=state, note=note, now=now)


def give_back_as(
    *, actor: Actor, case_id: UUID, defects: Mapping[str, str], state: str, note: str, now: datetime
) -> Case:
    """Give a request back unregistered under the codes named, in the caller's transaction; raises as `return_request`.

    Besides the reasons for a return there is one that is none: a request that says it came by letter stays there.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_RETURN, now=now)
    rules.check_arrived(case.step)
    for text in defects.values():
        rules.check_said(text, "defects")
    provisional = provisional_reference(case, state=state, now=now)
    said = turns.Return(
        **messages.common(case, now, note),
        provisional_reference=provisional,
        received_at=case.arrived_at or now,
        defects=tuple(turns.Defect(code=code, text=text) for code, text in defects.items()),
    )
    stays = turns.STAYS_BY_LETTER in defects  # given back only as a message: the request was not, and counts on
    code = "move_declined" if stays else "returned"
    return _give_back(case, said, Message(Said.RETURN), "returned", actor=actor, now=now, code=code)


@transaction.atomic
def refer_request(
    *,
    actor: Actor,
    case_id: UUID,
    authority: str,
    contact: str,
    reason: str,
    forwarded: bool,
    state: str,
    now: datetime,
) -> Case:
    """Tell the requesting State which authority is competent, and whether the request was passed on to it.

    Raises:
        CaseworkError: `E_SAY` without an authority or a reason, `E_REGISTERED`.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_RETURN, now=now)
    rules.check_arrived(case.step)
    rules.check_said(authority, "authority")
    rules.check_said(reason, "reason")
    said = turns.Refer(
        **messages.common(case, now, ""),
        provisional_reference=provisional_reference(case, state=state, now=now),
        authority=authority,
        contact=contact,
        reason=reason,
        forwarded=forwarded,
    )
    return _give_back(case, said, Message(Said.REFER), "referred", actor=actor, now=now)


def _give_back(
    case: Case,
    said: turns.Return | turns.Refer,
    spoken: Message,
    how: str,
    *,
    actor: Actor,
    now: datetime,
    code: str = "",
) -> Case:
    steps.say(case, spoken, before=steps.position_of(case), actor=actor, at=now)
    sent = posting.post(case, said, actor=actor, now=now, in_reply_to=case.request_message)
    GivenBack.objects.create(
        case=case, how=how, provisional_reference=said.provisional_reference, said=said.to_json(), at=now,
        message_id=sent,
    )  # fmt: skip
    keeping.note(
        case, code or how, actor=actor, at=now, crosses="out", message_id=sent, reference=said.provisional_reference
    )
    keeping.settle(case, at=now)
    return case


def provisional_reference(case: Case, *, state: str, now: datetime) -> str:
    """Return a reference for what is not registered: the number of things given back this year, marked as such."""
    number = GivenBack.objects.filter(at__year=now.year, case__direction=case.direction).count() + 1
    return f"{state}/{now.year}/P{number:04d}"


@transaction.atomic
def reopen_draft(*, actor: Actor, case_id: UUID, now: datetime) -> Case:
    """Take a returned request back into drafting; nothing written is lost.

    Raises:
        GraphError: the request was not returned.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_ASK_REVIEW, now=now)
    steps.go(case, "draft", actor=actor, at=now)
    keeping.note(case, "draft_reopened", actor=actor, at=now)
    keeping.settle(case, at=now)
    return case


@transaction.atomic
def announce_orally(
    *, actor: Actor, case_id: UUID, said: Mapping[str, Any], spoken_at: datetime, now: datetime
) -> Case:
    """Announce an urgent request that was made orally; it is confirmed in writing forthwith (46(14)).

    The Convention gives no number of days: the time limit is the preset `confirm_oral`.

    Raises:
        CaseworkError: `E_NO_PEER` if no authority is chosen yet.
        RuleViolation: `out_of_step`, it was announced or sent before.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_ANNOUNCE, now=now)
    message = messages.of_kind(case, Said.ORAL_NOTICE, at=now, spoken_at=spoken_at, **said)
    steps.say(case, Message(Said.ORAL_NOTICE), before=steps.position_of(case), actor=actor, at=now)
    sent = posting.post(case, message, actor=actor, now=now)
    confirm_by = settings.NODE.calendar.due("confirm_oral", spoken_at.date())
    OralRequest.objects.create(case=case, said=dict(said), spoken_at=spoken_at, confirm_by=confirm_by, message_id=sent)
    keeping.note(case, "announced", actor=actor, at=now, crosses="out", message_id=sent)
    keeping.settle(case, at=now)
    return case


@transaction.atomic
def let_lapse(*, actor: Actor, case_id: UUID, reason: str, now: datetime) -> Case:
    """Stop waiting for the written confirmation of an oral request; it is taken all the same if it comes later.

    Raises:
        CaseworkError: `E_SAY` without a reason.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_RETURN, now=now)
    rules.check_said(reason, "reason")
    steps.go(case, "lapsed", actor=actor, at=now)
    keeping.note(case, "lapsed", actor=actor, at=now, reason=reason)
    keeping.settle(case, at=now)
    return case
