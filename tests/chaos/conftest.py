"""One founded pair for all tests under faults; each test breaks a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.chaos import ground
from tests.chaos.processes import Member

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def made() -> Iterator[ground.Template]:
    """Two founded nodes."""
    yield ground.founded()
    for member in Member.loaded.values():
        member.close()
