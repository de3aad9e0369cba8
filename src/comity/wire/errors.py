"""Errors of the wire: what we refuse, and what a peer refused us."""

from __future__ import annotations

from comity.kernel.errors import ComityError


class WireError(ComityError):
    """A message is not what its kind demands. Codes: `E_MESSAGE`, `E_KIND`, `E_CANONICAL`, `E_SIZE`, `E_SYNTAX`."""


class Refused(ComityError):  # noqa: N818 (it is an answer, not a fault)
    """A peer answered one of our calls with a coded refusal; `permanent` says whether trying again can help."""

    def __init__(self, code: str, detail: str = "", *, permanent: bool, status: int) -> None:
        super().__init__(code, detail, permanent=permanent)
        self.status = status
