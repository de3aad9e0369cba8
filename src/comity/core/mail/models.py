"""What an officer wants to be told by e-mail, and what was or will be told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comity.core.officers.models import Officer


class Rhythm(models.TextChoices):
    """When messages are sent."""

    AT_ONCE = "at_once"
    DAILY = "daily"


class MailChoice(models.Model):
    """One officer's own choice. An address that a server refused for good is kept, marked, and used no more."""

    officer = models.OneToOneField(Officer, on_delete=models.CASCADE, related_name="mail", primary_key=True)
    address = models.EmailField(max_length=254)
    kinds = models.JSONField(default=list, blank=True)
    rhythm = models.CharField(max_length=8, default=Rhythm.AT_ONCE)
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text="when a message was last taken by the server")
    dead_at = models.DateTimeField(null=True, blank=True, help_text="when the server refused the address for good")

    class Meta:
        """A known rhythm."""

        app_label = "core"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(rhythm__in=["at_once", "daily"]), name="mail_rhythm_known"),
        ]

    def __str__(self) -> str:
        return f"mail to {self.officer_id}"


class MailNotice(models.Model):
    """One thing that an officer is told of once: its kind and an opaque key, never what it is."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Told once; found by who is still to be told."""

        app_label = "core"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "kind", "key"], name="mail_told_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["officer"], condition=models.Q(sent_at__isnull=True), name="mail_to_be_told"),
            models.Index(fields=["at"], name="mail_notice_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.officer_id}"
