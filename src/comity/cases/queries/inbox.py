"""What arrived: requests that wait for registration or for their confirmation, and messages that are not opened yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from comity.cases.models import Direction
from comity.cases.queries import doors, overview
from comity.core.parts import Checked
from comity.exchange import queries as exchange

if TYPE_CHECKING:
    from datetime import date, datetime

    from comity.core.actors import Actor

LIMIT = 200


@dataclass(frozen=True, slots=True)
class ArrivedRequest:
    """A request that was opened and waits for registration."""

    url: str
    state: str
    their_reference: str
    at: datetime | None
    outcome: Checked
    summary: str


@dataclass(frozen=True, slots=True)
class AnnouncedRequest:
    """An urgent request that was announced as made orally, and waits for its confirmation in writing (46(14))."""

    url: str
    state: str
    their_reference: str
    spoken_at: datetime
    confirm_by: date
    late: bool


@dataclass(frozen=True, slots=True)
class UnopenedMessage:
    """A message whose bytes are here and signed for, and which was not opened yet: nothing is known of its content."""

    state: str
    at: datetime
    waiting: bool


@dataclass(frozen=True, slots=True)
class Arrived:
    """The inbox: opened requests, what was only announced, and what is not opened."""

    requests: list[ArrivedRequest]
    announced: list[AnnouncedRequest]
    unopened: list[UnopenedMessage]


def arrived(actor: Actor, language: str, today: date) -> Arrived:
    """Return what waits for the registry."""
    cases = doors.cases_visible_to(actor).filter(direction=Direction.INCOMING, step="received").order_by("arrived_at")
    found = []
    for case in cases[:LIMIT]:
        proof = overview.proof_of_request(case, language)
        found.append(
            ArrivedRequest(
                url=reverse("cases:request-register", args=[case.pk]),
                state=case.counterpart_state,
                their_reference=case.their_reference,
                at=case.arrived_at,
                outcome=proof.outcome if proof else Checked.NOT_MADE,
                summary=str(proof.summary) if proof else _("No check is recorded."),
            )
        )
    waiting = exchange.arrived_unopened().select_related("peer").order_by("announced_at")[:LIMIT]
    return Arrived(
        requests=found,
        announced=_announced(actor, today),
        unopened=[
            UnopenedMessage(one.peer.state, one.consigned_at or one.announced_at, one.state == "waiting")
            for one in waiting
        ],
    )


def _announced(actor: Actor, today: date) -> list[AnnouncedRequest]:
    """Return what was announced orally and not yet confirmed, the first clock to run out first: one query."""
    cases = doors.cases_visible_to(actor).filter(
        direction=Direction.INCOMING, step="announced", oral__confirmed_at__isnull=True
    )
    return [
        AnnouncedRequest(
            url=reverse("cases:case-turns", args=[case.pk]),
            state=case.counterpart_state,
            their_reference=case.their_reference,
            spoken_at=case.oral.spoken_at,
            confirm_by=case.oral.confirm_by,
            late=case.oral.confirm_by < today,
        )
        for case in cases.select_related("oral").order_by("oral__confirm_by", "pk")[:LIMIT]
    ]
