"""A pytest plugin for the second database: leaves out each test that reaches none, which cannot answer otherwise there.

pytest-django lets only a test that asks for the database reach it; a test with processes of its own has a ground for
them, whose database is of the kind of the run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ASKING = {"db", "transactional_db", "live_server", "ground", "grounds"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what reaches no database."""
    reaching = [one for one in items if reaches_database(one)]
    config.hook.pytest_deselected(items=[one for one in items if not reaches_database(one)])
    items[:] = reaching


def reaches_database(item: pytest.Item) -> bool:
    """Say whether a test may ask a database anything."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & ASKING)
