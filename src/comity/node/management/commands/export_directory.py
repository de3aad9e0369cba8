"""`comity manage export-directory FILE`: the directory of this node as a file that it signs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from comity.core.keys import node_keys
from comity.directory import fact_files, files, queries
from comity.directory.signed import SignedDirectory, sign_directory
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
        directory = SignedDirectory(
            settings.NODE.node_id,
            settings.NODE.state,
            now,
            tuple(files.row_of(entry) for entry in queries.current_entries()),
            tuple(fact_files.rows()),
        )
        raw = sign_directory(directory, node_keys().signing_pair(now))
        try:
            with options["file"].open("xb") as out:
                out.write(raw)
        except OSError as error:
            raise CommandError(f"The file could not be written: {error}") from error
