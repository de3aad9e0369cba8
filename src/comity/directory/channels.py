"""The decision tree that this node asks: its own file where it has one, else that of its hub, else what ships."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from comity.directory.models import HubTree
from comity.directory.trees.words import FROM, Source
from comity.law.channels import read_tree, shipped_tree
from comity.law.errors import RuleViolation

if TYPE_CHECKING:
    from comity.kernel.languages import Text
    from comity.law.channels import Tree

_READ = 8  # trees that are kept as they were read


@dataclass(frozen=True, slots=True)
class AskedTree:
    """A decision tree and where it comes from."""

    tree: Tree
    source: Source

    @property
    def origin(self) -> Text:
        """Where it comes from, in words."""
        return FROM[self.source]


def known_tree() -> AskedTree:
    """Return the tree that is asked here.

    Steps: 1 the setting `channel_tree`, which was checked when the node started; 2 that of the hub looked at last with
    success, which was checked when it was taken: what no longer passes, after a change of the program, is left out; 3
    what ships.
    """
    own: str = settings.NODE.channel_tree
    if own:
        return AskedTree(_read(own), Source.FILE)
    of_hub = hub_tree()
    if of_hub is not None:
        try:
            return AskedTree(_read(of_hub.text), Source.HUB)
        except RuleViolation:
            pass
    return AskedTree(shipped_tree(), Source.SHIPPED)


def hub_tree() -> HubTree | None:
    """Return the tree that was taken from the hub that was looked at last with success."""
    return HubTree.objects.filter(good_at__isnull=False).order_by("-good_at").first()


def hub_tree_of(hub: str) -> HubTree | None:
    """Return what is known of the tree of a hub, by its root's fingerprint; None before it was looked at."""
    return HubTree.objects.filter(hub=hub).first()


@lru_cache(_READ)
def _read(text: str) -> Tree:
    return read_tree(text.encode())
