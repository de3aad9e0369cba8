"""A decision tree of channels as a secretariat would write its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from comity.directory.trees.signed import FILE, SignedTree, sign
from comity.seal.keydirectory import holding
from tests.builders.keys import NOW

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from securesystemslib.signer import CryptoSigner

LIFE = timedelta(hours=48)


def a_tree(version: str = "secretariat-1") -> str:
    """Return TOML with one question and two channels."""
    return _TREE.replace("secretariat-1", version)


_TREE = """
version = "secretariat-1"
start = "haste"
[questions.haste]
en = "Is there haste?"
zh = "是否紧急？"
articles = ["46(13)"]
answers = [
    { code = "yes", en = "Yes", zh = "是", to = "call" },
    { code = "no", en = "No", zh = "否", to = "post" },
]
[advice.call]
en = "Telephone the central authority."
zh = "致电中央机关。"
articles = ["46(14)"]
informal = true
[advice.post]
en = "Write to the central authority."
zh = "致函中央机关。"
articles = ["46(13)"]
kind = "mla"
"""


@dataclass
class AHubTree:
    """The decision tree that a hub publishes, in the folder that a web server shows. It can be made to lie."""

    folder: Path  # of the directory
    signer: CryptoSigner = field(default_factory=holding.new_key)
    now: datetime = NOW
    number: int = 0

    def publish(self, text: str, **changes: Any) -> AHubTree:
        """Sign the next tree, changed as is said, and show it."""
        self.number += 1
        tree = SignedTree(self.number, self.now, self.now + LIFE, text)
        return self.show(sign(replace(tree, **changes), self.signer))

    def show(self, raw: bytes) -> AHubTree:
        """Show these bytes."""
        (self.folder / FILE).write_bytes(raw)
        return self

    def read(self) -> bytes:
        """Return what is shown."""
        return (self.folder / FILE).read_bytes()
