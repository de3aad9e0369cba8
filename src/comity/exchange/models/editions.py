"""The hub whose directory of authorities this node takes: its pinned keys, and the newest edition that was verified."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from comity.exchange.models.anchors import Anchor
from comity.exchange.states import SourceState


class EditionSource(Anchor):
    """A hub by its key file, which one officer brought and another confirmed by its fingerprint.

    What was verified last stays: `created`, `sha256` and `raw` are of the newest edition, seen at `good_at`. A hub that
    lied is `distrusted`: nothing more is taken from it before two officers confirm its keys anew.
    """

    key_file = models.BinaryField()
    node_id = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=SourceState.initial.name, choices=SourceState.choices())
    created = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    raw = models.BinaryField(default=b"")

    class Meta:
        """Two people, one hub that is believed, and one that waits."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="exchange_source_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="exchange_source_decided",
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="believed"), name="exchange_source_one_believed"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="proposed"), name="exchange_source_one_proposed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node_id} {self.state}"
