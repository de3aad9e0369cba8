"""An edition of the directory: everything that this node or hub has published, as the rows of a signed file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.core.keys import node_keys
from comity.directory import fact_files, files, queries
from comity.directory.signed import SignedDirectory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from comity.directory.fact_files import JudgedFact
    from comity.directory.files import Judged


def edition(now: datetime) -> SignedDirectory:
    """Return everything published, ready to be signed with the keys of this node."""
    keys = node_keys()
    return SignedDirectory(
        keys.node_id,
        keys.state,
        now,
        tuple(files.row_of(entry) for entry in queries.current_entries()),
        tuple(fact_files.rows()),
    )


def judged(said: SignedDirectory) -> tuple[Sequence[Judged], Sequence[JudgedFact]]:
    """Judge both tables as if they came as files, so that a column that is none is refused as in one."""
    authorities = files.judge(files.read(files.as_json(said.authorities).encode())) if said.authorities else []
    facts = fact_files.judge(fact_files.read(files.as_json(said.facts, fact_files.NAME).encode())) if said.facts else []
    return authorities, facts
