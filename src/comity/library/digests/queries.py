"""The doors to digests of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.library.digests.models import Digest
from comity.library.digests.states import DigestState

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet


def published(*, subject: str = "", outcome: str = "") -> QuerySet[Digest]:
    """Return the digests that everybody reads, of a kind of cooperation and an outcome or of any."""
    found = Digest.objects.filter(state=DigestState.published.name).order_by("-year", "-decided_at")
    found = found.filter(subject=subject) if subject else found
    return found.filter(outcome=outcome) if outcome else found


def waiting() -> QuerySet[Digest]:
    """Return the digests that wait for a second person, the oldest first."""
    return Digest.objects.filter(state=DigestState.waiting.name).select_related("written_by").order_by("written_at")


def drafts_of(officer: UUID) -> QuerySet[Digest]:
    """Return what an officer writes and has not given to a second person."""
    return Digest.objects.filter(state=DigestState.draft.name, written_by=officer)


def digest(digest_id: UUID) -> Digest | None:
    """Return one digest, whatever its state."""
    return Digest.objects.select_related("written_by", "decided_by").filter(pk=digest_id).first()
