"""What happens to the people of a desk: hand-overs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case


class HandOver(models.Model):
    """The head gave open cases of one officer to another: how many, and in how many some function was left behind."""

    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    cases = models.PositiveIntegerField()
    left = models.PositiveIntegerField(default=0)

    class Meta:
        """Latest first."""

        indexes: ClassVar = [models.Index(fields=["-at"], name="handover_latest")]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"


class HandedCase(models.Model):
    """One function in one case that was handed over."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="handed", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    function = models.CharField(max_length=24)

    class Meta:
        """Once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hand_over", "case", "function"], name="handed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.function} of {self.case_id}"
