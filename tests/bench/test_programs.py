"""The programs of `bench/` still run on the node as it is now; what they measure at these sizes says nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from typing import Any

BENCH = Path(__file__).resolve().parents[2] / "bench"


def run(program: str, target: Path, *options: str) -> Any:
    done = subprocess.run(
        [sys.executable, str(BENCH / program), *options, "--json", str(target)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(target.read_text())


@pytest.mark.timeout(600)  # two nodes are founded and some forty kinds of page asked for
@pytest.mark.processes
def test_every_page_that_is_measured_is_answered(tmp_path: Path) -> None:
    found = run("pages.py", tmp_path / "figures.json", "--small", "60", "--large", "120", "--loads", "2")
    figures = found["figures"]
    assert {one["cases"] for one in figures} == {60, 120}
    assert "case" in {one["page"] for one in figures}
    assert all(one["loads"] == 2 for one in figures)


@pytest.mark.processes
def test_search_finds_all_that_is_there_beside_two_others(tmp_path: Path) -> None:
    found = run("search.py", tmp_path / "figures.json", "--paragraphs", "1500", "--queries", "4")
    ours = {one["class"]: one for one in found["figures"] if one["engine"] == "comity"}
    assert {one["engine"] for one in found["figures"]} == {"comity", "FTS5 trigram", "tantivy ngram(1,2)"}
    assert {kind: one["recall"] for kind, one in ours.items()} == dict.fromkeys(ours, 1.0)
    assert {"English, in any form", "Spanish, in any form", "article", "State"} <= set(ours)
    assert {one["precision"] for kind, one in ours.items() if not kind.startswith("Arabic")} == {1.0}
