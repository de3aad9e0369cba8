"""Split views of the key directory: whether it shows a counterpart another state than us under the same number.

Whoever runs a directory can show each node another one, each with good signatures. So two nodes that follow the same
root tell each other, when they compare heads of chains, what they saw last. Another digest under one number is an alarm
with the counterpart's signed statement as evidence. Until two officers have ended it, nothing of that directory is
taken. A counterpart that says nothing, an older node or one that follows another root, proves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.exchange import chains
from comity.exchange.directory_cache import roots_of
from comity.exchange.models import Alarm, Directory
from comity.exchange.states import DirectoryState
from comity.seal.statement import DirectoryHead

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from comity.exchange.models import Peer

SPLIT: Final = "E_DIRECTORY_SPLIT"


def seen() -> DirectoryHead | None:
    """Return what we tell counterparts of the directory that we follow; None before anything of it was verified."""
    directory = _followed()
    if directory is None or not directory.digest:
        return None
    return DirectoryHead(roots_of(directory), directory.snapshot, directory.digest)


def compare(peer: Peer, said: DirectoryHead | None, *, evidence: bytes, now: datetime) -> None:
    """Compare what a counterpart saw with what we saw under the same number; raise an alarm where they differ.

    `evidence` is its signed statement. While one alarm about a number and a counterpart is open, no second one is
    raised: a counterpart that says another thing each time adds nothing.
    """
    directory = _followed() if said is not None else None
    if said is None or directory is None or not set(roots_of(directory)) & set(said.roots):
        return
    ours = directory.snapshots.filter(number=said.number).exclude(digest=said.sha256).first()
    if ours is not None and not open_about(directory).filter(peer=peer, snapshot=ours).exists():
        chains.raise_alarm(peer, SPLIT, evidence=evidence, sha256=said.sha256, message_id=None, now=now, snapshot=ours)


def open_about(directory: Directory) -> QuerySet[Alarm]:
    """Return the open alarms that a directory shows others another state, with what we saw and who saw it otherwise."""
    found = Alarm.objects.filter(snapshot__directory=directory, seen_at__isnull=True)
    return found.select_related("peer", "snapshot").order_by("at")


def _followed() -> Directory | None:
    return Directory.objects.filter(state=DirectoryState.followed.name).first()
