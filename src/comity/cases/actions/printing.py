"""Print what is said to an authority without a node, and let it wait to be posted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.cases import letters
from comity.cases.queries import content, house
from comity.core.files.actions import store_bytes
from comity.exchange import post

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile
    from comity.exchange.models import Peer
    from comity.wire.message import Message


def put(
    case: Case,
    peer: Peer,
    message: Message,
    *,
    actor: Actor,
    now: datetime,
    letter: StoredFile | None = None,
    enclosed: Sequence[StoredFile] = (),
    in_reply_to: UUID | None = None,
) -> UUID:
    """Write the message down to be posted and return its id; what has no letter yet is printed now.

    Raises:
        LetterError: the letter cannot be printed, so the act does not happen.
    """
    if letter is None:
        letter = store_bytes(
            _print(case, peer, message, enclosed, actor=actor, now=now), actor=actor, purpose="letter",
            name=f"{message.KIND}.pdf", media_type="application/pdf", now=now,
        )  # fmt: skip
    item = post.put(
        actor=actor, case_id=case.pk, peer=peer, message=message, letter=letter, in_reply_to=in_reply_to, now=now
    )
    return item.pk


def _print(
    case: Case, peer: Peer, message: Message, enclosed: Sequence[StoredFile], *, actor: Actor, now: datetime
) -> bytes:
    request: dict[str, Any] = _with_later_measures(case, case.body or content.draft_of(case))
    ours = (request["requesting"]["central_authority"], request["requesting"]["address"])
    if not case.outgoing:
        ours = (request["requested"]["authority"], "")
    theirs = (peer.name_in(case.language), peer.address)
    paper = letters.reply_paper(
        request,
        message.KIND,
        message.to_json(),
        outgoing=case.outgoing,
        sender="\n".join(part for part in ours if part),
        addressee="\n".join(part for part in theirs if part),
        references=(case.our_reference, case.their_reference),
        signatory=(actor.name, ""),
        at=now,
        enclosed=[(file.name, file.sha256) for file in enclosed],
        names=dict(case.evidence.values_list("evidence_id", "name")),
    )
    return letters.render(paper, at=now, head=house.head(paper.language))


def _with_later_measures(case: Case, request: dict[str, Any]) -> dict[str, Any]:
    """Return the request with the measures that were added to it since, so that letters name and number them all."""
    known = {one["measure_id"] for one in request["measures"]}
    later = [
        {"measure_id": measure_id, "module": module}
        for measure_id, module in case.measures.values_list("measure_id", "module")
        if measure_id not in known
    ]
    return request | {"measures": [*request["measures"], *later]}
