"""The marks by which requests that speak of the same are found, and what officers said about two of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.models.case import Case


class CaseMark(models.Model):
    """One mark of a case (`comity.cases.likeness`), written when its words are read for search."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="traces", db_index=False)
    sort = models.CharField(max_length=12)
    key = models.CharField(max_length=120)

    class Meta:
        """Found by mark, whatever else the archive holds, the latest case first; and all of one case."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "sort", "key"], name="mark_once")]
        indexes: ClassVar = [models.Index(fields=["sort", "key", "-case"], name="mark_found")]

    def __str__(self) -> str:
        return f"{self.sort} of {self.case_id}"


class CaseLink(models.Model):
    """What an officer said about two cases: one request, two that belong together, or not. The latest word holds."""

    one = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One for each two; the case with the smaller id stands first, and none says nothing."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="link_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="link_in_order"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["same", "related", "unrelated"]), name="link_verdict_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="link_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.verdict}"
