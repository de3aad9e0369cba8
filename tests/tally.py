"""A pytest plugin for the gate: counts what ran, and refuses a skip that has no allowed reason."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

WORKER = "PYTEST_XDIST_WORKER"
ALLOWED_SKIP = "the reference folder is not beside this clone"


def done(target: Path) -> Path:
    """Return the file that is there once one process of a run has nothing more to do."""
    return target.with_suffix(".done")


def pytest_sessionfinish() -> None:
    """Tell the gate that one of its processors is free."""
    if os.environ.get("COMITY_TALLY") and os.environ.get(WORKER):
        done(Path(os.environ["COMITY_TALLY"])).touch()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write collected, passed, failed, skipped and the wrong skips to the file the gate named."""
    target = os.environ.get("COMITY_TALLY")
    if not target:
        return
    stats = terminalreporter.stats
    skipped = stats.get("skipped", [])
    wrong = [report.nodeid for report in skipped if ALLOWED_SKIP not in str(report.longrepr)]
    tally = {
        "passed": len(stats.get("passed", [])),
        "failed": len(stats.get("failed", [])) + len(stats.get("error", [])),
        "skipped": len(skipped),
        "wrong_skips": wrong,
        "told": [
            value for report in stats.get("passed", []) for name, value in report.user_properties if name == "told"
        ],
        "slowest": sorted(
            ((round(report.duration, 1), report.nodeid) for report in stats.get("passed", []) if report.when == "call"),
            reverse=True,
        )[:10],
    }
    Path(target).write_text(json.dumps(tally))
