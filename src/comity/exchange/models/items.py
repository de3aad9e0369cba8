"""Messages: what we send and what arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from comity.core.files.models import StoredFile
from comity.exchange.models.blobs import Blob
from comity.exchange.models.peers import Peer
from comity.exchange.states import InboxState, OutboxState
from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from datetime import datetime


class OutboxQuerySet(models.QuerySet["OutboxItem"]):
    """The doors to what we send."""

    def under_way(self) -> OutboxQuerySet:
        """Return items that are not yet at their end."""
        return self.filter(state__in=[name for name, state in OutboxState.states.items() if not state.terminal])

    def to_show(self, peer: Peer) -> OutboxQuerySet:
        """Return what the peer does not hold: what it has not signed for, and what it signed for and lost."""
        return self.filter(Q(state__in=["packed", "sent"]) | Q(again=True), peer=peer)

    def waiting_since(self, before: datetime) -> OutboxQuerySet:
        """Return items that a person must look at: put before that time and still not consigned."""
        return self.filter(state__in=["new", "packed", "sent"], created_at__lt=before).order_by("created_at")


class OutboxItem(models.Model):
    """A message of ours. The row is written in the transaction of the act it tells of.

    `content` is the message, sealed to our storage key. `number` counts our messages in the case: the peer applies them
    in this order. The envelope is the current one; after its end the message is packed anew under the same id.

    `again`: the peer signed for it, was restored from an older backup, and is shown it once more until it signs anew or
    says that it holds it.
    """

    message_id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="outbox")
    case_id = models.UUIDField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    in_reply_to = models.UUIDField(null=True)
    refs: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    limits = models.BinaryField(default=bytes)  # sealed like the content
    content = models.BinaryField()
    letter = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sent_by = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=OutboxState.initial.name, choices=OutboxState.choices())
    package = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")
    envelope = models.BinaryField(default=bytes)
    envelope_sha256 = models.CharField(max_length=64, default="", blank=True)
    expires_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=40, default="", blank=True)  # code of the last failed attempt
    ended_at = models.DateTimeField(null=True)
    again = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[OutboxItem]] = OutboxQuerySet.as_manager()

    class Meta:
        """Numbers of a case have no doubles."""

        ordering: ClassVar = ["created_at", "message_id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1), name="exchange_outbox_number"),
            models.CheckConstraint(
                name="exchange_outbox_packed_is_whole",
                condition=Q(state__in=["new", "withdrawn"]) | (Q(package__isnull=False) & ~Q(envelope_sha256="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "created_at"], name="exchange_outbox_due"),
            models.Index(fields=["case_id", "number"], name="exchange_outbox_case"),
            models.Index(fields=["peer"], condition=Q(again=True), name="exchange_outbox_again"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class Attachment(models.Model):
    """A file that goes with a message: a small annex inside the package, or an item of evidence beside it."""

    item = models.ForeignKey(OutboxItem, on_delete=models.CASCADE, related_name="attachments")
    role = models.CharField(max_length=8, choices=[("annex", "annex"), ("evidence", "evidence")])
    ref = models.CharField(max_length=64)  # id of the annex or of the item of evidence in the message
    position = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    about: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Each thing once."""

        ordering: ClassVar = ["role", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "role", "ref"], name="exchange_attachment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.ref}"


class InboxItem(models.Model):
    """A message of a peer. Kind, case and what follows are known once it was opened.

    Unique by `(peer, message_id)`, and, once it took effect, by what it does: `(peer, case, kind, business)`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="inbox")
    message_id = models.UUIDField()
    envelope = models.BinaryField()
    envelope_sha256 = models.CharField(max_length=64, db_index=True)
    package = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    evidence: models.ManyToManyField[Blob, Any] = models.ManyToManyField(Blob, related_name="+")
    expires_at = models.DateTimeField()
    announced_at = models.DateTimeField()
    consigned_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, default=InboxState.initial.name, choices=InboxState.choices())
    kind = models.CharField(max_length=40, default="", blank=True)
    case_id = models.UUIDField(null=True)
    number = models.PositiveIntegerField(null=True)
    business = models.CharField(max_length=80, default="", blank=True)
    content_sha256 = models.CharField(max_length=64, default="", blank=True)
    in_reply_to = models.UUIDField(null=True)
    repeats = models.BooleanField(default=False)  # took no effect because an equal message already had
    code = models.CharField(max_length=40, default="", blank=True)
    proof = models.JSONField(default=list)  # checks and signers as JSON
    container = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Seen ids are kept for ever."""

        ordering: ClassVar = ["announced_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["peer", "message_id"], name="exchange_inbox_once"),
            models.UniqueConstraint(
                fields=["peer", "case_id", "kind", "business"],
                condition=Q(state="handed_over", repeats=False),
                name="exchange_inbox_one_effect",
            ),
            models.CheckConstraint(
                name="exchange_inbox_consigned_when",
                condition=Q(state="announced", consigned_at__isnull=True)
                | (~Q(state="announced") & Q(consigned_at__isnull=False)),
            ),
            models.CheckConstraint(name="exchange_inbox_failed_why", condition=~Q(state="failed") | ~Q(code="")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "announced_at"], name="exchange_inbox_due"),
            models.Index(fields=["peer"], condition=Q(state="announced"), name="exchange_inbox_announced"),
            models.Index(fields=["case_id", "number"], name="exchange_inbox_case"),
        ]

    def __str__(self) -> str:
        return f"{self.kind or 'message'} {self.message_id}"


class InboxFile(models.Model):
    """A file that came with a message, sealed anew to our storage key. Kept per item, so that opening can go on."""

    item = models.ForeignKey(InboxItem, on_delete=models.CASCADE, related_name="files")
    role = models.CharField(max_length=8, choices=[(one, one) for one in ("letter", "annex", "evidence", "package")])
    ref = models.CharField(max_length=64, default="", blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Each thing once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "role", "ref"], name="exchange_inbox_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.ref}"
