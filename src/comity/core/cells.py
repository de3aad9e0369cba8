"""Cells of tables that go out to spreadsheets: none of them is ever taken for a formula."""

from __future__ import annotations

from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(cell: object) -> str:
    """Return a value as a cell; one that a spreadsheet would run begins with an apostrophe."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
