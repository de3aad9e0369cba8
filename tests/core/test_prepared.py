"""Queries whose SQL is written once answer as Django's own, whatever the values, and lock as they say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from tests.builders.keys import NOW

from comity.core.files.models import FilePart, StoredFile
from comity.core.jobs.models import Job
from comity.core.prepared import Prepared
from comity.kernel.ids import new_id

NAMED = Prepared(lambda name: Job.objects.filter(name=name).order_by("not_before"))
PARTS = Prepared(lambda file: FilePart.objects.filter(file=file).select_related("file"))


def a_job(name: str, **values: Any) -> Job:
    return Job.objects.create(**{"name": name, "not_before": NOW, "created_at": NOW} | values)


def a_part(blob: str = "b") -> FilePart:
    file = StoredFile.objects.create(purpose="p", name="n", media_type="m", created_at=NOW, touched_at=NOW)
    return FilePart.objects.create(file=file, offset=0, size=3, blob=blob, head="h")


@pytest.mark.django_db
def test_rows_are_those_that_django_would_return_whole():
    a_job("a", payload={"one": [1, "二"]}, not_before=NOW + timedelta(seconds=1))
    a_job("a", lease_until=NOW, attempts=2)
    a_job("b")
    for name in ("a", "b", "none"):
        found, wanted = NAMED.all(name=name), list(Job.objects.filter(name=name).order_by("not_before"))
        assert found == wanted
        assert [vars(one) | {"_state": 0} for one in found] == [vars(one) | {"_state": 0} for one in wanted]
        assert not any(one._state.adding for one in found)


@pytest.mark.django_db
def test_values_of_every_kind_find_what_they_are():
    job = a_job("a", lease="é", lease_until=NOW)
    found = Prepared(
        lambda pk, until, lease, attempts: Job.objects.filter(
            pk=pk, lease_until__lte=until, lease=lease, attempts__gte=attempts
        ).values_list("pk", "lease_until")
    )
    values = {"pk": job.pk, "until": NOW, "lease": "é", "attempts": 0}
    assert found.all(**values) == [(job.pk, NOW)]
    others = {"pk": new_id(), "until": NOW - timedelta(milliseconds=1), "lease": "e", "attempts": 1}
    for name, other in others.items():
        assert found.all(**values | {name: other}) == [], name


@pytest.mark.django_db
def test_what_is_always_the_same_keeps_its_place_beside_the_values():
    waiting, running = a_job("a"), a_job("a", state="running")
    states = Prepared(
        lambda name, state: Job.objects.filter(state="waiting", name=name).exclude(pk=state).values_list("state")[:3]
    )
    assert states.all(name="a", state=running.pk) == [("waiting",)]
    assert states.all(name="a", state=waiting.pk) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [list, tuple])
def test_a_list_finds_what_equals_one_of_its_values_however_many(kind: type[Any]):
    jobs = [a_job("a" if number % 2 else "b") for number in range(9)]
    part, other = a_part(), a_part("c")
    some = Prepared(
        lambda pk, names, state: (
            Job.objects.filter(state=state, pk__in=pk, name__in=names).order_by("pk").values_list("pk")
        )
    )
    for many in range(1, 10):
        wanted = sorted(one.pk for one in jobs[:many] if one.name == "a")
        found = some.all(pk=kind(one.pk for one in jobs[:many]), names=kind("ac"), state="waiting")
        assert found == [(one,) for one in wanted], many
    assert some.all(pk=kind([jobs[1].pk]), names=kind("a"), state="running") == []
    parts = Prepared(lambda files: FilePart.objects.filter(file__in=files).order_by("pk"))
    assert parts.all(files=kind([part.file_id, other.file_id, new_id()])) == sorted([part, other], key=lambda p: p.pk)
    assert parts.all(files=kind([new_id()])) == []


@pytest.mark.django_db
def test_lists_of_like_length_share_a_statement():
    asked = []
    names = Prepared(lambda names: asked.append(names) or Job.objects.filter(name__in=names))
    for many in (1, 2, 3, 4, 5, 8, 7, 1, 3):
        assert names.all(names=["none"] * many) == []
    assert len(asked) == 4  # for one, two, four and eight places


@pytest.mark.django_db
def test_objects_bring_those_they_refer_to():
    part = a_part()
    with CaptureQueriesContext(connection) as asked:
        found = PARTS.get(file=part.file_id)
        assert (found, found.file, found.file.created_at) == (part, part.file, NOW)
    assert len(asked) == 1


@pytest.mark.django_db
def test_only_some_columns_leave_the_others_for_later():
    job = a_job("a", error="e")
    found = Prepared(lambda name: Job.objects.filter(name=name).only("name")).get(name="a")
    assert (found.get_deferred_fields() >= {"error", "state"}, found.pk, found.error) == (True, job.pk, "e")


@pytest.mark.django_db
def test_none_is_none_and_one_that_must_be_there_is_missed():
    assert NAMED.first(name="none") is None
    with pytest.raises(ObjectDoesNotExist):
        NAMED.get(name="none")


@pytest.mark.django_db
def test_the_database_is_asked_when_the_first_row_is_wanted():
    a_job("a")
    with CaptureQueriesContext(connection) as asked:
        rows = NAMED.each(name="a")
        assert len(asked) == 0
        assert next(rows).name == "a"
    assert len(asked) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{}, {"name": "a", "other": 1}, {"other": 1}, {"name": None}, {"name": []}, {"name": ()}]
)
def test_values_that_have_no_place_are_refused(values: dict[str, Any]):
    with pytest.raises(TypeError):
        NAMED.all(**values)


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused_where_the_database_has_locks():
    job = a_job("a")
    locked = Prepared(lambda pk: Job.objects.select_for_update().filter(pk=pk))
    with transaction.atomic():
        assert locked.get(pk=job.pk) == job
    if connection.features.has_select_for_update:
        with pytest.raises(TransactionManagementError):
            locked.get(pk=job.pk)
    else:
        assert locked.get(pk=job.pk) == job
