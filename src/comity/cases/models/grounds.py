"""What a request rests on: the legal basis and the channel that an officer chose, with what was known at that moment.

A choice is never changed: a later one stands beside it, and the latest counts.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case


class LegalChoice(models.Model):
    """One choice and the snapshot of what it relied on: the question, the whole answer with its facts, the reason."""

    BASIS, CHANNEL = "basis", "channel"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="legal_choices")
    what = models.CharField(max_length=8)
    question = models.JSONField(help_text="what was asked of the engine, or answered to the tree")
    answer = models.JSONField(help_text="language -> the answer as it stood, with every fact and its source")
    chosen = models.CharField(max_length=80, help_text="instrument and mode, or the code of the advice")
    certain = models.BooleanField(help_text="whether nothing was left to find out")
    reason = models.TextField(blank=True, default="", help_text="why this one, where it was not the plain answer")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The latest first; a choice that is not certain says why it was taken."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(what__in=["basis", "channel"]), name="legal_choice_known"),
            models.CheckConstraint(
                condition=models.Q(certain=True) | ~models.Q(reason=""), name="legal_choice_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.case_id}"
