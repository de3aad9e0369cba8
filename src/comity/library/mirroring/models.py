"""What a node took over from a hub, and what it saw of the hub's catalogue."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Mirror(models.Model):
    """A hub's library as far as it was verified: `count` entries with this `chain`. `hub` is its root's fingerprint."""

    hub = models.CharField(max_length=60, unique=True)
    issue = models.PositiveIntegerField(default=0)  # of the newest head that was believed
    digest = models.CharField(max_length=64, default="", blank=True)  # of what that head says
    count = models.PositiveIntegerField(default=0)
    chain = models.CharField(max_length=64, default="", blank=True)
    looked_at = models.DateTimeField(null=True)
    good_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)  # until when the newest head may be believed
    statements_issue = models.PositiveIntegerField(default=0)  # of the newest index of laws and digests
    statements_digest = models.CharField(max_length=64, default="", blank=True)  # of what that index says
    trouble = models.CharField(max_length=40, default="", blank=True)  # a code, empty while nothing is wrong
    trouble_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.count} entries of the hub"


class Took(models.TextChoices):
    """What became of an entry."""

    WAITING = "waiting"
    TAKEN = "taken"  # loaded from the hub
    KNOWN = "known"  # the same bytes were here already
    UNREADABLE = "unreadable"  # not a document that can be read here; nothing of it is kept


class MirrorEntry(models.Model):
    """An entry of a hub's catalogue, verified. `differs`: this node reads the same file otherwise than the hub did."""

    mirror = models.ForeignKey(Mirror, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    line = models.TextField()  # as it was signed for
    state = models.CharField(max_length=12, choices=Took.choices, default=Took.WAITING)
    code = models.CharField(max_length=40, default="", blank=True)  # why it is not taken
    tries = models.PositiveIntegerField(default=0)
    differs = models.BooleanField(default=False)
    manifestation = models.ForeignKey("library.Manifestation", on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Each number once; asked for by what became of it."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["mirror", "number"], name="library_mirror_number")]
        indexes: ClassVar = [models.Index(fields=["mirror", "state", "tries"], name="library_mirror_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.sha256[:12]}"


class MirrorStatement(models.Model):
    """What a hub says of a law or a digest: the newest statement that was listed, and what became of it here.

    `ref` is its id at the hub. One that is listed no longer is not `listed`; its digest is taken back, a law stays.
    """

    mirror = models.ForeignKey(Mirror, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=6)  # `law` or `digest`
    ref = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    taken = models.BigIntegerField(default=0)  # bytes of texts that were taken for it
    listed = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=Took.choices, default=Took.WAITING)
    code = models.CharField(max_length=40, default="", blank=True)  # why it is not taken
    tries = models.PositiveIntegerField(default=0)
    law = models.ForeignKey("library.Law", on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.ForeignKey("library.Digest", on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Each law and digest once; asked for by what became of it."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mirror", "kind", "ref"], name="library_mirror_statement")
        ]
        indexes: ClassVar = [models.Index(fields=["mirror", "state", "tries"], name="library_mirror_stated")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
