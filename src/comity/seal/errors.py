"""What `comity.seal` raises when it refuses something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from comity.kernel.errors import ComityError, KernelError


class SealError(ComityError):
    """Something sealed, signed or chained is not what it must be. Bad input can raise nothing else."""


# What the kernel's parsers call a fault, and what a peer is told.
_OF_KERNEL = {"E_SIZE": "E_SIZE", "E_SYNTAX": "E_SYNTAX", "E_DIGEST": "E_DIGEST"}


@contextmanager
def refusing() -> Iterator[None]:
    """Turn a refusal of the kernel's parsers into SealError; what has no code of its own is `E_SYNTAX`."""
    try:
        yield
    except KernelError as error:
        raise SealError(_OF_KERNEL.get(error.code, "E_SYNTAX"), error.detail, **error.params) from None
