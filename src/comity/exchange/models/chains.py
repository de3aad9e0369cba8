"""The order of everything signed, the receipts, and what must be looked at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from comity.exchange.models.directories import DirectorySnapshot
from comity.exchange.models.peers import Peer
from comity.exchange.models.sides import Side
from comity.kernel.ids import new_id


class ChainItem(models.Model):
    """One place in a chain: an envelope or a receipt, ours towards a peer or a peer's towards us.

    Two different items at one place are refused by the constraint, which is what proves that a signer told two stories.
    """

    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="+")
    ours = Side()
    chain_id = models.UUIDField()
    seq = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    prev = models.CharField(max_length=64, default="", blank=True)
    what = models.CharField(max_length=10)  # envelope, receipt, void
    message_id = models.UUIDField()
    raw = models.BinaryField(default=bytes)  # of an envelope, as signed; receipts have their own table
    at = models.DateTimeField()

    class Meta:
        """One item at each place, each item at one place."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["peer", "ours", "chain_id", "seq"], name="exchange_chain_one_per_place"),
            models.UniqueConstraint(fields=["peer", "ours", "sha256"], name="exchange_chain_item_once"),
            models.CheckConstraint(
                condition=Q(seq=1, prev="") | (Q(seq__gt=1) & ~Q(prev="")), name="exchange_chain_first_follows_none"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id} {self.seq}"


class ChainHead(models.Model):
    """How far a chain goes without a gap; of ours, where the next item goes. One open chain each way."""

    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="+")
    ours = models.BooleanField()
    inner = models.BooleanField(default=False)  # what we record for ourselves and never send
    chain_id = models.UUIDField(default=new_id)
    seq = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    acked_seq = models.BigIntegerField(default=0)  # of ours: the furthest place the peer said it holds
    is_open = models.BooleanField(default=True)
    began_at = models.DateTimeField()

    class Meta:
        """Chains are never mixed."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["peer", "ours", "chain_id"], name="exchange_head_one_per_chain"),
            models.UniqueConstraint(
                fields=["peer", "inner"], condition=Q(ours=True, is_open=True), name="exchange_head_one_open_of_ours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id} up to {self.seq}"


class StoredReceipt(models.Model):
    """A signed receipt, ours or a peer's. `delivered_at` of ours: when the peer took it in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="receipts")
    ours = Side()
    event = models.CharField(max_length=40)
    message_id = models.UUIDField(db_index=True)
    code = models.CharField(max_length=40, default="", blank=True)  # of a failure or rejection
    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    seq = models.BigIntegerField()  # its place in the chain of whoever signed it
    event_time = models.DateTimeField()
    stored_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    wanted = models.BooleanField(default=False)  # whether it is still to be posted to the peer

    class Meta:
        """Every receipt once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["peer", "ours", "sha256"], name="exchange_receipt_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["peer", "ours", "message_id"], name="exchange_receipt_message"),
            models.Index(fields=["peer", "stored_at", "seq"], condition=Q(wanted=True), name="exchange_receipt_wanted"),
        ]
        ordering: ClassVar = ["stored_at", "seq"]

    def __str__(self) -> str:
        return f"{self.event} {self.message_id}"


class CaseCounter(models.Model):
    """How many messages of a case we gave a number, and how many of the peer's took effect, in order."""

    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="+")
    case_id = models.UUIDField()
    sent = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)

    class Meta:
        """One for each case and peer."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["peer", "case_id"], name="exchange_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.sent} sent, {self.applied} applied"


class Alarm(models.Model):
    """Something that must not happen between honest nodes. `evidence` holds the signed item, set aside unopened.

    `seen_at`: when a finding about it was accepted (`AlarmFinding`). The alarm itself stays on record for ever.
    `snapshot`: what we saw of a key directory under the number under which the peer saw `sha256`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="alarms")
    code = models.CharField(max_length=40)
    message_id = models.UUIDField(null=True)
    evidence = models.BinaryField(default=bytes)
    sha256 = models.CharField(max_length=64)
    snapshot = models.ForeignKey(DirectorySnapshot, on_delete=models.PROTECT, null=True, related_name="alarms")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """The same item raises one alarm, however often it is sent."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["peer", "code", "sha256"], name="exchange_alarm_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} from {self.peer}"
