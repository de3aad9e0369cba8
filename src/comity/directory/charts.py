"""Bars for the counts of the directory: how wide each is, beside its name and its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FULL = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `width` is of a hundred."""

    name: str
    count: int
    width: int


def bars(names: Sequence[str], counts: Sequence[int]) -> list[Bar]:
    """Return bars as wide as their counts, the largest at full width."""
    most = max([*counts, 1])
    return [Bar(name, count, round(count / most * FULL)) for name, count in zip(names, counts, strict=True)]
