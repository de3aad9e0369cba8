"""Which tests stay together in one worker: those of a folder that share what is dear to make.

The plugin's own marks add a suffix to the names of tests, which pytest 9.2 no longer lets them do; every worker then
made a pair of nodes of its own, and one that looked for what a play leaves running found the other's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadGroupScheduling

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer

# One pair of nodes each; of the pair of chaos one copy runs at a time. A node that is made once for its life.
TOGETHER = ("tests/e2e/", "tests/journeys/", "tests/chaos/", "tests/cli/test_node_life.py")


class ByFolder(LoadGroupScheduling):
    """Give a folder that shares its nodes to one worker, and every other test to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFolder | None:
    """Answer for `--dist loadgroup`; anything else is the plugin's."""
    return ByFolder(config, log) if config.getvalue("dist") == "loadgroup" else None
