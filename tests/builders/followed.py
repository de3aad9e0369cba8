"""A node that follows a key directory, for tables of pages."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from comity.exchange import directories, editions
from comity.exchange.models import ListedNode
from tests.builders.directories import ADirectory, key_file
from tests.builders.keys import NOW

if TYPE_CHECKING:
    from comity.core.actors import Actor
    from comity.exchange.models import Directory, EditionSource


def a_proposed_directory(actor: Actor) -> Directory:
    """Return a directory whose root one officer brought."""
    with tempfile.TemporaryDirectory() as folder:
        root = ADirectory(Path(folder)).found().root
    return directories.propose_directory(actor=actor, root=root, url="", now=NOW)


def a_proposed_source(actor: Actor) -> EditionSource:
    """Return a hub whose keys one officer brought."""
    return editions.propose_source(actor=actor, raw=key_file("stranger"), url="https://hub.example", now=NOW)


def a_followed_directory(first: Actor, second: Actor) -> ListedNode:
    """Let this node follow a directory that lists a node of XC, and has an alarm; return what it lists."""
    found = a_proposed_directory(first)
    directories.confirm_directory(actor=second, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)
    directories.raise_alarm(found, "E_DIRECTORY_BACK", about="", detail="", now=NOW)
    return ListedNode.objects.create(
        directory=found, node_id="stranger", state="XC", key_file=key_file("stranger", timedelta(days=1)),
        sha256="ab" * 32, listed_at=NOW,
    )  # fmt: skip
