"""Jobs on a real database: claims, retries, dead ends, slots; and real workers that are killed."""

from __future__ import annotations

import json
import random
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from tests.builders.node_folder import fill_node_folder
from tests.builders.processes import Ground, new_ground

from comity.core.jobs import registry
from comity.core.jobs.actions import JobError, discard_job, enqueue, revive_job
from comity.core.jobs.models import Job, JobState
from comity.core.jobs.registry import Backoff, Declared, Payload, job, periodic
from comity.core.jobs.worker import LeaseLostError, _finish, claim, open_slots, work_all, work_once
from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHILD = "tests.core.jobs.child"
LATER = datetime(2100, 1, 1, tzinfo=UTC)


class PassingError(ComityError):
    permanent = False


@pytest.fixture(autouse=True)
def ran() -> Iterator[list[Payload]]:
    """Declare jobs for one test and give the list of payloads they were run with."""
    before, seen = dict(registry._declared), []

    @job("t.note", attempts=3)
    def note(payload: Payload) -> None:
        seen.append(payload)

    @job("t.fail", attempts=3)
    def fail(payload: Payload) -> None:
        seen.append(payload)
        raise ValueError("the name of a suspect")

    @job("t.never")
    def never(_payload: Payload) -> None:
        raise ComityError("E_DIGEST", "does not fit")

    @job("t.passing", attempts=None)
    def passing(_payload: Payload) -> None:
        raise PassingError("E_STORE", "no space")

    @job("t.half", atomic=True)
    def half(_payload: Payload) -> None:
        enqueue("t.note", {"from": "half"})
        raise PassingError("E_STORE", "after the first half")

    yield seen
    registry._declared.clear()
    registry._declared.update(before)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    ground = new_ground(tmp_path / "node")
    fill_node_folder(ground.folder)
    ground.make_tables()
    yield ground
    ground.close()


@pytest.mark.django_db
def test_enqueue_unknown_job_is_refused():
    with pytest.raises(JobError):
        enqueue("t.nobody", {})


@pytest.mark.django_db(transaction=True)
def test_enqueue_in_transaction_that_fails_leaves_no_job(ran: list[Payload]):
    def fail_after_enqueueing() -> None:
        with transaction.atomic():
            enqueue("t.note", {"n": 1})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_enqueueing()
    assert work_all(LATER) == 0
    assert ran == []


@pytest.mark.django_db
def test_work_runs_each_job_once_in_order(ran: list[Payload]):
    for n in range(5):
        enqueue("t.note", {"n": n})
    assert work_all(LATER) == 5
    assert [payload["n"] for payload in ran] == [0, 1, 2, 3, 4]
    assert set(Job.objects.values_list("state", "attempts", "lease_until")) == {("done", 1, None)}


@pytest.mark.django_db
def test_work_before_its_time_waits(ran: list[Payload]):
    enqueue("t.note", {}, not_before=LATER)
    assert not work_once(LATER - timedelta(seconds=1))
    assert work_once(LATER)
    assert ran == [{}]


@pytest.mark.django_db
def test_enqueue_with_dedupe_joins_the_waiting_one_only():
    first = enqueue("t.note", {"n": 1}, dedupe="peer-xb")
    assert enqueue("t.note", {"n": 2}, dedupe="peer-xb") == first
    assert enqueue("t.note", {"n": 3}, dedupe="peer-xc") != first
    assert claim(LATER) is not None  # now it runs, and may have looked already
    assert enqueue("t.note", {"n": 4}, dedupe="peer-xb") != first


@pytest.mark.django_db
def test_enqueue_with_dedupe_makes_the_waiting_one_due_sooner():
    enqueue("t.note", {}, dedupe="x", not_before=LATER)
    enqueue("t.note", {}, dedupe="x")
    assert work_once(LATER - timedelta(days=1))


@pytest.mark.django_db
def test_failing_job_backs_off_then_is_dead_and_can_be_revived(ran: list[Payload]):
    job_id = enqueue("t.fail", {"n": 1})
    for attempt in (1, 2):
        assert work_once(LATER)
        stored = Job.objects.get()
        assert (stored.state, stored.attempts) == (JobState.WAITING, attempt)
        assert stored.not_before > stored.created_at
        assert "suspect" not in stored.error
        assert stored.error.startswith("ValueError at ")
    assert work_once(LATER)
    assert Job.objects.dead().get().pk == job_id
    assert not work_once(LATER)
    revive_job(job_id, now=LATER)
    assert work_once(LATER)
    assert len(ran) == 4
    with pytest.raises(JobError):
        discard_job(job_id)


@pytest.mark.django_db
def test_permanent_error_is_dead_at_once_and_passing_error_never():
    enqueue("t.never", {})
    enqueue("t.passing", {})
    for _ in range(30):
        work_all(LATER, at_most=5)
    states = dict(Job.objects.values_list("name", "state"))
    assert states == {"t.never": "dead", "t.passing": "waiting"}
    assert Job.objects.get(name="t.passing").attempts > 20
    discard_job(Job.objects.dead().get().pk)
    assert not Job.objects.dead().exists()


@pytest.mark.django_db(transaction=True)
def test_atomic_job_that_fails_has_no_effect():
    enqueue("t.half", {})
    assert work_once(LATER)
    assert list(Job.objects.values_list("name", "state")) == [("t.half", "waiting")]


