"""The door to the audit log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q

from comity.core import access
from comity.core.audit.models import AuditEntry, Checkpoint
from comity.core.officers.models import Officer
from comity.core.policies import Permission

UUID_FORM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def with_names(entries: Iterable[AuditEntry]) -> list[tuple[AuditEntry, str, str]]:
    """Return each entry with the name of the officer who acted and of the officer it is about, where there is one."""
    entries = list(entries)
    ids = {part for entry in entries for part in (_officer_in(entry.actor), _officer_in(entry.subject)) if part}
    names = {str(pk): name for pk, name in Officer.objects.filter(pk__in=ids).values_list("pk", "name")}
    return [
        (entry, names.get(_officer_in(entry.actor), ""), names.get(_officer_in(entry.subject), "")) for entry in entries
    ]


def _officer_in(subject: str) -> str:
    kind, _, key = subject.partition(":")
    return key if kind in {"officer", "core.officer"} and UUID_FORM.fullmatch(key) else ""
