"""What is left out of every run is named rightly, or the gate says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import tiers

ROOT = Path(__file__).resolve().parent.parent


def test_every_name_is_there() -> None:
    assert tiers.lost(ROOT) == []


@pytest.mark.parametrize("name", ["tests/none.py", "tests/test_tiers.py::test_none", "tests/test_tiers.py::test_every"])
def test_a_name_that_is_not_there_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tiers.LATER, name, "a reason")
    assert tiers.lost(ROOT) == [f"{name} is left out of a run, and is not there"]


def test_a_file_is_ignored_and_a_test_deselected() -> None:
    assert tiers.without({"tests/a.py": "", "tests/b.py::test_c": ""}) == [
        "--ignore=tests/a.py",
        "--deselect=tests/b.py::test_c",
    ]
