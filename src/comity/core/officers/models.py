"""Officers, their roles, their codes for coming in, their signing keys."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models import F, Q

from comity.core.officers.states import AbsenceState, GrantState, ResetState
from comity.core.roles import Role
from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from datetime import date, datetime


class OfficerManager(BaseUserManager["Officer"]):
    """The default manager, with the look-up that signing in uses."""

    def get_by_natural_key(self, username: str | None) -> Officer:
        """Find an officer by login, in any casing and any composition of its letters."""
        return self.get(login=normal_login(username or ""))


def normal_login(text: str) -> str:
    """Return a login as it is kept: compatibility-composed, lower case, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


class Officer(AbstractBaseUser):
    """A person with a login. There is no superuser: what an officer may do comes from granted roles alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    functions = models.JSONField(default=dict, blank=True)  # language tag -> function shown to other States
    titles = models.JSONField(default=dict, blank=True)  # language tag -> title as letters print it
    language = models.CharField(max_length=16, default="en")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    supervisor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    mail_refused = models.BooleanField(default=False, help_text="the mail server refuses the address for good")
    created = models.DateTimeField()

    objects: ClassVar[OfficerManager] = OfficerManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """By name; neither login nor name may be empty; nobody supervises himself."""

        ordering = ("name", "login")
        constraints = (
            models.CheckConstraint(condition=~Q(login=""), name="officer_login_given"),
            models.CheckConstraint(condition=~Q(name=""), name="officer_name_given"),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=F("id")), name="officer_not_own_supervisor"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def function_in(self, language: str) -> str:
        """Return the function shown to other States, in `language`, else in English, else nothing."""
        return str(self.functions.get(language.lower()) or self.functions.get("en") or "")

    def title_in(self, language: str) -> str:
        """Return the title that letters print, in `language`, else in English, else nothing."""
        return str(self.titles.get(language.lower()) or self.titles.get("en") or "")

    def roles_in_force(self) -> frozenset[Role]:
        """Return the roles that two people granted and nobody revoked."""
        names = self.grants.filter(state=GrantState.active.name).values_list("role", flat=True)
        return frozenset(Role(name) for name in names)

    def standing_on(self, day: date) -> tuple[frozenset[Role], tuple[UUID, ...]]:
        """Return the roles in force, and for whom the officer stands in on that day: one query for both.

        Every page asks this, so it is written out: to have it composed each time took most of the time of asking.
        """
        key, of = Officer._meta.pk.get_db_prep_value(self.pk, connection), connection.ops.adapt_datefield_value(day)
        with connection.cursor() as cursor:
            cursor.execute(STANDING, [key, GrantState.active.name, key, AbsenceState.in_force.name, of, of])
            rows = cursor.fetchall()
        away = tuple(one if isinstance(one, UUID) else UUID(one) for _role, one in rows if one)
        return frozenset(Role(role) for role, _one in rows if role), away


# Grants in force, and absences as `AbsenceQuerySet.on` finds them.
STANDING = (
    "SELECT role, NULL FROM core_rolegrant WHERE officer_id = %s AND state = %s UNION ALL "
    "SELECT '', officer_id FROM core_absence WHERE substitute_id = %s AND state = %s "
    "AND first_day <= %s AND last_day >= %s"
)


class RoleGrant(models.Model):
    """One role of one officer. Takes effect when a second person approves; the founders' grants name the system."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32)
    state = models.CharField(max_length=16, default=GrantState.initial.name)
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    founding = models.BooleanField(default=False)

    class Meta:
        """The database itself asks for two people."""

        ordering = ("proposed_at",)
        constraints = (
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="grant_role_known"),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True) | ~Q(proposed_by=F("officer")), name="grant_not_to_oneself"
            ),
            models.CheckConstraint(
                condition=~Q(state="active")
                | Q(founding=True, proposed_by__isnull=True)
                | (
                    Q(proposed_by__isnull=False, decided_by__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                    & ~Q(decided_by=F("officer"))
                ),
                name="grant_by_two_people",
            ),
            models.UniqueConstraint(
                fields=["officer", "role"], condition=Q(state__in=["proposed", "active"]), name="grant_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} ({self.state})"

    @property
    def known_role(self) -> Role:
        """The role as the enumeration has it."""
        return Role(self.role)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences by time."""

    def on(self, day: date) -> Self:
        """Return the absences in force on a day that somebody stands in for: they end by themselves."""
        return self.filter(
            state=AbsenceState.in_force.name, substitute__isnull=False, first_day__lte=day, last_day__gte=day
        )


class Absence(models.Model):
    """An officer is away from one day to another, both included, and another stands in.

    Whom that lets see what is derived from this row when somebody asks; nothing is copied, so nothing has to be undone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="standing_in", db_index=False
    )
    first_day = models.DateField()
    last_day = models.DateField()
    state = models.CharField(max_length=16, default=AbsenceState.initial.name)
    declared_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Absence]] = AbsenceQuerySet.as_manager()

    class Meta:
        """Soonest first; nobody stands in for oneself; one in force has a substitute; found by who stands in."""

        ordering = ("first_day", "declared_at")
        constraints = (
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("officer")), name="absence_another_stands_in"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(substitute__isnull=False), name="absence_in_force_has_substitute"
            ),
        )
        indexes = (models.Index(fields=["substitute", "state", "last_day"], name="absence_standing_in"),)

    def __str__(self) -> str:
        return f"absence ({self.state})"


class SecondFactorReset(models.Model):
    """An officer lost the second factor: one person proposes to remove it, another does it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="second_factor_resets")
    reason = models.CharField(max_length=400)
    state = models.CharField(max_length=16, default=ResetState.initial.name)
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """The database itself asks for two people, and for one open proposal at most."""

        ordering = ("proposed_at",)
        constraints = (
            models.CheckConstraint(condition=~Q(proposed_by=F("officer")), name="reset_not_by_oneself"),
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("officer"))),
                name="reset_by_two_people",
            ),
            models.UniqueConstraint(fields=["officer"], condition=Q(state="proposed"), name="reset_once"),
        )

    def __str__(self) -> str:
        return f"reset ({self.state})"


class EnrolmentCode(models.Model):
    """A code handed to an officer, on paper or by voice, to choose a password once. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="enrolment_codes")
    digest = models.CharField(max_length=64)
    created = models.DateTimeField()
    expires_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """One open code for each officer."""

        constraints = (
            models.UniqueConstraint(fields=["officer"], condition=Q(used_at__isnull=True), name="enrolment_one_open"),
        )

    def __str__(self) -> str:
        return f"code until {self.expires_at:%Y-%m-%d}"


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    """Signing keys by owner and time."""

    def in_force(self, officer: Any, at: datetime) -> Self:
        """Return the keys an officer can sign with at that time, newest first."""
        return (
            self.filter(officer=officer, revoked_at__isnull=True)
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at))
            .order_by("-created")
        )


class SigningKey(models.Model):
    """An officer's key for letters: certificate in clear, private key wrapped by the officer's signing passphrase."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="signing_keys")
    certificate = models.TextField()  # PEM, issued by the authority's own certificate authority
    wrapped = models.BinaryField()
    created = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[SigningKey]] = SigningKeyQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering = ("-created",)

    def __str__(self) -> str:
        return f"signing key of {self.created:%Y-%m-%d}"
