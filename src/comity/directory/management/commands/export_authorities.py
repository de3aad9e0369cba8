"""`comity manage export-authorities FILE`: what is published, as CSV or JSON by the ending of its name."""

from __future__ import annotations

from typing import Any

from comity.directory.file_commands import GivingOut
from comity.directory.files import export


class Command(GivingOut):
    """Write every published authority into a new file."""

    help = "Write the published authorities into a CSV or JSON file."

    def text(self, kind: str, options: dict[str, Any]) -> str:
        """Return the authorities."""
        del options
        return export(kind)
