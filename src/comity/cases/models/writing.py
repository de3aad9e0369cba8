"""What helps to write and is no part of any request: comments of colleagues on a draft, and the clause library."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case


class Remark(models.Model):
    """A comment pinned to a part of a draft: a section, or one person or measure of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="remarks")
    part = models.CharField(max_length=80, blank=True, default="", help_text="facts, measures:<id>; empty: the draft")
    quote = models.TextField(blank=True, default="", help_text="the passage it is about, as it stood")
    text = models.TextField()
    must_settle = models.BooleanField(default=False, help_text="the draft is not approved before this is settled")
    theirs = models.BooleanField(default=False, help_text="made by the other State on a draft shown to it")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    function = models.CharField(max_length=24, blank=True, default="", help_text="the role in which it was written")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order they were written; those that are open are counted on every page of the draft."""

        ordering: ClassVar = ["written_at", "id"]
        indexes: ClassVar = [models.Index(fields=["case", "settled_at"], name="remark_open")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=models.Q(theirs=True) | models.Q(written_by__isnull=False), name="remark_has_author"
            ),
        ]

    def __str__(self) -> str:
        return f"remark on {self.case_id}"


class RemarkAct(models.Model):
    """What became of a comment: answered, settled or opened again, by whom, in which words."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=10)
    text = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In the order they were taken."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["answered", "settled", "reopened"]), name="remark_act_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.remark_id}"


class ClauseVersion(models.Model):
    """One version of a clause of this authority; a change is a new version, so that its history stays."""

    code = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=80, blank=True, default="", help_text="the requested State; empty for any")
    module = models.CharField(max_length=24, blank=True, default="", help_text="the sort of measure; empty for any")
    place = models.CharField(max_length=64, help_text="the question that it answers")
    title_en = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200, blank=True, default="")
    text_en = models.TextField()
    text_zh = models.TextField(blank=True, default="")
    article = models.CharField(max_length=20, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    status = models.CharField(max_length=10, default="proposed")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """Read by clause, the newest version first."""

        ordering: ClassVar = ["code", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="clause_version_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=["proposed", "approved", "retired"]), name="clause_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class ClauseUse(models.Model):
    """Where a clause was put into a draft, and which version of it; version 0 is one that came with the program."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clause_uses")
    part = models.CharField(max_length=80)
    place = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In the order in which they were put in."""

        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.code} v{self.version} in {self.case_id}"
