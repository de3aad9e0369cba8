"""Approval chains by two people: the administrator proposes a version, the head confirms or declines it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases.access import Permission
from comity.cases.actions.keeping import officer_of
from comity.cases.chains import check_stages
from comity.cases.codes import AuditCode
from comity.cases.models import Chain
from comity.cases.queries import chains
from comity.cases.rules import CaseworkError
from comity.cases.states import ChainState
from comity.core import access
from comity.core.audit.log import record
from comity.core.moves import move
from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.cases.chains import Stage
    from comity.core.actors import Actor
    from comity.kernel.languages import Text


@transaction.atomic
def propose_chain(
    *,
    actor: Actor,
    key: UUID | None,
    name: Text,
    stages: Sequence[Stage],
    kinds: Collection[str],
    states: Collection[str],
    in_use: bool,
    now: datetime,
) -> Chain:
    """Propose a new chain, or the next version of one; requests take it when the head has confirmed it.

    Raises:
        CaseworkError: `E_CHAIN` for stages that make no chain, `E_STAGE_EMPTY` for one at which nobody could approve,
            `E_CHAIN_OPEN` while an earlier proposal for the same chain waits.
    """
    access.require(actor, Permission.CHAIN_PROPOSE)
    check_stages(stages)
    if not all(chains.approvers_at(stage) for stage in stages):
        raise CaseworkError("E_STAGE_EMPTY", "a stage at which nobody can approve")
    versions = Chain.objects.select_for_update().filter(key=key) if key else Chain.objects.none()
    if key and not versions:
        raise Chain.DoesNotExist
    if any(one.state == ChainState.proposed.name for one in versions):
        raise CaseworkError("E_CHAIN_OPEN", "a proposal for this chain waits")
    chain = Chain.objects.create(
        key=key or new_id(),
        version=max((one.version for one in versions), default=0) + 1,
        name={"en": name.en, "zh-hans": name.zh},
        kinds=sorted(set(kinds)),
        states=sorted(set(states)),
        stages=[stage.to_row() for stage in stages],
        in_use=in_use,
        proposed_at=now,
        proposed_by_id=officer_of(actor),
    )
    data = {"key": str(chain.key), "version": chain.version, "stages": len(stages)}
    record(actor=actor, code=AuditCode.CHAIN_PROPOSED, subject=f"cases.chain:{chain.pk}", at=now, data=data)
    return chain


@transaction.atomic
def decide_chain(*, actor: Actor, chain_id: UUID, confirm: bool, now: datetime) -> Chain:
    """Confirm or decline a proposed version, as the second person; the version before is superseded.

    Raises:
        CaseworkError: `E_FOUR_EYES` for who proposed it.
        GraphError: it was decided already.
    """
    chain = Chain.objects.select_for_update().get(pk=chain_id)
    access.require(actor, Permission.CHAIN_DECIDE)
    if chain.proposed_by_id == actor.officer_id:
        raise CaseworkError("E_FOUR_EYES", "who proposed it cannot confirm it")
    if confirm:
        for one in Chain.objects.select_for_update().filter(key=chain.key, state=ChainState.active.name):
            move(one, "state", ChainState, ChainState.superseded.name, actor=actor, at=now)
    chain.decided_at, chain.decided_by_id = now, actor.officer_id
    target = ChainState.active if confirm else ChainState.declined
    move(
        chain, "state", ChainState, target.name, actor=actor, at=now, also=("decided_at", "decided_by_id"),
        data={"key": str(chain.key), "version": chain.version},
    )  # fmt: skip
    return chain
