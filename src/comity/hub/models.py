"""Editors of States, what they submit, and which authorities can be reached."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comity.hub.states import OfferState, SubmissionState, TreeState
from comity.kernel.ids import new_id

OFFICER = settings.AUTH_USER_MODEL


class Editor(models.Model):
    """An account that submits for a State. It signs nothing: that is done by the State's own key."""

    officer = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=3)
    named_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One State for an editor, and nobody names himself."""

        ordering: ClassVar = ["state", "named_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_at__isnull=True), name="hub_editor_of_one_state"
            ),
            models.CheckConstraint(name="hub_editor_two_people", condition=~Q(officer=F("named_by"))),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} for {self.state}"


class Submission(models.Model):
    """A signed directory file. Who submits, who reviews and who publishes are three people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8)  # root, targets (the list of States), state
    about = models.CharField(max_length=3, default="", blank=True)  # the State whose part it is
    number = models.PositiveIntegerField()
    raw = models.BinaryField()
    state = models.CharField(max_length=10, default=SubmissionState.initial.name, choices=SubmissionState.choices())
    submitted_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+", null=True)
    reviewed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)  # why it was returned

    class Meta:
        """Three people; nothing is published unseen; nothing is returned without a reason."""

        ordering: ClassVar = ["-submitted_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hub_submission_other_reviewer",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="hub_submission_three_people",
                condition=~Q(state="published")
                | (
                    Q(reviewed_by__isnull=False, decided_by__isnull=False)
                    & ~Q(decided_by=F("reviewed_by"))
                    & ~Q(decided_by=F("submitted_by"))
                ),
            ),
            models.CheckConstraint(
                name="hub_submission_return_has_reason", condition=~Q(state="returned") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} {self.number}"


class Edition(models.Model):
    """One publication of the directory of authorities, signed by the hub. Its time only ever grows.

    `content` is the SHA-256 of what it says without its time: an edition that says the same only renews. The signed
    file itself is kept of the newest alone.
    """

    created = models.DateTimeField(unique=True)
    content = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    authorities = models.PositiveIntegerField()
    facts = models.PositiveIntegerField()
    raw = models.BinaryField(default=b"")

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-created"]

    def __str__(self) -> str:
        return f"{self.created:%Y-%m-%d %H:%M} {self.sha256[:12]}"


class Reach(models.TextChoices):
    """Whether an authority can be reached."""

    NORMAL = "normal"
    REDUCED = "reduced"
    CLOSED = "closed"


class Availability(models.Model):
    """What a State says of its authority; the newest row of a State counts, the others are its history."""

    state = models.CharField(max_length=3)
    reach = models.CharField(max_length=8, choices=Reach.choices)
    back_on = models.DateField(null=True, blank=True)  # when it will be normal again, as far as known
    note = models.CharField(max_length=300, default="", blank=True)
    said_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        """Newest first; who works normally needs no day of return."""

        ordering: ClassVar = ["-said_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hub_availability_normal_is_now", condition=~Q(reach="normal") | Q(back_on__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.reach}"


class Offered(models.Model):
    """A file of the library that is passed on to nodes: its line in the catalogue, and the chain after it."""

    number = models.PositiveIntegerField(primary_key=True)
    manifestation = models.OneToOneField("library.Manifestation", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)
    line = models.TextField()
    chain = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """In the order in which they were listed; the list only grows."""

        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.sha256[:12]}"


class CatalogueHead(models.Model):
    """A signed head of the catalogue; the newest is shown, the others are kept to count on."""

    issue = models.PositiveIntegerField(primary_key=True)
    count = models.PositiveIntegerField()
    raw = models.BinaryField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-issue"]

    def __str__(self) -> str:
        return f"head {self.issue} of {self.count}"


class PassedVersion(models.Model):
    """A version of a law that a second member of the secretariat compared and passes on to nodes."""

    version = models.OneToOneField("library.LawVersion", on_delete=models.PROTECT, related_name="passed_on")
    decided_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id}"


class Statement(models.Model):
    """What is said to nodes of a law or a digest now; `ref` is its id here. One that is not listed is given no more."""

    kind = models.CharField(max_length=6)
    ref = models.UUIDField()
    sha256 = models.CharField(max_length=64, db_index=True)
    raw = models.BinaryField()
    listed = models.BooleanField(default=True)

    class Meta:
        """Each law and digest once."""

        ordering: ClassVar = ["kind", "ref"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "ref"], name="hub_statement_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class StatementIndex(models.Model):
    """A signed index of statements; the newest is shown. `content` is the digest of what it lists."""

    issue = models.PositiveIntegerField(primary_key=True)
    content = models.CharField(max_length=64)
    raw = models.BinaryField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-issue"]

    def __str__(self) -> str:
        return f"index {self.issue}"


class Offer(models.Model):
    """A law or digest that a State's node signed for the hub; `ref` is its id there. Who decides did not bring it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of_state = models.CharField(max_length=4)
    node = models.CharField(max_length=64)
    kind = models.CharField(max_length=6)  # `law` or `digest`
    title = models.CharField(max_length=500)
    ref = models.UUIDField()
    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    signed_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=OfferState.initial.name, choices=OfferState.choices())
    brought_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    decided_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)  # why it was returned
    law = models.ForeignKey("library.Law", on_delete=models.PROTECT, related_name="+", null=True)
    digest = models.ForeignKey("library.Digest", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        """Two people; nothing is returned without a reason."""

        ordering: ClassVar = ["-brought_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hub_offer_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("brought_by")),
            ),
            models.CheckConstraint(name="hub_offer_return_has_reason", condition=~Q(state="returned") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.of_state}"


class ChannelTree(models.Model):
    """A decision tree of channels that a member of the secretariat brought; `number` counts those published.

    `raw` is the newest one as nodes fetch it, signed, to be believed until `ends_at`; the others have none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.CharField(max_length=80)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=TreeState.initial.name, choices=TreeState.choices())
    number = models.PositiveIntegerField(null=True, unique=True)
    raw = models.BinaryField(default=b"")
    ends_at = models.DateTimeField(null=True)
    brought_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    decided_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)  # why it was returned

    class Meta:
        """Two people; a version once, unless it was returned; nothing is returned without a reason."""

        ordering: ClassVar = ["-brought_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hub_tree_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("brought_by")),
            ),
            models.CheckConstraint(
                name="hub_tree_published_by_somebody",
                condition=~Q(state="published") | Q(number__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(name="hub_tree_return_has_reason", condition=~Q(state="returned") | ~Q(reason="")),
            models.UniqueConstraint(fields=["version"], condition=~Q(state="returned"), name="hub_tree_version_once"),
        ]

    def __str__(self) -> str:
        return self.version


class Comment(models.Model):
    """A word of the secretariat on a submission or an offer (`about`, its id), among itself: it decides nothing."""

    about = models.UUIDField(db_index=True)
    text = models.TextField()
    written_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        """The first word first; it says something."""

        ordering: ClassVar = ["written_at", "pk"]
        constraints: ClassVar = [models.CheckConstraint(name="hub_comment_says", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"on {self.about}"
