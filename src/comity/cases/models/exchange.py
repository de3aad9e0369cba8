"""What passes between the two authorities before execution: questions, consultation, decisions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case, new_token
from comity.cases.models.content import Measure


class Clarification(models.Model):
    """One numbered round of questions about a request (UNCAC art. 46(16))."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clarifications")
    round = models.PositiveIntegerField()
    note = models.TextField(blank=True, default="")
    due = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.TextField(blank=True, default="")
    asked_message = models.UUIDField(null=True, blank=True)

    class Meta:
        """Rounds are numbered from one; statistics read them by the day of the answer."""

        ordering: ClassVar = ["round"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "round"], name="clarification_round_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["answered_at"], name="clarification_counted")]

    def __str__(self) -> str:
        return f"round {self.round} of {self.case_id}"


class ClarificationItem(models.Model):
    """One missing item: what it is by its code, to which measure or person it belongs, and the answer."""

    clarification = models.ForeignKey(Clarification, on_delete=models.CASCADE, related_name="items")
    item_id = models.CharField(max_length=64, default=new_token)
    position = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=64)
    measure_id = models.CharField(max_length=64, blank=True, default="")
    person_id = models.CharField(max_length=64, blank=True, default="")
    question = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    annexes = models.JSONField(default=list, blank=True, help_text="ids of the annexes that answer it")

    class Meta:
        """An item stands once in its round."""

        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clarification", "item_id"], name="clarification_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} in {self.clarification_id}"


class Consultation(models.Model):
    """The record that the requesting State was consulted before refusal (UNCAC art. 46(26)), or why it was not."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consultations")
    opened_at = models.DateTimeField()
    summary = models.TextField(blank=True, default="")
    override_reason = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    measures = models.ManyToManyField(Measure, related_name="consultations")

    class Meta:
        """Either what was said, or why consultation was left out."""

        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(summary="", override_reason=""), name="consultation_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"consultation of {self.case_id}"


class Decision(models.Model):
    """A decision on one measure: accepted, or refused on a ground and with reasons (UNCAC art. 46(21)-(23)).

    What was accepted can be refused later: then both stay, each with its day, and both count; the last one stands.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="decisions")
    decision = models.CharField(max_length=10)
    ground = models.CharField(max_length=40, blank=True, default="")
    reasons = models.TextField(blank=True, default="")
    article = models.CharField(max_length=24, blank=True, default="")
    appeal = models.TextField(blank=True, default="")
    expected_by = models.DateField(null=True, blank=True)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    consulted = models.JSONField(default=dict, blank=True, help_text="what the other State says about consultation")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    message_id = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="when another decision took its place")

    class Meta:
        """A refusal has its ground and reasons (UNCAC art. 46(23)); one decision of a measure stands."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure"], condition=models.Q(ended_at=None), name="decision_one_stands"),
            models.CheckConstraint(
                condition=models.Q(decision="accepted")
                | (models.Q(decision="refused") & ~models.Q(reasons="") & ~models.Q(ground="")),
                name="decision_refusal_reasoned",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["decided_at", "decision"], name="decision_counted")]

    def __str__(self) -> str:
        return f"{self.decision} for {self.measure_id}"
