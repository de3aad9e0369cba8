"""A node takes the decision tree of the hub whose key directory it follows: verify it, then its graph, then ask it.

A hub that is away, frozen, rolled back or lying changes nothing here, nor does a tree that leads nowhere: the tree that
was taken before stays in use, and people are told what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from django.db import transaction

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.directory.models import HubTree
from comity.directory.trees.signed import TreeError, verified
from comity.kernel.languages import Text
from comity.law.channels import read_tree
from comity.law.errors import RuleViolation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from securesystemslib.signer import Key

    from comity.directory.trees.signed import SignedTree
    from comity.law.channels import Tree

ACTOR: Final = Actor.system("directory.trees")
# No lie: it ends by itself, or with the next tree. Everything else must be looked into.
SILENCE: Final = frozenset({"E_TREE_NONE", "E_TREE_AWAY", "E_TREE_FROZEN", "E_TREE_GRAPH", "E_TREE_VERSION"})


class TreeHub(Protocol):
    """A hub whose key directory this node follows."""

    @property
    def name(self) -> str:
        """The fingerprint of its root."""

    @property
    def keys(self) -> Mapping[str, Key]:
        """The keys that sign what is newest, as its root says."""

    def tree(self) -> bytes:
        """Return the signed tree.

        Raises:
            TreeError: `E_TREE_AWAY`, `E_TREE_NONE`; `E_TREE_SYNTAX` where it is larger than any is.
        """


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look: `trouble` is a code, or empty; `taken` is the version of a tree that is new here."""

    trouble: str = ""
    detail: str = ""
    taken: str = ""


def is_due(name: str, every: timedelta, now: datetime) -> bool:
    """Whether it is time to look at the tree of a hub."""
    found = HubTree.objects.filter(hub=name).first()
    return found is None or found.looked_at is None or found.looked_at + every <= now


def look(hub: TreeHub, *, now: datetime) -> Looked:
    """Take the tree of a hub if it is a newer one, and remember what was seen of it.

    Never raises for what a hub does: the outcome says it, and the row keeps it.
    """
    try:
        said = verified(hub.tree(), hub.keys)
        with transaction.atomic():
            row = _row(hub.name)
            tree = _believed(row, said, now)
            return Looked(taken=tree.version if hold(row, said, tree, now=now) else "")
    except TreeError as error:
        with transaction.atomic():
            _troubled(_row(hub.name), error, now)
        return Looked(error.code, error.detail)


def hold(row: HubTree, said: SignedTree, tree: Tree, *, now: datetime) -> bool:
    """Keep a tree that was verified; return whether it is another than the one before."""
    is_new = said.number > row.number
    if is_new:
        row.number, row.version, row.digest, row.text, row.taken_at = (
            said.number,
            tree.version,
            tree.digest,
            said.text,
            now,
        )
        data = {"version": tree.version, "number": said.number, "sha256": tree.digest}
        record(actor=ACTOR, code="directory.tree.taken", subject=f"directory.tree:{row.pk}", at=now, data=data)
    row.ends_at, row.looked_at, row.good_at = said.ends, now, now
    row.trouble, row.trouble_at, row.reason = "", None, {}
    row.save()
    return is_new


def _row(name: str) -> HubTree:
    """Return what is known of the tree of a hub, and let nobody else write it meanwhile."""
    row, _new = HubTree.objects.select_for_update().get_or_create(hub=name)
    return row


def _believed(row: HubTree, said: SignedTree, now: datetime) -> Tree:
    """Return the graph of a tree that may be asked. Steps: 1 in time, 2 not older, 3 one story, 4 the graph, 5 version.

    Raises:
        TreeError: a code of `signed.CODES`.
    """
    if said.ends <= now:
        raise TreeError("E_TREE_FROZEN", f"it ended on {said.ends.isoformat()}")
    if said.number < row.number:
        raise TreeError("E_TREE_BACK", f"tree {said.number} after {row.number}")
    if said.number == row.number and said.digest != row.digest:
        raise TreeError("E_TREE_TWO", f"two trees of number {said.number}")
    try:
        tree = read_tree(said.text.encode())
    except RuleViolation as problem:
        reason = Text(problem.text.en.format(**problem.params), problem.text.zh.format(**problem.params))
        raise TreeError("E_TREE_GRAPH", f"tree {said.number}", reason) from None
    if len(tree.version) > HubTree.LONGEST:
        raise TreeError("E_TREE_SYNTAX", "a version longer than any is")
    if tree.version == row.version and tree.digest != row.digest:
        raise TreeError("E_TREE_VERSION", f"tree {said.number} calls itself {tree.version} too")
    return tree


def _troubled(row: HubTree, error: TreeError, now: datetime) -> None:
    row.looked_at, row.trouble, row.trouble_at = now, error.code, row.trouble_at or now
    row.reason = {"en": error.reason.en, "zh": error.reason.zh} if error.reason else {}
    row.save(update_fields=["looked_at", "trouble", "trouble_at", "reason"])
