"""What all handlers share: find the case a message is about, as its sender may name it, and settle it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from comity.cases.actions import keeping
from comity.cases.models import Case, Direction
from comity.core.actors import Actor
from comity.core.prepared import Prepared
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from datetime import date

    from comity.exchange.opening import Opened
    from comity.wire.message import CaseMessage

M = TypeVar("M", bound="CaseMessage")
_LOCKED = Prepared(lambda pk: Case.objects.select_for_update().filter(pk=pk))


def sender(opened: Opened) -> Actor:
    """Return the actor that stands for the other authority in our audit log.

    Where an officer wrote down what came by letter, the exchange's own entry names the officer.
    """
    return Actor.system(f"peer:{opened.from_peer.node_id}")


def said(opened: Opened, kind: type[M]) -> M:
    """Return the message as what it is."""
    if not isinstance(opened.message, kind):
        raise WireError("E_KIND", "not the message that this handler reads")
    return opened.message


def locked_case(opened: Opened, direction: Direction) -> Case:
    """Return the case the message is about, locked.

    Raises:
        WireError: `E_CASE` where this peer has no such case with us, in that direction.
    """
    case = _LOCKED.first(pk=opened.message.request_id)
    if case is None or case.counterpart != opened.from_peer.node_id or case.direction != direction:
        raise WireError("E_CASE", "no such case between these two authorities")
    if case.emptied or (case.closed_at is not None and case.destructions.filter(state="approved").exists()):
        raise WireError("E_CASE", "the content of this case was destroyed here")
    if case.outgoing and case.body is None:
        raise WireError("E_CASE", "the request was not sent yet")
    return case


def case_of_either(opened: Opened) -> Case:
    """Return the case of a message that either side may send, locked; raises as `locked_case`."""
    found = Case.objects.filter(pk=opened.message.request_id).values_list("direction", flat=True).first()
    return locked_case(opened, Direction(found) if found else Direction.INCOMING)


def note(case: Case, code: str, opened: Opened, **params: object) -> None:
    """Write what they did into the timeline, at the time by which all of it was here."""
    if opened.recorded_by is not None:
        params["recorded_by"] = opened.recorded_by.name[:200]
    keeping.note(
        case, code, actor=sender(opened), at=opened.consigned_at, lane="theirs", crosses="in",
        message_id=opened.message_id, **params,
    )  # fmt: skip


def own_reference(case: Case, message: CaseMessage) -> None:
    """Remember the number under which they keep the case, where they say one."""
    if message.from_reference and message.from_reference != case.their_reference:
        case.their_reference = message.from_reference[:80]
        case.save(update_fields=["their_reference"])


def to_day(text: str) -> date | None:
    """Return the date of a message, which its parser has checked."""
    return keeping.to_day(text)
