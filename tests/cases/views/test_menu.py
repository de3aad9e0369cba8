"""Where the reader is, in the navigation: one entry at most, the narrowest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.builders.people import signed_in

from comity.core.roles import Role

if TYPE_CHECKING:
    from tests.builders.cases import Cast

NAV = re.compile(r'<nav class="menu".*?</nav>', re.DOTALL)


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "My work"),
        ("/requests/", "Requests"),
        ("/requests/to-post/", "To be posted"),
        ("/requests/moves/", "Settings"),
        ("/clauses/", "Settings"),
        ("/settings/", "Settings"),
        ("/account/", ""),
    ],
)
def test_one_entry_says_where_the_reader_is(cast: Cast, path: str, entry: str):
    client = signed_in(cast.officer(Role.HEAD if "moves" in path else Role.DRAFTER))
    nav = NAV.search(client.get(path).content.decode())
    assert nav
    assert re.findall(r'aria-current="page">([^<]*)<', nav.group()) == [entry] * bool(entry)
