"""What a request must contain (UNCAC art. 46(14) to (16), (20), (24), and practice), and the check of it."""

from __future__ import annotations

from comity.law.contents.engine import (
    Completeness,
    Finding,
    Level,
    blocking,
    check,
    completeness,
    items_to_ask,
    level_of,
    missing_by_section,
)
from comity.law.contents.items import ITEMS, Item
from comity.law.contents.spanning import Scope

__all__ = [
    "ITEMS",
    "Completeness",
    "Finding",
    "Item",
    "Level",
    "Scope",
    "blocking",
    "check",
    "completeness",
    "items_to_ask",
    "level_of",
    "missing_by_section",
]
