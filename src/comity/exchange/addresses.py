"""Where a peer is reached: the address in its confirmed key file, resolved once, and nowhere else.

Addresses inside our own network are refused unless the operator allows them (setting `private_peers`), so that a peer's
key file cannot make this node knock at its neighbours' doors.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from comity.exchange.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Callable

    Resolve = Callable[[str, int], list[str]]

_HOST: Final = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)
_LAST_LABEL_IS_A_NUMBER: Final = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\Z")
_PATH: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be called.

    Attributes:
        scheme: `https`, or `http` where the operator allows it.
        host, port: as in the key file: what stands in the `Host` field and in the certificate.
        ip: what is connected to.
        path: what comes before `/peer/v1/`.
    """

    scheme: str
    host: str
    port: int
    ip: str
    path: str


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host by the system's resolver; `localhost` and names below it are this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return ["127.0.0.1"]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ExchangeError("E_NETWORK", "the peer's host name cannot be resolved", permanent=False) from None
    return [str(entry[4][0]) for entry in found]


def address_of(url: str, *, private: bool, secure: bool, resolver: Resolve = resolve) -> Address:
    """Return where `url` leads, or raise ExchangeError.

    Steps: 1 `https://host[:port][/path]` and nothing else: no user, query, fragment, escape or unusual writing of a
    number; 2 resolved once; 3 every address found is a public one, unless private ones are allowed.

    Args:
        url: from a confirmed key file.
        private: whether addresses of private networks and of this machine may be called.
        secure: whether only HTTPS may be.
        resolver: how names are resolved.

    Raises:
        ExchangeError: `E_ADDRESS` for an address that is never called, `E_NETWORK` where the name does not resolve now.
    """
    if not url.isascii() or not url.isprintable() or set(url) & set(" \\%@?#;"):
        raise ExchangeError("E_ADDRESS", "not a plain address")
    try:
        parts = urlsplit(url)
        port = _PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError:
        raise ExchangeError("E_ADDRESS", "not a plain address") from None
    if parts.scheme not in _PORTS or (secure and parts.scheme != "https"):
        raise ExchangeError("E_ADDRESS", "not an address of HTTPS")
    host, path = parts.hostname or "", parts.path.rstrip("/")
    if not _PATH.fullmatch(path) or ".." in path or not 0 < port < 65536:  # noqa: PLR2004 (ports)
        raise ExchangeError("E_ADDRESS", "not a plain address")
    literal = _literal(host, bracketed="[" in parts.netloc)
    found = [literal] if literal else resolver(host, port)
    if not found or not all(_may_call(one, private=private) for one in found):
        raise ExchangeError("E_ADDRESS", "an address inside a private network")
    return Address(parts.scheme, f"[{host}]" if ":" in host else host, port, found[0], path)


def _literal(host: str, *, bracketed: bool) -> str:
    """Return the host if it is an IP address in its usual writing, an empty text for a name, or refuse."""
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        ip = None
    if ip is not None and "%" not in host and bracketed == (ip.version == 6):  # noqa: PLR2004 (IPv6)
        return str(ip)
    if bracketed or not _HOST.fullmatch(host) or _LAST_LABEL_IS_A_NUMBER.fullmatch(host):
        raise ExchangeError("E_ADDRESS", "not a plain host name")
    return ""


def _may_call(text: str, *, private: bool) -> bool:
    ip = ipaddress.ip_address(text.split("%", maxsplit=1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.is_site_local:
            return False
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is not None:
            ip = inner
    if ip.is_multicast or ip.is_unspecified or ip.is_reserved or ip.is_link_local:
        return False
    return ip.is_global or (private and (ip.is_private or ip.is_loopback))


_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
