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


class Letterhead(models.Model):
    """What stands above our papers since a moment; none means the authority's name alone."""

    name_en = models.CharField(max_length=200)
    name_zh = models.CharField(max_length=200)
    address_en = models.TextField(blank=True, default="")
    address_zh = models.TextField(blank=True, default="")
    emblem = models.BinaryField(blank=True, default=b"", help_text="a PNG or SVG that `comity.cases.emblems` took")
    emblem_kind = models.CharField(max_length=4, blank=True, default="")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name_en
