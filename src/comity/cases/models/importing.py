"""Tables of running cases that were brought in, and how their headings were read."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.core.files.models import StoredFile
from comity.kernel.ids import new_id


class ImportProfile(models.Model):
    """How the headings of one sort of table are read; proposed when a table with the same headings comes again."""

    headings = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the headings as they stand")
    mapping = models.JSONField(help_text="column -> place of its heading")
    order = models.CharField(max_length=3, default="ymd")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.headings[:12]


class CaseImport(models.Model):
    """One table: its file, how it is read, what became of each row. `done` rows of `total` are written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict)
    order = models.CharField(max_length=3, default="ymd")
    state = models.CharField(max_length=10, default="read", help_text="read, checked, waiting, done")
    report = models.JSONField(default=list, help_text="rows: line, reference, result, reasons as column and code")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-brought_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["read", "checked", "waiting", "done"]), name="case_import_state"
            )
        ]

    def __str__(self) -> str:
        return self.name
