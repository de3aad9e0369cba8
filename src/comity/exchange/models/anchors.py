"""What one officer brings and another confirms by its fingerprint, and this node then looks at: the shared columns."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from comity.kernel.ids import new_id


class Anchor(models.Model):
    """What is believed is pinned by its fingerprint; `trouble` is the code of a look that failed since `trouble_at`.

    `looked_at` is the last look and `good_at` the last one that verified something. Its table says which states it has.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    url = models.CharField(max_length=2048)
    fingerprint = models.CharField(max_length=60)
    state = models.CharField(max_length=10)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    good_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=40, default="", blank=True)
    trouble_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """Columns alone."""

        abstract = True
