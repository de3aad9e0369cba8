"""An authority without a node, and requests to and from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.cases.actions import sending
from comity.cases.models import Case
from comity.exchange.letter_peers import LetterPeer, add_letter_peer
from tests.builders import cases
from tests.builders.remembered import remembered
from tests.builders.requests import a_request

if TYPE_CHECKING:
    from datetime import datetime

    from comity.cases.signing import Signer
    from comity.core.actors import Actor
    from comity.exchange.models import Peer

MINISTRY = LetterPeer(
    state="XC",
    names={"en": "Ministry of Justice of XC", "zh-hans": "XC 司法部"},
    address="1 Hill Road\nCity of XC",
    email="post@xc.example",
    languages=("en", "zh-hans"),
)


@remembered
def a_letter_peer(actor: Actor, *, at: datetime = cases.NOW) -> Peer:
    """Return an authority of XC that is reached by letter."""
    return add_letter_peer(actor=actor, about=MINISTRY, now=at)


def addressed_to(peer: Peer, *, language: str = "en") -> dict[str, Any]:
    """Return the part of a request that addresses it to `peer`."""
    request = a_request(language=language)
    requested = request["requested"] | {
        "state": peer.state,
        "authority": peer.name_in(language),
        "node_id": peer.node_id,
        "languages": ["en", "zh-hans"],
    }
    return {"language": language, "requested": requested}


@remembered
def a_sent_letter(
    cast: cases.Cast, peer: Peer, *, signer: Signer, language: str = "en", at: datetime = cases.NOW
) -> Case:
    """Return a request to `peer` that was signed and waits to be posted."""
    case = cases.an_approved(cast, at=at, **addressed_to(peer, language=language))
    sending.send_request(actor=cast.head, case_id=case.pk, signer=signer, now=at)
    return Case.objects.get(pk=case.pk)
