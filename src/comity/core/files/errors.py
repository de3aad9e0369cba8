"""What can go wrong with stored files, by code."""

from __future__ import annotations

from comity.kernel.errors import ComityError


class FileError(ComityError):
    """A file cannot be taken, or is not what it must be.

    Codes: `E_PART` (a part does not fit), `E_FILE_STATE` (finished, or not finished yet), `E_FILE_SIZE` (too large, or
    not the announced size), `E_FILE_DAMAGED` (what lies on the disk is not what was put there), `E_BLOB_KEY`.
    """


class StoreError(FileError):
    """The store could not keep or return bytes: code `E_STORE`. Nothing was taken; trying again may succeed.

    Attributes:
        reason: the operating system's name for the cause, such as `ENOSPC` or `EIO`.
    """

    permanent = False

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__("E_STORE", detail, reason=reason)
        self.reason = reason
