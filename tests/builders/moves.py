"""An authority by letter that has a node now, and a request to it or from it that began by letter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from comity.cases.actions import by_letter, moving, receiving, separating
from comity.cases.models import Case
from comity.core.roles import Role
from comity.exchange import joins
from comity.exchange.letter_peers import LetterPeer, add_letter_peer
from comity.exchange.models import Peer, PostItem
from comity.exchange.post import Journey
from comity.kernel.ids import new_id
from comity.wire.request import RequestV1
from comity.wire.request_parts import Earlier, Recorded, RecordedMeasure
from tests.builders import by_letter as letters
from tests.builders import cases
from tests.builders.remembered import remembered
from tests.builders.requests import a_request

if TYPE_CHECKING:
    from datetime import datetime

    from comity.cases.signing import Signer
    from comity.wire.message import Message

BY_POST = Journey(channel="post", on=cases.NOW.date(), carrier="Registry", tracking="RR 1")


def by_post(at: datetime) -> Journey:
    """Return a journey by post on a day."""
    return Journey(channel="post", on=at.date(), carrier="Registry", tracking="RR 1")


@remembered
def a_ministry(cast: cases.Cast, *, state: str = "XB", at: datetime = cases.NOW) -> Peer:
    """Return an authority of XB, or another State, that is reached by letter."""
    about = LetterPeer(state=state, names={"en": f"Ministry of {state}"}, address="1 Hill Road", languages=("en",))
    return add_letter_peer(actor=cast.head, about=about, now=at)


@remembered
def join(cast: cases.Cast, ministry: Peer, node: str = "xb", *, at: datetime = cases.NOW) -> None:
    """Have two officers say that it is reached by a node now."""
    if not Peer.objects.filter(node_id=node).exists():
        cases.a_peer(node)
    joins.propose_join(actor=cast.administrator, letter_id=ministry.pk, node_id=node, now=at)
    joins.confirm_join(actor=cast.head, letter_id=ministry.pk, now=at)


@remembered
def a_posted(
    cast: cases.Cast, ministry: Peer, *, signer: Signer, journey: Journey = BY_POST, at: datetime = cases.NOW
) -> Case:
    """Return a request of ours whose letter left."""
    case = letters.a_sent_letter(cast, ministry, signer=signer, at=at)
    assert case.request_message is not None
    return by_letter.record_departure(
        actor=cast.drafter, case_id=case.pk, message_id=case.request_message, journey=journey, now=at
    )


def heard_by_letter(cast: cases.Cast, case: Case, message: Message, *, at: datetime = cases.NOW) -> Case:
    """Write down what a letter of theirs says."""
    return by_letter.record_arrival(actor=cast.drafter, case_id=case.pk, message=message, journey=BY_POST, now=at)


@remembered
def a_letter_case(
    cast: cases.Cast,
    ministry: Peer,
    *,
    at: datetime = cases.NOW,
    registered: bool = True,
    ours: str = "XA",
    theirs: str = "XB",
    **changes: Any,
) -> Case:
    """Return a request of XB that came by letter and was registered."""
    request = a_request() | {"request_id": str(new_id()), "reference": "XB-77/2026", "annexes": []} | changes
    request["requesting"]["state"], request["requested"]["state"] = theirs, ours
    request["requested"]["node_id"] = ""
    message = RequestV1.from_json(request)
    journey = Journey(channel="post", on=at.date(), carrier="", tracking="")
    scan = cases.a_letter(cast.registry, at=at)
    case = by_letter.register_letter(
        actor=cast.registry, peer=ministry, message=message, journey=journey, scan=scan, now=at
    )
    if registered:
        receiving.register_request(
            actor=cast.registry, case_id=case.pk, state=ours, officer_id=cast.officer(Role.CASE_OFFICER).pk,
            shown_officer="Case officer", contact="", now=at,
        )  # fmt: skip
        answer = PostItem.objects.get(case_id=case.pk, ours=True)
        by_letter.record_departure(actor=cast.registry, case_id=case.pk, message_id=answer.pk, journey=journey, now=at)
    return Case.objects.get(pk=case.pk)


def heard_here(cast: cases.Cast, case: Case, message: Message, *, at: datetime = cases.NOW) -> Case:
    """Write down what a letter about a request to us says."""
    return by_letter.record_arrival(actor=cast.registry, case_id=case.pk, message=message, journey=BY_POST, now=at)


def posted_answers(cast: cases.Cast, case: Case, *, at: datetime = cases.NOW, by: str = "registry") -> None:
    """Record how every letter of ours left that waits for it."""
    for item in PostItem.objects.filter(case_id=case.pk, ours=True, recorded_at=None):
        by_letter.record_departure(
            actor=getattr(cast, by), case_id=case.pk, message_id=item.pk, journey=by_post(at), now=at
        )


def recorded(*states: str, rounds: int = 0, names: tuple[str, ...] = ()) -> Recorded:
    """Return what a claim says of the measures of a request, in order; `names` are its own names of them."""
    names = names or tuple(one["measure_id"] for one in a_request()["measures"])
    measures = tuple(
        RecordedMeasure(measure_id=name, state=state, decided_on="" if state == "asked" else "2026-03-20")
        for name, state in zip(names, states, strict=True)
    )
    return Recorded(rounds=rounds, measures=measures)


@remembered
def a_claim(
    cast: cases.Cast,
    *,
    node: str = "xb",
    at: datetime,
    reference: str = "",
    left_on: str = "2026-03-10",
    record: Recorded | None = None,
    **changes: Any,
) -> Case:
    """Return a request of a node that says that its letter came before, and what it recorded of its letters."""
    request = a_request() | {"request_id": str(new_id()), "reference": "XB-77/2026", "annexes": []} | changes
    request["requesting"]["state"], request["requested"]["state"] = "XB", "XA"
    request["requested"]["node_id"] = "xa"
    request["earlier"] = Earlier(left_on=left_on, channel="post", reference=reference, record=record).to_json()
    message = RequestV1.from_json(request)
    cases.arrive(message, node=node, at=at, letter=cases.a_letter(cast.registry, at=at))
    return Case.objects.get(pk=message.request_id)


def a_pair(cast: cases.Cast, ministry: Peer) -> tuple[Case, Case]:
    """Return a case from a letter, and a claim of the same authority thirty days later."""
    former = a_letter_case(cast, ministry)
    join(cast, ministry)
    claim = a_claim(cast, at=cases.NOW + timedelta(days=30), reference=former.our_reference)
    return Case.objects.get(pk=former.pk), claim


def join_pair(cast: cases.Cast, case: Case, former: Case) -> Case:
    """Have the registry join a claim to the case of a letter."""
    return moving.join_letter(
        actor=cast.registry, case_id=case.pk, letter_case_id=former.pk, shown_officer="Registry", contact="",
        now=cases.NOW + timedelta(days=30),
    )  # fmt: skip


def separate(cast: cases.Cast, case: Case, *, at: datetime = cases.NOW + timedelta(days=32)) -> tuple[Case, Case]:
    """Have two officers separate a joined case: the signed request, and the case of the letter."""
    separating.propose_separation(actor=cast.registry, case_id=case.pk, reason="The numbers were alike.", now=at)
    return separating.confirm_separation(actor=cast.case_officer, case_id=case.pk, state="XA", now=at)
