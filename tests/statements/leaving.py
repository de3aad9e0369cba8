"""A pytest plugin that leaves out the tests that ask nothing which others do not ask.

A test that commits stays, listed or not: what two transactions do to each other is in none of their statements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.statements.choosing import asked_by_others, function_of

if TYPE_CHECKING:
    import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is listed."""
    listed = set(asked_by_others())
    left_out = [one for one in items if {one.nodeid, function_of(one.nodeid)} & listed and not commits(one)]
    config.hook.pytest_deselected(items=left_out)
    kept = set(items) - set(left_out)
    items[:] = [one for one in items if one in kept]


def commits(item: pytest.Item) -> bool:
    """Say whether a test writes for other transactions to see."""
    mark = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or (mark is not None and bool(mark.kwargs.get("transaction")))
