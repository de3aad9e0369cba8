"""Offering a law or a digest that was entered here to the hub: the head decides, the node's keys sign."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from comity.core import access
from comity.core.audit.log import record
from comity.core.files.reader import read_file
from comity.core.keys import node_keys
from comity.library.access import Permission
from comity.library.actions import LIMIT
from comity.library.mirroring.offers import Offer, sign_offer
from comity.library.mirroring.saying import digest_said, law_said, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from comity.core.actors import Actor
    from comity.library.digests.models import Digest
    from comity.library.legislation.models import LawVersion
    from comity.library.mirroring.statements import DigestSaid, LawSaid


def offer_law(*, actor: Actor, versions: Sequence[LawVersion], now: datetime) -> bytes:
    """Return a law with its texts as a file signed by this node; `versions` are all of it, the first reported first.

    Raises:
        AccessDenied: not the head, a law of another State, or one that came from the hub.
        SealError: `E_SIZE`, its texts are more than a hub takes in one file.
    """
    law = versions[0].law
    access.require(actor, Permission.LAW_OFFER, law)
    texts = {one.sha256: read_file(one.file, limit=LIMIT) for one in map(text_of, versions)}
    return _signed(actor, f"library.law:{law.pk}", law_said(versions), texts, now)


def offer_digest(*, actor: Actor, digest: Digest, now: datetime) -> bytes:
    """Return a published digest as a file signed by this node.

    Raises:
        AccessDenied: not the head, or one that is not published or came from the hub.
    """
    access.require(actor, Permission.DIGEST_OFFER, digest)
    return _signed(actor, f"library.digest:{digest.pk}", digest_said(digest), {}, now)


def _signed(actor: Actor, subject: str, said: LawSaid | DigestSaid, texts: dict[str, bytes], now: datetime) -> bytes:
    keys = node_keys()
    raw = sign_offer(Offer(keys.node_id, keys.state, now, said, texts), keys.signing_pair(now))
    data = {"sha256": hashlib.sha256(raw).hexdigest()}
    record(actor=actor, code="library.offer.signed", subject=subject, at=now, data=data)
    return raw
