"""A decision tree as a hub publishes it: the file itself, signed, with a number that only grows and an end.

The number counts the trees that were published, so going back and telling two stories are seen; the end is put off by
signing the same tree anew, so that standing still is seen. Pure: no database, no network, no clock.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from comity.kernel import clock, strictjson
from comity.kernel.errors import ComityError
from comity.law.channels.tree import LIMIT
from comity.seal import intake, onekey
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from securesystemslib.signer import CryptoSigner, Key

    from comity.kernel.languages import Text

TYPE: Final = "application/vnd.comity.channel-tree.v1+json"
FILE: Final = "channels.json"  # below the address of the directory
MAX_SIGNED: Final = 4 * LIMIT  # bytes: base64 of JSON in which a line's end takes two
_FIELDS: Final = {"number", "made", "ends", "tree"}


class TreeError(ComityError):
    """The tree of a hub cannot be had, or must not be used: `CODES`; `reason` says what is wrong with a graph."""

    def __init__(self, code: str, detail: str, reason: Text | None = None) -> None:
        super().__init__(code, detail, permanent=False)
        self.reason = reason


CODES: Final = {
    "E_TREE_NONE": "the hub publishes no tree",
    "E_TREE_AWAY": "it does not answer",
    "E_TREE_FROZEN": "what it shows has run out",
    "E_TREE_GRAPH": "the tree cannot be used",
    "E_TREE_VERSION": "another tree has the version of the one in use",
    "E_TREE_BACK": "it shows an older tree than before",
    "E_TREE_TWO": "two different trees were signed under one number",
    "E_TREE_SIGNATURE": "the tree is not signed by the hub's key, or was changed",
    "E_TREE_SYNTAX": "it is not of the known form",
}


@dataclass(frozen=True, slots=True)
class SignedTree:
    """A tree of a hub: which one it is in the order of publication, when it was signed, believed until `ends`."""

    number: int
    made: datetime
    ends: datetime
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal: the same as `comity.law.channels.Tree` has of it."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def payload(self) -> bytes:
        """Return the bytes that are signed."""
        made, ends = clock.to_wire(self.made), clock.to_wire(self.ends)
        return strictjson.dumps({"number": self.number, "made": made, "ends": ends, "tree": self.text})


def sign(tree: SignedTree, signer: CryptoSigner) -> bytes:
    """Return a tree signed by the hub's key."""
    return onekey.signed(tree.payload(), TYPE, signer)


def verified(raw: bytes, keys: Mapping[str, Key]) -> SignedTree:
    """Return a tree that one of the keys signed. Its graph is not looked at.

    Raises:
        TreeError: `E_TREE_SYNTAX`, `E_TREE_SIGNATURE`.
    """
    try:
        payload = onekey.opened(raw, keys, payload_type=TYPE, limit=MAX_SIGNED)
        value = intake.exactly(intake.canonical_object(payload, limit=MAX_SIGNED), _FIELDS, "a tree")
        number = intake.whole_number(value["number"], least=1, most=intake.MOST)
        text = intake.text(value["tree"], least=1, most=LIMIT)
        with intake.refusing():
            return SignedTree(number, clock.from_wire(value["made"]), clock.from_wire(value["ends"]), text)
    except SealError as error:
        code = "E_TREE_SIGNATURE" if error.code == "E_SIGNATURE" else "E_TREE_SYNTAX"
        raise TreeError(code, error.detail) from None
