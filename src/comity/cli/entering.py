"""Entering a node from the command line: its folder becomes that of this process, and Django is loaded.

Apart from the commands that run a node, so that those which only ask something load no server.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.answers import CommandError, Exit
from comity.cli.loading import loading
from comity.kernel.languages import Text
from comity.node.folder import NODE_FILE, NodeRole

NOT_A_NODE = Text(
    en="{path} holds no node. Make one with: comity init --data {path} …",
    zh="{path} 中没有节点。请先运行：comity init --data {path} …",
)
Data = Annotated[Path, typer.Option("--data", envvar="COMITY_DATA", help="The node's folder.")]


def stand_in(data: Path, *, new: bool = False) -> None:
    """Make `data` the node of this process and of its children, without loading it.

    Raises:
        CommandError: when it holds no node, unless a `new` one is to be made there.
    """
    if not new and not (data / "node.json").is_file():
        raise CommandError("E_NODE", NOT_A_NODE, Exit.CANNOT_HERE, path=str(data))
    os.environ["COMITY_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"comity.{'hub' if _is_hub(data) else 'node'}.settings")


def _is_hub(data: Path) -> bool:
    """Say whether the folder is that of a hub, as `init` wrote it down."""
    file = data / NODE_FILE
    return file.is_file() and json.loads(file.read_text("utf-8")).get("role") == NodeRole.HUB


def enter(data: Path, *, new: bool = False) -> None:
    """Make `data` the node of this process and load Django; raises as `stand_in` does."""
    stand_in(data, new=new)
    with loading():
        import django  # noqa: PLC0415 (settings are read at import, after the folder is known)

        django.setup()
