"""Where peers may live: sixty hostile addresses, all refused; honest ones resolved once."""

from __future__ import annotations

import pytest

from comity.exchange.addresses import address_of, resolve
from comity.exchange.errors import ExchangeError

INNER = [
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
    "100.64.0.1", "198.18.0.1", "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
    "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1", "fec0::1",
]  # fmt: skip

MALFORMED = [
    "", "xb.example", "//xb.example", "ftp://xb.example", "file:///etc/passwd", "gopher://xb.example", "https://",
    "https:///path", "https://user@xb.example", "https://user:word@xb.example", "https://xb.example?x=1",
    "https://xb.example#x", "https://xb.example/%2e%2e/", "https://xb.example/../x", "https://xb.example/a b",
    "https://xb.example\\@127.0.0.1", "https://xb.example:0", "https://xb.example:99999", "https://xb.example:x",
    "https://2130706433", "https://0x7f000001", "https://0x7f.1", "https://127.1", "https://0177.0.0.1",
    "https://127.0.0.1.", "https://1.2.3", "https://xn-.example", "https://-xb.example", "https://xb_.example",
    "https://xb..example", "https://[::1%25eth0]", "https://[v1.x]", "https://xb.example/;x", "https://ex\u0430mple.org",
    "https://xb.example\n", "https://xb.example\tx", "HTTPS://[127.0.0.1]", "https://a" + "a" * 64 + ".example",
]  # fmt: skip


def _finds(*found: str):
    return lambda _host, _port: list(found)


@pytest.mark.parametrize("ip", INNER)
def test_no_name_and_no_number_leads_inside(ip: str):
    literal = f"https://[{ip}]/" if ":" in ip else f"https://{ip}/"
    for url, resolver in [
        (literal, _finds()),
        ("https://xb.example", _finds(ip)),
        ("https://xb.example", _finds("93.184.216.34", ip)),
    ]:
        with pytest.raises(ExchangeError, match="E_ADDRESS"):
            address_of(url, private=False, secure=True, resolver=resolver)


@pytest.mark.parametrize("url", MALFORMED)
def test_what_is_not_a_plain_address_is_refused_even_where_private_ones_are_allowed(url: str):
    with pytest.raises(ExchangeError, match="E_ADDRESS"):
        address_of(url, private=True, secure=False, resolver=_finds("127.0.0.1"))


def test_there_are_sixty_of_them():
    assert len(INNER) + len(MALFORMED) >= 60


def test_an_honest_address_is_resolved_once():
    asked = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["93.184.216.34"]

    found = address_of("https://xb.example:8443/node/", private=False, secure=True, resolver=resolver)
    assert (found.host, found.port, found.ip, found.path) == ("xb.example", 8443, "93.184.216.34", "/node")
    assert asked == [("xb.example", 8443)]


def test_public_numbers_are_taken_as_they_are():
    assert address_of("https://93.184.216.34", private=False, secure=True).ip == "93.184.216.34"
    assert address_of("https://[2606:2800:220:1::1]", private=False, secure=True).host == "[2606:2800:220:1::1]"


def test_this_machine_only_where_the_operator_allows_it():
    found = address_of("http://xb.localhost:8002", private=True, secure=False)
    assert (found.host, found.ip, found.port) == ("xb.localhost", "127.0.0.1", 8002)
    with pytest.raises(ExchangeError, match="E_ADDRESS"):
        address_of("http://xb.localhost:8002", private=False, secure=False)
    with pytest.raises(ExchangeError, match="E_ADDRESS"):
        address_of("http://xb.localhost:8002", private=True, secure=True)
    for never in ("169.254.169.254", "0.0.0.0", "224.0.0.1"):  # noqa: S104 (an address to be refused)
        with pytest.raises(ExchangeError, match="E_ADDRESS"):
            address_of(f"http://{never}", private=True, secure=False)


def test_the_system_is_asked_for_a_name_and_a_number_is_itself():
    assert set(resolve("127.0.0.1", 443)) == {"127.0.0.1"}
    assert set(resolve("::1", 443)) == {"::1"}
    with pytest.raises(ExchangeError, match="E_ADDRESS"):
        address_of("https://xb.example", private=False, secure=True, resolver=lambda _host, port: resolve("::1", port))


def test_a_name_that_does_not_resolve_is_tried_again_later():
    with pytest.raises(ExchangeError, match="E_NETWORK") as caught:
        resolve("nobody.invalid", 443)
    assert not caught.value.permanent
    with pytest.raises(ExchangeError, match="E_ADDRESS"):
        address_of("https://xb.example", private=False, secure=True, resolver=_finds())
