"""What happens to the people of a desk: hand-overs, who is excluded from a case, who was reminded of what."""

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


class Exclusion(models.Model):
    """An officer who may not see a case for a conflict of interest; why is for the head alone. Lifted, it moves."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exclusions")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Once for each officer and case; this index is what every door asks."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["officer", "case"], name="excluded_once")]

    def __str__(self) -> str:
        return f"excluded from {self.case_id}"


class LiftedExclusion(models.Model):
    """An exclusion that the head lifted: what it was, and why it is over. He is not a member again by this."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="lifted_exclusions")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(help_text="why the officer was excluded")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(help_text="why it was lifted")
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField()

    class Meta:
        """Nobody lifts his own; it says why; the oldest first."""

        ordering: ClassVar = ["lifted_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(why=""), name="exclusion_lifted_with_reason"),
            models.CheckConstraint(
                condition=~models.Q(lifted_by=models.F("officer")), name="exclusion_not_lifted_by_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"lifted from {self.case_id}"


class Reminder(models.Model):
    """An officer was told of a step that is due soon or overdue, or a supervisor of one that long is: once each."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    about = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    task = models.CharField(max_length=40)
    due = models.DateField()
    at = models.DateTimeField()

    class Meta:
        """Once for a step of a case, told to one about another; found by who is told, the latest due first."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "task", "due", "about", "officer", "kind"], name="reminded_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["officer", "-due", "case"], name="reminder_of_officer")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.case_id}"
