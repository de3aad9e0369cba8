"""Digests as they are written, before and after they are published."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comity.kernel.ids import new_id
from comity.library.digests.states import DigestState


class Subject(models.TextChoices):
    """What kind of cooperation a case was."""

    MLA = "mla"
    EXTRADITION = "extradition"
    ASSET_RECOVERY = "asset_recovery"
    LAW_ENFORCEMENT = "law_enforcement"
    JOINT_INVESTIGATION = "joint_investigation"
    TRANSFER_PERSON = "transfer_person"
    TRANSFER_PROCEEDINGS = "transfer_proceedings"
    CIVIL_ADMINISTRATIVE = "civil_administrative"


class Outcome(models.TextChoices):
    """What became of it."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PENDING = "pending"


class Digest(models.Model):
    """A digest of one case. `states` are codes, empty where they are not to be named; `articles` are keys."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=12)
    year = models.PositiveIntegerField()
    subject = models.CharField(max_length=24, choices=Subject.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    states: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    articles: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    instruments = models.CharField(max_length=500, default="", blank=True)  # other than the Convention, as cited
    facts = models.TextField()
    course = models.TextField()  # how cooperation went, and why it was granted or refused
    lessons = models.TextField()
    state = models.CharField(max_length=12, default=DigestState.initial.name, choices=DigestState.choices())
    note = models.TextField(default="", blank=True)  # why it was given back or taken back
    written_by = models.ForeignKey(  # nobody here where it came from a hub
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    hub = models.CharField(max_length=60, default="", blank=True)  # that it came from, by its root's fingerprint
    work = models.OneToOneField("library.Work", on_delete=models.SET_NULL, related_name="digest", null=True)

    class Meta:
        """Newest first; nobody decides on their own."""

        ordering: ClassVar = ["-written_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="library_digest_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="library_digest_of_somebody", condition=~Q(hub="") | Q(written_by__isnull=False)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-written_at"], name="library_digest_state")]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
