"""Rows written without Django's own save: whole, compared where asked, and an error spoils the transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.transaction import TransactionManagementError
from tests.builders.keys import NOW

from comity.core.files.models import FilePart, StoredFile
from comity.core.jobs.models import Job
from comity.core.rows import change, insert, insert_many

pytestmark = pytest.mark.django_db


def a_job(**values: Any) -> Job:
    return Job(**{"name": "a", "not_before": NOW, "created_at": NOW} | values)


def test_a_row_is_stored_as_it_is():
    job = a_job(payload={"one": [1, "二"]}, lease_until=NOW)
    insert(job)
    kept = Job.objects.get(pk=job.pk)
    assert vars(kept) | {"_state": 0} == vars(job) | {"_state": 0}
    assert (job._state.adding, job._state.db) == (False, "default")
    job.error = "e"
    job.save()
    assert Job.objects.get().error == "e"


def test_a_row_that_refers_to_another_gets_its_key_from_the_database():
    file = StoredFile(purpose="p", name="n", media_type="m", created_at=NOW, touched_at=NOW)
    insert(file)
    insert(FilePart(file=file, offset=0, size=3, blob="b", head="h"))
    [part] = FilePart.objects.all()
    assert part.pk is not None
    assert part.file == file


def test_many_rows_are_stored_and_none_is_no_statement():
    insert_many([])
    insert_many([a_job(name=name) for name in "abc"])
    assert sorted(Job.objects.values_list("name", flat=True)) == ["a", "b", "c"]


def test_a_change_writes_what_is_named_and_nothing_else():
    job, other = a_job(), a_job()
    insert_many([job, other])
    job.error = "not written"
    assert change(job, {"state": "running", "lease_until": NOW, "payload": {"a": 1}})
    kept = Job.objects.get(pk=job.pk)
    assert (kept.state, kept.lease_until, kept.payload, kept.error) == ("running", NOW, {"a": 1}, "")
    assert (job.state, job.lease_until, job.payload) == ("running", NOW, {"a": 1})
    assert Job.objects.get(pk=other.pk).state == "waiting"


@pytest.mark.parametrize("still", [{"state": "running"}, {"lease_until": NOW}, {"not_before": NOW + timedelta(1)}])
def test_a_row_that_is_another_by_now_is_left_alone(still: dict[str, Any]):
    job = a_job()
    insert(job)
    assert not change(job, {"error": "e"}, still=still)
    assert (job.error, Job.objects.get().error) == ("", "")
    assert change(job, {"error": "e"}, still={"state": "waiting", "lease_until": None, "not_before": NOW})
    assert Job.objects.get().error == "e"


def test_what_refers_to_another_row_is_written_by_object_or_by_key():
    files = [StoredFile(purpose="p", name="n", media_type="m", created_at=NOW, touched_at=NOW) for _ in range(2)]
    insert_many(files)
    part = FilePart.objects.create(file=files[0], offset=0, size=3, blob="b", head="h")
    assert change(part, {"file": files[1]}, still={"file": files[0]})
    assert FilePart.objects.get().file == part.file == files[1]
    assert change(part, {"file_id": files[0].pk}, still={"file_id": files[1].pk})
    assert FilePart.objects.get().file == part.file == files[0]


def test_a_row_that_is_gone_is_an_error_where_nothing_is_compared():
    job = a_job()
    with pytest.raises(DatabaseError, match="gone"), transaction.atomic():
        change(job, {"error": "e"})
    assert not change(job, {"error": "e"}, still={"state": "waiting"})
    assert job.error == ""


@pytest.mark.parametrize("act", [insert, lambda job: insert_many([job]), lambda job: change(job, {"state": "none"})])
def test_an_error_spoils_the_transaction_even_where_it_is_caught(act: Any):
    job = a_job()
    insert(job)
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            act(job)
        with pytest.raises(TransactionManagementError):
            Job.objects.count()
        transaction.set_rollback(True)
    assert Job.objects.get().state == "waiting"
