"""What the pages of the hub read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.hub import directory
from comity.hub.access import READERS, edited_by
from comity.hub.models import (
    Availability,
    CatalogueHead,
    ChannelTree,
    Comment,
    Editor,
    Offer,
    Offered,
    PassedVersion,
    Statement,
    StatementIndex,
    Submission,
)
from comity.library.legislation.queries import versions_besides
from comity.library.mirroring.statements import DIGEST, LAW
from comity.seal.keydirectory.layout import root_fingerprint

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from comity.core.actors import Actor
    from comity.library.legislation.models import LawVersion
    from comity.seal.keyfile import PeerFile


@dataclass(frozen=True, slots=True)
class Shown:
    """The directory as the public page shows it."""

    published_at: datetime
    expires_at: datetime
    nodes: tuple[PeerFile, ...]
    states: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A State on the board: what it said last, and whether the day of return has passed."""

    state: str
    said: Availability | None
    is_late: bool


def submissions_visible_to(actor: Actor) -> QuerySet[Submission]:
    """Return all submissions for the secretariat, and for an editor those of his State."""
    found = Submission.objects.select_related("submitted_by", "reviewed_by", "decided_by")
    if actor.has(*READERS):
        return found
    state = edited_by(actor)
    return found.filter(about=state) if state else found.none()


def waiting_submissions(actor: Actor) -> QuerySet[Submission]:
    """Return what this member of the secretariat could decide on now."""
    return (
        submissions_visible_to(actor)
        .filter(state__in=["submitted", "reviewed"])
        .exclude(submitted_by_id=actor.officer_id)
        .exclude(reviewed_by_id=actor.officer_id)
    )


def editors() -> QuerySet[Editor]:
    """Return the accounts that submit for States now."""
    return Editor.objects.select_related("officer", "named_by").filter(ended_at__isnull=True)


def shown() -> Shown | None:
    """Return what is published, or None before the directory was founded."""
    repository = directory.repository()
    if not repository.exists:
        return None
    now = repository.read()
    expires = now.timestamp.signed.expires
    return Shown(
        expires - repository.lives.timestamp,
        expires,
        tuple(one for files in repository.nodes().values() for one in files),
        now.admitted,
        root_fingerprint(now.root),
    )


def board(now: datetime) -> list[BoardRow]:
    """Return every State of the directory with what it said last of its authority."""
    newest: dict[str, Availability] = {}
    for one in Availability.objects.select_related("said_by").order_by("said_at"):
        newest[one.state] = one
    found = shown()
    states = sorted({*newest, *(found.states if found else ())})
    today = now.date()
    return [
        BoardRow(state, said, said is not None and said.back_on is not None and said.back_on < today)
        for state in states
        for said in [newest.get(state)]
    ]


def catalogue_head() -> CatalogueHead | None:
    """Return the newest head of the list of documents that are passed on."""
    return CatalogueHead.objects.first()


def offered() -> QuerySet[Offered]:
    """Return the documents that are listed, the last one first."""
    return Offered.objects.select_related("manifestation__expression__work").order_by("-number")


def versions_to_pass_on() -> QuerySet[LawVersion]:
    """Return the versions of laws that wait for a second member of the secretariat, the oldest first."""
    return versions_besides(PassedVersion.objects.values("version"))


def stated() -> dict[str, Any]:
    """Return how many laws and digests nodes are told of, and when the index of them was signed."""
    rows = Statement.objects.filter(listed=True)
    newest = StatementIndex.objects.first()
    return {
        "laws": rows.filter(kind=LAW).count(), "digests": rows.filter(kind=DIGEST).count(),
        "made_at": newest.made_at if newest else None,
    }  # fmt: skip


def offers_visible_to(actor: Actor) -> QuerySet[Offer]:
    """Return what States offered: all of it for the secretariat, and for an editor that of his State."""
    found = Offer.objects.select_related("brought_by", "decided_by", "law", "digest").defer("raw")
    if actor.has(*READERS):
        return found
    state = edited_by(actor)
    return found.filter(of_state=state) if state else found.none()


def offers_to_decide(actor: Actor) -> QuerySet[Offer]:
    """Return what this member of the secretariat could decide on now."""
    return offers_visible_to(actor).filter(state="waiting").exclude(brought_by_id=actor.officer_id)


def trees() -> QuerySet[ChannelTree]:
    """Return the decision trees that were brought, the last one first, without what nodes fetch."""
    return ChannelTree.objects.select_related("brought_by", "decided_by").defer("raw", "text")


def tree_published() -> ChannelTree | None:
    """Return the decision tree that nodes are given now."""
    return trees().filter(state="published").order_by("-number").first()


def trees_to_decide(actor: Actor) -> QuerySet[ChannelTree]:
    """Return the decision trees on which this member of the secretariat could decide now."""
    return trees().filter(state="waiting").exclude(brought_by_id=actor.officer_id)


def comments_on(thing: Submission | Offer, actor: Actor) -> QuerySet[Comment]:
    """Return what the secretariat says of a submission or an offer among itself, the first word first."""
    found = Comment.objects.filter(about=thing.pk).select_related("written_by")
    return found if actor.has(*READERS) else found.none()
