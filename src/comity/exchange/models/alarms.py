"""What officers found out about an alarm: one writes it down, and where forging is possible another confirms it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comity.exchange.models.chains import Alarm
from comity.exchange.states import FindingState
from comity.kernel.ids import new_id


class AlarmFinding(models.Model):
    """One answer to an alarm. `accepted` ends the alarm (`Alarm.seen_at`); `returned` leaves it open.

    `two_people` says whether a second officer must decide: it is settled when the finding is written, by what the alarm
    speaks of, and the database holds it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="findings")
    text = models.TextField()
    two_people = models.BooleanField()
    state = models.CharField(max_length=10, default=FindingState.initial.name, choices=FindingState.choices())
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)  # why it was returned

    class Meta:
        """Four eyes where they are needed, one finding at a time, and none without words."""

        ordering: ClassVar = ["written_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="exchange_finding_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="exchange_finding_two_people",
                condition=Q(two_people=False) | Q(decided_by__isnull=True) | ~Q(decided_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="exchange_finding_decided",
                condition=Q(state="written", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["accepted", "returned"], decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="exchange_finding_return_has_reason", condition=~Q(state="returned") | ~Q(reason="")
            ),
            models.UniqueConstraint(
                fields=["alarm"], condition=Q(state__in=["written", "accepted"]), name="exchange_finding_one_stands"
            ),
        ]

    def __str__(self) -> str:
        return f"finding on {self.alarm_id}: {self.state}"
