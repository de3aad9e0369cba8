"""An edition of the hub's directory that somebody brings as a file, for a node that does not reach its hub.

It passes the verification of one that was fetched, and what it says waits for a second officer all the same. Only the
blame differs: a file that was changed on its way, that is old or that another node signed says nothing against the hub,
so that it is refused and the hub stays believed. Two editions of one time with the hub's own signatures are its lie,
whoever carries them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.directory.signed import claimed_node
from comity.exchange import editions
from comity.exchange.access import Permission
from comity.exchange.errors import ExchangeError
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.actors import Actor
    from comity.directory.signed import SignedDirectory

SEALED: Final = b"age-encryption.org/"
TWO: Final = "E_EDITION_TWO"
NOBODY: Final = ("E_EDITION_NOBODY", "no hub is believed")


def is_edition(raw: bytes) -> bool:
    """Whether a file is for `bring_edition`: it is sealed, or says that the hub that is believed signed it."""
    source = editions.believed()
    try:
        return raw.startswith(SEALED) or (source is not None and claimed_node(raw) == source.node_id)
    except SealError:
        return False


def read_edition(raw: bytes, *, now: datetime) -> SignedDirectory:
    """Verify as `bring_edition` does, and write nothing down. Raises ExchangeError as it does."""
    source = editions.believed()
    if source is None:
        raise ExchangeError(*NOBODY)
    return editions.verified(source, _opened(raw), now)


def bring_edition(*, actor: Actor, raw: bytes, now: datetime) -> SignedDirectory:
    """Keep the edition that a file holds as the newest; its rows are taken in as those of one that was fetched.

    Steps: 1 a hub is believed, 2 opened where it is sealed, 3 to 6 those of `editions.verified`, against what is known
    while nobody else writes it.

    Raises:
        AccessDenied: neither an administrator nor the head.
        ExchangeError: `E_EDITION_NOBODY` where no hub is believed, and the codes of `edition_words`; nothing is kept,
            and after `E_EDITION_TWO` the hub is believed no more.
    """
    access.require(actor, Permission.DIRECTORY_PROPOSE)
    with transaction.atomic():
        source = editions.ANCHORS.holding_locked()
        if source is None:
            raise ExchangeError(*NOBODY)
        opened = _opened(raw)
        try:
            said = editions.verified(source, opened, now)
        except ExchangeError as error:
            if error.code != TWO:
                raise
            editions.blame(source, error.code, now)
            refused = error
        else:
            editions.keep(source, said, opened, now)
            data, about = {"sha256": source.sha256}, editions.ANCHORS.about(source)
            record(actor=actor, code="exchange.source.brought", subject=about, at=now, data=data)
            return said
    raise refused  # after what is blamed on the hub was written down


def _opened(raw: bytes) -> bytes:
    return editions.opened(raw) if raw.startswith(SEALED) else raw
