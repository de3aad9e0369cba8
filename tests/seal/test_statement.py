"""What a node says of heads of chains: believed from its signer, by its addressee, for its purpose, at its time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel import strictjson
from comity.seal import dsse
from comity.seal.errors import SealError
from comity.seal.link import Head
from comity.seal.statement import (
    AHEAD,
    LIFE,
    LIMIT,
    PAYLOAD_TYPE,
    DirectoryHead,
    Purpose,
    inspect_statement,
    verify_statement,
)
from tests.builders.keys import NOW, key_ring, node_keys
from tests.builders.receipts import CHAIN, a_signed_receipt
from tests.builders.statements import a_signed_statement, a_statement

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from comity.seal.statement import Statement

ASKED = "aa" * 32
SEEN = DirectoryHead(("ab" * 32, "ba" * 32), 7, "cd" * 32)


def heard(raw: bytes, *, now: datetime = NOW, us: str = "xb", **wanted: Any) -> Statement:
    asked = {"purpose": Purpose.HEADS, "in_reply_to": None, **wanted}
    return verify_statement(raw, key_ring("xa", "xb"), us=us, now=now, **asked)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(SealError) as caught:
        act()
    return caught.value.code


def rewritten(change: Callable[[dict[str, Any]], object]) -> bytes:
    """Sign a statement of which a field was changed: its signer lies, and the signatures are good."""
    fields = strictjson.loads(a_statement().to_payload(), limit=LIMIT)
    change(fields)
    return dsse.sign(strictjson.dumps(fields), PAYLOAD_TYPE, node_keys("xa").signing_pair(NOW))


def seeing(**changes: Any) -> bytes:
    """Sign a statement of which a field of what was seen of a key directory was changed."""
    return rewritten(lambda said: said.update(directory={**SEEN.to_json(), **changes}))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"own": None},
        {"held": None, "own": Head(CHAIN, 1, "00" * 32)},
        {"purpose": Purpose.FETCH, "own": None, "held": None},
        {"purpose": Purpose.ANSWER, "in_reply_to": ASKED},
        {"directory": SEEN},
        {"directory": DirectoryHead(("ab" * 32,), 1, "cd" * 32)},
    ],
)
def test_statement_is_read_as_it_was_made(changes: dict[str, Any]):
    raw, made = a_signed_statement(**changes), a_statement(**changes)
    assert heard(raw, purpose=made.purpose, in_reply_to=made.in_reply_to) == made
    assert inspect_statement(raw, key_ring("xa")) == made


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda: heard(a_signed_statement(), us="xa"), "E_SENDER"),
        (lambda: heard(a_signed_statement(to_node="xc")), "E_RECIPIENT"),
        (lambda: heard(a_signed_statement(), purpose=Purpose.FETCH), "E_REPLAY"),
        (lambda: heard(a_signed_statement(), in_reply_to=ASKED), "E_REPLAY"),
        (lambda: heard(a_signed_statement(in_reply_to=ASKED)), "E_REPLAY"),
        (lambda: heard(a_signed_statement(), now=NOW - AHEAD - timedelta(seconds=1)), "E_TIME"),
        (lambda: heard(a_signed_statement(), now=NOW + LIFE + AHEAD), "E_EXPIRED"),
        (lambda: heard(a_signed_statement("xb")), "E_SIGNATURE"),
        (lambda: inspect_statement(a_signed_statement(), key_ring("xb")), "E_SENDER"),
        (lambda: heard(a_signed_receipt()), "E_VERSION"),
        (lambda: heard(bytes(LIMIT + 1)), "E_SIZE"),
        (lambda: heard(rewritten(lambda said: said.update(v=2))), "E_VERSION"),
        (lambda: heard(rewritten(lambda said: said.update(v=True))), "E_VERSION"),
        (lambda: heard(rewritten(lambda said: said.pop("v"))), "E_VERSION"),
        (lambda: heard(rewritten(lambda said: said.update(more=1))), "E_SYNTAX"),
        (lambda: heard(rewritten(lambda said: said.pop("held"))), "E_SYNTAX"),
        (lambda: heard(rewritten(lambda said: said.update(purpose="gossip"))), "E_SYNTAX"),
        (lambda: heard(rewritten(lambda said: said.update(from_node="X A"))), "E_SYNTAX"),
        (lambda: heard(rewritten(lambda said: said.update(created="today"))), "E_SYNTAX"),
        (lambda: heard(rewritten(lambda said: said.update(own={}))), "E_SYNTAX"),
        (lambda: heard(rewritten(lambda said: said.update(in_reply_to="aa"))), "E_DIGEST"),
        (lambda: heard(rewritten(lambda said: said.update(directory=None))), "E_SYNTAX"),
        (lambda: heard(seeing(more=1)), "E_SYNTAX"),
        (lambda: heard(seeing(roots=[])), "E_SYNTAX"),
        (lambda: heard(seeing(roots="ab" * 32)), "E_SYNTAX"),
        (lambda: heard(seeing(roots=["ba" * 32, "ab" * 32])), "E_SYNTAX"),
        (lambda: heard(seeing(roots=["ab" * 32] * 2)), "E_SYNTAX"),
        (lambda: heard(seeing(roots=["ab" * 32] * 3)), "E_SIZE"),
        (lambda: heard(seeing(roots=[7])), "E_DIGEST"),
        (lambda: heard(seeing(number=0)), "E_SYNTAX"),
        (lambda: heard(seeing(number=True)), "E_SYNTAX"),
        (lambda: heard(seeing(sha256="CD" * 32)), "E_DIGEST"),
        (lambda: heard(rewritten(lambda said: said.update(expires_at="2027-03-02T09:00:00.000Z"))), "E_TIME"),
        (lambda: heard(rewritten(lambda said: said.update(expires_at=said["created"]))), "E_TIME"),
    ],
)
def test_other_statements_are_refused_with_their_code(act: Callable[[], object], code: str):
    assert code_of(act) == code


def test_clocks_may_differ_a_little():
    assert heard(a_signed_statement(), now=NOW - AHEAD) == a_statement()
    assert heard(a_signed_statement(), now=NOW + LIFE + AHEAD - timedelta(seconds=1)) == a_statement()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(a_signed_statement()) - 1), st.integers(1, 255))
def test_no_byte_can_be_changed(place: int, change: int):
    raw = bytearray(a_signed_statement())
    raw[place] ^= change
    with pytest.raises(SealError):
        heard(bytes(raw))
