"""Physical originals in our custody, and every entry about them. The database itself refuses to change an entry."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases import custody
from comity.cases.models.case import Case


class Original(models.Model):
    """One thing that came and is kept: a document, a disk, a set of papers."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="originals")
    number = models.PositiveIntegerField()
    description = models.CharField(max_length=500)

    class Meta:
        """Numbered from one within a case."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="original_number_once")]

    def __str__(self) -> str:
        return f"original {self.number} of {self.case_id}"


class CustodyEntry(models.Model):
    """What happened to an original on a day; or the right version of an entry that had a mistake in it."""

    original = models.ForeignKey(Original, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12)
    on = models.DateField()
    giver = models.CharField(max_length=200, blank=True, default="")
    receiver = models.CharField(max_length=200, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    seal = models.CharField(max_length=80, blank=True, default="")
    purpose = models.CharField(max_length=500, blank=True, default="")
    condition = models.CharField(max_length=500, blank=True, default="")
    corrects = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="corrections")
    reason = models.CharField(max_length=300, blank=True, default="", help_text="why it corrects an earlier entry")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In the order in which they were written; a correction has its reason."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True, reason="")
                | (models.Q(corrects__isnull=False) & ~models.Q(reason="")),
                name="custody_correction_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.original_id}"

    @property
    def told(self) -> custody.Entry:
        """What it says."""
        texts = {name: getattr(self, name) for name in custody.TEXTS}
        return custody.Entry(custody.Kind(self.kind), self.on, **texts)
