"""Finding uploads again. Finished files are reached through the objects that they belong to, which know who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.core.files.models import FilePart, StoredFile

if TYPE_CHECKING:
    from uuid import UUID

    from comity.core.actors import Actor


def upload_begun_by(actor: Actor, *, purpose: str, resume_key: str, size: int) -> StoredFile | None:
    """Return the unfinished upload that this actor began under `resume_key` with the same size, or None."""
    if not resume_key:
        return None
    return StoredFile.objects.filter(
        finished_at__isnull=True,
        created_by=actor.subject,
        purpose=purpose,
        resume_key=resume_key,
        announced_size=size,
    ).first()


def upload_of(actor: Actor, *, purpose: str, file_id: UUID) -> StoredFile | None:
    """Return the upload `file_id` if this actor began it for this purpose, or None."""
    return StoredFile.objects.filter(pk=file_id, created_by=actor.subject, purpose=purpose).first()


def blobs_on_record() -> set[str]:
    """Return the key of every blob that a file needs."""
    return set(FilePart.objects.values_list("blob", flat=True))
