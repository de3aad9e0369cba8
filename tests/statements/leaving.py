"""A pytest plugin that leaves out the tests that ask nothing which others do not ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.statements.choosing import asked_by_others

if TYPE_CHECKING:
    import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is listed."""
    listed = set(asked_by_others())
    left_out = [one for one in items if one.nodeid.partition("[")[0] in listed]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [one for one in items if one.nodeid.partition("[")[0] not in listed]
