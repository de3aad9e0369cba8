"""`comity manage export-facts FILE`: facts that were entered here, as CSV or JSON by the ending of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.directory.fact_files import export
from comity.directory.file_commands import GivingOut

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(GivingOut):
    """Write every fact that holds into a new file."""

    help = "Write the facts about treaties and States that were entered here into a CSV or JSON file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and the option."""
        super().add_arguments(parser)
        parser.add_argument("--shipped", action="store_true", help="with the facts that come with the program")

    def text(self, kind: str, options: dict[str, Any]) -> str:
        """Return the facts."""
        return export(kind, shipped=options["shipped"])
