"""An edition of the hub's directory that somebody brings as a file, for a node that does not reach its hub.

It passes the verification of one that was fetched, and what it says waits for a second officer all the same. Only the
blame differs: a file that was changed on its way, that is old or that another node signed says nothing against the hub,
so that it is refused and the hub stays believed. Two editions of one time with the hub's own signatures are its lie,
whoever carries them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.exchange import editions
from comity.exchange.access import Permission
from comity.exchange.errors import ExchangeError

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.actors import Actor
    from comity.directory.signed import SignedDirectory
    from comity.exchange.models import EditionSource

SEALED = b"age-encryption.org/"


def read_edition(raw: bytes, *, now: datetime) -> tuple[EditionSource, SignedDirectory, bytes]:
    """Return the hub, what a file of its says, and the signed file itself. Nothing is written.

    Steps: 1 a hub is believed, 2 opened where it is sealed, 3 to 6 those of `editions.verified`.

    Raises:
        ExchangeError: `E_EDITION_NOBODY` where no hub is believed, and the codes of `edition_words`.
    """
    source = editions.believed()
    if source is None:
        raise ExchangeError("E_EDITION_NOBODY", "no hub is believed")
    opened = editions.opened(raw) if raw.startswith(SEALED) else raw
    return source, editions.verified(source, opened, now), opened


def bring_edition(*, actor: Actor, raw: bytes, now: datetime) -> SignedDirectory:
    """Keep the edition that a file holds as the newest; its rows are taken in as those of one that was fetched.

    Raises:
        AccessDenied: neither an administrator nor the head.
        ExchangeError: as `read_edition`; nothing is kept, and after `E_EDITION_TWO` the hub is believed no more.
    """
    access.require(actor, Permission.DIRECTORY_PROPOSE)
    try:
        with transaction.atomic():
            source, said, opened = read_edition(raw, now=now)
            source = editions.ANCHORS.locked(source.pk)
            editions.keep(source, said, opened, now)
            data = {"sha256": source.sha256}
            record(
                actor=actor, code="exchange.source.brought", subject=editions.ANCHORS.about(source), at=now, data=data
            )
    except ExchangeError as error:
        believed = editions.believed()
        if believed is not None and error.code == "E_EDITION_TWO":
            with transaction.atomic():
                editions.blame(editions.ANCHORS.locked(believed.pk), error.code, now)
        raise
    return said
