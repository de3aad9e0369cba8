"""A clock that was days ahead and is right again must leave no job waiting for days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from comity.core.jobs.models import FAR, Job, JobState
from comity.core.jobs.registry import Backoff
from comity.core.jobs.worker import LEASE, claim
from comity.exchange.jobs import PATIENT

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WRONG = NOW + timedelta(days=3)

pytestmark = pytest.mark.django_db


def test_no_lease_and_no_pause_is_so_long():
    assert max(LEASE, Backoff().cap, PATIENT.cap) < FAR


@pytest.mark.parametrize(
    "left",
    [
        {"state": JobState.RUNNING, "lease": "a", "lease_until": WRONG + LEASE, "attempts": 1, "not_before": NOW},
        {"state": JobState.WAITING, "attempts": 4, "not_before": WRONG},
        {"state": JobState.WAITING, "attempts": 0, "not_before": WRONG, "created_at": WRONG},
    ],
    ids=["its worker was killed", "it failed and waits", "it was written down then"],
)
def test_what_a_wrong_clock_left_is_due(left: dict[str, object]):
    job = Job.objects.create(**({"name": "t.any", "created_at": NOW} | left))
    taken = claim(NOW)
    assert taken is not None
    assert taken.pk == job.pk
    assert claim(NOW) is None


def test_what_is_meant_for_later_waits():
    Job.objects.create(name="t.any", created_at=NOW, not_before=NOW + timedelta(days=30))
    Job.objects.create(name="t.any", created_at=NOW, not_before=NOW + FAR, attempts=3)
    Job.objects.create(
        name="t.any", created_at=NOW, not_before=NOW, state=JobState.RUNNING, lease="a", lease_until=NOW + LEASE
    )
    assert claim(NOW) is None
