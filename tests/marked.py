"""The files with tests that drive real processes, faults or browsers: a run of those collects no others.

To collect all four hundred files and leave out nearly all of them took each worker four seconds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MARKS = ("browser", "chaos", "processes")
MARK = re.compile(rf"\bmark\.(?:{'|'.join(MARKS)})\b")


def files(root: Path) -> list[str]:
    """Return the test files of a node in which a mark stands."""
    tests = sorted((root / "tests").rglob("test_*.py"))
    return [str(path.relative_to(root)) for path in tests if path.parent.name != "hub" and has_mark(path)]


def has_mark(path: Path) -> bool:
    """Say whether one of the marks stands in a file."""
    return MARK.search(path.read_text()) is not None


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Refuse a test that has its mark from elsewhere than its own file: no run would have it."""
    for item in items:
        if any(item.get_closest_marker(mark) for mark in MARKS) and not has_mark(item.path):
            raise pytest.UsageError(f"{item.nodeid} needs its mark in its own file, where tests/marked.py looks")
