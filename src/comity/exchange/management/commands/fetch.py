"""`comity manage fetch NODE [--we on|off] [--they on|off]`: who fetches from whom; without options, fetch now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from comity.exchange import contacts, fetching
from comity.exchange.peers import peer_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from argparse import ArgumentParser

WAYS = {"on": True, "off": False, None: None}


class Command(BaseCommand):
    """Settle which side fetches, or fetch what waits now."""

    help = "For a node that cannot be called: fetch what waits at a peer, now or regularly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("node", help="short name of the peer's node")
        parser.add_argument("--we", choices=["on", "off"], help="ask this peer every minute for what waits for us")
        parser.add_argument("--they", choices=["on", "off"], help="bring nothing to this peer: it fetches")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it and print the result as one JSON object."""
        now, peer = utc_now(), peer_of(options["node"])
        if options["we"] is None and options["they"] is None:
            found: dict[str, Any] = {"taken": fetching.fetch(peer.pk, now=now)}
        else:
            contact = contacts.settle(peer, we_fetch=WAYS[options["we"]], they_fetch=WAYS[options["they"]], now=now)
            found = {"we_fetch": contact.we_fetch, "they_fetch": contact.they_fetch}
        self.stdout.write(json.dumps(found, sort_keys=True))
