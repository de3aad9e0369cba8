"""What the turns of a request leave behind: announced, returned, offered under conditions, asked, told, shared."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case, new_token
from comity.cases.models.content import Measure


class Matter(models.Model):
    """Something one authority asked the other beside the measures (`comity.law.conversation.MATTERS`)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="matters")
    matter_id = models.CharField(max_length=64, default=new_token)
    kind = models.CharField(max_length=40, help_text="the kind of message that opened it")
    ours = models.BooleanField(help_text="we opened it, and the other side owes the answer")
    asked = models.JSONField(default=dict, help_text="what the message that opened it said")
    due = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_message = models.UUIDField(null=True, blank=True)
    answer = models.JSONField(default=dict, blank=True, help_text="what the answer said")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_message = models.UUIDField(null=True, blank=True)

    class Meta:
        """A matter stands once in its case."""

        ordering: ClassVar = ["opened_at", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "matter_id"], name="matter_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class Offer(models.Model):
    """Assistance offered under conditions; once accepted, the conditions bind (UNCAC art. 46(26))."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="offers")
    offer_id = models.CharField(max_length=64, default=new_token)
    measures = models.ManyToManyField(Measure, related_name="offers")
    conditions = models.JSONField(default=list, help_text="id and text of each")
    due = models.DateField(null=True, blank=True)
    offered_at = models.DateTimeField()
    offered_message = models.UUIDField(null=True, blank=True)
    answer = models.CharField(max_length=8, blank=True, default="", help_text="accepted, rejected, or not yet")
    reasons = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_message = models.UUIDField(null=True, blank=True)

    class Meta:
        """An offer stands once in its case."""

        ordering: ClassVar = ["offered_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "offer_id"], name="offer_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=["", "accepted", "rejected"]), name="offer_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"offer of {self.case_id}"


class Postponement(models.Model):
    """Measures put off because of a proceeding of the requested State (UNCAC art. 46(25)), until they are looked at."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="postponements")
    measures = models.ManyToManyField(Measure, related_name="postponements")
    interference = models.TextField()
    review_on = models.DateField()
    consulted = models.JSONField(default=dict, blank=True)
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    message_id = models.UUIDField(null=True, blank=True)

    class Meta:
        """In the order they were decided."""

        ordering: ClassVar = ["decided_at", "id"]

    def __str__(self) -> str:
        return f"postponement of {self.case_id}"


class GuardOverride(models.Model):
    """A step that the law demands first and that was left out, with the reason; shown on the case, never sent as such.

    What the other State is told stands in the message itself: why there was no consultation (46(26)), nothing else.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="overrides")
    measures = models.ManyToManyField(Measure, related_name="overrides")
    guard = models.CharField(max_length=60, help_text="key of comity.law.guards.GUARDS")
    article = models.CharField(max_length=20, blank=True, default="")
    by_analogy = models.BooleanField(default=False)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """In the order they happened; none without a reason."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(reason=""), name="guard_override_says_why")]

    def __str__(self) -> str:
        return f"{self.guard} of {self.case_id}"


class AfterCare(models.Model):
    """What became of a request afterwards, said at its close: ours and theirs. `lessons` never leave the authority."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="after_care")
    ours = models.BooleanField()
    useful = models.CharField(max_length=8, blank=True, default="")
    used_in = models.CharField(max_length=16, blank=True, default="")
    text = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="", help_text="the closing note")
    lessons = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        """A case that was opened again is closed, and spoken of, again."""

        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"after-care of {self.case_id}"


class Notice(models.Model):
    """Something one authority told the other that asks for no answer."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    notice_id = models.CharField(max_length=64, default=new_token)
    kind = models.CharField(max_length=40)
    ours = models.BooleanField()
    said = models.JSONField(default=dict)
    at = models.DateTimeField()
    message_id = models.UUIDField(null=True, blank=True)

    class Meta:
        """A notice is given once by each side."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "ours", "notice_id"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class GivenBack(models.Model):
    """A request returned, or referred to another authority, before it was registered; it counts in the statistics."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="given_back")
    how = models.CharField(max_length=8)
    provisional_reference = models.CharField(max_length=120)
    said = models.JSONField(default=dict)
    at = models.DateTimeField()
    message_id = models.UUIDField(null=True, blank=True)

    class Meta:
        """Returned or referred."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(how__in=["returned", "referred"]), name="given_back_how_known")
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.case_id}"


class OralRequest(models.Model):
    """An urgent request made orally, to be confirmed in writing forthwith (UNCAC art. 46(14))."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="oral")
    said = models.JSONField(default=dict)
    spoken_at = models.DateTimeField()
    confirm_by = models.DateField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    message_id = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return f"oral request {self.case_id}"


class SharedDraft(models.Model):
    """A draft shown for comment; on the side that reads it there is no case yet, and it is never counted."""

    request_id = models.UUIDField()
    number = models.PositiveIntegerField()
    ours = models.BooleanField(help_text="we wrote it, and the other side comments")
    counterpart = models.CharField(max_length=63)
    counterpart_state = models.CharField(max_length=80, blank=True, default="")
    reference = models.CharField(max_length=120, blank=True, default="")
    draft = models.JSONField()
    shared_at = models.DateTimeField()
    remarks = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One draft of a request is shared once under its number."""

        ordering: ClassVar = ["-shared_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request_id", "ours", "number"], name="shared_draft_once")
        ]

    def __str__(self) -> str:
        return f"draft {self.number} of {self.request_id}"
