"""What a stored file is, and where its sealed parts lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from datetime import datetime


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """The doors to stored files. Who may see one is for the application that owns it to say."""

    def finished(self) -> StoredFileQuerySet:
        """Return files that are whole and never change again."""
        return self.filter(finished_at__isnull=False)

    def abandoned(self, before: datetime) -> StoredFileQuerySet:
        """Return uploads that nobody continued since `before`."""
        return self.filter(finished_at__isnull=True, touched_at__lt=before)


class StoredFile(models.Model):
    """A file of this node. Its bytes lie in parts, each sealed to the node's storage key.

    `size`, `sha256` and `sha512` are those of the content and set when it is finished. `purpose` says what it is kept
    for (`evidence`, `annex`, `letter`, `package`, `work`); `created_by` is an actor as the audit log names it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=40)
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=130)
    announced_size = models.BigIntegerField(null=True)
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    sha512 = models.CharField(max_length=128, default="", blank=True)
    resume_key = models.CharField(max_length=64, default="", blank=True)
    created_by = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[StoredFile]] = StoredFileQuerySet.as_manager()

    class Meta:
        """A finished file has a size and both digests; an unfinished one has none."""

        app_label = "core"
        indexes: ClassVar = [models.Index(fields=["created_by", "resume_key"], name="core_file_resume")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="core_file_finished_is_whole",
                condition=Q(finished_at__isnull=True, size__isnull=True, sha256="", sha512="")
                | (Q(finished_at__isnull=False, size__gte=0) & ~Q(sha256="") & ~Q(sha512="")),
            ),
            models.CheckConstraint(
                name="core_file_size_as_announced",
                condition=Q(announced_size__isnull=True) | Q(size__isnull=True) | Q(size=F("announced_size")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"

    @property
    def is_finished(self) -> bool:
        """Whether the file is whole; only then can it be read."""
        return self.finished_at is not None

    def whole_size(self) -> int:
        """Return the size in bytes of a finished file; ValueError before."""
        if self.size is None:
            raise ValueError("the size of a file is known when it is finished")
        return self.size


class FilePart(models.Model):
    """A stretch of a file, in one blob. `head` is the SHA-256 of the blob's first 4,096 bytes.

    Those bytes hold the age header, whose MAC proves the file key, which proves the rest: a blob that somebody
    exchanged on the disk is found before one byte of it is served.
    """

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="parts")
    offset = models.BigIntegerField()
    size = models.BigIntegerField()
    blob = models.CharField(max_length=64, unique=True)
    head = models.CharField(max_length=64)

    class Meta:
        """One part for each place."""

        app_label = "core"
        ordering: ClassVar = ["offset"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "offset"], name="core_part_one_per_offset"),
            models.CheckConstraint(condition=Q(offset__gte=0, size__gt=0), name="core_part_has_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} at {self.offset}"
