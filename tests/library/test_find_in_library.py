"""`comity library find`: one object, or lines for people; what narrows nothing is refused in words."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.library.actions import Loaded

    Load = Callable[..., Loaded]


def run(query: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("find_in_library", query, stdout=out, **options)
    return out.getvalue()


def test_one_object_tells_of_what_was_found(load: Load) -> None:
    load("report.en.txt")
    load("report.zh.txt")
    answer = json.loads(run("central authorities", json=True))
    assert list(answer) == ["total", "widened", "counts", "hits"]
    assert answer["widened"][0]["concept"] == "central-authority"
    assert {one["language"] for one in answer["hits"]} == {"en", "zh"}
    assert answer["counts"]["language"]["en"] + answer["counts"]["language"]["zh"] == answer["total"]
    for one in answer["hits"]:
        assert one["marked"]
        assert all(one["text"][start:end] for start, end in one["marked"])
    plain = json.loads(run("central authorities", json=True, plain=True))
    assert {one["language"] for one in plain["hits"]} == {"en"}
    narrowed = json.loads(run("central authorities", json=True, only=["language=zh"]))
    assert {one["language"] for one in narrowed["hits"]} == {"zh"}
    assert plain["total"] + narrowed["total"] == answer["total"]


def test_it_is_told_in_words(load: Load) -> None:
    load("report.zh.txt")
    assert "also looked for: central authority: " in run("central authority")
    assert "[中央机关]" in run("central authority")
    assert run("nothing of this", language="zh-hans").startswith("共 0 处")
    with pytest.raises(CommandError, match="narrows nothing"):
        run("x", only=["colour=red"])
    with pytest.raises(CommandError, match="无法限定"):
        run("x", only=["year"], language="zh-hans")
