"""The case, who works on it, what happened to it, and what finds it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.kernel.ids import new_id


def new_token() -> str:
    """Return a new name for a person, a measure, an annex or an item of evidence inside a request."""
    return str(new_id())


class Direction(models.TextChoices):
    """Whether we ask or are asked."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


class Side(models.TextChoices):
    """Whose turn it is."""

    OURS = "ours"
    THEIRS = "theirs"
    NOBODY = "nobody"


class Case(models.Model):
    """One request for assistance as this authority sees it; both nodes know it by the same id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    direction = models.CharField(max_length=8)
    our_reference = models.CharField(max_length=40, blank=True, default="")
    their_reference = models.CharField(max_length=80, blank=True, default="")
    counterpart = models.CharField(max_length=63, blank=True, default="", help_text="node id of the other authority")
    counterpart_state = models.CharField(max_length=80, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="en")
    mode = models.CharField(max_length=24, blank=True, default="")
    confidential = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    sealed = models.BooleanField(default=False, help_text="only its members and the head know of it")
    deadline = models.DateField(null=True, blank=True)
    limitation_date = models.DateField(null=True, blank=True)
    kinds = models.CharField(max_length=300, blank=True, default="", help_text="kinds of measure, with bars between")

    step = models.CharField(max_length=32)
    turn_side = models.CharField(max_length=8, default=Side.OURS)
    turn_task = models.CharField(max_length=40, default="")
    turn_role = models.CharField(max_length=24, blank=True, default="")
    turn_due = models.DateField(null=True, blank=True)
    turn_since = models.DateTimeField()
    unattended = models.BooleanField(default=False, help_text="nobody is named to work on it: the head must assign it")

    request_message = models.UUIDField(null=True, blank=True, help_text="the message that carried the request")
    status_asked_at = models.DateTimeField(null=True, blank=True, help_text="a status query that waits for its report")
    examined = models.BooleanField(default=False, help_text="the requested side was seen to examine the request")
    announced = models.BooleanField(default=False, help_text="announced orally and not yet confirmed in writing")
    returned = models.CharField(
        max_length=8, blank=True, default="", help_text="returned or referred, before registration"
    )
    emptied = models.BooleanField(default=False, help_text="its content was destroyed; what is counted stays")
    supplements = models.PositiveIntegerField(default=0, help_text="how many supplementary requests were made")

    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    # Large values last: a list that reads the columns above them never touches their pages.
    contact = models.JSONField(default=dict, blank=True, help_text="function and contact the other authority named")
    proposed = models.JSONField(default=list, blank=True, help_text="decisions proposed to the head, not yet issued")
    for_head = models.JSONField(default=dict, blank=True, help_text="an act put to the head, not yet sent or returned")
    body = models.JSONField(null=True, blank=True, help_text="the request as it was signed, or as it arrived")

    class Meta:
        """A reference is given once. Lists are read from dockets; the indexes here are for desks and for references."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["our_reference"], condition=~models.Q(our_reference=""), name="case_reference_once"
            ),
            models.CheckConstraint(
                condition=models.Q(direction__in=["outgoing", "incoming"]), name="case_direction_known"
            ),
            models.CheckConstraint(
                condition=models.Q(turn_side__in=["ours", "theirs", "nobody"]), name="case_turn_side_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(direction="outgoing") | ~models.Q(our_reference=""), name="case_outgoing_numbered"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["turn_role", "turn_side", "-changed_at"], name="case_turn_role"),
            models.Index(fields=["step", "-changed_at"], name="case_step_latest"),
            models.Index(fields=["our_reference"], name="case_our_reference"),
            models.Index(fields=["their_reference"], name="case_their_reference"),
            models.Index(fields=["id"], condition=models.Q(unattended=True), name="case_unattended"),
            models.Index(fields=["sealed", "-changed_at"], name="case_sealed"),
            models.Index(
                fields=["id", "direction", "counterpart_state", "mode", "kinds", "sealed"], name="case_counted"
            ),
            models.Index(
                fields=["turn_side", "turn_role", "step", "turn_since", "turn_due", "created_at", "id"],
                name="case_desk",
            ),
        ]

    def __str__(self) -> str:
        return self.our_reference or str(self.id)

    @property
    def outgoing(self) -> bool:
        """Whether we are the requesting State."""
        return self.direction == Direction.OUTGOING

    @property
    def reference(self) -> str:
        """Our reference, else theirs: what a list shows; a request that has neither shows a part of its id."""
        return self.our_reference or self.their_reference or str(self.id)[-8:]


class Member(models.Model):
    """An officer who may see a case, and in which function."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=24)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One row for each function; the index answers "which cases may this officer see"."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "officer", "function"], name="member_function_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["officer", "until", "case"], name="member_cases_of_officer")]

    def __str__(self) -> str:
        return f"{self.function} of {self.case_id}"


class Line(models.Model):
    """One line of the timeline: a fact with a date and an actor. What it says is written from its code when shown."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="lines")
    at = models.DateTimeField()
    code = models.CharField(max_length=40)
    lane = models.CharField(max_length=8)
    crosses = models.CharField(max_length=3, blank=True, default="", help_text="out, in, or nothing")
    actor = models.CharField(max_length=200, blank=True, default="")
    params = models.JSONField(default=dict, blank=True)
    message_id = models.UUIDField(null=True, blank=True)

    class Meta:
        """Read by case in time order, by arrival for "came in since yesterday", and by code for statistics."""

        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["case", "at"], name="line_of_case"),
            models.Index(fields=["crosses", "-at"], name="line_arrivals"),
            models.Index(fields=["code", "at", "case"], name="line_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.case_id}"


class SearchTerm(models.Model):
    """A word of a subject or of a name, by which a case is found."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="terms", db_index=False)
    term = models.CharField(max_length=40)

    class Meta:
        """Found by the beginning of a word, over all cases and in one."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["term", "case"], name="term_once")]
        indexes: ClassVar = [models.Index(fields=["case", "term"], name="term_of_case")]

    def __str__(self) -> str:
        return f"term of {self.case_id}"
