"""The decision tree of channels that the secretariat publishes: one member brings it, another one publishes it.

Nodes that follow the key directory fetch it beside it, signed by the key that the directory's root names, and check it
as it was checked here; a mirror on a stick carries it too. What was published is never taken back: a newer one takes
its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from comity.core import access
from comity.core.audit.log import record
from comity.core.moves import move
from comity.directory.models import HubTree
from comity.directory.trees import taking
from comity.directory.trees.signed import FILE, SignedTree, sign
from comity.hub import directory
from comity.hub.access import Permission
from comity.hub.actions import HubError, worded
from comity.hub.models import ChannelTree
from comity.hub.states import TreeState
from comity.law.channels import read_tree

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor


def bring(*, actor: Actor, raw: bytes, now: datetime) -> ChannelTree:
    """Bring a file. Its graph is checked at once; nothing changes until another member publishes it.

    Raises:
        AccessDenied: nobody of the secretariat.
        RuleViolation: `E_CHANNELS`, with what is wrong in it.
        HubError: `E_TREE_VERSION`, a version that another tree has, or that is too long.
    """
    access.require(actor, Permission.TREE_BRING)
    tree = read_tree(raw)
    if len(tree.version) > HubTree.LONGEST:
        raise HubError("E_TREE_VERSION", "too long")
    try:
        with transaction.atomic():
            made = ChannelTree.objects.create(
                version=tree.version, text=raw.decode(), sha256=tree.digest, brought_by_id=actor.person(),
                brought_at=now,
            )  # fmt: skip
            data = {"version": tree.version, "sha256": tree.digest}
            record(actor=actor, code="hub.tree.brought", subject=f"hub.tree:{made.pk}", at=now, data=data)
    except IntegrityError:
        raise HubError("E_TREE_VERSION", "brought before") from None
    return made


def publish(*, actor: Actor, tree_id: UUID, now: datetime) -> ChannelTree:
    """Publish what another member brought; its graph is checked once more. This hub asks it too from now on.

    Raises:
        AccessDenied: who brought it, or nobody of the secretariat.
        RuleViolation: `E_CHANNELS`, the program has changed since it was brought.
        HubError: `E_TREE_DIRECTORY` before the key directory was founded.
        GraphError: it was decided before.
    """
    with transaction.atomic():
        found = _locked(actor, tree_id)
        if not directory.repository().exists:
            raise HubError("E_TREE_DIRECTORY", "no directory")
        tree, before = read_tree(found.text.encode()), _newest()
        found.number = (before.number or 0) + 1 if before else 1
        found.decided_by_id, found.decided_at = actor.person(), now
        said = _sign(found, now)
        also = ("decided_by_id", "decided_at", "number", "raw", "ends_at")
        move(found, "state", TreeState, "published", actor=actor, at=now, also=also)
        ChannelTree.objects.exclude(pk=found.pk).update(raw=b"", ends_at=None)
        own, _new = HubTree.objects.select_for_update().get_or_create(hub="")
        taking.hold(own, said, tree, now=now)
        directory.repository().put(FILE, bytes(found.raw))
    return found


def give_back(*, actor: Actor, tree_id: UUID, reason: str, now: datetime) -> ChannelTree:
    """Return a tree with the reason. Raises HubError `E_REASON` without one."""
    words = worded(reason)
    with transaction.atomic():
        found = _locked(actor, tree_id)
        found.decided_by_id, found.decided_at, found.reason = actor.person(), now, words
        also = ("decided_by_id", "decided_at", "reason")
        move(found, "state", TreeState, "returned", actor=actor, at=now, also=also)
    return found


def renew(*, now: datetime) -> None:
    """Sign the newest tree anew where half of its life is over, so that nodes see that it is still the newest."""
    with transaction.atomic():
        newest = _newest()
        if newest is not None and (newest.ends_at is None or newest.ends_at < now + directory.lives().timestamp / 2):
            _sign(newest, now)
            newest.save(update_fields=["raw", "ends_at"])
            directory.repository().put(FILE, bytes(newest.raw))


def signed() -> bytes | None:
    """Return the tree that nodes are given; None where none was published."""
    newest = ChannelTree.objects.filter(state="published").order_by("-number").first()
    return bytes(newest.raw) if newest else None


def _newest() -> ChannelTree | None:
    return ChannelTree.objects.select_for_update().filter(state="published").order_by("-number").first()


def _sign(tree: ChannelTree, now: datetime) -> SignedTree:
    """Write into the row what nodes fetch, and return what it says."""
    said = SignedTree(tree.number or 1, now, now + directory.lives().timestamp, tree.text)
    tree.raw, tree.ends_at = sign(said, directory.online_key()), said.ends
    return said


def _locked(actor: Actor, tree_id: UUID) -> ChannelTree:
    found = ChannelTree.objects.select_for_update().get(pk=tree_id)
    access.require(actor, Permission.TREE_DECIDE, found)
    return found
