"""The table of jobs and the signs of life of the workers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.db import models
from django.db.models import Q

from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from datetime import datetime

FAR: Final = timedelta(hours=2)  # no lease and no pause between two attempts is ever so long


class JobState(models.TextChoices):
    """Where a job stands. `running` without a live lease means its worker died: it is due again."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class JobQuerySet(models.QuerySet["Job"]):
    """The doors to jobs."""

    def due(self, now: datetime, far: datetime) -> JobQuerySet:
        """Return jobs that a worker may claim: waiting and not before their time, or left by a dead worker.

        Times that no correct clock can have written (a lease or a pause to after `far`, a job made then) are those of a
        clock that was wrong: such jobs are due as well, or they would wait for that time to come.
        """
        waiting = Q(state=JobState.WAITING, not_before__lte=now)
        abandoned = Q(state=JobState.RUNNING, lease_until__lt=now)
        open_ = Q(finished_at__isnull=True)  # says nothing new, and lets the database use the index of such jobs alone
        displaced = Q(state=JobState.WAITING, attempts__gt=0, not_before__gt=far) | Q(
            state=JobState.WAITING, created_at__gt=far
        )
        overlong = Q(state=JobState.RUNNING, lease_until__gt=far)
        return self.filter(open_, waiting | abandoned | displaced | overlong).order_by("not_before", "created_at", "id")

    def dead(self) -> JobQuerySet:
        """Return jobs that nobody will try again unless a person says so."""
        return self.filter(state=JobState.DEAD).order_by("finished_at", "id")


class Job(models.Model):
    """One piece of work. The payload names things by id; it never carries case content."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    payload: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=JobState.WAITING)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, default="", blank=True)
    attempts = models.PositiveIntegerField(default=0)
    dedupe = models.CharField(max_length=120, default="", blank=True)
    slot = models.CharField(max_length=40, default="", blank=True)
    error = models.CharField(max_length=300, default="", blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Job]] = JobQuerySet.as_manager()

    class Meta:
        """Due jobs are found by state and time; two of a kind never wait or run in one slot."""

        app_label = "core"
        indexes: ClassVar = [
            models.Index(
                fields=["not_before", "created_at", "id"], condition=Q(finished_at__isnull=True), name="core_job_open"
            ),
            models.Index(fields=["state", "finished_at"], name="core_job_ended"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "dedupe"],
                condition=Q(state="waiting") & ~Q(dedupe=""),
                name="core_job_one_waiting_per_dedupe",
            ),
            models.UniqueConstraint(fields=["name", "slot"], condition=~Q(slot=""), name="core_job_one_per_slot"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "dead"]), name="core_job_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class WorkerBeat(models.Model):
    """When a worker last showed that it lives; `doctor` looks at it."""

    worker = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        """Nothing special."""

        app_label = "core"

    def __str__(self) -> str:
        return self.worker
