"""`comity manage media write NODE FOLDER` and `comity manage media read FOLDER`: messages on a disk or stick."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from comity.exchange.media import read_bag, write_bag
from comity.exchange.peers import peer_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Write what waits for a peer into a new folder, or take in a folder that a peer wrote."""

    help = "Messages on offline media: write what waits for a peer, or read what a peer wrote."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        write = acts.add_parser("write", help="write what waits for a node into a new folder")
        write.add_argument("node", help="short name of the peer's node")
        write.add_argument("folder", type=Path)
        read = acts.add_parser("read", help="take in a folder that a peer wrote")
        read.add_argument("folder", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it and print counts as one JSON object, with the codes of what was refused."""
        now, folder = utc_now(), options["folder"]
        done = write_bag(peer_of(options["node"]), folder, now=now) if options["act"] == "write" else None
        moved = done or read_bag(folder, now=now)
        found = {"messages": moved.messages, "receipts": moved.receipts, "refused": moved.refused}
        self.stdout.write(json.dumps(found, sort_keys=True))
