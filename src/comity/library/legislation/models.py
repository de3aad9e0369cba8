"""Laws and their versions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.kernel.ids import new_id


class LawKind(models.TextChoices):
    """What kind of law it is."""

    CONSTITUTION = "constitution"
    STATUTE = "statute"
    CODE = "code"
    REGULATION = "regulation"
    RULING = "ruling"
    GUIDE = "guide"  # no law, but what the authority says of it


class Law(models.Model):
    """A law of a State. `confirmed_on` is the day on which the State last said that what is here is right.

    One that came from a hub has its fingerprint in `hub`; only what the hub says changes it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    work = models.OneToOneField("library.Work", on_delete=models.PROTECT, related_name="law")
    place = models.CharField(max_length=4)  # the code of its State
    kind = models.CharField(max_length=12, choices=LawKind.choices)
    number = models.CharField(max_length=120, default="", blank=True)  # as its State cites it
    title = models.CharField(max_length=500)
    confirmed_on = models.DateField(null=True)
    confirmed_by = models.CharField(max_length=500, default="", blank=True)  # the source of that
    repealed_on = models.DateField(null=True)
    repealed_by = models.CharField(max_length=500, default="", blank=True)  # the source of that
    entered_at = models.DateTimeField()
    hub = models.CharField(max_length=60, default="", blank=True)  # that it came from, by its root's fingerprint

    class Meta:
        """Asked for by State."""

        indexes: ClassVar = [models.Index(fields=["place", "title"], name="library_law_state")]

    def __str__(self) -> str:
        return f"{self.place} {self.pk}"


class LawVersion(models.Model):
    """A law as it read from a day on. `source` is who reported it and how; `verified`, that somebody compared it."""

    law = models.ForeignKey(Law, on_delete=models.PROTECT, related_name="versions")
    expression = models.OneToOneField("library.Expression", on_delete=models.PROTECT, related_name="law_version")
    in_force_from = models.DateField(null=True)
    reported_on = models.DateField()
    source = models.CharField(max_length=500)
    verified = models.BooleanField(default=False)
    entered_by = models.ForeignKey(  # nobody here where it came from a hub
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    entered_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-reported_on", "-entered_at"]

    def __str__(self) -> str:
        return f"{self.law_id} {self.reported_on}"


class Provision(models.Model):
    """By which of its places a version of a law gives effect to an article: `article` is `uncac:46(7)`."""

    version = models.ForeignKey(LawVersion, on_delete=models.CASCADE, related_name="provisions")
    article = models.CharField(max_length=40)
    place = models.CharField(max_length=120, default="", blank=True)  # "section 12(3)"
    order = models.PositiveIntegerField()

    class Meta:
        """In the order in which they were entered; asked for by article."""

        ordering: ClassVar = ["order"]
        indexes: ClassVar = [models.Index(fields=["article"], name="library_provision_article")]

    def __str__(self) -> str:
        return f"{self.article} {self.place}"
