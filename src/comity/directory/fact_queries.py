"""The doors to facts that officers entered here, and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from comity.core import access
from comity.directory import editing
from comity.directory.access import Permission
from comity.directory.models import FactVersion, LawFact

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from comity.core.actors import Actor

WAITING, HOLDS = "proposed", "published"


def facts() -> QuerySet[LawFact]:
    """Return every fact that was ever entered."""
    return LawFact.objects.all()


def current_versions() -> QuerySet[FactVersion]:
    """Return of every fact the version that holds, without those that were withdrawn."""
    newest = FactVersion.objects.filter(fact=OuterRef("fact"), state=HOLDS).order_by("-number").values("pk")[:1]
    return (
        FactVersion.objects.filter(pk=Subquery(newest), withdrawn=False)
        .select_related("fact")
        .order_by("fact__subject", "fact__created_at", "pk")
    )


def all_waiting() -> QuerySet[FactVersion]:
    """Return every version that waits for a second officer, the oldest first."""
    return FactVersion.objects.filter(state=WAITING).select_related("fact", "proposed_by").order_by("proposed_at")


def waiting_visible_to(actor: Actor) -> QuerySet[FactVersion]:
    """Return what waits that an actor may see: an editor of a State that of his own, who sees no versions nothing."""
    if access.may(actor, Permission.VERSIONS_VIEW, ""):
        return all_waiting()
    if not access.may(actor, Permission.VERSIONS_VIEW):
        return all_waiting().none()
    places = editing.places_of(editing.edited_by(actor))
    return all_waiting().filter(fact__sort__in=editing.ITS_OWN, cells__place__in=places)


def waiting(fact: LawFact) -> FactVersion | None:
    """Return the version of a fact that waits for a second officer."""
    return fact.versions.filter(state=WAITING).first()


def versions(fact: LawFact) -> QuerySet[FactVersion]:
    """Return every version of a fact, the newest first."""
    return fact.versions.select_related("proposed_by", "decided_by").order_by("-number")
