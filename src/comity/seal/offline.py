"""pyHanko without its clients of the network, which this project never uses.

While it is imported, `pyhanko.sign` imports the clients that fetch time stamps, certificates and lists of revocation,
and with them aiohttp, which reads all certificates of the system: a tenth of what a process of a node begins with. We
fetch time stamps ourselves (`timestamp`) and nothing else, so modules that only name these clients stand in their
place, and nothing in pyHanko can reach a network. Its tables of names, and those of asn1crypto that it adds to, are
the same in every process, which they would not be if pyHanko were loaded late.
"""

from __future__ import annotations

import sys
from types import ModuleType

CLIENTS = {
    "pyhanko.sign.timestamps.aiohttp_client": "HTTPTimeStamper",
    "pyhanko_certvalidator.fetchers.aiohttp_fetchers": "AIOHttpFetcherBackend",
}


class NoClient:
    """Stands where a client of the network would; it cannot be made."""

    def __init__(self, *_given: object, **_named: object) -> None:
        raise NotImplementedError("comity.seal.offline leaves out what pyHanko would fetch with")


def leave_out_clients() -> None:
    """Put `NoClient` where pyHanko looks for its clients. Where pyHanko was loaded before, all stays as it is."""
    for module, client in CLIENTS.items():
        named = ModuleType(module, "Left out by comity.seal.offline.")
        named.__dict__[client] = NoClient
        sys.modules.setdefault(module, named)
