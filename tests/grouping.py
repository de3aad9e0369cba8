"""Which tests stay together in one worker, and which begin: those that share what is dear to make, and the longest.

The plugin's own marks add a suffix to the names of tests, which pytest 9.2 no longer lets them do; every worker then
made a pair of nodes of its own, and one that looked for what a play leaves running found the other's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadGroupScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer

# One pair of nodes each; of the pair of chaos one copy runs at a time. A node that is made once for its life.
TOGETHER = ("tests/e2e/", "tests/journeys/", "tests/chaos/", "tests/cli/test_node_life.py")
APART = "tests/standing_tables/"  # tables of all pages: one test takes as long as a folder of others
LONG = {"chaos", "processes", "browser"}  # marks of what runs for minutes


class ByFolder(LoadGroupScheduling):
    """Give a folder that shares its nodes to one worker, as a file; a table of all pages to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(APART):
            return nodeid
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker waits at the end for the other; `trylast`: after the shuffle."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.nodeid.startswith(TOGETHER):
        return 0
    if any(mark.name in LONG for mark in item.iter_markers()):
        return 1
    return 2 if item.nodeid.startswith(APART) else 3


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFolder | None:
    """Answer for `--dist loadgroup`; anything else is the plugin's."""
    return ByFolder(config, log) if config.getvalue("dist") == "loadgroup" else None
