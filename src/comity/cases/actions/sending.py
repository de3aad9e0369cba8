"""Sign an approved request and send it; give a draft up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from comity.cases import chains as chain_rules
from comity.cases import jobs, messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, steps
from comity.cases.models import Case, Letter, OralRequest
from comity.cases.queries import chains, content, people
from comity.core.files.actions import store_bytes
from comity.law.conversation import Message, Said

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.cases.signing import SignedLetter, Signer
    from comity.core.actors import Actor
    from comity.wire.request import RequestV1


def send_request(*, actor: Actor, case_id: UUID, signer: Signer, now: datetime) -> Case:
    """Sign the letter of request with the head's own key, freeze the request, and hand both to delivery.

    Steps: 1 load and ask access; 2 four eyes: the head neither wrote nor approved it; 3 it is complete and exactly
    what every organ approved; 4 the letter is printed and signed, outside of any transaction, since a time-stamp
    authority may be asked; 5 steps 1 to 3 once more: what was signed is what stands; 6 the request is frozen and moved;
    7 one audit entry, by the move; 8 one outbox row. Steps 5 to 8 are one transaction: there is no signed request that
    is not on its way.

    Raises:
        CaseworkError: `E_FOUR_EYES`, `E_STAGE`, `E_CHANGED`, `E_INCOMPLETE`, `E_NO_PEER`, `E_ADDRESSEE`.
        SealError: `E_PASSPHRASE`, `E_KEY`, `E_TIMESTAMP_DEMO`: nothing was signed.
    """
    with transaction.atomic():
        request, message = _ready(keeping.reach(actor, case_id, Permission.REQUEST_SEND), actor)
    signed = signer.sign(request, at=now)
    with transaction.atomic():
        case = keeping.load(actor, case_id, Permission.REQUEST_SEND, now=now)
        if _ready(case, actor)[0] != request:
            raise rules.CaseworkError("E_CHANGED", "changed while it was being signed", permanent=False)
        return _send(case, request, message, signed, actor=actor, now=now)


def _ready(case: Case, actor: Actor) -> tuple[dict[str, Any], RequestV1]:
    """Return the request as it is to be signed and as it travels, or raise CaseworkError for what is in the way."""
    rules.check_approved(case.step)
    check_may_sign(case, actor)
    organs, approvals = chains.organs_of(case), chains.approvals_of(case)
    request = content.draft_of(case)
    now_stands = rules.digest(rules.without_signatory(request))
    chain_rules.check_standing([one.digest for one in approvals], now_stands, stages=len(organs) - 1)
    request["sending"] = case.given_back.count()
    request["signatory"] = people.signatory(keeping.officer_of(actor), case.language)
    rules.check_complete(request, signing=True)
    if posting.check_addressee(request).by_letter:
        request["requested"]["node_id"] = ""  # the name it has here means nothing elsewhere
    return request, messages.request_to_wire(request)


def check_may_sign(case: Case, actor: Actor) -> None:
    """Raise CaseworkError unless the actor signs at the end of the chain, and neither wrote nor approved it."""
    organs, authors = chains.organs_of(case), content.authors_of(case)
    approvers = {one.decided_by_id for one in chains.approvals_of(case)}
    own, away = actor.officer_id, actor.stands_in_for
    rules.check_signatory(own, authors=authors, approvers=approvers)
    chain_rules.check_place(organs[-1], actor=own, roles=actor.roles, stands_in_for=away)
    for one in chain_rules.acts_for(
        organs[-1], actor=own, stands_in_for=away
    ):  # who stands in for an author signs no more than the author
        rules.check_signatory(one, authors=authors, approvers=approvers)


def _send(
    case: Case, request: dict[str, Any], message: RequestV1, signed: SignedLetter, *, actor: Actor, now: datetime
) -> Case:
    """Freeze the request, move the case, and write what leaves."""
    before = steps.position_of(case)
    case.body, case.sent_at = request, now
    case.save(update_fields=["body", "sent_at"])
    Letter.objects.filter(case=case).delete()  # one that came back: it stays with the message that carried it
    letter = Letter.objects.create(
        case=case,
        file=store_bytes(
            signed.pdf, actor=actor, purpose="letter", name="request.pdf", media_type="application/pdf", now=now
        ),
        signed_at=signed.signed_at,
        time_source=signed.time_source,
        signer=actor.name,
        signed_by_id=actor.officer_id,
        request_sha256=rules.digest(request),
    )
    jobs.compare_later(case)
    said = Message(Said.REQUEST_SUBMIT, dict.fromkeys(before.measures, ""))
    steps.say(case, said, before=before, actor=actor, at=now, done=frozenset({"complete"}))
    case.request_message = posting.post(
        case, message, actor=actor, now=now, letter=letter.file, annexes=list(case.annexes.filter(round=0))
    )
    OralRequest.objects.filter(case=case, confirmed_at=None).update(confirmed_at=now)
    keeping.note(case, "request_sent", actor=actor, at=now, crosses="out", message_id=case.request_message)
    keeping.settle(case, at=now, also=("request_message",))
    return case


@transaction.atomic
def discard_request(*, actor: Actor, case_id: UUID, reason: str, now: datetime) -> Case:
    """Give a draft up. Its reference stays with it, so that no number of the year is missing."""
    case = keeping.load(actor, case_id, Permission.REQUEST_DISCARD, now=now)
    rules.check_said(reason, "reason")
    steps.go(case, rules.DISCARDED, actor=actor, at=now)
    keeping.note(case, "discarded", actor=actor, at=now, reason=reason)
    keeping.settle(case, at=now)
    return case
