"""One receipt of a case, gathered to be printed: what it says, who the parties are, what a verification finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from comity.cases import labels
from comity.cases.codes import AuditCode
from comity.cases.letters.receipt import Facts, Found, Party
from comity.cases.models import Case
from comity.cases.queries.overview import kind_title
from comity.core.audit.log import record
from comity.exchange import proofs
from comity.exchange import queries as exchange
from comity.exchange.settings import demo
from comity.kernel.plaintext import one_line
from comity.seal import dsse
from comity.seal.keyfile import parse_peer_file
from comity.seal.receipt import LIMIT, Receipt
from comity.seal.verify import verify_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.exchange.models import Peer
    from comity.seal.checks import Check


def facts_of(case: Case, receipt_id: UUID, language: str, now: datetime) -> Facts:
    """Return what the print of a receipt says, or raise Case.DoesNotExist for one of no message of this case."""
    stored = exchange.receipt(receipt_id)
    if stored is None or exchange.case_of_message(stored.message_id) != case.pk:
        raise Case.DoesNotExist
    raw = bytes(stored.raw)
    signed = dsse.parse(raw, limit=LIMIT, stamped=True)
    receipt = Receipt.from_payload(signed.payload)
    line = exchange.message(stored.message_id)
    parties = (_us(language, now), _them(stored.peer, language))
    ring = [parse_peer_file(one.key_file) for one in parties if one.key_file]
    verdict = verify_file(raw, ring, now=now, demo=demo())
    with translation.override(language):
        source = labels.time_source(one_line(verdict.signers[0].time_source, 240)) if verdict.signers else ""
        return Facts(
            raw=raw,
            receipt=receipt,
            digest=signed.digest,
            parties=parties,
            message=kind_title(line.kind, language) if line is not None else "",
            reference=case.reference,
            verdict=verdict,
            checks=_found(verdict.checks, language),
            validation=_found(receipt.validation, language),
            time_source=source,
            demo=demo(),
        )


def note_printed(case: Case, facts: Facts, *, actor: Actor, at: datetime) -> None:
    """Write down that a receipt was given out as a paper: copies of proof are known."""
    record(
        actor=actor,
        code=AuditCode.RECEIPT_PRINTED,
        subject=f"cases.case:{case.pk}",
        at=at,
        data={"receipt": str(facts.receipt.evidence_id)},
    )


def _us(language: str, now: datetime) -> Party:
    node_id, raw = proofs.our_key_file(now)
    name = labelled(str(settings.NODE.name_in(language)), str(settings.NODE.state))
    return Party(node_id, name, raw, parse_peer_file(raw).fingerprint())


def _them(peer: Peer, language: str) -> Party:
    raw = bytes(peer.key_file)
    fingerprint = parse_peer_file(raw).fingerprint() if raw else ""
    return Party(str(peer.node_id), labelled(peer.name_in(language), peer.state), raw, fingerprint)


def labelled(name: str, state: str) -> str:
    """Return an authority as it stands on paper: its name, then its State."""
    return f"{one_line(name, 200)} ({state})"


def _found(checks: Iterable[Check], language: str) -> list[Found]:
    return [
        Found(one.label.get(language), one.result.label.get(language), labels.check_detail(one_line(one.detail, 400)))
        for one in checks
    ]
