"""Moving a stored object along its declared graph: the only way a state ever changes."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.db import transaction

from comity.core.audit.log import record
from comity.core.rows import change
from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from django.db import models

    from comity.core.actors import Actor
    from comity.kernel.graph import Graph, Move

SYSTEM = "system"


class MoveError(ComityError):
    """A move that may not be made now: `E_ROLE`, `E_NEEDS` (with `article`) or `E_STALE`."""


def move(
    obj: models.Model,
    field: str,
    graph: type[Graph],
    target: str,
    *,
    actor: Actor,
    at: datetime,
    done: Collection[str] = frozenset(),
    also: Collection[str] = (),
    data: Mapping[str, Any] | None = None,
) -> Move:
    """Move `obj.<field>` to `target` along `graph`, write it, and write it into the audit log.

    Steps: 1 the graph has the move, 2 the actor's role may make it, 3 what the law demands first is in `done`,
    4 the row still is where we think it is and is written (with the fields named in `also`, set before), 5 audit.

    Args:
        obj: the stored object; its attributes are changed with the row.
        field: name of the field that holds the state.
        graph: the declared graph.
        target: name of the state to reach.
        actor: who moves it. The system may only make moves without roles, or those that name `system`.
        at: when.
        done: names of the steps that have happened, out of the move's `needs`.
        also: names of further fields to write in the same statement.
        data: further codes and counts for the audit entry.

    Raises:
        GraphError: `E_STATE`, there is no such move.
        MoveError: `E_ROLE`, `E_NEEDS`, or `E_STALE` where somebody else moved it first.
    """
    source = str(getattr(obj, field))
    edge = graph.edge(source, target)
    _check_role(edge, actor)
    for need in edge.needs:
        if need.value not in done:
            raise MoveError("E_NEEDS", f"{need.value} must come first", step=need.value, article=need.article)
    label = obj._meta.label_lower  # noqa: SLF001 (public in all but name)
    written = {**{name: getattr(obj, name) for name in also}, field: target}
    # Inside a transaction no savepoint is needed: where no row was written nothing is to be undone, and an entry of
    # the audit log that fails takes the whole transaction with it.
    with nullcontext() if transaction.get_connection().in_atomic_block else transaction.atomic():
        if not change(obj, written, still={field: source}):
            raise MoveError("E_STALE", f"{label} is no longer {source}", permanent=False)
        record(
            actor=actor,
            code=edge.audit_code,
            subject=f"{label}:{obj.pk}",
            at=at,
            data={"field": field, "from": source, "to": target, **(data or {})},
        )
    return edge


def may_move(obj: models.Model, field: str, graph: type[Graph], actor: Actor) -> list[Move]:
    """Return the moves that the actor's roles allow from where the object is, for the buttons of a page."""
    state = graph.states[str(getattr(obj, field))]
    return [edge for edge in state.moves if _role_fits(edge, actor)]


def _role_fits(edge: Move, actor: Actor) -> bool:
    if actor.is_system:
        return not edge.roles or SYSTEM in edge.roles
    return actor.is_officer and not actor.roles.isdisjoint(edge.roles)


def _check_role(edge: Move, actor: Actor) -> None:
    if not _role_fits(edge, actor):
        raise MoveError("E_ROLE", f"{edge.source} -> {edge.target} is for {', '.join(edge.roles) or SYSTEM}")
