"""Fetching a key directory: from its address, with the same care as from a peer, or from a folder."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import urllib3
from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient import FetcherInterface

from comity.exchange import settings
from comity.exchange.addresses import address_of
from comity.exchange.client import pool_of
from comity.exchange.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from comity.exchange.addresses import Address

OK: Final = 200
BLOCK: Final = 64 * 1024
PATIENCE: Final = 60.0  # seconds for one file, however it trickles


class DirectoryFetcher(FetcherInterface):
    """Fetches files below one address, resolved once; no redirect, no endless answer."""

    def __init__(self, base: str) -> None:
        try:
            self._address: Address = address_of(base, private=settings.private_peers(), secure=settings.secure_peers())
        except ExchangeError as error:
            raise DownloadError(error.detail) from None
        self._pool = pool_of(self._address)

    def _fetch(self, url: str) -> Iterator[bytes]:
        """Return the blocks of a file. Its status is known before the first one is read."""
        parts = urlsplit(url)
        default = {"http": 80, "https": 443}[self._address.scheme]
        port = "" if self._address.port == default else f":{self._address.port}"
        try:
            answer = self._pool.urlopen(
                "GET", parts.path, headers={"Host": self._address.host + port, "User-Agent": "comity"},
                redirect=False, preload_content=False, decode_content=False, assert_same_host=False,
            )  # fmt: skip
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise DownloadError(f"no answer ({type(error).__name__})") from None
        if answer.status != OK:
            answer.close()
            raise DownloadHTTPError(f"an answer with status {answer.status}", answer.status)
        return blocks(answer)

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()


def blocks(answer: urllib3.BaseHTTPResponse, *, seconds: Callable[[], float] = time.monotonic) -> Iterator[bytes]:
    """Yield the blocks of an answer, or raise DownloadError where it ends early or, by the clock, takes too long."""
    end = seconds() + PATIENCE
    try:
        while data := answer.read(BLOCK):
            if seconds() > end:
                raise SlowRetrievalError("the answer takes too long")
            yield data
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise DownloadError(f"the answer ended early ({type(error).__name__})") from None
    finally:
        answer.close()
