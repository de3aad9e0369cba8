"""The doors to what was taken over from a hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, Sum

from comity.library.mirroring.models import Mirror, MirrorEntry, MirrorStatement, Took

if TYPE_CHECKING:
    from django.db.models import QuerySet


def newest() -> Mirror | None:
    """Return the hub's library that was looked at last, if any."""
    return Mirror.objects.exclude(looked_at=None).order_by("-looked_at").first()


def mirror_of(hub: str) -> Mirror | None:
    """Return what was seen of a hub's library, by the fingerprint of its root."""
    return Mirror.objects.filter(hub=hub).first()


def counts(mirror: Mirror) -> dict[str, int]:
    """Return how many entries became what; `differs` counts those that are read otherwise here."""
    rows = mirror.entries.order_by().values("state").annotate(many=Count("pk"), other=Count("pk", Q(differs=True)))
    found = dict.fromkeys(Took.values, 0) | {row["state"]: row["many"] for row in rows}
    return {**found, "differs": sum(row["other"] for row in rows)}


def taken(mirror: Mirror) -> QuerySet[MirrorEntry]:
    """Return the entries in the order in which they came, the newest first."""
    return mirror.entries.select_related("manifestation__expression__work").order_by("-number")


def stated(mirror: Mirror) -> QuerySet[MirrorStatement]:
    """Return what the hub says of laws and digests, what came last first."""
    return mirror.statements.select_related("law", "digest").order_by(F("done_at").desc(nulls_first=True), "-pk")


def size_of_taken() -> int:
    """Return how many bytes were taken over from hubs, all together."""
    papers: int | None = MirrorEntry.objects.filter(state=Took.TAKEN).aggregate(all=Sum("size"))["all"]
    texts: int | None = MirrorStatement.objects.aggregate(all=Sum("taken"))["all"]
    return (papers or 0) + (texts or 0)
