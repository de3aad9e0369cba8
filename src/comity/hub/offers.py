"""What States offer to the hub's library: brought as a signed file, taken in by the secretariat or returned.

What is taken in is no more than entered: the text of a law waits for a second member who compares it before nodes are
told of it, and a digest for a second person who publishes it. A text that is here already, by whomever, is not touched.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.core.moves import move
from comity.hub import directory
from comity.hub.access import Permission
from comity.hub.actions import HubError, worded
from comity.hub.models import Offer
from comity.hub.states import OfferState
from comity.library import queries
from comity.library.digests import actions as digests
from comity.library.legislation import actions as laws
from comity.library.mirroring.offers import read_offer
from comity.library.mirroring.statements import LawSaid, day_of
from comity.seal.errors import SealError
from comity.seal.keyring import KeyRing

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.library.digests.models import Digest
    from comity.library.legislation.models import Law
    from comity.library.mirroring.offers import Offer as Said
    from comity.library.mirroring.statements import VersionSaid


def read(raw: bytes) -> Said:
    """Return what a file offers, if a node signed it that a State lists in the key directory now. Raises SealError."""
    repository = directory.repository()
    listed = repository.nodes().values() if repository.exists else ()
    return read_offer(raw, KeyRing(one for files in listed for one in files))


def bring(*, actor: Actor, raw: bytes, now: datetime) -> Offer:
    """Bring what a State's node signed. It is verified now and once more when it is taken in.

    Raises:
        AccessDenied: neither that State's editor nor the secretariat.
        SealError: not of the known form, or not signed by a node that the State lists.
        HubError: `E_OFFER`, the same file was brought before.
    """
    access.require(actor, Permission.OFFER_BRING)
    said = read(raw)
    access.require(actor, Permission.OFFER_BRING, said.state)
    digest = sha256(raw).hexdigest()
    with transaction.atomic():
        if Offer.objects.filter(sha256=digest).exists():
            raise HubError("E_OFFER", "brought before")
        made = Offer.objects.create(
            of_state=said.state, node=said.from_node, kind="law" if isinstance(said.said, LawSaid) else "digest",
            title=said.said.title, ref=said.said.ref, raw=raw, sha256=digest, signed_at=said.created,
            brought_by_id=actor.person(), brought_at=now,
        )  # fmt: skip
        data = {"state": said.state, "sha256": digest}
        record(actor=actor, code="hub.offer.brought", subject=f"hub.offer:{made.pk}", at=now, data=data)
    return made


def take(*, actor: Actor, offer_id: UUID, now: datetime) -> Offer:
    """Enter what is offered into the hub's library, as this member of the secretariat.

    Raises:
        AccessDenied: who brought it, or nobody of the secretariat.
        SealError: its node is listed no more.
        LibraryError, ReadingError: it is here already, or a text cannot be read; nothing was entered.
        GraphError: it was decided before.
    """
    with transaction.atomic():
        found = _locked(actor, offer_id)
        said = read(bytes(found.raw))
        found.decided_by_id, found.decided_at = actor.person(), now
        if isinstance(said.said, LawSaid):
            found.law = _law(actor, found, said, said.said, now)
        else:
            found.digest = _digest(actor, said, now)
        also = ("decided_by_id", "decided_at", "law_id", "digest_id")
        move(found, "state", OfferState, "taken", actor=actor, at=now, also=also)
    return found


def give_back(*, actor: Actor, offer_id: UUID, reason: str, now: datetime) -> Offer:
    """Return an offer with the reason. Raises HubError `E_REASON` without one."""
    words = worded(reason)
    with transaction.atomic():
        found = _locked(actor, offer_id)
        found.decided_by_id, found.decided_at, found.reason = actor.person(), now, words
        also = ("decided_by_id", "decided_at", "reason")
        move(found, "state", OfferState, "returned", actor=actor, at=now, also=also)
    return found


def _locked(actor: Actor, offer_id: UUID) -> Offer:
    found = Offer.objects.select_for_update().get(pk=offer_id)
    access.require(actor, Permission.OFFER_DECIDE, found)
    return found


def _law(actor: Actor, offer: Offer, said: Said, law: LawSaid, now: datetime) -> Law:
    """Enter the texts that are not here: of the law that an earlier offer of it entered, else of a new one."""
    before = Offer.objects.filter(of_state=offer.of_state, ref=law.ref, law__isnull=False).first()
    found = before.law if before else None
    fresh = [one for one in law.versions if queries.manifestation_by(one.sha256) is None]
    for one in fresh:
        reported = _reported(one, said)
        if found is None:
            found = laws.report_law(
                actor=actor, place=law.place, kind=law.kind, title=law.title, number=law.number, reported=reported,
                now=now,
            )  # fmt: skip
        else:
            laws.report_version(actor=actor, law_id=found.pk, reported=reported, now=now)
    if found is None:
        raise HubError("E_OFFER", "all of it is here already")
    confirmed, repealed = day_of(law.confirmed_on), day_of(law.repealed_on)
    if confirmed:
        laws.confirm_law(actor=actor, law_id=found.pk, on=confirmed, source=law.confirmed_by, now=now)
    if repealed:
        laws.repeal_law(actor=actor, law_id=found.pk, on=repealed, source=law.repealed_by, now=now)
    return found


def _reported(one: VersionSaid, said: Said) -> laws.Reported:
    """Return a version as it is entered: its source says too which node signed it and when."""
    reported_on = day_of(one.reported_on)
    if reported_on is None:
        raise SealError("E_SYNTAX", "a version without a day")
    return laws.Reported(
        raw=said.texts[one.sha256], name=one.name, media_type=one.media_type, in_force_from=day_of(one.in_force_from),
        reported_on=reported_on, source=f"{one.source} · {said.from_node} {said.created:%Y-%m-%d}"[:500],
        verified=one.verified, provisions=list(one.provisions), language=one.language, title=one.title,
    )  # fmt: skip


def _digest(actor: Actor, said: Said, now: datetime) -> Digest:
    """Enter a digest that waits for a second person, as one that this member wrote."""
    one = said.said
    if isinstance(one, LawSaid):
        raise TypeError("a law is no digest")
    content = digests.Content(
        title=one.title, language=one.language, year=one.year, subject=one.subject, outcome=one.outcome,
        states=one.states, articles=one.articles, instruments=one.instruments, facts=one.facts, course=one.course,
        lessons=one.lessons,
    )  # fmt: skip
    made = digests.write_digest(actor=actor, digest_id=None, content=content, now=now)
    return digests.submit_digest(actor=actor, digest_id=made.pk, now=now)
