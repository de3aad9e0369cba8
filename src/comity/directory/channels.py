"""The decision tree that this node asks: the one that ships, or that of its secretariat."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from comity.law.channels import read_tree, shipped_tree

if TYPE_CHECKING:
    from comity.law.channels import Tree


def known_tree() -> Tree:
    """Return the tree of the setting `channel_tree`, which was checked when the node started; else what ships."""
    given: str = settings.NODE.channel_tree
    return _read(given) if given else shipped_tree()


@cache
def _read(text: str) -> Tree:
    return read_tree(text.encode())
