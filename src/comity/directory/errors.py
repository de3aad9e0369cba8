"""What can be wrong with an act on the directory."""

from __future__ import annotations

from comity.kernel.errors import ComityError


class DirectoryError(ComityError):
    """`E_ENTRY`: nothing waits, something waits already, or the entry contradicts itself; `E_FACT`: cells of a fact."""
