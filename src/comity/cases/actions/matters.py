"""Matters between the two authorities beside the measures: open one, answer one; and notices, which ask for no answer.

Which kinds there are, who opens and who answers them, is said by `comity.law.conversation.MATTERS`; the permission
of each stands in the wire's table of kinds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import closing, keeping, overriding, posting, steps
from comity.cases.models import Consultation, Matter, Notice
from comity.cases.models.case import new_token
from comity.law.conversation import MATTERS, Message, Said
from comity.law.guards import check_lifting
from comity.wire.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor


@transaction.atomic
def open_matter(
    *, actor: Actor, case_id: UUID, kind: Said, said: Mapping[str, Any], due: date | None, now: datetime
) -> Matter:
    """Ask the other State something that leaves the measures where they are.

    Args:
        actor: who asks.
        case_id: the case.
        kind: the message that opens the matter.
        said: its fields, without those that every matter has.
        due: by when an answer is asked; it is a wish, for the Convention gives no number.
        now: when.

    Raises:
        RuleViolation: `out_of_step`, the matter cannot come up now.
        WireError: `E_MESSAGE`, a field that may not travel.
    """
    case = keeping.load(actor, case_id, Permission(KINDS[kind].permission), now=now)
    if not case.outgoing:
        steps.examine(case, actor=actor, at=now)
    before, matter_id = steps.position_of(case), new_token()
    day = {"due": due.isoformat() if due else ""}
    message = messages.of_kind(case, kind, at=now, matter=matter_id, **said, **day)
    matter = Matter.objects.create(
        case=case, matter_id=matter_id, kind=kind, ours=True, asked={**said, **day}, due=due, opened_at=now,
        opened_by_id=actor.officer_id,
    )  # fmt: skip
    steps.say(case, Message(kind, matter=matter_id), before=before, actor=actor, at=now)
    matter.opened_message = posting.post(case, message, actor=actor, now=now, in_reply_to=case.request_message)
    matter.save(update_fields=["opened_message"])
    keeping.note(
        case, "matter_opened", actor=actor, at=now, crosses="out", message_id=matter.opened_message, kind=str(kind)
    )
    keeping.settle(case, at=now)
    return matter


@transaction.atomic
def answer_matter(*, actor: Actor, case_id: UUID, matter_id: str, said: Mapping[str, Any], now: datetime) -> Matter:
    """Answer what the other State asked.

    Who answers that a request shall not go on without confidentiality withdraws what is open of it (46(20)).

    Raises:
        CaseworkError: `E_MATTER` if no such matter waits for our answer.
        RuleViolation: `out_of_step`.
    """
    asked = Matter.objects.filter(case_id=case_id, matter_id=matter_id, ours=False)
    kind = asked.values_list("kind", flat=True).first()
    if kind is None:
        raise rules.CaseworkError("E_MATTER", "no such matter waits for our answer")
    rule = MATTERS[Said(kind)]
    case = keeping.load(actor, case_id, Permission(KINDS[rule.answers].permission), now=now)
    found = asked.filter(answered_at__isnull=True).first()  # now that nobody else can answer it
    if found is None:
        raise rules.CaseworkError("E_MATTER", "no such matter waits for our answer")
    before = steps.position_of(case)
    message = messages.of_kind(case, rule.answers, at=now, matter=matter_id, **said)
    found.answer, found.answered_at, found.answered_by_id = dict(said), now, actor.officer_id
    found.save(update_fields=["answer", "answered_at", "answered_by"])
    steps.say(case, Message(rule.answers, matter=matter_id), before=before, actor=actor, at=now)
    found.answered_message = posting.post(case, message, actor=actor, now=now, in_reply_to=found.opened_message)
    found.save(update_fields=["answered_message"])
    keeping.note(
        case, "matter_answered", actor=actor, at=now, crosses="out", message_id=found.answered_message, kind=found.kind
    )
    keeping.settle(case, at=now)
    if rule.opens is Said.CANNOT_COMPLY and not said["go_on"]:
        reason = str(said["text"]) or str(found.asked["reason"])
        closing.withdraw_measures(actor=actor, case_id=case_id, measure_ids=(), reason=reason, now=now)
    return found


def record_reply(matter: Matter, *, at: datetime) -> None:
    """Keep a consultation that was answered as the record that a refusal or postponement demands (46(26))."""
    held = Consultation.objects.create(
        case=matter.case,
        opened_at=matter.opened_at,
        summary=f"{matter.asked['text']}\n\n{matter.answer['text']}",
        recorded_at=at,
        recorded_by_id=matter.opened_by_id,
    )
    named = matter.asked.get("measure_ids") or ()
    measures = matter.case.measures.filter(measure_id__in=named) if named else matter.case.measures.all()
    held.measures.set(measures)


@transaction.atomic
def give_notice(
    *, actor: Actor, case_id: UUID, kind: Said, said: Mapping[str, Any], override_reason: str = "", now: datetime
) -> Notice:
    """Tell the other State something that asks for no answer.

    That a provisional measure was lifted comes after the requesting State was heard, or with the reason why it could
    not be (55(8)); the reason stays with us.

    Raises:
        RuleViolation: `out_of_step`, or `notice_before_lifting`.
        WireError: `E_MESSAGE`, a field that may not travel.
    """
    case = keeping.load(actor, case_id, Permission(KINDS[kind].permission), now=now)
    named = list(case.measures.filter(measure_id__in=said.get("measure_ids") or ()))
    if kind is Said.FREEZE_LIFTED:
        heard = bool(named) and all(heard_on_lifting(case, one.measure_id, at=now) for one in named)
        warned = check_lifting(mode=case.mode, heard=heard, override_reason=override_reason)
        overriding.record(case, warned, measures=named, actor=actor, at=now)
    notice = put_notice(case, kind, said, actor=actor, now=now)
    keeping.note(case, "notice", actor=actor, at=now, crosses="out", message_id=notice.message_id, kind=str(kind))
    keeping.settle(case, at=now)
    return notice


def put_notice(case: Case, kind: Said, said: Mapping[str, Any], *, actor: Actor, now: datetime) -> Notice:
    """Send a notice and keep it, in the caller's transaction, which writes the timeline; raises as `give_notice`."""
    notice_id = new_token()
    message = messages.of_kind(case, kind, at=now, notice_id=notice_id, **said)
    steps.say(case, Message(kind), before=steps.position_of(case), actor=actor, at=now)
    sent = posting.post(case, message, actor=actor, now=now, in_reply_to=case.request_message)
    return Notice.objects.create(
        case=case, notice_id=notice_id, kind=kind, ours=True, said=dict(said), at=now, message_id=sent
    )


def heard_on_lifting(case: Case, measure_id: str, *, at: datetime) -> bool:
    """Whether the requesting State answered our notice about a measure, or let the day for its answer pass (55(8))."""
    notices = case.matters.filter(kind=Said.LIFT_NOTICE, ours=True, asked__measure_id=measure_id)
    return any(one.answered_at or (one.due and one.due < at.date()) for one in notices)


def owed_by_us(case: Case) -> list[Matter]:
    """Return the matters that wait for our answer, the oldest first."""
    return list(case.matters.filter(ours=False, answered_at__isnull=True))
