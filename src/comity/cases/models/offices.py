"""Executing offices without an account in this node: what each was asked, and what it sent back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.content import Measure
from comity.cases.models.execution import Evidence
from comity.cases.states import OfficeState
from comity.kernel.ids import new_id


class OfficeTask(models.Model):
    """A measure asked of an office by a task sheet on paper. Its link is known here by its digest alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="office_tasks")
    office = models.CharField(max_length=200)
    address = models.TextField(blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="", help_text="where the office is told of its sheet")
    notices = models.PositiveIntegerField(default=0, help_text="how many notices by e-mail were asked for")
    notice_at = models.DateTimeField(null=True, blank=True, help_text="when a mail server last took one")
    notice_dead_at = models.DateTimeField(null=True, blank=True, help_text="when it refused the address for good")
    instructions = models.TextField(blank=True, default="")
    again = models.TextField(blank=True, default="", help_text="what is asked once more, after an answer")
    due = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=16, default=OfficeState.initial.name)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sheets = models.PositiveIntegerField(default=0, help_text="how many sheets were printed, each with a new link")
    link_digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of the live link's code")
    link_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A link belongs to one task."""

        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["link_digest"], condition=~models.Q(link_digest=""), name="office_link_once"
            ),
            models.CheckConstraint(
                condition=models.Q(link_digest="") | models.Q(link_until__isnull=False), name="office_link_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"office task of {self.measure_id}"


class OfficeAnswer(models.Model):
    """What an office sent, by its link or on paper; it is no evidence before an officer has checked it."""

    task = models.ForeignKey(OfficeTask, on_delete=models.CASCADE, related_name="answers")
    at = models.DateTimeField()
    sender = models.CharField(max_length=200, blank=True, default="", help_text="who answers there, as they say")
    text = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="who wrote it down from paper; nobody where it came by the link",
    )  # fmt: skip

    class Meta:
        """In the order in which they came."""

        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"answer to {self.task_id}"


class OfficeFile(models.Model):
    """A file of an answer: awaiting the officer's check, then taken as evidence or set aside with a reason."""

    answer = models.ForeignKey(OfficeAnswer, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    aside = models.CharField(max_length=300, blank=True, default="", help_text="why it is no evidence")

    class Meta:
        """In the order in which they were chosen."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"file of {self.answer_id}"
