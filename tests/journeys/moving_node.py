"""One step of a move inside one node, in a process of its own, which `tests.builders.mother` forks.

What it is told is its argument, as JSON; what it answers stands on stdout. The carrier between the nodes is a medium:
the folder that one writes and the other reads, through the same door as the network.
"""

# ruff: noqa: E402 (the models are there only after the node was entered)

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from comity.cli.entering import enter

enter(Path(os.environ["COMITY_DATA"]))

from tests.builders import cases, moves
from tests.builders.keys import QUICK

from comity.cases.actions import moving, reporting, separating
from comity.cases.models import Case
from comity.cases.queries.statistics import figures
from comity.cases.signing import officer_signer
from comity.core.accounts.signing import create_signing_key
from comity.core.actors import Actor
from comity.core.keys import node_keys
from comity.core.officers.models import Officer
from comity.exchange import media, opening, packing
from comity.exchange.models import InboxItem, OutboxItem, Peer
from comity.kernel.clock import utc_now
from comity.law.counting import Period

if TYPE_CHECKING:
    from collections.abc import Callable

PASSPHRASE = "a signing passphrase for tests"


def begin_asking(told: dict[str, Any]) -> dict[str, Any]:
    """XA: a request to XB left by letter; XB has a node now, and the head moves the case."""
    now = utc_now()
    cast = cases.a_cast()
    create_signing_key(actor=cast.head, passphrase=PASSPHRASE, keys=node_keys(), now=now, work_factor=QUICK)
    ministry = moves.a_ministry(cast, at=now)
    case = moves.a_posted(
        cast, ministry, signer=officer_signer(cast.head, PASSPHRASE, now), journey=moves.by_post(now), at=now
    )
    moves.join(cast, ministry, told["peer"], at=now)
    signer = officer_signer(cast.head, PASSPHRASE, now)
    moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=now)
    return {"case": str(case.pk), "reference": case.our_reference}


def begin_asked(told: dict[str, Any]) -> dict[str, Any]:
    """XB: the letter of XA came, and was registered; XA has a node now."""
    now = utc_now()
    cast = cases.a_cast()
    ministry = moves.a_ministry(cast, state="XA", at=now)
    case = moves.a_letter_case(cast, ministry, at=now, ours="XB", theirs="XA", reference=told["reference"])
    moves.join(cast, ministry, told["peer"], at=now)
    return {"case": str(case.pk), "reference": case.our_reference}


def join(told: dict[str, Any]) -> dict[str, Any]:
    """XB: the registry joins the sealed request to the case of the letter."""
    moving.join_letter(
        actor=_actor("registry"), case_id=UUID(told["case"]), letter_case_id=UUID(told["former"]),
        shown_officer="Case officer", contact="", now=utc_now(),
    )  # fmt: skip
    return {}


def separate(told: dict[str, Any]) -> dict[str, Any]:
    """XB: they were joined by mistake; the registry proposes to separate them, the case officer confirms."""
    key, now = UUID(told["case"]), utc_now()
    separating.propose_separation(actor=_actor("registry"), case_id=key, reason="Alike.", now=now)
    signed, _former = separating.confirm_separation(actor=_actor("case_officer"), case_id=key, state="XB", now=now)
    return {"reference": signed.our_reference}


def leave(told: dict[str, Any]) -> dict[str, Any]:
    """XB: the registry answers that the case goes on by letter."""
    moving.leave_by_letter(
        actor=_actor("registry"), case_id=UUID(told["case"]), reason="It is decided.", state="XB", now=utc_now()
    )
    return {}


def ask(told: dict[str, Any]) -> dict[str, Any]:
    """XA: the next turn goes by Comity."""
    reporting.ask_status(actor=_actor("drafter"), case_id=UUID(told["case"]), note="How far is it?", now=utc_now())
    return {}


def look(told: dict[str, Any]) -> dict[str, Any]:
    """Either: say how the case stands, and what is counted."""
    del told
    now = utc_now()
    flow = figures(Period(now - timedelta(days=2), now + timedelta(days=2))).total
    return {
        "cases": {
            str(one.pk): {
                "step": one.step, "ours": one.our_reference, "theirs": one.their_reference,
                "measures": sorted(one.measures.values_list("measure_id", flat=True)),
                "asked": bool(one.status_asked_at),
                "by_letter": one.counterpart.startswith("letter."),
                "arrived": one.arrived_at and one.arrived_at.isoformat(),
            }
            for one in Case.objects.all()
        },
        "flow": [flow.opening, flow.new, flow.finished, flow.closing],
    }  # fmt: skip


def _actor(role: str) -> Any:
    return Actor.of_officer(Officer.objects.filter(grants__role=role).get())


STEPS: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "begin_asking": begin_asking,
    "begin_asked": begin_asked,
    "join": join,
    "separate": separate,
    "leave": leave,
    "ask": ask,
    "look": look,
}


def exchange(told: dict[str, Any]) -> dict[str, Any]:
    """Take in what the medium brings, twice, and write what waits for the peer to another."""
    refused: dict[str, str] = {}
    for _again in range(2 if told.get("read") else 0):
        refused |= media.read_bag(Path(told["read"]), now=utc_now()).refused
        for item in InboxItem.objects.filter(state__in=["consigned", "waiting"]).order_by("announced_at"):
            opening.open_message(item.pk, now=utc_now())
    for waiting in OutboxItem.objects.filter(state="new").order_by("number"):
        packing.pack(waiting.pk, now=utc_now())
    media.write_bag(Peer.objects.get(node_id=told["peer"]), Path(told["write"]), now=utc_now())
    failed = list(InboxItem.objects.filter(state="failed").values_list("code", flat=True))
    return {"refused": refused, "failed": failed}


def main(order: str) -> None:
    """Do the step, if one is named, then exchange; answer what both say."""
    told = json.loads(order)
    answer = STEPS[told["step"]](told) if told.get("step") else {}
    if told.get("write"):
        answer |= exchange(told)
    sys.stdout.write(json.dumps(answer))
