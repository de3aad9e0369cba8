"""A translation of the words of a request into another language, and each of its paragraphs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case
from comity.cases.models.content import Annex


class Translation(models.Model):
    """One language into which a request is translated: by whom, until when, how far it is."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default="open")
    note = models.TextField(blank=True, default="", help_text="what the translator should know")
    due = models.DateField(null=True, blank=True)
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = models.TextField(blank=True, default="")
    hidden = models.JSONField(default=dict, help_text="name -> the numbered place that stands for it in a file")
    brought = models.JSONField(default=dict, help_text="what became of the file that was brought last")
    digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of what was approved")
    annex = models.ForeignKey(
        Annex, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="the letter in it"
    )

    class Meta:
        """A request is translated into a language once."""

        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "language"], name="translation_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "submitted", "approved", "dropped"]), name="translation_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} of {self.case_id}"


class Segment(models.Model):
    """The translation of one paragraph, known by the digest of the paragraph: a changed one is another."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="segments")
    digest = models.CharField(max_length=32)
    part = models.CharField(max_length=80)
    source = models.TextField()
    target = models.TextField()
    why = models.TextField(blank=True, default="", help_text="why it is right although something seems lost")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """A paragraph is translated once, and by words."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["translation", "digest"], name="segment_once"),
            models.CheckConstraint(condition=~models.Q(target=""), name="segment_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:8]} of {self.translation_id}"
