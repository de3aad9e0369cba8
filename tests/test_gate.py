"""The gate begins the next part of a run when a processor is free, and counts what each part says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests import tally
from tests.gate import Gate

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_command_is_looked_at_while_it_runs_and_a_failing_one_is_named() -> None:
    gate, looks = Gate(), list[int]()
    assert gate.step("sleeping", sys.executable, "-c", "import time; time.sleep(1)", look=lambda: looks.append(1))
    assert looks
    assert not gate.step("failing", sys.executable, "-c", "raise SystemExit(3)")
    assert gate.failures == ["failing"]


def test_one_of_two_processes_that_has_nothing_more_to_do_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "tally.json"
    monkeypatch.setenv("COMITY_TALLY", str(target))
    monkeypatch.delenv(tally.WORKER, raising=False)
    tally.pytest_sessionfinish()
    assert not tally.done(target).exists()
    monkeypatch.setenv(tally.WORKER, "gw1")
    tally.pytest_sessionfinish()
    assert tally.done(target).exists()
