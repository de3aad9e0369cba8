"""Statements of the cast about heads of chains, signed."""

from __future__ import annotations

from dataclasses import replace

from comity.seal.link import Head
from comity.seal.statement import Purpose, Statement, sign_statement
from tests.builders.keys import NOW, node_keys
from tests.builders.receipts import CHAIN


def a_statement(**changes: object) -> Statement:
    """Return what XA says to XB of both heads when they are compared."""
    good = Statement(
        purpose=Purpose.HEADS,
        from_node="xa",
        to_node="xb",
        created=NOW,
        own=Head(CHAIN, 7, "5a" * 32),
        held=Head(CHAIN, 3, "5b" * 32),
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def a_signed_statement(signer: str = "xa", **changes: object) -> bytes:
    """Return `a_statement` signed by one of the cast."""
    return sign_statement(a_statement(**changes), node_keys(signer).signing_pair(NOW))
