"""The other side of an exchange: a node that lives in the test, builds real signed things and posts them.

Only the network is replaced, by Django's test client; every byte is made by the parts a real node uses.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from comity.core.roles import Role
from comity.exchange.blobs import PART
from comity.exchange.peers import confirm_peer, pin_peer
from comity.kernel import strictjson
from comity.kernel.ids import new_id
from comity.seal.age import X25519Identity, seal_bytes
from comity.seal.age.header import read_header, write_header
from comity.seal.cms import SigningKey
from comity.seal.dsse import key_id
from comity.seal.envelope import BlobRef, Envelope, sign_envelope
from comity.seal.package import Binding, Contents, EvidenceRef, build_package
from comity.seal.package.building import recipient_digests
from comity.seal.padding import padded_size
from comity.seal.receipt import ClockSource, Event, FileDigest, Receipt, ReceiptClock, sign_receipt, verify_receipt
from comity.wire.kinds import dump, kind_of
from tests.builders.keys import MADE, key_ring, node_keys
from tests.builders.people import an_actor
from tests.builders.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpResponse
    from django.test import Client

    from comity.exchange.models import OutboxItem, Peer
    from comity.seal.age import HybridRecipient, Identity, Recipient
    from comity.seal.link import Head
    from comity.seal.nodekeys import NodeKeys
    from comity.seal.package import Annex
    from comity.seal.receipt import VerifiedReceipt
    from comity.wire.message import Message


@dataclass
class Posted:
    """One message of the remote node, ready to be posted, in any order and as often as one likes."""

    message: Message
    envelope: Envelope
    raw: bytes
    items: dict[str, bytes]
    evidence: tuple[EvidenceRef, ...] = ()

    @property
    def message_id(self) -> UUID:
        return self.envelope.message_id


@dataclass
class RemoteNode:
    """A node on the other side: `xa` by default, sending to `xb`."""

    now: datetime
    node: str = "xa"
    to: str = "xb"
    chain_id: UUID = field(default_factory=new_id)
    seq: int = 0
    prev: str | None = None
    numbers: dict[UUID, int] = field(default_factory=dict)
    receipt_chain: UUID = field(default_factory=new_id)

    @property
    def keys(self) -> NodeKeys:
        return node_keys(self.node)

    # Making things -------------------------------------------------------------------------------------------------

    def pack(
        self,
        message: Message,
        *,
        evidence: dict[str, bytes] | None = None,
        number: int | None = None,
        message_id: UUID | None = None,
        ack: Head | None = None,
        binding: dict[str, Any] | None = None,
        envelope: dict[str, Any] | None = None,
        content: bytes | None = None,
        content_name: str = "",
        spoil_evidence: bool = False,
        classical: bool = False,
        letter: bytes | None = None,
        annexes: tuple[Annex, ...] = (),
    ) -> Posted:
        """Build the package and the signed envelope of a message, the next in the chain and in its case.

        `spoil_evidence` signs for other evidence than is sealed; `classical` seals evidence to a further key, of a kind
        that does not withstand a quantum computer.
        """
        message_id = message_id or new_id()
        recipients = (node_keys(self.to).age_identities[0].recipient(), self.keys.archive.recipient())
        refs, blobs = self._evidence(evidence or {}, recipients, spoil=spoil_evidence, classical=classical)
        number = number or self._next_number(message.request_id)
        bound = self._bound(message, message_id, number, recipients)
        contents = Contents(
            binding=replace(bound, **(binding or {})),
            content_name=content_name or kind_of(message.KIND).content_name,
            content=dump(message) if content is None else content,
            evidence=refs,
            letter=letter,
            annexes=annexes,
        )
        sink = io.BytesIO()
        seal = SigningKey(self.keys.seal_key, self.keys.seal_certificate)
        info = build_package(contents, seal=seal, recipients=recipients, sink=sink)
        self.seq += 1
        good = Envelope(
            message_id=message_id,
            from_node=self.node,
            to_node=self.to,
            size=info.size,
            sha256=info.sha256,
            blobs=tuple(BlobRef(one.sealed_sha256, one.sealed_size) for one in refs),
            created=self.now,
            expires_at=self.now + timedelta(days=30),
            chain_id=self.chain_id,
            seq=self.seq,
            prev=self.prev,
            ack_head=ack,
        )
        made = replace(good, **(envelope or {}))
        raw = sign_envelope(made, self.keys.signing_pair(self.now))
        self.prev = hashlib.sha256(raw).hexdigest()
        return Posted(message, made, raw, {info.sha256: sink.getvalue()} | blobs, refs)

    def receipt(self, item: OutboxItem, event: Event, *, code: str = "", **changes: Any) -> bytes:
        """Sign a receipt about a message that the node under test sent to us."""
        assert item.package is not None
        self.seq += 1
        values: dict[str, Any] = {
            "evidence_id": new_id(),
            "event": event,
            "event_time": self.now,
            "clock": ReceiptClock(ClockSource.NTP, 20),
            "policy_id": "comity.exchange",
            "policy_version": "1",
            "recorder": self.node,
            "sender": self.to,
            "recipient": self.node,
            "message_id": item.message_id,
            "package": FileDigest(item.package.sha256, item.package.size),
            "chain_id": self.chain_id,
            "seq": self.seq,
            "prev": self.prev,
            "reason_code": code,
        }
        raw = sign_receipt(Receipt(**(values | changes)), self.keys.signing_pair(self.now))
        self.prev = hashlib.sha256(raw).hexdigest()
        return raw

    def _bound(self, message: Message, message_id: UUID, number: int, recipients: Sequence[HybridRecipient]) -> Binding:
        return Binding(
            from_node=self.node,
            to=(self.to,),
            message_id=message_id,
            in_reply_to=None,
            kind=message.KIND,
            case_ids=(message.request_id,),
            refs=(f"number:{number}",),
            sent_at=self.now,
            expires_at=self.now + timedelta(days=30),
            limits="",
            recipient_key_digests=recipient_digests(recipients),
        )

    def _evidence(
        self, evidence: dict[str, bytes], recipients: Any, *, spoil: bool, classical: bool
    ) -> tuple[tuple[EvidenceRef, ...], dict[str, bytes]]:
        refs, blobs = [], {}
        for name, data in evidence.items():
            padded = data + bytes(padded_size(len(data)) - len(data))
            sealed = seal_bytes(padded, recipients)
            if classical:
                sealed = sealed_to_more(
                    sealed, node_keys(self.to).age_identities, X25519Identity.generate().recipient()
                )
            digest = hashlib.sha256(sealed).hexdigest()
            blobs[digest] = sealed
            said = data + b"!" if spoil else data
            refs.append(
                EvidenceRef(
                    id=new_id(),
                    name=name,
                    media_type="application/octet-stream",
                    size=len(data),
                    sha256=hashlib.sha256(said).hexdigest(),
                    sha512=hashlib.sha512(said).hexdigest(),
                    sealed_size=len(sealed),
                    sealed_sha256=digest,
                )
            )
        return tuple(refs), blobs

    def _next_number(self, case_id: UUID) -> int:
        self.numbers[case_id] = self.numbers.get(case_id, 0) + 1
        return self.numbers[case_id]

    # Posting things ------------------------------------------------------------------------------------------------

    def announce(self, client: Client, posted: Posted | bytes) -> HttpResponse:
        """Post an envelope."""
        raw = posted if isinstance(posted, bytes) else posted.raw
        return client.post("/peer/v1/envelopes", raw, content_type="application/json")

    def put(self, client: Client, posted: Posted, ticket: str, *, part: int = PART) -> None:
        """Put every part of every item."""
        for sha256, data in posted.items.items():
            for offset in range(0, len(data), part):
                answer = self.put_part(client, sha256, data, offset, data[offset : offset + part], ticket)
                assert answer.status_code == 204, answer.content

    def put_part(  # noqa: PLR0917 (one part, all of it named)
        self, client: Client, sha256: str, data: bytes, offset: int, part: bytes, ticket: str
    ) -> HttpResponse:
        """Put one part."""
        return client.put(
            f"/peer/v1/items/{sha256}",
            part,
            content_type="application/octet-stream",
            headers={
                "Content-Range": f"bytes {offset}-{offset + len(part) - 1}/{len(data)}",
                "Authorization": f"Comity {ticket}",
            },
        )

    def complete(self, client: Client, posted: Posted, ticket: str) -> HttpResponse:
        """Say that everything is there."""
        return client.post(
            f"/peer/v1/envelopes/{posted.message_id}/complete",
            b"",
            content_type="application/json",
            headers={"Authorization": f"Comity {ticket}"},
        )

    def post(self, client: Client, posted: Posted) -> HttpResponse:
        """Post a message whole: announce, put, complete; return the last answer."""
        answer = self.announce(client, posted)
        if answer.status_code != 201:
            return answer
        ticket = answer.json()["ticket"]
        self.put(client, posted, ticket)
        return self.complete(client, posted, ticket)

    def post_receipts(self, client: Client, *receipts: bytes) -> HttpResponse:
        """Post receipts."""
        body = strictjson.dumps({"receipts": [raw.decode() for raw in receipts]})
        return client.post("/peer/v1/receipts", body, content_type="application/json")


def sealed_to_more(sealed: bytes, identities: Sequence[Identity], more: Recipient) -> bytes:
    """Return a sealed file with one more recipient in its header, of any kind: what our own sealing refuses to do."""
    source = io.BytesIO(sealed)
    header, payload = read_header(source)
    file_key = header.open(identities)
    return write_header(file_key, [*header.stanzas, more.wrap(file_key)]) + payload + source.read()


def receipts_of(answer: HttpResponse) -> list[VerifiedReceipt]:
    """Return the verified receipts in an answer."""
    found = json.loads(answer.content)["receipts"]
    return [verify_receipt(one.encode(), key_ring("xa", "xb")) for one in found]


@remembered
def pinned(node: str, *, now: datetime) -> Peer:
    """Pin a node of the cast, as two officers do it."""
    first = an_actor(Role.ADMINISTRATOR, login=f"ada-{node}")
    second = an_actor(Role.HEAD, login=f"hana-{node}")
    change = pin_peer(actor=first, raw=node_keys(node).peer_file(MADE), now=now)
    return confirm_peer(actor=second, change_id=change.pk, fingerprint=change.fingerprint, now=now)


def lives_at(peer: Peer, url: str) -> None:
    """Have the confirmed key file of XA say that it is reached at `url`."""
    raw = replace(node_keys("xa"), url=url).peer_file(MADE + timedelta(days=1))
    type(peer).objects.filter(pk=peer.pk).update(key_file=raw, url=url)


def changed_keys(node: str, now: datetime) -> NodeKeys:
    """Return a node's keys after a change: a new signing pair that is used at once, the old one still accepted."""
    return node_keys(node).rotate_signing(now, lead=timedelta(0))


def revoked_keys(node: str, now: datetime) -> NodeKeys:
    """Return a node's keys after a change in which the old signing pair was revoked."""
    old = node_keys(node).signing[0].pair.public[0]
    return changed_keys(node, now).revoke(key_id(old), now)
