"""`docs/follow-one-request.md` names real things only."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import reverse

PAGE = (Path(__file__).parent.parent / "docs" / "follow-one-request.md").read_text()
SYMBOLS = sorted(set(re.findall(r"`(comity\.[A-Za-z_.0-9]+)`", PAGE)))
URL_NAMES = {"cases:request-send": ["00000000-0000-0000-0000-000000000000"], "cases:inbox": []}


def find(path):
    parts = path.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            found = getattr(found, name)
        return found
    raise AssertionError(path)


def test_the_page_names_enough():
    assert len(SYMBOLS) > 30


@pytest.mark.parametrize("path", SYMBOLS)
def test_every_symbol_exists(path):
    assert find(path) is not None


@pytest.mark.parametrize("name", sorted(URL_NAMES))
def test_every_url_name_exists(name):
    assert f"`{name}`" in PAGE
    assert reverse(name, args=URL_NAMES[name])


def test_the_peer_endpoint_stands_where_the_page_says():
    assert reverse("exchange:peer-envelopes") == "/peer/v1/envelopes"
