"""What can go wrong with backups, by code."""

from __future__ import annotations

from comity.kernel.errors import ComityError


class BackupError(ComityError):
    """A backup cannot be made, proved or restored.

    Codes: `E_RECOVERY_WORDS` (not the words of a recovery paper), `E_BACKUP_DAMAGED` (it does not agree with its own
    manifest), `E_BACKUP_INCOMPLETE` (a file that the database needs is not in it), `E_NOT_EMPTY` (the folder or the
    database to restore into), `E_NO_RECIPIENT` (this node has no recovery key), `E_DATABASE_TOOL`.
    """
