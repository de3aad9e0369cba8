"""Crash points end the process where they say, and only when they are asked to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from comity.exchange.crash import AFTER, POINTS, STATUS, VARIABLE, crash_point

SOURCE = Path(__file__).parents[2] / "src" / "comity" / "exchange"


def test_every_point_stands_in_the_code_once():
    text = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py") if path.name != "crash.py")
    assert [(name, text.count(f'crash_point("{name}")')) for name in POINTS] == [(name, 1) for name in POINTS]


def test_an_unknown_point_is_a_mistake():
    with pytest.raises(ValueError, match="no crash point"):
        crash_point("nowhere")


def test_without_the_variable_nothing_happens(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    crash_point(POINTS[0])
    monkeypatch.setenv(VARIABLE, POINTS[1])
    crash_point(POINTS[0])


@pytest.mark.parametrize("after", [0, 2])
def test_a_process_ends_there(after: int):
    loop = f"for i in range(5): print(i, flush=True); crash_point({POINTS[0]!r})"
    code = f"from comity.exchange.crash import crash_point\n{loop}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, VARIABLE: POINTS[0], AFTER: str(after)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == STATUS
    assert done.stdout.split() == [str(i) for i in range(after + 1)]
