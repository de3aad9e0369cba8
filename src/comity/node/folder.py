"""What the folder of a node says before anything of the node is loaded: its file, and what kind of node it is."""

from __future__ import annotations

from enum import StrEnum

NODE_FILE = "node.json"


class NodeRole(StrEnum):
    """What the authority that runs this node is."""

    CENTRAL_AUTHORITY = "central_authority"
    ANTI_CORRUPTION_AUTHORITY = "anti_corruption_authority"
    HUB = "hub"  # no authority: a secretariat, which runs the key directory
