"""Approval chains for tests: three tiers, confirmed by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.cases.actions import chaining
from comity.cases.chains import Stage
from comity.core.roles import Role
from comity.kernel.languages import Text
from tests.builders.cases import NOW
from tests.builders.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.cases.models import Chain
    from tests.builders.cases import Cast

TIERS = (
    Stage(Text(en="Organ handling the case", zh="办案机关"), Role.CASE_OFFICER),
    Stage(Text(en="Competent authority above it", zh="所属主管机关"), Role.REVIEWER, may_return=False),
    Stage(Text(en="Contact authority", zh="对外联系机关"), Role.HEAD),
)


@remembered
def a_proposed_chain(cast: Cast, stages: Sequence[Stage] = TIERS, **changes: Any) -> Chain:
    """Return a chain that the administrator proposed, for requests to a State that no test asks unless told."""
    given = {
        "key": None, "name": Text(en="Three tiers", zh="三级审批"), "kinds": (), "states": ("XQ",), "in_use": True,
        **changes,
    }  # fmt: skip
    return chaining.propose_chain(actor=cast.administrator, stages=stages, now=NOW, **given)


@remembered
def a_chain(cast: Cast, stages: Sequence[Stage] = TIERS, **changes: Any) -> Chain:
    """Return a chain in force."""
    proposed = a_proposed_chain(cast, stages, **changes)
    return chaining.decide_chain(actor=cast.head, chain_id=proposed.pk, confirm=True, now=NOW)
