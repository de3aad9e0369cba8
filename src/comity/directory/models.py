"""Authorities of States, facts about treaties, and every version of both. Nothing here is ever deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comity.directory.entry_states import EntryState
from comity.directory.fact_states import FactState
from comity.directory.origins import read_origin
from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from comity.directory.origins import Origin


class Electronic(models.TextChoices):
    """Whether an authority takes requests by electronic means (46(14))."""

    UNKNOWN = "unknown"
    NO = "no"
    WITH_PAPER = "with_paper"
    ALONE = "alone"


class Way(models.TextChoices):
    """By which way an authority takes requests (46(13))."""

    POST = "post"
    COURIER = "courier"
    DIPLOMATIC = "diplomatic"
    EMAIL = "email"
    PLATFORM = "platform"
    INTERPOL = "interpol"


class MadeKnown(models.TextChoices):
    """How a State made its authority known: to the Secretary-General (46(13), 6(3)), or to a directory alone."""

    UNKNOWN = "unknown"
    NOTIFIED = "notified"
    DIRECTORY = "directory"


class Authority(models.Model):
    """An authority of one State or territory, whatever it is called at a time; or that none is designated."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.CharField(max_length=2)  # ISO 3166 alpha-2, as in the table of States
    created_at = models.DateTimeField()

    class Meta:
        """Looked for by State."""

        indexes: ClassVar = [models.Index(fields=["place"], name="directory_authority_place")]

    def __str__(self) -> str:
        return f"{self.place} {self.pk}"


class Entry(models.Model):
    """One version of what is known of an authority, with its source and who entered and published it.

    `designated` False says that the State has named nobody for these functions: an answer as good as any other.
    `ended` says that the authority is no longer competent; its earlier versions stay.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default=EntryState.initial.name, choices=EntryState.choices())
    functions: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    designated = models.BooleanField(default=True)
    ended = models.BooleanField(default=False)
    instruments: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    made_known = models.CharField(max_length=12, default=MadeKnown.UNKNOWN, choices=MadeKnown.choices)
    names = models.JSONField(default=dict)  # language tag -> name
    post = models.CharField(max_length=200, default="", blank=True)
    contact = models.CharField(max_length=200, default="", blank=True)
    address = models.TextField(default="", blank=True)
    phone = models.CharField(max_length=100, default="", blank=True)
    fax = models.CharField(max_length=100, default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)
    secure_address = models.CharField(max_length=254, default="", blank=True)
    website = models.CharField(max_length=500, default="", blank=True)
    languages: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    urgent_languages: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    spoken: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    around_the_clock = models.BooleanField(default=False)
    urgent_phone = models.CharField(max_length=100, default="", blank=True)
    urgent_procedure = models.TextField(default="", blank=True)
    hours = models.CharField(max_length=200, default="", blank=True)
    time_zone = models.CharField(max_length=64, default="", blank=True)
    ways: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    electronic = models.CharField(max_length=12, default=Electronic.UNKNOWN, choices=Electronic.choices)
    electronic_conditions = models.TextField(default="", blank=True)
    largest_megabytes = models.PositiveIntegerField(null=True, blank=True)
    formats = models.CharField(max_length=200, default="", blank=True)
    formalities = models.TextField(default="", blank=True)
    help_given = models.TextField(default="", blank=True)
    executing = models.TextField(default="", blank=True)
    networks: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    fallback = models.ForeignKey(Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=500)
    source_date = models.DateField()
    verified = models.BooleanField(default=False)
    disputed = models.BooleanField(default=False)
    origin: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, blank=True, help_text="the signed directory that it came from (`origins`)"
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Two people, one open version for each authority, and no gap that hides one."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "number"], name="directory_entry_number"),
            models.UniqueConstraint(
                fields=["authority"], condition=Q(state="proposed"), name="directory_entry_one_open"
            ),
            models.CheckConstraint(
                name="directory_entry_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="directory_entry_decided_by_somebody",
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["published", "declined"], decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(name="directory_entry_has_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.number} {self.state}"

    @property
    def came_from(self) -> Origin | None:
        """The signed directory from which it was taken in; None where it was typed."""
        return read_origin(self.origin)

    def name_in(self, language: str) -> str:
        """Return the authority's name in `language`, else in English, else any; empty where none is designated."""
        names: dict[str, str] = self.names
        return names.get(language.lower()) or names.get("en") or next(iter(names.values()), "")


class Confirmation(models.Model):
    """Somebody said that the published version is still right."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="confirmations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """The last one is asked for."""

        indexes: ClassVar = [models.Index(fields=["authority", "-at"], name="directory_confirmation_last")]

    def __str__(self) -> str:
        return f"{self.authority} {self.at}"


class LawFact(models.Model):
    """One thing that officers here stated of an instrument or of what a State notified, declared or asks by its law.

    `subject` says what it is about (`comity.law.facts.cells`), so that two statements about the same are found.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sort = models.CharField(max_length=12)
    subject = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        """Looked for by what it is about."""

        indexes: ClassVar = [models.Index(fields=["subject"], name="directory_fact_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.pk}"


class FactVersion(models.Model):
    """One version of such a statement, with its source and who entered and published it.

    `withdrawn` says that it no longer counts; its earlier versions stay.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fact = models.ForeignKey(LawFact, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default=FactState.initial.name, choices=FactState.choices())
    cells: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        help_text="column of `comity.law.facts.cells` -> text"
    )
    withdrawn = models.BooleanField(default=False)
    origin: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, blank=True, help_text="the signed directory that it came from (`origins`)"
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Two people, and one open version for each fact."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fact", "number"], name="directory_fact_number"),
            models.UniqueConstraint(fields=["fact"], condition=Q(state="proposed"), name="directory_fact_one_open"),
            models.CheckConstraint(
                name="directory_fact_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="directory_fact_decided_by_somebody",
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["published", "declined"], decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.number} {self.state}"

    @property
    def came_from(self) -> Origin | None:
        """The signed directory from which it was taken in; None where it was typed."""
        return read_origin(self.origin)


class HubTree(models.Model):
    """The decision tree of channels as it was taken from a hub, by its root's fingerprint, and what was seen there.

    At a hub: what it published itself, under no fingerprint.

    `number` counts what the hub published; `text` is the file. Empty and nought until the first one was taken.
    """

    LONGEST: ClassVar[int] = 80  # characters of a version

    hub = models.CharField(max_length=60, unique=True)
    number = models.PositiveIntegerField(default=0)
    version = models.CharField(max_length=80, default="", blank=True)
    digest = models.CharField(max_length=64, default="", blank=True)
    text = models.TextField(default="", blank=True)
    taken_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)  # until when it may be believed that this is the newest
    looked_at = models.DateTimeField(null=True)
    good_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=40, default="", blank=True)  # a code, empty while nothing is wrong
    trouble_at = models.DateTimeField(null=True)
    reason: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, blank=True, help_text="what is wrong with a graph that was refused, by language"
    )

    def __str__(self) -> str:
        return f"{self.number} {self.version}"
