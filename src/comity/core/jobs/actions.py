"""Enqueue work in the caller's own transaction; revive or discard what died."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction

from comity.core.jobs.models import Job, JobState
from comity.core.jobs.presence import ring
from comity.core.jobs.registry import Payload, declared
from comity.core.prepared import Prepared
from comity.core.rows import change, insert
from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from uuid import UUID

# That the key is not empty is said once more, for that is what the index holds which finds it.
_WAITING = Prepared(
    lambda name, dedupe: (
        Job.objects.select_for_update()
        .exclude(dedupe="")
        .filter(name=name, dedupe=dedupe, state=JobState.WAITING)
        .only("not_before", "attempts")[:1]
    )
)


class JobError(ComityError):
    """A job that does not exist, or not in the state that was expected: `E_JOB`."""


def enqueue(name: str, payload: Payload, *, not_before: datetime | None = None, dedupe: str | None = None) -> UUID:
    """Write down a job; it exists exactly if the surrounding transaction commits. Return its id.

    With `dedupe`, a job of the same name and key that still waits is enough, and its id is returned: it will see what
    this transaction changed. A running one is not: it may have looked already.

    Raises:
        JobError: `E_JOB` when no job of that name is declared.
    """
    if declared(name) is None:
        raise JobError("E_JOB", f"no job is called {name}")
    now = datetime.now(UTC)  # finer than the wire's milliseconds: jobs run in the order they were written down
    job = Job(name=name, payload=payload, not_before=not_before or now, created_at=now, dedupe=dedupe or "")
    with transaction.atomic(savepoint=False):
        transaction.on_commit(ring)
        waiting = _waiting(name, dedupe)
        if waiting is not None:
            return _sooner(waiting, not_before or now)
        if not dedupe or not connection.features.has_select_for_update:
            insert(job)  # where one transaction writes at a time, nobody can have come between
            return job.id
        try:
            with transaction.atomic():
                insert(job)
        except IntegrityError:
            waiting = _waiting(name, dedupe)
            if waiting is not None:
                return _sooner(waiting, not_before or now)
            insert(job)  # it was claimed between the two statements: ours is needed after all
    return job.id


def revive_job(job_id: UUID, *, now: datetime) -> None:
    """Let a dead job be tried again from the beginning of its attempts; JobError `E_JOB` when it is not dead."""
    changed = Job.objects.filter(pk=job_id, state=JobState.DEAD).update(
        state=JobState.WAITING, attempts=0, not_before=now, finished_at=None, dedupe=""
    )
    if not changed:
        raise JobError("E_JOB", "only a dead job can be revived")
    ring()


def discard_job(job_id: UUID) -> None:
    """Forget a dead job; JobError `E_JOB` when it is not dead."""
    deleted, _ = Job.objects.filter(pk=job_id, state=JobState.DEAD).delete()
    if not deleted:
        raise JobError("E_JOB", "only a dead job can be discarded")


def _waiting(name: str, dedupe: str | None) -> Job | None:
    """Return the job of that key that waits; its lock makes a worker that claims it see this transaction's changes."""
    if not dedupe:
        return None
    return _WAITING.first(name=name, dedupe=dedupe)


def _sooner(waiting: Job, not_before: datetime) -> UUID:
    if not_before < waiting.not_before and not waiting.attempts:
        change(waiting, {"not_before": not_before})
    return waiting.id
