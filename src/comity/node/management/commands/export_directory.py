"""`comity manage export-directory FILE`: the directory of this node as a file that it signs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from comity.core.keys import node_keys
from comity.directory.editions import edition
from comity.directory.signed import sign_directory
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Write everything published into a new file, signed with the keys of this node."""

    help = "Write the published authorities and facts into a file that this node signs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, help="must not exist yet")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it; an existing file stays as it is."""
        now = utc_now()
        raw = sign_directory(edition(now), node_keys().signing_pair(now))
        try:
            with options["file"].open("xb") as out:
                out.write(raw)
        except OSError as error:
            raise CommandError(f"The file could not be written: {error}") from error
