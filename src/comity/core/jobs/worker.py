"""The loop that does the work: claim by compare-and-swap, run, write down, breathe.

A claim is a lease of 60 seconds, renewed by a second thread of the worker while a job runs; when the process is killed
the lease ends, or a worker that starts on the same data folder takes it back at once (`presence`). Whoever lost its
lease can no longer write a result (the lease's token is part of every update). The end of a job and the claim of the
next one are one transaction: one write to the disk where there could be two.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
import traceback
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

import structlog
from django.db import Error as DatabaseError
from django.db import IntegrityError, close_old_connections, connection, transaction

from comity.core.jobs.models import FAR, Job, JobState, WorkerBeat
from comity.core.jobs.presence import Presence
from comity.core.jobs.registry import Backoff, Declared, declared, periodic_jobs
from comity.core.prepared import Prepared
from comity.core.rows import change
from comity.kernel.clock import utc_now
from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

LEASE = timedelta(seconds=60)
IDLE = 0.25  # seconds between two looks at an empty table
BREATH = 0.002  # seconds between two jobs, so that pages can write to SQLite
BEAT = 10.0  # seconds between two signs of life
KEEP_DONE = timedelta(days=7)
_DUE = Prepared(lambda now, far: Job.objects.due(now, far)[:8])

log = structlog.get_logger("comity.jobs")


class LeaseLostError(ComityError):
    """Another worker has taken the job, or it is finished: what this one did must not be written down."""

    permanent = False

    def __init__(self) -> None:
        super().__init__("E_LEASE", "the lease of this job ended")


def work(stop: threading.Event, *, lease: timedelta = LEASE, idle: float = IDLE) -> None:
    """Do jobs until `stop` is set; the job at hand is finished first. One call is one worker; run it in its own thread.

    A database that does not answer for a while is waited for, and no error of a job ends the loop.
    """
    name = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
    with Presence() as presence, Heart(lease) as heart:
        rounds = _Rounds(name, presence)

        def next_one() -> Job | None:
            return None if stop.is_set() else claim(utc_now(), lease=lease, worker=presence.name)

        held: Job | None = None
        try:
            while not stop.is_set():
                close_old_connections()
                try:
                    rounds.make()
                    held = held or next_one()
                    if held is not None:
                        running, held = held, None
                        held = _do(running, heart, next_one)
                        stop.wait(BREATH)
                        continue
                except DatabaseError as error:
                    log.warning("jobs.database", error=type(error).__name__)
                    connection.close()
                    stop.wait(idle)
                    continue
                presence.listen(idle)
            with suppress(DatabaseError):
                _give_back(held)
                WorkerBeat.objects.filter(pk=name).delete()
        finally:
            connection.close()


def work_once(now: datetime, *, lease: timedelta = LEASE) -> bool:
    """Claim and run one due job; return whether there was one."""
    job = claim(now, lease=lease)
    if job is None:
        return False
    with Heart(lease) as heart:
        _do(job, heart, lambda: None)
    return True


def work_all(now: datetime, *, at_most: int = 1000) -> int:
    """Run every job that is due at `now`, one after the other, and return how many. For commands, demo and tests."""
    done = 0
    while done < at_most and work_once(now):
        done += 1
    return done


def claim(now: datetime, *, lease: timedelta = LEASE, worker: str = "") -> Job | None:
    """Take one due job under a lease, or return None. Two workers never get the same one.

    `worker` begins the lease's token, so that what a dead worker held can be told apart.
    """
    for job in _DUE.all(now=now, far=now + FAR):
        token = f"{worker}{secrets.token_hex(16)}"[:32]
        taken = {
            "state": JobState.RUNNING, "lease": token, "lease_until": now + lease, "attempts": job.attempts + 1
        }  # fmt: skip
        # Exactly as it was read: a lease that was renewed meanwhile has another end.
        same = {name: getattr(job, name) for name in ("state", "lease", "lease_until", "not_before", "attempts")}
        if change(job, taken, still=same):
            return job
    return None


def open_slots(now: datetime) -> int:
    """Write down the periodic work of the current slots that is not there yet; return how many were new."""
    new = 0
    for known in periodic_jobs():
        slot = known.slot(now)
        if Job.objects.filter(name=known.name, slot=slot).exists():
            continue
        with suppress(IntegrityError), transaction.atomic():  # another worker was quicker
            Job(name=known.name, slot=slot, not_before=now, created_at=now).save(force_insert=True)
            new += 1
    return new


class JobUnknownError(ComityError):
    """A job that this version of the program does not know: `E_JOB`; an older or newer one may."""

    permanent = False

    def __init__(self) -> None:
        super().__init__("E_JOB", "this version does not know the job")


def _do(job: Job, heart: Heart, then: Callable[[], Job | None]) -> Job | None:
    """Run a claimed job and write down how it ended; return what `then` claimed in the same transaction."""
    known = declared(job.name)
    if known is None:
        _fail(job, None, JobUnknownError())
        return None
    try:
        if known.atomic:
            with transaction.atomic():
                known.run(job.payload)
                _finish(job)
                return then()
        with heart.beating_for(job, known.limit):
            known.run(job.payload)
        with transaction.atomic():
            _finish(job)
            return then()
    except LeaseLostError:
        log.warning("jobs.lease_lost", job=str(job.pk), name=job.name)
    except Exception as error:  # noqa: BLE001 (whatever a job raises is its failure, never the worker's)
        _fail(job, known, error)
    return None


def _give_back(job: Job | None) -> None:
    """Let another worker have a job that was claimed and not begun."""
    if job is not None:
        ours = Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING)
        ours.update(lease_until=utc_now() - timedelta(seconds=1))


def _finish(job: Job) -> None:
    done = {"state": JobState.DONE, "finished_at": utc_now(), "lease_until": None, "error": ""}
    if not change(job, done, still={"lease": job.lease, "state": JobState.RUNNING}):
        raise LeaseLostError


def _fail(job: Job, known: Declared | None, error: Exception) -> None:
    """Write a failure down: another try later, or dead."""
    now = utc_now()
    attempts = known.attempts if known else 12
    final = (isinstance(error, ComityError) and error.permanent) or (attempts is not None and job.attempts >= attempts)
    text = _describe(error)
    log.warning("jobs.failed", job=str(job.pk), name=job.name, attempt=job.attempts, dead=final, error=text)
    ours = Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING)
    if final:
        ours.update(state=JobState.DEAD, finished_at=now, lease_until=None, error=text)
        return
    wait = (known.backoff if known else Backoff()).wait(job.attempts)
    try:
        with transaction.atomic():
            ours.update(state=JobState.WAITING, not_before=now + wait, lease_until=None, error=text)
    except IntegrityError:  # one of the same dedupe key waits already and will do this one's work
        ours.update(state=JobState.DONE, finished_at=now, lease_until=None, error="superseded")


def _describe(error: Exception) -> str:
    """Return what may be kept of an error: our code and detail; of a foreign one its kind and place, never its text."""
    if isinstance(error, ComityError):
        return str(error)[:300]
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return f"{type(error).__name__} at {', '.join(f'{Path(f.filename).name}:{f.lineno}' for f in frames)}"[:300]


class Heart:
    """Renews the lease of the job at hand, in one second thread of the worker, up to the job's limit."""

    def __init__(self, lease: timedelta) -> None:
        self._lease, self._over = lease, threading.Event()
        self._job: tuple[Job, float] | None = None
        self._thread = threading.Thread(target=self._beat, name="leases", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    @contextmanager
    def beating_for(self, job: Job, limit: timedelta) -> Iterator[None]:
        """Renew the lease of `job` while the block runs."""
        self._job = job, time.monotonic() + limit.total_seconds()
        try:
            yield
        finally:
            self._job = None

    def _beat(self) -> None:
        try:
            while not self._over.wait(self._lease.total_seconds() / 3):
                held = self._job
                if held is not None and time.monotonic() < held[1]:
                    with suppress(DatabaseError):  # the next beat tries again; two may fail before the lease ends
                        ours = Job.objects.filter(pk=held[0].pk, lease=held[0].lease, state=JobState.RUNNING)
                        ours.update(lease_until=utc_now() + self._lease)
        finally:
            connection.close()


class _Rounds:
    """What a worker does now and then: signs of life, slots, sweeping of what is long done."""

    def __init__(self, name: str, presence: Presence) -> None:
        self._name, self._presence = name, presence
        self._next = 0.0

    def make(self) -> None:
        if time.monotonic() < self._next:
            return
        now = utc_now()
        WorkerBeat.objects.update_or_create(
            pk=self._name, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
        )
        WorkerBeat.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
        self._presence.take_back(now)
        open_slots(now)
        Job.objects.filter(state=JobState.DONE, finished_at__lt=now - KEEP_DONE).delete()
        self._next = time.monotonic() + BEAT
