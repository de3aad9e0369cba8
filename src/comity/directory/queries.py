"""The doors to authorities and their versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from comity.core.roles import Role
from comity.directory import editing
from comity.directory.models import Authority, Confirmation, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor

WAITING, HOLDS = "proposed", "published"


def current_entries() -> QuerySet[Entry]:
    """Return of every authority the version that holds, with the time it was last confirmed as `confirmed_at`."""
    newest = Entry.objects.filter(authority=OuterRef("authority"), state=HOLDS).order_by("-number").values("pk")[:1]
    said = Confirmation.objects.filter(authority=OuterRef("authority")).order_by("-at").values("at")[:1]
    return (
        Entry.objects.filter(pk=Subquery(newest), ended=False)
        .annotate(confirmed_at=Subquery(said))
        .select_related("authority")
        .order_by("authority__place", "authority__created_at", "pk")
    )


def entries_of(places: Iterable[str]) -> QuerySet[Entry]:
    """Return the versions that hold of the authorities of these States or territories."""
    return current_entries().filter(authority__place__in=list(places))


def authorities() -> QuerySet[Authority]:
    """Return every authority there ever was."""
    return Authority.objects.all()


def known_places() -> set[str]:
    """Return the codes of those of which something is entered or published."""
    return set(Authority.objects.values_list("place", flat=True).distinct())


def versions(authority: Authority) -> QuerySet[Entry]:
    """Return every version of an authority, the newest first."""
    return authority.entries.select_related("proposed_by", "decided_by").order_by("-number")


def waiting(authority: Authority) -> Entry | None:
    """Return the version that waits for a second officer."""
    return authority.entries.filter(state=WAITING).first()


def all_waiting() -> QuerySet[Entry]:
    """Return every version that waits for a second officer, the oldest first."""
    return Entry.objects.filter(state=WAITING).select_related("authority", "proposed_by").order_by("proposed_at")


def waiting_visible_to(actor: Actor) -> QuerySet[Entry]:
    """Return what waits that an actor wrote for or decides on: all for staff, of his State for an editor."""
    if actor.has(Role.ADMINISTRATOR, Role.HEAD):
        return all_waiting()
    state = editing.edited_by(actor)
    return all_waiting().filter(authority__place__in=editing.places_of(state)) if state else all_waiting().none()


def published(authority: Authority) -> Entry | None:
    """Return the version of an authority that holds, also where it says that the authority has ended."""
    return authority.entries.filter(state=HOLDS).order_by("-number").first()


def last_confirmed(authority_id: UUID) -> datetime | None:
    """Return when somebody last said that what is published is still right."""
    found: datetime | None = Confirmation.objects.filter(authority_id=authority_id).aggregate(last=Max("at"))["last"]
    return found


@dataclass(frozen=True, slots=True)
class Designated:
    """That a published version named somebody for these functions from a day on; for none where nobody or no more."""

    authority_id: UUID
    place: str
    since: date
    functions: tuple[str, ...]


def designations() -> list[Designated]:
    """Return what every version ever published says of who is designated, of each authority the oldest first."""
    rows = Entry.objects.filter(state=HOLDS).order_by("authority", "number").values_list(
        "authority_id", "authority__place", "decided_at", "functions", "designated", "ended"
    )  # fmt: skip
    return [
        Designated(key, place, timezone.localdate(at), tuple(functions) if designated and not ended else ())
        for key, place, at, functions, designated, ended in rows
    ]
