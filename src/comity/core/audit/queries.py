"""The door to the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from comity.core import access
from comity.core.audit.models import AuditEntry, Checkpoint
from comity.core.policies import Permission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from comity.core.actors import Actor


def entries_visible_to(actor: Actor) -> QuerySet[AuditEntry]:
    """Return the whole log, newest first, to those who may read it; to others nothing."""
    every = AuditEntry.objects.order_by("-seq")
    return every if access.may(actor, Permission.AUDIT_VIEW) else every.none()


def entries_like(entries: QuerySet[AuditEntry], sought: str) -> QuerySet[AuditEntry]:
    """Return the entries whose subject, actor or code begins with `sought`."""
    return entries.filter(Q(subject__startswith=sought) | Q(actor__startswith=sought) | Q(code__startswith=sought))


def entries_about(subject: str) -> QuerySet[AuditEntry]:
    """Return what happened to one thing, oldest first; the caller has shown that its reader may see that thing."""
    return AuditEntry.objects.filter(subject=subject).order_by("seq")


def newest_head() -> Checkpoint | None:
    """Return the newest signed head."""
    return Checkpoint.objects.order_by("-size").first()
