"""Which tests stay together in one worker: those of a folder that share what is dear to make; and what begins first.

The plugin's own marks add a suffix to the names of tests, which pytest 9.2 no longer lets them do; every worker then
made a pair of nodes of its own, and one that looked for what a play leaves running found the other's.

What takes long begins first: with the order left to chance one worker waited a sixth of the time for the other's last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadGroupScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer

# One pair of nodes each; of the pair of chaos one copy runs at a time. A node made once for its life. One browser.
TOGETHER = (
    "tests/chaos/", "tests/e2e/", "tests/journeys/", "tests/cli/test_node_life.py",
    "tests/standing_tables/test_faults.py",
)  # fmt: skip
AXE = "tests/standing_tables/test_axe.py::test_no_page_has_a_serious_fault_under_axe_or_is_too_wide"
# A worker takes its next test when it begins one: something shorter stands before the last of those that take long.
FIRST = (*TOGETHER, f"{AXE}[en]", f"{AXE}[zh-hans]", "tests/core/files/test_upload_browser.py", AXE)


class ByFolder(LoadGroupScheduling):
    """Give a folder that shares its nodes to one worker, and every other test to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFolder | None:
    """Answer for `--dist loadgroup`; anything else is the plugin's."""
    if config.getvalue("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False  # not by how many tests a folder has
    return ByFolder(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes long; within a folder and after it the order stays that of the run's seed."""
    items.sort(key=lambda item: next((n for n, begin in enumerate(FIRST) if item.nodeid.startswith(begin)), len(FIRST)))
