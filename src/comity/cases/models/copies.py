"""Copies of a whole case file as one PDF: each made for one reader, marked with his name, forgotten after a day."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case
from comity.core.files.models import StoredFile
from comity.kernel.ids import new_id


class FileCopy(models.Model):
    """One copy: who asked for it, how far it is (`done` of `total` parts), and where it lies. For its reader alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="copies")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=8, default="waiting")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0, help_text="files that are told of and not joined")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One for each reader of a case; the oldest are found to be forgotten."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "reader"], name="file_copy_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "ready", "failed"]), name="file_copy_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(file__isnull=False), name="file_copy_ready_is_there"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["asked_at"], name="file_copy_oldest")]

    def __str__(self) -> str:
        return f"copy of {self.case_id}"
