"""What `comity doctor` looks at in the decision tree that is taken from the hub."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from comity.core.doctor.lights import Colour, Light, probe
from comity.directory.channels import hub_tree_of
from comity.directory.trees.taking import SILENCE
from comity.directory.trees.words import words_for
from comity.exchange import directories
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from datetime import datetime

NAME: Final = "exchange.channel-tree"
PAGE: Final = "exchange:directory"
LATE: Final = timedelta(days=1)
ALONE: Final = frozenset({"E_TREE_AWAY", "E_TREE_FROZEN"})  # what may pass by itself
_NONE: Final = Text("No decision tree of channels is taken from a hub.", "未从中心节点获取渠道决策树。")


@probe(NAME)
def tree(now: datetime) -> Light:
    """Look whether the hub's tree was verified: amber where it cannot be used or a day is over, red after a lie."""
    directory = directories.followed()
    held = hub_tree_of(directory.fingerprint) if directory is not None else None
    if held is None or held.trouble == "E_TREE_NONE":
        return Light(NAME, Colour.GREEN, _NONE, page=PAGE)
    lately = held.good_at is not None and held.good_at >= now - LATE
    if not held.trouble or (lately and held.trouble in ALONE):
        told = Text(
            f"The hub's decision tree of channels was verified: version {held.version}.",
            f"中心节点的渠道决策树已通过核验：版本 {held.version}。",
        )
        return Light(NAME, Colour.GREEN, told, page=PAGE)
    colour = Colour.AMBER if held.trouble in SILENCE else Colour.RED
    return Light(NAME, colour, *words_for(held.trouble, held.reason), page=PAGE)
