"""Read models of the key directory, as pages and the doctor show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.core.keys import node_keys
from comity.core.parts import Status, Tone
from comity.directory.channels import hub_tree_of
from comity.directory.trees.words import words_for as said_of
from comity.exchange import queries, settings
from comity.exchange.directory_peers import Standing, compare, pinned_file
from comity.exchange.directory_words import words_for
from comity.seal.keyfile import parse_peer_file

if TYPE_CHECKING:
    from datetime import datetime

    from comity.directory.models import HubTree
    from comity.exchange.models import Directory, DirectoryAlarm, ListedNode

STANDINGS: Final[dict[Standing, Status]] = {
    Standing.OURS: Status(_("our own node"), Tone.NONE),
    Standing.NEW: Status(_("not yet a counterpart"), Tone.WAITING),
    Standing.SAME: Status(_("the keys confirmed here"), Tone.DONE),
    Standing.NEWER: Status(_("newer keys, signed by the known ones"), Tone.WAITING),
    Standing.OLDER: Status(_("older than the keys confirmed here"), Tone.OPEN),
    Standing.ANOTHER: Status(_("other keys than those confirmed here"), Tone.REFUSED),
    Standing.GONE: Status(_("withdrawn"), Tone.REFUSED),
}
TO_BRING: Final = frozenset({Standing.NEW, Standing.NEWER, Standing.ANOTHER})


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the directory can be relied on now: `away` long without a good look, `expired` what it showed."""

    away: bool
    expired: bool
    trouble: str
    what: str
    do: str


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A node in the directory."""

    listed: ListedNode
    name: str
    status: Status
    to_bring: bool


@dataclass(frozen=True, slots=True)
class TreeRow:
    """The decision tree of the directory's hub: what is held of it, and in words what is wrong, where something is."""

    held: HubTree
    what: str
    do: str


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm about the directory, in words."""

    alarm: DirectoryAlarm
    what: str
    do: str


def reading_of(directory: Directory, now: datetime, language: str = "") -> Reading:
    """Say how far the directory can be relied on."""
    since = directory.good_at or directory.decided_at
    away = since is None or since + settings.directory_away_after() < now
    what, do = words_for(directory.trouble or "E_DIRECTORY_AWAY")
    expired = directory.expires_at is not None and directory.expires_at <= now
    return Reading(away, expired, directory.trouble, what.get(language or _language()), do.get(language or _language()))


def listed_rows(directory: Directory, *, language: str) -> list[ListedRow]:
    """Return every node of the directory with how its keys stand to ours; two queries for any number."""
    peers = {peer.node_id: peer for peer in queries.peers()}
    ours = node_keys().node_id
    rows = []
    for one in directory.nodes.all():
        file = parse_peer_file(bytes(one.key_file))
        if one.gone_at is not None:
            standing = Standing.GONE
        elif one.node_id == ours:
            standing = Standing.OURS
        else:
            standing = compare(pinned_file(peers.get(one.node_id)), file)
        name = file.names.get(language.lower()) or file.names.get("en") or next(iter(file.names.values()))
        peer = peers.get(one.node_id)
        again = standing == Standing.SAME and peer is not None and peer.withdrawn_at is not None
        rows.append(ListedRow(one, name, STANDINGS[standing], standing in TO_BRING or again))
    return rows


def tree_row(directory: Directory, *, language: str) -> TreeRow | None:
    """Return what is known of the decision tree of a directory's hub; None before it was looked at."""
    held = hub_tree_of(directory.fingerprint)
    if held is None:
        return None
    if not held.trouble:
        return TreeRow(held, "", "")
    what, do = said_of(held.trouble, held.reason)
    return TreeRow(held, what.get(language), do.get(language))


def alarm_rows(directory: Directory, *, language: str) -> list[AlarmRow]:
    """Return the alarms about the directory, open ones first."""
    found = directory.alarms.select_related("seen_by").order_by("seen_at", "-at")
    rows = []
    for alarm in sorted(found, key=lambda one: one.seen_at is not None):
        what, do = words_for(alarm.code)
        rows.append(AlarmRow(alarm, what.get(language), do.get(language)))
    return rows


def _language() -> str:
    return get_language() or "en"
