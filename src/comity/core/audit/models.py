"""The log's tables. Triggers in the database refuse to change or delete what was written (migration `append_only`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from comity.core.audit.words import words_of
from comity.kernel.clock import from_wire

if TYPE_CHECKING:
    from datetime import datetime


class AuditEntry(models.Model):
    """One act: who, when, what, on what. Never case content: identifiers, codes and counts alone."""

    seq = models.BigIntegerField(primary_key=True)  # from 0 without gaps: the leaf's index
    at = models.CharField(max_length=24)  # as on the wire, so that the leaf is the same everywhere
    actor = models.CharField(max_length=120)
    code = models.CharField(max_length=80)
    subject = models.CharField(max_length=160)
    data = models.TextField()  # canonical JSON
    leaf = models.BinaryField()  # SHA-256 of 0x00 and the entry (RFC 6962 section 2.1)
    link = models.BinaryField()  # SHA-256 of the previous link and this leaf

    class Meta:
        """Found by what it is about, by code and by actor."""

        ordering = ("seq",)
        indexes = (
            models.Index(fields=["subject", "seq"], name="audit_by_subject"),
            models.Index(fields=["code", "seq"], name="audit_by_code"),
            models.Index(fields=["actor", "seq"], name="audit_by_actor"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.code}"

    @property
    def moment(self) -> datetime:
        """The time of the act."""
        return from_wire(self.at)

    @property
    def words(self) -> str:
        """What the code means, in the reader's language; empty where nobody says."""
        return words_of(self.code)


class AuditHead(models.Model):
    """One row: how long the log is, and what is needed to append to the tree without reading it."""

    size = models.BigIntegerField(default=0)
    peaks = models.BinaryField(default=bytes)  # hashes of the perfect subtrees, largest first
    link = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return f"{self.size} entries"


class Checkpoint(models.Model):
    """A tree head, signed by the node's keys: (size, root, time) that nobody can change afterwards unseen."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    at = models.CharField(max_length=24)
    signed = models.BinaryField()  # DSSE envelope

    class Meta:
        """Shortest first."""

        ordering = ("size",)

    def __str__(self) -> str:
        return f"{self.size} entries at {self.at}"
