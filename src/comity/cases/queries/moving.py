"""Cases by letter whose authority has a node now: what can happen to each, and which of ours a claim may be about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from comity.cases.models import Case, CaseMove, Direction, Measure
from comity.cases.moving import Hindrance, MoveFacts, hindrance
from comity.cases.queries import doors
from comity.exchange.models import Channel, Peer, PostItem
from comity.wire.refusals import REFUSALS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from comity.core.actors import Actor

MOST = 200
SAID = (
    "offers", "matters", "postponements", "notices", "deliveries", "evidence", "consultations", "given_back",
    "destructions", "after_care",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Movable:
    """A case by letter, and why it stays there; None where it can move."""

    case: Case
    hindrance: Hindrance | None
    alike: bool = False


@dataclass(frozen=True, slots=True)
class MoveShown:
    """A move as a page shows it: what is said of the letter, and what came of it."""

    move: CaseMove
    left_on: date | None
    channel: str
    reason: str


def move_of(case: Case, language: str) -> MoveShown | None:
    """Return the move of a case, from either side; None where there was none."""
    move = CaseMove.objects.filter(case=case).first()
    if move is None:
        return None
    known = move.claim["channel"] in Channel.values
    refusal, reason = REFUSALS.get(move.reason), move.reason
    if refusal is not None:
        reason = _("The other node refused the message, perhaps because its software is older: %(reason)s") % {
            "reason": refusal.text.get(language)
        }
    return MoveShown(
        move,
        parse_date(move.claim["left_on"]),
        str(Channel(move.claim["channel"]).label) if known else "",
        reason,
    )


def joined_letters(node_id: str = "") -> dict[str, str]:
    """Return local name of an authority by letter -> node by which it is reached now, of one node or of all."""
    found = Peer.objects.filter(suspended_at__isnull=True, joined_to__in=Peer.objects.confirmed())
    if node_id:
        found = found.filter(joined_to__node_id=node_id)
    return {str(letter): str(node) for letter, node in found.values_list("node_id", "joined_to__node_id")}


def movable(cases: Iterable[Case]) -> list[Movable]:
    """Say of each case whether it can move: a fixed number of queries for any number of cases."""
    rows = {case.pk: case for case in cases}
    said = _said(rows)
    states: dict[UUID, list[str]] = {}
    for case_id, state in Measure.objects.filter(case_id__in=rows).values_list("case_id", "state"):
        states.setdefault(case_id, []).append(state)
    tried = set(CaseMove.objects.filter(case_id__in=rows).values_list("case_id", flat=True))
    unposted: dict[UUID, int] = dict(
        PostItem.objects.filter(case_id__in=rows, recorded_at__isnull=True)
        .order_by()
        .values_list("case_id")
        .annotate(number=Count("pk"))
    )
    return [
        Movable(case, hindrance(facts))
        for key, case in rows.items()
        for facts in [
            MoveFacts(
                direction=case.direction,
                step=case.step,
                states=tuple(states.get(key, ())),
                whole=case.body is not None,
                emptied=case.emptied,
                tried=key in tried,
                unposted=unposted.get(key, 0),
                asked=said[key]["any_clarifications"] or case.supplements > 0,
                others=any(said[key][f"any_{name}"] for name in SAID) or bool(case.proposed or case.for_head),
            )
        ]
    ]


def _said(rows: Iterable[UUID]) -> dict[UUID, dict[str, bool]]:
    """Say of each case which kinds of thing were said in it beyond the request: one query."""
    names = ("clarifications", *SAID)
    there = {f"any_{name}": Exists(_rows(name).filter(case_id=OuterRef("pk"))) for name in names}
    found = Case.objects.filter(pk__in=list(rows)).order_by().annotate(**there)
    return {row.pop("pk"): row for row in found.values("pk", *there)}


def _rows(name: str) -> QuerySet[Any]:
    model: Any = Case._meta.get_field(name).related_model  # noqa: SLF001 (public in all but name)
    rows: QuerySet[Any] = model.objects.all()
    return rows


def hindrance_of(case: Case) -> Hindrance | None:
    """Return why one case stays by letter; None where it can move."""
    return movable([case])[0].hindrance


def ours_to_move(actor: Actor) -> list[Movable]:
    """Return our open cases by letter, within the actor's reach, whose authority has a node now."""
    found = doors.cases_visible_to(actor).filter(
        direction=Direction.OUTGOING, counterpart__in=joined_letters(), closed_at__isnull=True
    )
    return movable(found.order_by("created_at", "pk")[:MOST])


def claimed(case: Case, actor: Actor) -> list[Movable]:
    """Return the open cases, within the actor's reach, that came by letter from the authority that makes a claim.

    Those that have a reference of the claim stand first. Never one of another counterpart.
    """
    found = doors.cases_visible_to(actor).filter(
        direction=Direction.INCOMING, counterpart__in=joined_letters(case.counterpart), closed_at__isnull=True
    )
    move = open_move(case)
    said = (move.claim.get("reference", ""), case.their_reference) if move else ("", "")
    alike = Q(our_reference=said[0]) & ~Q(our_reference="") | Q(their_reference=said[1]) & ~Q(their_reference="")
    first = set(found.filter(alike).values_list("pk", flat=True))
    open_ones = movable(found.order_by("created_at", "pk")[:MOST])
    rows = [replace(one, alike=one.case.pk in first) for one in open_ones]
    return sorted(rows, key=lambda one: not one.alike)


def open_move(case: Case) -> CaseMove | None:
    """Return the move of a case that nobody has answered yet; None where there is none."""
    return CaseMove.objects.filter(case=case, outcome=CaseMove.OPEN).first()
