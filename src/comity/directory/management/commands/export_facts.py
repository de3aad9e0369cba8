"""`comity manage export-facts FILE`: facts that were entered here, as CSV or JSON by the ending of its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from comity.directory.fact_files import export

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Write every fact that holds into a new file."""

    help = "Write the facts about treaties and States that were entered here into a CSV or JSON file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and the option."""
        parser.add_argument("file", type=Path, help="ends with .csv or .json; must not exist yet")
        parser.add_argument("--shipped", action="store_true", help="with the facts that come with the program")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it; an existing file stays as it is."""
        file: Path = options["file"]
        kind = file.suffix.removeprefix(".").lower()
        if kind not in {"csv", "json"}:
            raise CommandError("The name of the file must end with .csv or .json.")
        try:
            with file.open("x", encoding="utf-8", newline="") as out:
                out.write(export(kind, shipped=options["shipped"]))
        except OSError as error:
            raise CommandError(f"The file could not be written: {error}") from error
