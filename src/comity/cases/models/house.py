"""What an authority looks like on paper and in its numbers, each change a further row: the newest counts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.numbering import Scheme


class ReferenceScheme(models.Model):
    """How references are written since a moment; none means the standard."""

    pattern = models.CharField(max_length=60)
    yearly = models.BooleanField(default=True)
    width = models.PositiveSmallIntegerField(default=4)
    way_out = models.CharField(max_length=20, blank=True, default="")
    way_in = models.CharField(max_length=20, blank=True, default="")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.pattern

    @property
    def scheme(self) -> Scheme:
        """The scheme."""
        return Scheme(self.pattern, self.yearly, self.width, self.way_out, self.way_in)


class ReferenceSeries(models.Model):
    """The last number of a series; taken in the transaction that uses it, so none is skipped."""

    name = models.CharField(max_length=12, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
