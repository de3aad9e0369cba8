"""A case that moves from letter to Comity: what its sender says of the letter, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case
from comity.cases.states import SeparationState


class CaseMove(models.Model):
    """One attempt to move a case, on either side; another is made only where the one before left it by letter.

    On the side that asks, `letter` is the counterpart by letter that it came from, and goes back to where the move
    fails. On the side that is asked, `claim` is what the other says of its letter: a claim, until an officer joins it.
    """

    OPEN, JOINED, NEW, AGREED, STAYS = "", "joined", "new", "agreed", "stays"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    ours = models.BooleanField()
    letter = models.CharField(max_length=63, blank=True, default="", help_text="local name of the authority by letter")
    message_id = models.UUIDField(help_text="the message that moves the case")
    claim = models.JSONField(default=dict, help_text="as it stands in the request: `comity.wire` Earlier")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, blank=True, default="")
    reason = models.TextField(blank=True, default="", help_text="why the case stays by letter")
    former_id = models.UUIDField(null=True, blank=True, help_text="the case from the letter, which was joined to it")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """What came of it is said with its day; one side agrees or stays, the other joins, takes as new, or leaves."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=~models.Q(outcome="stays"), name="move_one_stands"),
            models.CheckConstraint(
                name="move_decided_when",
                condition=models.Q(outcome="", decided_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="move_outcome_of_side",
                condition=models.Q(outcome__in=["", "stays"])
                | models.Q(ours=True, outcome="agreed")
                | models.Q(ours=False, outcome__in=["joined", "new"]),
            ),
            models.CheckConstraint(
                name="move_joined_to_one", condition=~models.Q(outcome="joined") | models.Q(former_id__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["former_id"], condition=models.Q(former_id__isnull=False), name="move_joined_once"
            ),
        ]

    def __str__(self) -> str:
        return f"move of {self.case_id}"


class BeforeJoin(models.Model):
    """What stood in both cases before the registry joined one to the other, so that it can be told apart again.

    `former` are the rows of the case from the letter as they were, in the form of Django's serializer; what is derived
    from others is left out. `signed` names the rows that the signed request had, with the columns that joining writes.
    It is content of the case: it is destroyed with it.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="before_join")
    former_id = models.UUIDField(help_text="the case from the letter")
    at = models.DateTimeField()
    former = models.JSONField()
    signed = models.JSONField()

    def __str__(self) -> str:
        return f"before {self.former_id} was joined to {self.case_id}"


class Separation(models.Model):
    """Two cases that were joined by mistake are separated again: proposed by one officer, decided by another.

    The reason goes to the other State with the correction. `former_id` is the case of the letter, before and after.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="separations")
    former_id = models.UUIDField(help_text="the case from the letter")
    state = models.CharField(max_length=10, default=SeparationState.initial.name)
    reason = models.TextField(help_text="how the mistake came about; the other State reads it")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """Two people, one proposal at a time, and a reason; the latest first."""

        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(state="proposed"), name="separation_one_open"),
            models.CheckConstraint(
                condition=~models.Q(state="done")
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("proposed_by"))),
                name="separation_by_two_people",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="separation_says_why"),
        ]

    def __str__(self) -> str:
        return f"separation of {self.case_id} and {self.former_id} ({self.state})"
