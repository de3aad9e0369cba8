"""Taking the directory of authorities that a hub publishes: verified, never older than before, and never by itself.

The hub's key file is pinned by two officers. Each look opens what is sealed to this node, verifies the signatures of
that key and compares the edition's time with the newest that was seen. A hub that is away or renews nothing changes
nothing here and is told of; one that shows an older edition, another under the same time, or other signatures is
believed no more. What an edition says holds here only when an officer takes it in and a second one publishes it.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.conf import settings as django_settings
from django.db import transaction
from tuf.api.exceptions import DownloadError, DownloadHTTPError

from comity.core import access
from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.keys import node_keys
from comity.core.moves import move
from comity.directory.editions import take_in as take_in_rows
from comity.directory.signed import LIMIT, read_directory
from comity.exchange.access import Permission
from comity.exchange.anchors import TROUBLE, Anchoring, good, troubled
from comity.exchange.directory_client import DirectoryFetcher
from comity.exchange.errors import ExchangeError
from comity.exchange.models import EditionSource
from comity.exchange.states import SourceState
from comity.seal.age import open_bytes
from comity.seal.errors import SealError
from comity.seal.keyfile import parse_peer_file
from comity.seal.keyring import KeyRing

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from comity.directory.signed import SignedDirectory

ACTOR: Final = Actor.system("exchange.editions")
PATH: Final = "/authorities/directory.age"
FAST: Final = timedelta(hours=1)  # how far the hub's clock may be ahead of ours
SEALED_LIMIT: Final = LIMIT + 1024**2
UNSIGNED: Final = {"E_SIGNATURE": "E_EDITION_SIGNATURE", "E_SENDER": "E_EDITION_FOREIGN"}
LIES: Final = frozenset({"E_EDITION_BACK", "E_EDITION_TWO", *UNSIGNED.values()})
SEEN: Final = (*TROUBLE, "good_at", "created", "sha256", "raw")


# Whom we believe ---------------------------------------------------------------------------------------------------


ANCHORS: Final = Anchoring(
    model=EditionSource, graph=SourceState, holds=SourceState.believed.name, subject="exchange.source",
    code="exchange.source.proposed",
)  # fmt: skip
confirm_source, decline_source, believed = ANCHORS.confirm, ANCHORS.decline, ANCHORS.holding


def propose_source(*, actor: Actor, raw: bytes, url: str, now: datetime) -> EditionSource:
    """Bring the key file of a hub. Nothing changes until another officer confirms its fingerprint.

    Raises:
        SealError: it is no key file, or not signed by its own keys.
        ExchangeError: `E_ADDRESS` for an address that is never called.
    """
    access.require(actor, Permission.DIRECTORY_PROPOSE)
    file = parse_peer_file(raw)
    return ANCHORS.propose(
        actor=actor, url=url, fingerprint=file.fingerprint(), now=now, data={"node": file.node_id}, key_file=raw,
        node_id=file.node_id,
    )  # fmt: skip


def shown() -> EditionSource | None:
    """Return the hub that is believed, or the one that lied and that nobody confirmed anew since."""
    decided = EditionSource.objects.filter(state__in=[SourceState.believed.name, SourceState.distrusted.name])
    return decided.select_related("proposed_by", "decided_by").order_by("-decided_at").first()


# Looking -----------------------------------------------------------------------------------------------------------


def look(source: EditionSource, *, now: datetime) -> str:
    """Look at what the hub publishes; return what is wrong, empty for nothing. Never raises for what a hub does."""
    try:
        raw, code = opened(_fetched(source)), ""
    except ExchangeError as error:
        raw, code = b"", error.code
    with transaction.atomic():  # as it is now: somebody else may have looked or decided while we waited for the hub
        source.refresh_from_db(from_queryset=EditionSource.objects.select_for_update())
        return blame(source, code, now) if code else _written(source, raw, now)


def newest(source: EditionSource) -> SignedDirectory | None:
    """Return the newest edition that was verified; None where none was yet."""
    return read_directory(bytes(source.raw), _ring(source)) if source.raw else None


def take_in(*, actor: Actor, source_id: UUID, seen: str, rows: Collection[str], now: datetime) -> int:
    """Write a version for each chosen row of the newest edition; each waits for a second officer to publish it.

    `seen` is the digest of the edition that the officer looked at; `rows` are the keys of `directory.editions`.

    Raises:
        AccessDenied: neither an administrator nor the head.
        ExchangeError: `E_EDITION_SEEN` where another edition came since, or the hub is believed no more.
    """
    access.require(actor, Permission.DIRECTORY_PROPOSE)
    with transaction.atomic():
        source = ANCHORS.locked(source_id)
        said = newest(source) if source.state == SourceState.believed.name and source.sha256 == seen else None
        if said is None:
            raise ExchangeError("E_EDITION_SEEN", "this is not what was looked at")
        taken = take_in_rows(actor=actor, said=said, raw=bytes(source.raw), now=now, rows=rows)
        data = {"sha256": source.sha256, "rows": taken}
        record(actor=actor, code="exchange.source.taken_in", subject=ANCHORS.about(source), at=now, data=data)
    return taken


def _fetched(source: EditionSource) -> bytes:
    try:
        fetcher = DirectoryFetcher(source.url)
    except DownloadError:
        raise ExchangeError("E_EDITION_AWAY", "no address") from None
    try:
        return fetcher.download_bytes(source.url + PATH, SEALED_LIMIT)
    except DownloadHTTPError:
        raise ExchangeError("E_EDITION_NONE", "nothing is published for us") from None
    except DownloadError:
        raise ExchangeError("E_EDITION_AWAY", "no answer") from None
    finally:
        fetcher.close()


def opened(sealed: bytes) -> bytes:
    """Return what is sealed to this node, or raise ExchangeError `E_EDITION_SEALED`."""
    try:
        return open_bytes(sealed, node_keys().age_identities)
    except SealError:
        raise ExchangeError("E_EDITION_SEALED", "not sealed to this node, or damaged") from None


def verified(source: EditionSource, raw: bytes, now: datetime) -> SignedDirectory:
    """Verify one. Steps: 1 signed by the pinned keys, 2 not from the future, 3 not older, 4 one for each time.

    Raises:
        ExchangeError: a code of `edition_words`.
    """
    try:
        said = read_directory(raw, _ring(source))
    except SealError as error:
        raise ExchangeError(UNSIGNED.get(error.code, "E_EDITION_FORM"), error.detail) from None
    if said.created > now + FAST:
        raise ExchangeError("E_EDITION_CLOCK", "made in the future")
    known = EditionSource.objects.filter(node_id=source.node_id, created__isnull=False).order_by("-created").first()
    if known is not None and known.created is not None:
        if said.created < known.created:
            raise ExchangeError("E_EDITION_BACK", "older than the one seen before")
        if said.created == known.created and known.sha256 != _digest(raw):
            raise ExchangeError("E_EDITION_TWO", "two editions of one time")
    return said


def _written(source: EditionSource, raw: bytes, now: datetime) -> str:
    """Verify what was fetched and write it down; return what is wrong with it, empty for nothing."""
    try:
        return keep(source, verified(source, raw, now), raw, now)
    except ExchangeError as error:
        return blame(source, error.code, now)


def keep(source: EditionSource, said: SignedDirectory, raw: bytes, now: datetime) -> str:
    """Keep what was verified as the newest; return `E_EDITION_FROZEN` where it is older than nodes believe."""
    source.created, source.sha256, source.raw = said.created, _digest(raw), raw
    if said.created + _believed_for() < now:
        return blame(source, "E_EDITION_FROZEN", now)
    good(source, now)
    source.save(update_fields=SEEN)
    return ""


def blame(source: EditionSource, code: str, now: datetime) -> str:
    """Write down what is wrong; who lied is believed no more."""
    troubled(source, code, now)
    source.save(update_fields=SEEN)
    if code in LIES and source.state == SourceState.believed.name:
        move(source, "state", SourceState, "distrusted", actor=ACTOR, at=now, data={"code": code})
    return code


def _believed_for() -> timedelta:
    return timedelta(hours=int(django_settings.NODE.directory_timestamp_hours))


def _ring(source: EditionSource) -> KeyRing:
    return KeyRing([parse_peer_file(bytes(source.key_file))])


def _digest(raw: bytes) -> str:
    return sha256(raw).hexdigest()
