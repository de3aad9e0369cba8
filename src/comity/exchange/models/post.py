"""Messages that go and come by letter: printed and posted, or written down from what came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.core.files.models import StoredFile
from comity.exchange.models.peers import Peer
from comity.kernel.ids import new_id


class Channel(models.TextChoices):
    """How a letter travels."""

    POST = "post", _("post")
    DIPLOMATIC = "diplomatic", _("diplomatic bag")
    COURIER = "courier", _("courier")
    EMAIL = "email", _("e-mail")
    INTERPOL = "interpol", _("INTERPOL")
    HAND = "hand", _("by hand")


class PostItem(models.Model):
    """One message to or from a counterpart by letter.

    Ours is written in the transaction of the act it tells of, and waits until an officer records how it left. One of
    theirs was written down here by an officer from the letter that came (`letter` is its scan): it is our record of
    what they said, not signed by them. `content` is the message, sealed to our storage key.
    """

    message_id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="post")
    ours = models.BooleanField()
    case_id = models.UUIDField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    business = models.CharField(max_length=120, default="", blank=True)
    in_reply_to = models.UUIDField(null=True)
    content = models.BinaryField()
    letter = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    written_by = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    channel = models.CharField(max_length=12, default="", blank=True)
    travelled_on = models.DateField(null=True)  # when ours left, when theirs arrived
    carrier = models.CharField(max_length=200, default="", blank=True)  # who took it, or brought it
    tracking = models.CharField(max_length=120, default="", blank=True)
    recorded_by = models.CharField(max_length=120, default="", blank=True)
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        """What travelled says how and when; what they said acts once."""

        ordering: ClassVar = ["created_at", "message_id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="exchange_post_recorded_whole",
                condition=Q(recorded_at__isnull=True, ours=True, channel="", travelled_on__isnull=True)
                | (Q(recorded_at__isnull=False, travelled_on__isnull=False) & ~Q(channel="") & ~Q(recorded_by="")),
            ),
            models.UniqueConstraint(
                fields=["peer", "case_id", "kind", "business"], condition=Q(ours=False), name="exchange_post_acts_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case_id", "created_at"], name="exchange_post_case"),
            models.Index(fields=["created_at"], condition=Q(recorded_at__isnull=True), name="exchange_post_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"

    @property
    def state(self) -> str:
        """`to_post`, `posted` or `recorded` (theirs)."""
        if not self.ours:
            return "recorded"
        return "to_post" if self.recorded_at is None else "posted"
