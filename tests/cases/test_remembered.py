"""What is remembered of a builder is what it did, and only where it would do the same again."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.utils import translation
from tests.builders import remembered, run
from tests.builders.cases import NOW, Cast, a_cast, a_draft, a_peer, a_sent
from tests.builders.people import an_officer

from comity.core.files.models import StoredFile
from comity.core.files.reader import read_file
from comity.core.keys import data_folder
from comity.core.officers.models import Officer
from comity.exchange.models import Peer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from comity.cases.models import Case

PDF = 4 << 20


@contextmanager
def taken_back() -> Iterator[None]:
    """Take everything back at the end, as at the end of a test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything() -> Counter[tuple[str, str]]:
    """Return every row of every table."""
    rows: Counter[tuple[str, str]] = Counter()
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names of ours)
            rows.update((table, repr(row)) for row in cursor.fetchall())
    return rows


def a_world() -> tuple[Cast, Case]:
    """Build a request that was sent, from nothing."""
    a_peer("xb")
    cast = a_cast()
    return cast, a_sent(cast)


def test_a_world_built_again_is_the_same_in_every_row_and_file(node: Path) -> None:
    """A request made anew has another id: the same rows are those that were remembered."""
    del node
    with taken_back():
        _cast, first = a_world()
        rows = everything()
        files = {one.pk: read_file(one, limit=PDF) for one in StoredFile.objects.all()}
    for one in (data_folder() / "files").rglob("*"):
        if one.is_file():
            one.unlink()
    assert not Officer.objects.exists()
    cast, again = a_world()
    assert everything() == rows
    assert again == first
    assert again is not first
    assert {one.pk: read_file(one, limit=PDF) for one in StoredFile.objects.all()} == files
    assert files
    assert {officer.name for officer in cast.officers.values()} == set(Officer.objects.values_list("name", flat=True))


def test_what_another_process_of_the_run_built_is_the_same_in_every_row(node: Path) -> None:
    """A process that remembers nothing itself has what was kept.

    On a ground that no other process has: where two record at once, what is kept may be the other's.
    """
    del node
    with taken_back():
        an_officer(f"of-{os.getpid()}")
        _cast, first = a_world()
        rows = everything()
    remembered._calls.clear()
    an_officer(f"of-{os.getpid()}")
    _cast, again = a_world()
    assert everything() == rows
    assert again == first


def test_what_two_processes_build_at_once_is_what_the_first_kept(node: Path) -> None:
    del node
    with taken_back():
        first = a_peer("xb")
    assert not any(run.keep(key, b"what the second built") for key in remembered._calls)
    remembered._calls.clear()
    assert a_peer("xb") == first


def test_counters_begin_anew_whatever_numbers_were_given_before(node: Path) -> None:
    """A test that commits empties its tables at the end, and their counters go on."""
    del node
    officer = Officer.objects.create(login="gone", name="Gone", created=NOW)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={})
    officer.delete()
    a_cast()
    assert min(Authenticator.objects.values_list("pk", flat=True)) == 1


def test_what_a_test_changed_before_is_built_upon(cast: Cast) -> None:
    with taken_back():
        first = a_draft(cast)
    with taken_back():
        Officer.objects.filter(pk=cast.drafter.officer_id).update(name="Dora Drafter")
        assert a_draft(cast) != first


def test_what_a_test_took_back_leaves_no_trace(node: Path) -> None:
    del node
    a_peer("xb")
    cast = a_cast()
    ground = remembered._ground[0]
    before = ground.digest()
    with taken_back():
        Officer.objects.filter(pk=cast.drafter.officer_id).update(name="Dora Drafter")
        assert ground.digest() != before
    assert ground.digest() == before
    assert ground.holds() == (connection.vendor == "sqlite")


def test_what_was_taken_back_to_before_it_began_is_built_anew(node: Path) -> None:
    del node
    before = transaction.savepoint()
    a_peer("xb")
    transaction.savepoint_rollback(before)
    assert not remembered._ground[0].holds()
    assert a_peer("xb").pk in set(Peer.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("what", ["argument", "language", "setting"])
def test_another_argument_language_or_setting_is_another_call(cast: Cast, settings: SettingsWrapper, what: str) -> None:
    with taken_back():
        first = a_draft(cast)
    if what == "setting":
        settings.NODE = settings.NODE.model_copy(update={"smtp_user": "node"})
    with taken_back(), translation.override("zh-hans" if what == "language" else "en"):
        assert a_draft(cast, at=NOW + timedelta(days=what == "argument")) != first


@pytest.mark.django_db(transaction=True)
def test_where_a_test_commits_nothing_is_remembered() -> None:
    first = a_peer("xb")
    first.delete()
    assert a_peer("xb") != first


def test_a_value_without_a_plain_meaning_is_never_the_same() -> None:
    with pytest.raises(remembered.UntoldError):
        remembered._told(object())


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, "1"), ({"a": 1}, {"a": 2}), ([1, [2]], [[1], 2]), ({1, 2}, {1, 3}), (memoryview(b"a"), memoryview(b"b"))],
)
def test_different_values_are_told_apart(one: object, other: object) -> None:
    assert repr(remembered._told(one)) != repr(remembered._told(other))
    assert repr(remembered._told(one)) == repr(remembered._told(one))
