"""What every message has in common."""

# ruff: noqa: RUF009 (each call declares a field with its rule)
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from comity.wire.fields import identity, line, moment, text
from comity.wire.record import Record

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Message(Record):
    """A record with a kind. `request_id` names the case on both sides; the requesting side made it."""

    KIND: ClassVar[str]

    request_id: UUID = identity()

    @property
    def business(self) -> str:
        """What may happen once in a case, whatever the message is numbered: a second one cannot act again.

        The empty text is "this kind, once". Unique together with sender, case and kind.
        """
        return ""


@dataclass(frozen=True, kw_only=True)
class CaseMessage(Message):
    """A message about a request that was sent before."""

    sent_at: datetime = moment()
    from_reference: str = line(120)  # the sender's own number of the case
    to_reference: str = line(120)  # the receiver's, where known
    note: str = text()
