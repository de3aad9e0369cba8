"""What officers wrote down about how pressing a case is: inputs beside the request, and a level set by hand.

Nothing is changed or removed: what no longer holds is ended, by somebody, at a time.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case


class Ended(models.Model):
    """What holds from one act until another."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """Shared columns only."""

        abstract = True


class PressingFact(Ended):
    """One input of `comity.law.priority` that an officer knows of: custody, a hearing, data that will be deleted."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pressing")
    code = models.CharField(max_length=16)
    day = models.DateField(null=True, blank=True)
    note = models.TextField(help_text="how it is known")

    class Meta:
        """One of a kind holds at a time; the oldest first."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "code"], condition=models.Q(ended_at__isnull=True), name="pressing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.case_id}"


class LevelSet(Ended):
    """A level of priority that an officer set against what the inputs say, with the reason; it can be taken back."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="levels_set")
    level = models.CharField(max_length=10)
    reason = models.TextField()

    class Meta:
        """One holds at a time, and says why; the latest first."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(ended_at__isnull=True), name="level_set_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="level_set_with_reason"),
            models.CheckConstraint(
                condition=models.Q(level__in=["pressing", "raised", "ordinary"]), name="level_set_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} for {self.case_id}"
