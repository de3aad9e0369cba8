"""How material may be seen and used: handling codes of a case or of one item, and assurances between the States."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case
from comity.cases.models.execution import Evidence
from comity.cases.models.pressing import Ended


class Mark(Ended):
    """One handling code of `comity.law.handling` on a whole case or on one item of evidence, and why."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="marks")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, null=True, blank=True, related_name="marks")
    code = models.CharField(max_length=20)
    note = models.TextField(blank=True, default="")

    class Meta:
        """A code stands once on a thing at a time; the oldest first."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=models.Q(ended_at__isnull=True, evidence__isnull=True),
                name="mark_once_on_case",
            ),
            models.UniqueConstraint(
                fields=["evidence", "code"], condition=models.Q(ended_at__isnull=True), name="mark_once_on_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} on {self.case_id}"


class Assurance(Ended):
    """What one State assured the other of: it binds as a condition, and is shown where the material is used.

    Where it owes an act after use (return, destruction), `done_on` and what was told to the other State close it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assurances")
    ours = models.BooleanField(help_text="whether we gave it; else the other State did")
    kind = models.CharField(max_length=20)
    text = models.TextField()
    done_on = models.DateField(null=True, blank=True)
    done_how = models.TextField(blank=True, default="", help_text="what was done, and how the other State was told")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """It says something; what is done says how."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="assurance_says_something"),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True) | (~models.Q(done_how="") & models.Q(done_by__isnull=False)),
                name="assurance_done_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.case_id}"
