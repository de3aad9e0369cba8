"""What can go wrong in the exchange, by code. The sentence for each stands in `comity.wire.refusals`."""

from __future__ import annotations

from comity.kernel.errors import ComityError


class ExchangeError(ComityError):
    """A step of the exchange that cannot be made.

    Codes told to peers: `E_PEER`, `E_TICKET`, `E_RANGE`, `E_UNKNOWN`, `E_INCOMPLETE`, `E_QUOTA`, `E_METHOD`,
    `E_LENGTH`, `E_REPEATED`, `E_SIZE`, `E_DIGEST`, `E_CHAIN`, `E_ID_REUSED`.
    Codes of our own side: `E_ADDRESS`, `E_NETWORK`.
    """

    receipt: str = ""  # a signed rejection that goes with the refusal
