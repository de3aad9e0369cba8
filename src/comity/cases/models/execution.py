"""Execution and what comes of it: assignments, evidence, deliveries."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case, new_token
from comity.cases.models.content import Measure


class Assignment(models.Model):
    """A measure in the hands of an officer of an executing authority, who sees that measure and nothing else."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="assignments")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    instructions = models.TextField(blank=True, default="")
    due = models.DateField(null=True, blank=True)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One officer at a time; the index answers "which measures are mine"."""

        ordering: ClassVar = ["assigned_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure"], condition=models.Q(ended_at__isnull=True), name="assignment_one_live"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["officer", "ended_at"], name="assignment_of_officer")]

    def __str__(self) -> str:
        return f"assignment of {self.measure_id}"


class Delivery(models.Model):
    """One delivery of results; several may follow each other until the last is final."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deliveries")
    number = models.PositiveIntegerField()
    final = models.BooleanField(default=False)
    use_limits = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    message_id = models.UUIDField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    complete = models.BooleanField(null=True, blank=True)
    receipt_note = models.TextField(blank=True, default="")

    class Meta:
        """Deliveries are numbered from one within a case."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="delivery_number_once")]

    def __str__(self) -> str:
        return f"delivery {self.number} of {self.case_id}"


class DeliveredMeasure(models.Model):
    """What one delivery says about one measure."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="measures")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="deliveries")
    result = models.CharField(max_length=24)
    text = models.TextField(blank=True, default="")

    class Meta:
        """A measure stands once in a delivery."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["delivery", "measure"], name="delivered_measure_once")]

    def __str__(self) -> str:
        return f"{self.result} for {self.measure_id}"


class Evidence(models.Model):
    """One item of evidence: the file with its digests, who collected it, and the delivery that carried it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="evidence")
    evidence_id = models.CharField(max_length=64, default=new_token)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    collector = models.CharField(max_length=200, blank=True, default="")
    collected_on = models.DateField(null=True, blank=True)
    handling = models.CharField(max_length=200, blank=True, default="")
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    intact = models.BooleanField(null=True, blank=True, help_text="whether the digest was found right on arrival")

    class Meta:
        """An item's id is unique within its case."""

        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "evidence_id"], name="evidence_once")]

    def __str__(self) -> str:
        return f"evidence of {self.case_id}"
