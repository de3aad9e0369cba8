"""Whom we know: peers by pinned key file, and the changes that two officers make to it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comity.exchange.states import PeerChangeState, PeerJoinState
from comity.kernel.ids import new_id


class PeerKind(models.TextChoices):
    """How a counterpart is reached."""

    COMITY = "comity"
    LETTER = "letter"


BY_LETTER = "letter."  # begins the local name of a counterpart by letter, and no node id


class PeerQuerySet(models.QuerySet["Peer"]):
    """The doors to peers."""

    def confirmed(self) -> PeerQuerySet:
        """Return nodes whose key file was confirmed, nobody suspended and its State has not withdrawn."""
        return self.in_use().filter(kind=PeerKind.COMITY).exclude(key_file=b"")

    def reachable(self) -> PeerQuerySet:
        """Return every counterpart a request may be addressed to: confirmed nodes, and authorities by letter."""
        return self.in_use().filter(~Q(key_file=b"") | Q(kind=PeerKind.LETTER))

    def in_use(self) -> PeerQuerySet:
        """Return those that nobody suspended and whose keys were not withdrawn."""
        return self.filter(suspended_at__isnull=True, withdrawn_at__isnull=True)


class Peer(models.Model):
    """A counterpart. `key_file` is the pinned file of a node; a counterpart by letter has none.

    `node_id` of a counterpart by letter is a name that this node made up for it (`letter.` and an id): cases and our
    own receipts name it so. It never goes into a message.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, default=PeerKind.COMITY)
    node_id = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=300)
    names = models.JSONField(default=dict)  # language tag -> name of the authority
    url = models.CharField(max_length=2048, default="", blank=True)
    key_file = models.BinaryField(default=bytes)
    fingerprint = models.CharField(max_length=60, default="", blank=True)
    pinned_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # since when the directory says that these keys are no longer good
    restart = models.UUIDField(null=True)  # after a restore: the message that the peer must answer first
    # Of a counterpart by letter only: where letters go, which languages it reads, what to know about its channels.
    address = models.TextField(default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)
    languages: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    channel_notes = models.TextField(default="", blank=True)
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="letters", help_text="the node it is reached by now"
    )
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Peer]] = PeerQuerySet.as_manager()

    class Meta:
        """A counterpart by letter has a local name and no keys; a node has neither such a name nor an address."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="exchange_peer_kind",
                condition=(Q(kind="comity", address="") & ~Q(node_id__startswith=BY_LETTER))
                | Q(kind="letter", node_id__startswith=BY_LETTER, url="", fingerprint=""),
            ),
            models.CheckConstraint(
                name="exchange_peer_joined_by_letter", condition=Q(joined_to__isnull=True) | Q(kind="letter")
            ),
            models.CheckConstraint(name="exchange_peer_has_state", condition=~Q(state="")),
        ]

    def __str__(self) -> str:
        return self.node_id

    def name_in(self, language: str) -> str:
        """Return the authority's name in `language`, else in English, else any."""
        names: dict[str, str] = self.names
        return names.get(language.lower()) or names.get("en") or next(iter(names.values()), self.state)

    @property
    def by_letter(self) -> bool:
        """Whether what we say to it is printed and posted."""
        return self.kind == PeerKind.LETTER

    @property
    def is_confirmed(self) -> bool:
        """Whether messages may be exchanged with this node."""
        stopped = self.suspended_at is not None or self.withdrawn_at is not None
        return self.kind == PeerKind.COMITY and bool(self.key_file) and not stopped


class PeerChange(models.Model):
    """A key file brought by one officer, to be compared and confirmed by another.

    `follows` says whether keys of the pinned file signed the new one; where they did not, the two officers repeat the
    ceremony of a first contact.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="changes")
    key_file = models.BinaryField()
    fingerprint = models.CharField(max_length=60)
    follows = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default=PeerChangeState.initial.name, choices=PeerChangeState.choices())
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Two people, and one open change for each peer."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="exchange_change_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="exchange_change_decided_by_somebody",
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["confirmed", "declined"], decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["peer"], condition=Q(state="proposed"), name="exchange_change_one_open_per_peer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.peer} {self.state}"


class PeerJoin(models.Model):
    """An authority by letter and the node that is said to be the same authority: two officers say so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="joins")
    node = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=PeerJoinState.initial.name, choices=PeerJoinState.choices())
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Two people, and one that is open or holds for each authority."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="exchange_join_two_people", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="exchange_join_decided_by_somebody",
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["confirmed", "declined"], decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["letter"], condition=Q(state__in=["proposed", "confirmed"]), name="exchange_join_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.state}"
