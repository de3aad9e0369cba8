"""The key directory that this node follows: its pinned root, what it lists, and what was wrong with it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comity.exchange.models.anchors import Anchor
from comity.exchange.states import DirectoryState
from comity.kernel.ids import new_id


class Directory(Anchor):
    """A directory by its root, which one officer brought and another confirmed by its fingerprint.

    What was verified last stays: `version`, `snapshot`, `digest` and `expires_at` are of the last good look, at
    `good_at`.
    """

    url = models.CharField(max_length=2048, default="", blank=True)  # empty: it comes on a stick alone
    root = models.BinaryField()
    state = models.CharField(max_length=10, default=DirectoryState.initial.name, choices=DirectoryState.choices())
    left_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    root_version = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    snapshot = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        """Two people, one directory that is followed, and one that waits."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="exchange_directory_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="exchange_directory_decided",
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["followed", "declined", "left"], decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="followed"), name="exchange_directory_one_followed"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="proposed"), name="exchange_directory_one_proposed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.url or 'stick'} {self.state}"


class DirectorySnapshot(models.Model):
    """What the directory said under each number: it may never say another thing under the same one."""

    directory = models.ForeignKey(Directory, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    class Meta:
        """One digest for each number."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["directory", "number"], name="exchange_snapshot_one_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:8]}"


class ListedNode(models.Model):
    """A node as its State last listed it, verified. `gone_at`: since when its State lists it no longer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    directory = models.ForeignKey(Directory, on_delete=models.PROTECT, related_name="nodes")
    node_id = models.CharField(max_length=64)
    state = models.CharField(max_length=3)
    key_file = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    listed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        """A node once."""

        ordering: ClassVar = ["state", "node_id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["directory", "node_id"], name="exchange_listed_once")]

    def __str__(self) -> str:
        return f"{self.node_id} of {self.state}"


class DirectoryAlarm(models.Model):
    """Something that an honest directory never shows. It stays until an officer has written down what was found out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    directory = models.ForeignKey(Directory, on_delete=models.PROTECT, related_name="alarms")
    code = models.CharField(max_length=40)
    about = models.CharField(max_length=64, default="", blank=True)  # a State or a node, where one is concerned
    detail = models.CharField(max_length=250, default="", blank=True)
    at = models.DateTimeField()
    last_at = models.DateTimeField()
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    seen_at = models.DateTimeField(null=True)
    finding = models.TextField(default="", blank=True)

    class Meta:
        """One open alarm of a kind; seen to only with words."""

        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["directory", "code", "about"], condition=Q(seen_at__isnull=True), name="exchange_diralarm_once"
            ),
            models.CheckConstraint(
                name="exchange_diralarm_seen_with_words",
                condition=Q(seen_at__isnull=True, seen_by__isnull=True, finding="")
                | (Q(seen_at__isnull=False, seen_by__isnull=False) & ~Q(finding="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.about}"
