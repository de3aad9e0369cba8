"""The docket of each officer: the cases within reach by membership, with a copy of what lists sort and filter by.

A page that shows an officer's cases reads one stretch of an index of this table, whatever else the archive holds. Rows
are written by triggers of the database (migration `0002_docket`) from `Member` and `Case`, in the same transaction and
whoever writes those; nothing here is ever saved by hand.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case

COPIED = (
    "direction",
    "step",
    "counterpart_state",
    "kinds",
    "turn_side",
    "turn_role",
    "turn_due",
    "turn_since",
    "limitation_date",
    "unattended",
    "sealed",
    "created_at",
    "changed_at",
)


class DocketEntry(models.Model):
    """One case on one officer's docket, in however many functions; fields beside the two keys are copies of `Case`."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False, editable=False
    )
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", editable=False)
    direction = models.CharField(max_length=8)
    step = models.CharField(max_length=32)
    counterpart_state = models.CharField(max_length=80)
    kinds = models.CharField(max_length=300)
    turn_side = models.CharField(max_length=8)
    turn_role = models.CharField(max_length=24)
    turn_due = models.DateField(null=True)
    turn_since = models.DateTimeField()
    limitation_date = models.DateField(null=True)
    unattended = models.BooleanField()
    sealed = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """One row a case; the latest first with all that filters ask for; what is open by side and date."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["officer", "case"], name="docket_once")]
        indexes: ClassVar = [
            models.Index(
                fields=[
                    "officer", "-changed_at", "-case", "turn_side", "turn_due", "direction", "counterpart_state",
                    "created_at", "kinds",
                ],
                name="docket_latest",
            ),
            models.Index(
                fields=[
                    "officer", "turn_side", "turn_due", "-changed_at", "case", "turn_role", "direction",
                    "limitation_date", "unattended", "turn_since", "created_at", "step", "sealed",
                ],
                name="docket_turn",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} of {self.officer_id}"