@pytest.mark.django_db
def test_retry_gives_way_to_a_waiting_one_of_its_dedupe_key():
    enqueue("t.passing", {}, dedupe="k")
    running = claim(LATER)
    assert running is not None
    enqueue("t.passing", {}, dedupe="k")
    Job.objects.filter(pk=running.pk).update(lease_until=LATER)
    while Job.objects.get(pk=running.pk).state == JobState.RUNNING:
        assert work_once(LATER + timedelta(seconds=1))
    assert Job.objects.get(pk=running.pk).error == "superseded"
    assert Job.objects.filter(state=JobState.WAITING).count() == 1


@pytest.mark.django_db
def test_lost_lease_writes_no_result():
    enqueue("t.note", {})
    job_row = claim(LATER)
    assert job_row is not None
    assert claim(LATER + timedelta(seconds=30)) is None
    second = claim(LATER + timedelta(seconds=61))
    assert second is not None
    assert second.attempts == 2
    with pytest.raises(LeaseLostError):
        _finish(job_row)
    _finish(second)


@pytest.mark.django_db
def test_unknown_job_of_another_version_waits():
    enqueue("t.note", {})
    Job.objects.update(name="t.of-tomorrow")
    assert work_once(LATER)
    assert Job.objects.get().state == JobState.WAITING


@pytest.mark.django_db
def test_slots_open_once_each():
    before = dict(registry._declared)
    registry._declared.clear()
    runs = []
    periodic("t.daily", every=timedelta(days=1), offset=timedelta(hours=2))(lambda: runs.append(1))
    start = datetime(2026, 3, 1, 1, 59, tzinfo=UTC)
    try:
        opened = [open_slots(start + timedelta(minutes=m)) for m in (0, 0, 1, 2, 24 * 60, 24 * 60 + 1)]
        assert opened == [1, 0, 1, 0, 0, 1]
        work_all(LATER)
        assert len(runs) == 3
    finally:
        registry._declared.clear()
        registry._declared.update(before)


def test_two_jobs_of_one_name_are_refused():
    with pytest.raises(ValueError, match="twice"):
        job("t.note")(lambda _payload: None)


def test_backoff_grows_to_its_cap_with_jitter():
    backoff = Backoff(first=timedelta(seconds=2), cap=timedelta(hours=1))
    for failures, full in ((1, 2), (2, 4), (5, 32), (12, 3600), (500, 3600)):
        waits = [backoff.wait(failures).total_seconds() for _ in range(50)]
        assert full / 2 <= min(waits) < max(waits) <= full


def test_only_periodic_work_has_slots():
    with pytest.raises(ValueError, match="not periodic"):
        Declared("x", lambda _payload: None, None, Backoff(), timedelta(hours=1)).slot(LATER)


def report(ground: Ground) -> list[dict[str, Any]]:
    names = ("name", "state", "attempts", "payload", "error")
    rows = ground.rows("SELECT name, state, attempts, payload, error FROM core_job")
    told = [dict(zip(names, row, strict=True)) for row in rows]
    return [
        {**row, "payload": row["payload"] if isinstance(row["payload"], dict) else json.loads(row["payload"])}
        for row in told
    ]


def wait_until_all_are(ground: Ground, state: str, name: str, seconds: float) -> list[dict[str, Any]]:
    end = time.monotonic() + seconds
    while True:
        rows = report(ground)
        if all(row["state"] == state for row in rows if row["name"] == name):
            return rows
        assert time.monotonic() < end, Counter(row["state"] for row in rows)
        time.sleep(0.1)


def at_work(ground: Ground, sign: Path, name: str, seconds: float) -> bool:
    """Wait for the sign a worker gives in its first job; False when the others have done every job by then."""
    end = time.monotonic() + seconds
    while not sign.exists():
        if all(row["state"] == JobState.DONE for row in report(ground) if row["name"] == name):
            return False
        assert time.monotonic() < end, "no worker came to its first job"
        time.sleep(0.02)
    return True


def test_workers_killed_again_and_again_lose_nothing_and_do_nothing_twice(ground: Ground):
    ground.run(CHILD, "fill", "test.once", "250")
    workers, rng = [ground.start(CHILD, "work", "0.5") for _ in range(2)], random.Random(7)  # noqa: S311 (when to kill)
    for kill in range(8):
        at = kill % 2
        working = ground.folder / f"working-{workers[at].pid}"
        if not at_work(ground, working, "test.once", 60):
            break  # on a machine where processes start slowly the work ends before the kills do
        time.sleep(rng.uniform(0, 0.2))
        workers[at].kill()
        workers[at] = ground.start(CHILD, "work", "0.5")
    (ground.folder / "safe").touch()  # from here on nothing pauses
    rows = wait_until_all_are(ground, "done", "test.once", 120)
    effects = Counter(row["payload"]["n"] for row in rows if row["name"] == "test.effect")
    assert effects == Counter(range(250))
    assert any(row["attempts"] > 1 for row in rows)  # else no kill hit a job and nothing was shown
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(timeout=10) for worker in workers] == [0, 0]


def test_job_longer_than_its_lease_is_renewed_and_runs_once(ground: Ground):
    ground.run(CHILD, "fill", "test.slow", "1")
    for _ in range(2):
        ground.start(CHILD, "work", "1.5")
    rows = wait_until_all_are(ground, "done", "test.slow", 60)
    assert [row["attempts"] for row in rows if row["name"] == "test.slow"] == [1]
