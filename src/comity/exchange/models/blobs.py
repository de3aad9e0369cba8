"""Sealed bytes on their way: packages and evidence, in parts that arrive in any order."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from comity.exchange.models.peers import Peer
from comity.exchange.models.sides import Side
from comity.kernel.ids import new_id


class BlobState(models.TextChoices):
    """`stored`: all bytes durable and of the named digest. `released`: the bytes are gone, the row stays."""

    EXPECTED = "expected"
    STORED = "stored"
    RELEASED = "released"


class Blob(models.Model):
    """One sealed file, ours or a peer's, known by the SHA-256 of its ciphertext."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="blobs")
    ours = Side()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=10, default=BlobState.EXPECTED, choices=BlobState.choices)
    created_at = models.DateTimeField()

    class Meta:
        """One row for each sealed file on each way."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["peer", "ours", "sha256"], name="exchange_blob_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="exchange_blob_not_empty"),
            models.CheckConstraint(
                condition=Q(state__in=["expected", "stored", "released"]), name="exchange_blob_state"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["peer", "ours"], condition=Q(state="expected"), name="exchange_blob_expected")
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.state}"


class BlobPart(models.Model):
    """A stretch of a blob, durable under `key` in the store."""

    blob = models.ForeignKey(Blob, on_delete=models.CASCADE, related_name="parts")
    offset = models.BigIntegerField()
    size = models.BigIntegerField()
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        """One part at each place."""

        ordering: ClassVar = ["offset"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blob", "offset"], name="exchange_part_once"),
            models.CheckConstraint(condition=Q(offset__gte=0, size__gt=0), name="exchange_part_has_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.blob_id} at {self.offset}"
