"""Whom we believe beyond counterparts: brought by one officer, confirmed by another by its fingerprint, then looked at.

There are two sorts: the root of a key directory (`directories`) and the key file of a hub whose directory of
authorities is taken (`editions`). Bringing, confirming, that another takes the place of the one before, and how a look
that failed is written down are one mechanism, and it stands here. What is looked at differs and stays apart: the key
directory is a tree of files with thresholds, numbers and an end, by which keys of counterparts change by themselves; an
edition is one file that one node signed, and nothing that it says holds before two officers took it in.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.core.moves import move
from comity.exchange import settings
from comity.exchange.access import Permission
from comity.exchange.addresses import address_of
from comity.exchange.errors import ExchangeError
from comity.exchange.models.anchors import Anchor
from comity.exchange.peers import only_digits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.kernel.graph import Graph

A = TypeVar("A", bound=Anchor)
PROPOSED: Final = "proposed"
TROUBLE: Final = ("looked_at", "trouble", "trouble_at")


@dataclass(frozen=True, slots=True)
class Anchoring(Generic[A]):
    """One sort of anchors.

    Attributes:
        model: its table; of it one row is proposed and one holds at most.
        graph: its states: proposed, the one that holds, declined, left.
        holds: the state of the one that is believed.
        subject: what the audit log calls it; code: its code there for one that was brought.
        dates_leaving: whether a row keeps when it was left.
    """

    model: type[A]
    graph: type[Graph]
    holds: str
    subject: str
    code: str
    dates_leaving: bool = False

    def propose(
        self, *, actor: Actor, url: str, fingerprint: str, now: datetime, data: Mapping[str, Any], **fields: Any
    ) -> A:
        """Write down what an officer brought, in the place of what waited before. It changes nothing until confirmed.

        Raises:
            AccessDenied: neither an administrator nor the head.
            ExchangeError: `E_ADDRESS` for an address that is never called.
        """
        access.require(actor, Permission.DIRECTORY_PROPOSE)
        if url:
            address_of(url, private=settings.private_peers(), secure=settings.secure_peers(), resolver=resolve_nothing)
        with transaction.atomic():
            self.model.objects.filter(state=PROPOSED).delete()
            made = self.model.objects.create(
                url=url.rstrip("/"), fingerprint=fingerprint, proposed_by_id=actor.person(), proposed_at=now, **fields
            )
            told = {**data, "fingerprint": fingerprint}
            record(actor=actor, code=self.code, subject=self.about(made), at=now, data=told)
        return made

    def confirm(self, *, actor: Actor, anchor_id: UUID, fingerprint: str, now: datetime) -> A:
        """Believe what another officer brought, after its fingerprint was compared over another channel.

        What was believed until now is left.

        Raises:
            AccessDenied: who brought it, or somebody without the role.
            ExchangeError: `E_FINGERPRINT`.
            GraphError: it was decided before.
        """
        with transaction.atomic():
            found = self.locked(anchor_id)
            access.require(actor, Permission.DIRECTORY_DECIDE, found)
            if not hmac.compare_digest(only_digits(fingerprint), only_digits(found.fingerprint)):
                raise ExchangeError("E_FINGERPRINT", "the digits read out are not those of what was brought")
            for other in self.model.objects.select_for_update().filter(state=self.holds):
                self._left(other, actor, now)
            self._decide(found, self.holds, actor, now)
        return found

    def decline(self, *, actor: Actor, anchor_id: UUID, now: datetime) -> None:
        """Refuse what another officer brought."""
        with transaction.atomic():
            found = self.locked(anchor_id)
            access.require(actor, Permission.DIRECTORY_DECIDE, found)
            self._decide(found, "declined", actor, now)

    def leave(self, *, actor: Actor, anchor_id: UUID, now: datetime) -> None:
        """Believe it no longer; what was taken from it stays."""
        access.require(actor, Permission.DIRECTORY_PROPOSE)
        with transaction.atomic():
            self._left(self.locked(anchor_id), actor, now)

    def holding(self) -> A | None:
        """Return the one that is believed, if any."""
        return self.model.objects.filter(state=self.holds).first()

    def holding_locked(self) -> A | None:
        """Return the one that is believed, and let nobody else decide on it or write what it says meanwhile."""
        return self.model.objects.select_for_update().filter(state=self.holds).first()

    def locked(self, anchor_id: UUID) -> A:
        """Return one as it is now, and let nobody else decide on it meanwhile."""
        return self.model.objects.select_for_update().get(pk=anchor_id)

    def about(self, anchor: A) -> str:
        """Return what the audit log calls this one."""
        return f"{self.subject}:{anchor.pk}"

    def _left(self, anchor: A, actor: Actor, now: datetime) -> None:
        also = ("left_at",) if self.dates_leaving else ()
        for name in also:
            setattr(anchor, name, now)
        move(anchor, "state", self.graph, "left", actor=actor, at=now, also=also)

    def _decide(self, anchor: A, target: str, actor: Actor, now: datetime) -> None:
        anchor.decided_by_id, anchor.decided_at = actor.person(), now
        move(anchor, "state", self.graph, target, actor=actor, at=now, also=("decided_by_id", "decided_at"))


def is_due(anchor: Anchor, now: datetime) -> bool:
    """Whether it is time to look at what has an address."""
    looked = anchor.looked_at
    return bool(anchor.url) and (looked is None or looked + settings.directory_every() <= now)


def troubled(anchor: Anchor, code: str, now: datetime) -> None:
    """Note on an anchor that a look failed, and since when looks do; `TROUBLE` names what is to be written."""
    anchor.looked_at, anchor.trouble, anchor.trouble_at = now, code, anchor.trouble_at or now


def good(anchor: Anchor, now: datetime) -> None:
    """Note on an anchor that a look verified something."""
    anchor.looked_at = anchor.good_at = now
    anchor.trouble, anchor.trouble_at = "", None


def resolve_nothing(host: str, port: int) -> list[str]:
    """Resolve nothing: whether an address is plain is seen without the network."""
    del host, port
    return ["192.0.2.1"] if settings.private_peers() else ["1.1.1.1"]
