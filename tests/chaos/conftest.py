"""One founded pair for all tests under faults; each test breaks a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.chaos import ground

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ground.Template]:
    """Two founded nodes."""
    with ground.template(tmp_path_factory.mktemp("chaos") / "template") as found:
        yield found
