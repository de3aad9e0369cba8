"""Following a key directory: its root is pinned by two officers; what it lists is verified anew at each look.

A directory that is away, frozen, rolled back or lying changes nothing here: what was verified before stays in force,
and people are told. What an honest directory never does raises an alarm, which ends by an officer's finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from tuf.api.exceptions import DownloadError

from comity.core import access
from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.moves import MoveError
from comity.exchange import directory_peers, splits
from comity.exchange.access import Permission
from comity.exchange.anchors import TROUBLE, Anchoring, good, troubled
from comity.exchange.directory_cache import cache_of
from comity.exchange.directory_client import DirectoryFetcher
from comity.exchange.models import Directory, DirectoryAlarm, DirectorySnapshot
from comity.exchange.states import DirectoryState
from comity.kernel.plaintext import clean
from comity.seal.keydirectory import following, layout
from comity.seal.keydirectory.layout import DirectoryError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from comity.seal.keydirectory.following import Followed

ACTOR: Final = Actor.system("exchange.directory")
# Silence is no lie: it ends by itself when the directory answers again. Everything else must be looked into.
SILENCE: Final = frozenset({"E_DIRECTORY_AWAY", "E_DIRECTORY_FROZEN"})
SEEN: Final = (*TROUBLE, "good_at", "expires_at", "root_version", "version", "snapshot", "digest")


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look: `trouble` is a code, or empty; `listed` how many nodes stand in the directory."""

    trouble: str
    listed: int = 0
    faults: int = 0
    taken: directory_peers.Taken | None = None


# Whom we follow ----------------------------------------------------------------------------------------------------


ANCHORS: Final = Anchoring(
    model=Directory, graph=DirectoryState, holds=DirectoryState.followed.name, subject="exchange.directory",
    code="exchange.directory.proposed", dates_leaving=True,
)  # fmt: skip
confirm_directory, decline_directory, leave_directory = ANCHORS.confirm, ANCHORS.decline, ANCHORS.leave
followed = ANCHORS.holding


def propose_directory(*, actor: Actor, root: bytes, url: str, now: datetime) -> Directory:
    """Bring the root of a key directory. Nothing changes until another officer confirms its fingerprint.

    Raises:
        DirectoryError: the root is none, or not signed by its own threshold.
        ExchangeError: `E_ADDRESS` for an address that is never called.
    """
    access.require(actor, Permission.DIRECTORY_PROPOSE)
    fingerprint = layout.root_fingerprint(layout.read_root(root))
    return ANCHORS.propose(actor=actor, url=url, fingerprint=fingerprint, now=now, data={}, root=root)


# Looking -----------------------------------------------------------------------------------------------------------


def look(directory: Directory, *, now: datetime, folder: Path | None = None) -> Looked:
    """Look at the directory, at its address or in a `folder` (a mirror), and take over what was verified.

    Never raises for what a directory does: the outcome says it, the row keeps it, and a lie raises an alarm. While a
    counterpart's other view of it is not explained, it is not looked at (`splits`).
    """
    if splits.open_about(directory).exists():
        return Looked(splits.SPLIT)
    try:
        found = _verified(directory, folder)
        _demand_one_story(directory, found, now)
    except DirectoryError as error:
        return _troubled(directory, error, now)
    with transaction.atomic():
        if splits.open_about(directory).exists():  # raised while we looked
            return Looked(splits.SPLIT)
        taken = directory_peers.take(directory, found, now=now)
        for fault in found.faults:
            raise_alarm(directory, fault.code, about=fault.state, detail=fault.detail, now=now)
        for code, about in taken.alarms:
            raise_alarm(directory, code, about=about, detail="", now=now)
        good(directory, now)
        directory.expires_at, directory.root_version = found.expires, found.root_version
        directory.version, directory.snapshot, directory.digest = found.version, found.snapshot, found.digest
        directory.save(update_fields=SEEN)  # never its state: it may have been left while we looked
    return Looked("", len(found.nodes), len(found.faults), taken)


def raise_alarm(directory: Directory, code: str, *, about: str, detail: str, now: datetime) -> None:
    """Raise an alarm about the directory; one that is open already is only seen again."""
    with transaction.atomic():
        alarm, is_new = DirectoryAlarm.objects.get_or_create(
            directory=directory, code=code, about=about, seen_at=None,
            defaults={"at": now, "last_at": now, "detail": detail[:250]},
        )  # fmt: skip
        if is_new:
            data = {"code": code, "about": about}
            record(actor=ACTOR, code="exchange.directory.alarm", subject=ANCHORS.about(directory), at=now, data=data)
        else:
            DirectoryAlarm.objects.filter(pk=alarm.pk).update(last_at=now)


def see_to_alarm(*, actor: Actor, alarm_id: UUID, finding: str, now: datetime) -> DirectoryAlarm:
    """Write down what was found out about an alarm; it ends, and stays on record. The same thing later raises another.

    Raises:
        AccessDenied: neither an administrator nor the head.
        MoveError: `E_STALE` when it was seen to before.
        ValueError: no words.
    """
    words = clean(finding).strip()
    if not words:
        raise ValueError("a finding says something")
    access.require(actor, Permission.ALARM_EXPLAIN)
    with transaction.atomic():
        alarm = DirectoryAlarm.objects.select_for_update().get(pk=alarm_id)
        if alarm.seen_at is not None:
            raise MoveError("E_STALE", "the alarm was answered meanwhile", permanent=False)
        alarm.seen_at, alarm.seen_by_id, alarm.finding = now, actor.person(), words
        alarm.save(update_fields=["seen_at", "seen_by", "finding"])
        data = {"alarm": str(alarm.pk), "code": alarm.code}
        subject = f"exchange.directory:{alarm.directory_id}"
        record(actor=actor, code="exchange.directory.alarm_seen_to", subject=subject, at=now, data=data)
    return alarm


def _verified(directory: Directory, folder: Path | None) -> Followed:
    cache = cache_of(directory)
    root = bytes(directory.root)
    if folder is not None:
        return following.follow(root, cache, str(folder), following.FolderFetcher())
    try:
        fetcher = DirectoryFetcher(directory.url)
    except DownloadError as error:
        raise DirectoryError("E_DIRECTORY_AWAY", str(error), permanent=False) from None
    try:
        return following.follow(root, cache, directory.url, fetcher)
    finally:
        fetcher.close()


def _demand_one_story(directory: Directory, found: Followed, now: datetime) -> None:
    """Refuse an older state, and another one under a known number, also where the cache was lost."""
    if found.version < directory.version:
        raise DirectoryError("E_DIRECTORY_BACK", f"number {found.version} after {directory.version}")
    known, _ = DirectorySnapshot.objects.get_or_create(
        directory=directory, number=found.snapshot, defaults={"digest": found.digest, "seen_at": now}
    )
    if known.digest != found.digest:
        raise DirectoryError("E_DIRECTORY_TWO_HEADS", f"two snapshots of number {found.snapshot}")


def _troubled(directory: Directory, error: DirectoryError, now: datetime) -> Looked:
    with transaction.atomic():
        troubled(directory, error.code, now)
        directory.save(update_fields=TROUBLE)
        if error.code not in SILENCE:
            raise_alarm(directory, error.code, about="", detail=error.detail, now=now)
    return Looked(error.code)
