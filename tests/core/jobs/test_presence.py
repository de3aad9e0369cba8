"""Living workers hold a lock; what a dead one held is due again as soon as another starts."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.builders.node_folder import use_node_folder

from comity.core.jobs.models import Job
from comity.core.jobs.presence import BELL, FOLDER, LOCK, Presence, ring
from comity.core.jobs.worker import claim
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

HOLDER = """
import fcntl, sys, time
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path, settings: SettingsWrapper, db: None) -> Path:
    return use_node_folder(settings, tmp_path / "xb", "xb")


def a_running_job(worker: str) -> Job:
    now = utc_now()
    Job(name="t.any", not_before=now, created_at=now).save(force_insert=True)
    job = claim(now, worker=worker)
    assert job is not None
    return job


def test_what_a_killed_worker_held_is_due_at_once(folder: Path):
    path = folder / FOLDER / f"{'a' * 12}{LOCK}"
    path.parent.mkdir()
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        job = a_running_job("a" * 12)
        with Presence() as presence:
            assert presence.take_back(utc_now()) == 0  # it lives
            assert claim(utc_now(), worker=presence.name) is None
            holder.send_signal(signal.SIGKILL)
            holder.wait()
            assert presence.take_back(utc_now()) == 1
            again = claim(utc_now(), worker=presence.name)
    assert again is not None
    assert (again.pk, again.attempts, again.lease[:12]) == (job.pk, 2, presence.name)
    assert list((folder / FOLDER).iterdir()) == []


def test_a_lease_without_a_lock_here_is_left_alone(folder: Path):
    a_running_job("b" * 12)  # a worker on another machine, at the same database
    with Presence() as presence:
        assert presence.take_back(utc_now()) == 0
    assert Job.objects.get().lease_until > utc_now() + timedelta(seconds=30)


def test_a_bell_wakes_a_worker_and_silence_does_not(folder: Path):
    with Presence() as presence:
        began = time.monotonic()
        presence.listen(0.2)
        assert time.monotonic() - began >= 0.2
        ring()
        began = time.monotonic()
        presence.listen(30)
        assert time.monotonic() - began < 10


def test_a_bell_that_nobody_hears_stops_nobody(folder: Path):
    (folder / FOLDER).mkdir()
    os.mkfifo(folder / FOLDER / f"left{BELL}")
    ring()


def test_a_folder_that_cannot_be_written_is_no_error(folder: Path):
    (folder / FOLDER).write_text("in the way")
    with Presence() as presence:
        presence.listen(0.01)
        assert presence.take_back(utc_now()) == 0
    ring()
