"""What a request says: sections, persons, measures, annexes, every earlier text of them, review and letter."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case, new_token


class Row(models.Model):
    """A part of a draft that two people may edit: its data, and a version that each save raises by one."""

    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """Shared columns only."""

        abstract = True


class Section(Row):
    """One section of a draft that holds plain fields (facts, purpose, basis ...)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=24)

    class Meta:
        """A section stands once in a case."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "key"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.case_id}"


class Party(Row):
    """A natural or legal person named in the request."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    person_id = models.CharField(max_length=64, default=new_token)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        """A person's id is unique within its case; another State's ids prove nothing about ours."""

        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person_id"], name="party_once")]

    def __str__(self) -> str:
        return f"person of {self.case_id}"


class Measure(Row):
    """One thing that is asked, with its state on the requested side and its result."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="measures")
    measure_id = models.CharField(max_length=64, default=new_token)
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=24, blank=True, default="")
    module = models.CharField(max_length=24, blank=True, default="")
    state = models.CharField(max_length=24, default="asked")
    state_since = models.DateTimeField()
    resume_state = models.CharField(max_length=24, blank=True, default="", help_text="where a pause returns to")
    expected_by = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=24, blank=True, default="")
    result_text = models.TextField(blank=True, default="")
    result_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A measure's id is unique within its case."""

        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "measure_id"], name="measure_once")]
        indexes: ClassVar = [models.Index(fields=["state", "expected_by"], name="measure_state_expected")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class RevisionKind(models.TextChoices):
    """How a text came to stand among the earlier ones."""

    SAVED = "saved"
    SET_ASIDE = "set_aside"
    REMOVED = "removed"


class Revision(models.Model):
    """An earlier text of a section, a person or a measure, or a save that met a newer one and was set aside."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="revisions")
    key = models.CharField(max_length=64, help_text="facts, persons:<id>, measures:<id>")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, default=RevisionKind.SAVED)
    data = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """Read by part, newest first."""

        ordering: ClassVar = ["-saved_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["case", "key", "-saved_at"], name="revision_of_part")]

    def __str__(self) -> str:
        return f"{self.key} v{self.version} of {self.case_id}"


class Annex(models.Model):
    """A document that goes with the request, or with an answer to a question about it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="annexes")
    annex_id = models.CharField(max_length=64, default=new_token)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True, default="")
    certified = models.BooleanField(default=False)
    round = models.PositiveIntegerField(default=0, help_text="0 for the request, else the round of questions")
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        """An annex's id is unique within its case."""

        ordering: ClassVar = ["round", "position", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "annex_id"], name="annex_once")]

    def __str__(self) -> str:
        return f"annex of {self.case_id}"


class Review(models.Model):
    """One stage of internal review: asked, then returned with notes or approved exactly as it stood."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reviews")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, default="")
    stage = models.PositiveSmallIntegerField(default=0, help_text="which stage of the approval chain, from 0")
    outcome = models.CharField(max_length=10, blank=True, default="", help_text="returned, approved, or nothing yet")
    notes = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of what was approved")

    class Meta:
        """At most one review is open for a case."""

        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(outcome=""), name="review_one_open"),
        ]

    def __str__(self) -> str:
        return f"review of {self.case_id}"


class Letter(models.Model):
    """The letter of request: the operative text, signed by an officer, as it left or as it arrived."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="letter")
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    time_source = models.CharField(max_length=240, blank=True, default="", help_text="by whom that time is known")
    signer = models.CharField(max_length=200, blank=True, default="")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    request_sha256 = models.CharField(max_length=64, help_text="digest of the request that the letter carries")
    agreement = models.JSONField(null=True, blank=True, help_text="what came of comparing its text with its data")

    def __str__(self) -> str:
        return f"letter of {self.case_id}"
