"""Ask for what is missing, and answer (UNCAC art. 46(16))."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, steps
from comity.cases.actions.drafting import check_annex
from comity.cases.codes import AuditCode
from comity.cases.models import Annex, Clarification, ClarificationItem
from comity.law.conversation import Message, Said, askable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile
    from comity.law.conversation import Position


@dataclass(frozen=True, slots=True)
class Missing:
    """One item to ask for: its code, where it belongs, the question."""

    code: str
    question: str
    measure_id: str = ""
    person_id: str = ""


@transaction.atomic
def ask_for_items(
    *, actor: Actor, case_id: UUID, items: Iterable[Missing], due: date | None, note: str, now: datetime
) -> Clarification:
    """Ask the requesting State for missing items, as one numbered round.

    Raises:
        CaseworkError: `E_NOTHING_ASKED`, or `E_ROUND_OPEN` while an earlier round waits for its answer.
    """
    case = keeping.load(actor, case_id, Permission.CLARIFICATION_ASK, now=now)
    wanted = list(items)
    if not wanted:
        raise rules.CaseworkError("E_NOTHING_ASKED", "no item was chosen")
    steps.examine(case, actor=actor, at=now)
    before = steps.position_of(case)
    if before.waiting:
        raise rules.CaseworkError("E_ROUND_OPEN", "an earlier round is not answered yet")
    clarification = Clarification.objects.create(case=case, round=before.round + 1, due=due, note=note, asked_at=now)
    ClarificationItem.objects.bulk_create(
        ClarificationItem(
            clarification=clarification,
            position=position,
            code=item.code,
            question=item.question,
            measure_id=item.measure_id,
            person_id=item.person_id,
        )
        for position, item in enumerate(wanted)
    )
    waiting = about((item.measure_id for item in wanted), before)
    steps.say(case, Message(Said.CLARIFY_ASK, waiting, number=clarification.round), before=before, actor=actor, at=now)
    clarification.asked_message = posting.post(
        case,
        messages.clarify_ask(clarification, measure_ids=tuple(waiting), at=now),
        actor=actor,
        now=now,
        in_reply_to=case.request_message,
    )
    clarification.save(update_fields=["asked_message"])
    keeping.note(
        case, "clarify_asked", actor=actor, at=now, crosses="out", message_id=clarification.asked_message,
        round=clarification.round, count=len(wanted),
    )  # fmt: skip
    keeping.settle(case, at=now)
    return clarification


@transaction.atomic
def save_answers(
    *, actor: Actor, case_id: UUID, round_no: int, answers: dict[str, str], seen: dict[str, int], now: datetime
) -> list[str]:
    """Keep answers as they are written, before they are sent. Returns the items that another author changed meanwhile.

    An answer that met a newer one is not written over it; the caller shows both.
    """
    case = keeping.load(actor, case_id, Permission.CLARIFICATION_ANSWER, now=now)
    clarification = open_round(case, round_no)
    disputed = []
    for item in clarification.items.select_for_update():
        text = answers.get(item.item_id)
        if text is None or text == item.answer:
            continue
        if seen.get(item.item_id, 0) != item.version:
            disputed.append(item.item_id)
            continue
        item.answer, item.version = text, item.version + 1
        item.save(update_fields=["answer", "version"])
    keeping.settle(case, at=now)
    keeping.audit(case, AuditCode.CLARIFICATION_SAVED, actor=actor, at=now, data={"round": round_no})
    return disputed


@transaction.atomic
def attach_answer(
    *, actor: Actor, case_id: UUID, round_no: int, item_id: str, file: StoredFile, name: str, now: datetime
) -> Annex:
    """Add a document to the answer to one question."""
    case = keeping.load(actor, case_id, Permission.CLARIFICATION_ANSWER, now=now)
    item = open_round(case, round_no).items.select_for_update().get(item_id=item_id)
    check_annex(case, file, round_no=round_no)
    annex = Annex.objects.create(
        case=case, round=round_no, position=case.annexes.filter(round=round_no).count(), name=name,
        size=file.whole_size(), sha256=file.sha256, file=file, added_at=now,
    )  # fmt: skip
    item.annexes = [*item.annexes, annex.annex_id]
    item.save(update_fields=["annexes"])
    keeping.audit(case, AuditCode.ANNEX_ADDED, actor=actor, at=now, data={"annex": annex.annex_id, "round": round_no})
    return annex


@transaction.atomic
def send_answers(*, actor: Actor, case_id: UUID, round_no: int, note: str, now: datetime) -> Clarification:
    """Send the answers to one round; every question must have one.

    Raises:
        CaseworkError: `E_UNANSWERED`, with the number of questions that still wait.
    """
    case = keeping.load(actor, case_id, Permission.CLARIFICATION_ANSWER, now=now)
    clarification = open_round(case, round_no)
    waiting = [item for item in clarification.items.all() if not item.answer.strip()]
    if waiting:
        raise rules.CaseworkError("E_UNANSWERED", "questions without an answer", count=len(waiting))
    before = steps.position_of(case)
    clarification.answered_at, clarification.answer_note = now, note
    clarification.save(update_fields=["answered_at", "answer_note"])
    steps.say(case, Message(Said.CLARIFY_ANSWER, number=round_no), before=before, actor=actor, at=now)
    sent = posting.post(
        case,
        messages.clarify_answer(clarification, at=now),
        actor=actor,
        now=now,
        annexes=list(case.annexes.filter(round=round_no)),
        in_reply_to=clarification.asked_message,
    )
    keeping.note(
        case, "clarify_answered", actor=actor, at=now, crosses="out", message_id=sent, round=round_no,
        count=clarification.items.count(),
    )  # fmt: skip
    keeping.settle(case, at=now)
    return clarification


def about(measure_ids: Iterable[str], before: Position) -> dict[str, str]:
    """Return the measures that a round pauses: those its items name; all, where an item is about the whole request."""
    named, possible = set(measure_ids), askable(before)
    return {name: "" for name in possible if "" in named or name in named}


def open_round(case: Case, round_no: int) -> Clarification:
    """Return the round if it still waits for its answer, or raise CaseworkError `E_ROUND`."""
    found = case.clarifications.filter(round=round_no, answered_at__isnull=True).first()
    if found is None:
        raise rules.CaseworkError("E_ROUND", "no such round of questions is open")
    return found
