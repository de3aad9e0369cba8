"""An item's place in a chain: its number, the digest of the item before, and the head that somebody holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from comity.kernel import ids
from comity.seal import intake
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Head:
    """The last item of a chain that somebody holds."""

    chain_id: UUID
    seq: int
    sha256: str

    def to_json(self) -> dict[str, Any]:
        """Write the head as it stands in an envelope."""
        return {"chain_id": str(self.chain_id), "seq": self.seq, "sha256": self.sha256}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read what `to_json` wrote, or raise SealError."""
        fields = intake.exactly(value, {"chain_id", "seq", "sha256"}, "a head")
        with intake.refusing():
            chain_id = ids.parse_id(fields["chain_id"])
        return cls(chain_id, intake.whole_number(fields["seq"], least=1), intake.sha256(fields["sha256"]))


@dataclass(frozen=True, slots=True)
class Link:
    """An item's place in its chain. The first has the number 1 and no `prev`; every other has one."""

    chain_id: UUID
    seq: int
    prev: str | None

    @classmethod
    def after(cls, chain_id: UUID, head: Head | None) -> Self:
        """Return the place that follows `head`, or the first place of the chain."""
        if head is None:
            return cls(chain_id, 1, None)
        if head.chain_id != chain_id:
            raise ValueError("the head of another chain")
        return cls(chain_id, head.seq + 1, head.sha256)

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """Read `chain_id`, `seq` and `prev` among the fields of an item.

        Raises:
            SealError: `E_SYNTAX`, `E_DIGEST`, or `E_CHAIN` for a first item with, or a later one without, `prev`.
        """
        with intake.refusing():
            chain_id = ids.parse_id(fields["chain_id"])
        seq = intake.whole_number(fields["seq"], least=1)
        prev = None if fields["prev"] is None else intake.sha256(fields["prev"])
        if (seq == 1) != (prev is None):
            raise SealError("E_CHAIN", "the first item of a chain, and it alone, follows none")
        return cls(chain_id, seq, prev)
