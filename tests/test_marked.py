"""Every test that drives processes is in a run: its file is found by its mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import marked

ROOT = Path(__file__).resolve().parent.parent


def test_files_with_marks_are_found_and_those_of_the_hub_are_not() -> None:
    found = marked.files(ROOT)
    assert {"tests/chaos/test_kills.py", "tests/e2e/test_journey.py", "tests/cli/test_node_life.py"} <= {*found}
    assert not any(file.startswith(("tests/hub/", "tests/law/")) for file in found)


def test_mark_from_elsewhere_is_refused(request: pytest.FixtureRequest) -> None:
    marked.pytest_collection_modifyitems([request.node])
    request.node.add_marker(marked.MARKS[0])
    with pytest.raises(pytest.UsageError, match="needs its mark in its own file"):
        marked.pytest_collection_modifyitems([request.node])
