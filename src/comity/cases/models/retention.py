"""How long a case is kept beyond its period, and the destruction of its content by two people."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case
from comity.cases.models.pressing import Ended
from comity.cases.states import DestructionState


class RetentionHold(Ended):
    """A reason to keep a case longer (a proceeding, an audit, a claim): until a day, or until somebody lifts it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="retention_holds")
    reason = models.TextField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """It says why; the oldest first."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="retention_hold_says_why"),
        ]

    def __str__(self) -> str:
        return f"hold on {self.case_id}"


class Destruction(models.Model):
    """The content of one case is destroyed: proposed by one person, approved by another, done by a job.

    What stays is counted here. `erasing` names the blobs whose rows are gone and that may still lie in the store: the
    job that finds such a list goes on where one that was killed stopped.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="destructions")
    state = models.CharField(max_length=10, default=DestructionState.initial.name)
    reason = models.TextField(blank=True, default="")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True, help_text="when the rows of the database were emptied")
    erasing = models.JSONField(default=list, blank=True, help_text="keys of blobs still to be erased")
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0, help_text="bytes of content, together")

    class Meta:
        """Two people, and one at a time."""

        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=~models.Q(state="declined"), name="destruction_once"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "done"])
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("proposed_by"))),
                name="destruction_by_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_at__isnull=False, erasing=[]),
                name="destruction_done_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"destruction of {self.case_id} ({self.state})"
