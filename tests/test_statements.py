"""Which tests PostgreSQL is asked with in every run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import hypothesis.strategies as st
import pytest
from django.db import connection
from hypothesis import given

from comity.core.jobs.models import Job
from comity.core.jobs.worker import work_once
from comity.kernel.clock import utc_now
from tests.statements.choosing import Asked, chosen, in_short, recorded
from tests.statements.leaving import commits
from tests.statements.recording import Recorder, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KINDS = st.frozensets(st.sampled_from("abcdefgh"), min_size=1)


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=3), st.tuples(st.floats(0, 100), KINDS), max_size=9))
def test_whatever_is_asked_is_asked_by_those_chosen(tests: dict[str, Asked]) -> None:
    names = chosen(tests)
    assert frozenset().union(*(tests[name][1] for name in names)) == frozenset().union(
        *(kinds for _, kinds in tests.values())
    )


def test_what_is_cheap_and_asks_much_is_chosen() -> None:
    tests = {"long": (9.0, frozenset("abc")), "short": (0.1, frozenset("abc")), "own": (5.0, frozenset("d"))}
    assert chosen(tests) == {"short", "own"}


def test_what_others_ask_that_came_later_is_given_up() -> None:
    tests = {"first": (1.0, frozenset("abcd")), "ab": (0.9, frozenset("abe")), "cd": (0.9, frozenset("cdf"))}
    assert chosen(tests) == {"ab", "cd"}


def test_a_test_that_is_needed_with_none_of_its_parameters_is_listed_once() -> None:
    assert in_short({"a[1]", "a[2]", "b[1]", "c"}, {"b[2]"}) == ["a", "b[1]", "c"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('SELECT "id" FROM "t" WHERE "id" IN (%s, %s, %s)', 'SELECT "id" FROM "t" WHERE "id" IN (%s)'),
        ('INSERT INTO "t" VALUES (%s, %s), (%s, %s)', 'INSERT INTO "t" VALUES (%s, %s)'),
        ('SAVEPOINT "s140_x1"', 'SAVEPOINT "s7_x22"'),
        ("SELECT 1 AS a LIMIT 1", "SELECT 1 AS a LIMIT 21"),
        ("SELECT 'en'", "SELECT 'zh-hans'"),
    ],
)
def test_values_make_no_other_kind(one: str, other: str) -> None:
    assert kind_of(one) == kind_of(other)


def test_another_table_or_order_is_another_kind() -> None:
    asked = ['"t" ORDER BY "a"', '"t" ORDER BY "b"', '"u" ORDER BY "a"']
    assert len({kind_of(one) for one in asked}) == 3


def passing_by(execute: Callable[..., Any], *asked: object) -> Any:
    """Stand around a statement, as tests do that count them."""
    return execute(*asked)


@pytest.mark.django_db
def test_what_our_code_asks_is_heard_and_what_a_test_asks_is_not() -> None:
    recorder = Recorder()
    recorder.running = "test"
    by = connection.execute_wrapper
    with by(passing_by), by(recorder.note), by(passing_by):
        assert Job.objects.count() == 0
        assert not recorder.asked
        assert not work_once(utc_now())
    assert any('FROM "core_job"' in one for one in recorder.asked["test"])


def test_what_two_processes_heard_is_put_together(tmp_path: Path) -> None:
    (tmp_path / "gw0.json").write_text(json.dumps({"test": [1.0, ["a"]]}))
    (tmp_path / "gw1.json").write_text(json.dumps({"test": [2.0, ["b"]]}))
    assert recorded(tmp_path) == {"test": (3.0, frozenset("ab"))}


def test_what_commits_is_asked_whatever_is_listed(request: pytest.FixtureRequest) -> None:
    alone, beside = (pytest.mark.django_db(transaction=commit) for commit in (False, True))
    node = request.node
    assert not commits(node)
    node.add_marker(alone)
    assert not commits(node)
    node.add_marker(beside, append=False)
    assert commits(node)
