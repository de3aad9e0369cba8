"""The one table of message kinds: what its rows say of themselves."""

from __future__ import annotations

from comity.wire.kinds import KINDS


def test_only_the_request_has_a_name_of_its_own_for_its_content():
    kinds = KINDS.values() if isinstance(KINDS, dict) else KINDS
    named = {kind.name: kind.content_name for kind in kinds}
    assert {name for name, content in named.items() if content == "request.json"} == {"request.submit"}
    assert set(named.values()) == {"request.json", "message.json"}
