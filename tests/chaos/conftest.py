"""One founded pair for all tests under faults; each test breaks a copy."""

from __future__ import annotations

import pytest

from tests.chaos import ground


@pytest.fixture(scope="session")
def made() -> ground.Template:
    """Two founded nodes."""
    return ground.founded()
