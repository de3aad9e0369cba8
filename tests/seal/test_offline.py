"""pyHanko has no client of the network, and says so to whoever asks for one."""

import importlib

import pytest

from comity.seal.offline import CLIENTS, NoClient


@pytest.mark.parametrize("module", sorted(CLIENTS))
def test_a_client_that_is_asked_for_is_not_there(module):
    client = getattr(importlib.import_module(module), CLIENTS[module])
    assert client is NoClient
    with pytest.raises(NotImplementedError, match="leaves out what pyHanko would fetch with"):
        client("http://stamps.example")


def test_checking_with_what_fetches_by_default_reaches_nothing():
    from pyhanko_certvalidator import ValidationContext

    with pytest.raises(NotImplementedError):
        ValidationContext(trust_roots=[], allow_fetching=True)
