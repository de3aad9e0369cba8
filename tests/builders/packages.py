"""Letters, packages and their envelopes between XA and XB, good ones; tests spoil them."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import typst

from comity.kernel import strictjson
from comity.seal.cades import Trust
from comity.seal.cms import SigningKey
from comity.seal.envelope import BlobRef, Envelope
from comity.seal.keyfile import PeerFile, parse_peer_file
from comity.seal.keyring import KeyRing
from comity.seal.package import Annex, Binding, Contents, EvidenceRef, build_package
from comity.seal.package.building import recipient_digests
from comity.seal.pades import seal_letter, sign_as_officer
from comity.seal.signer import OfficerKey
from comity.seal.timestamp import DemoAuthority
from tests.builders.keys import MADE, NOW, an_envelope, node_keys, unlocked_once
from tests.builders.run import once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.seal.age import HybridIdentity, HybridRecipient
    from comity.seal.nodekeys import NodeKeys

PASSPHRASE = "correct horse battery"
MESSAGE = UUID("01954f0e-0000-7000-8000-000000000001")
REQUEST = UUID("01954f0e-0000-7000-8000-000000000002")
EVIDENCE = UUID("01954f0e-0000-7000-8000-000000000003")

LETTER = """#set document(title: "Letter of request", date: datetime(year: 2026, month: 3, day: 2))
#set page(width: 12cm, height: 6cm)
{attachments}
The Central Authority of XA asks for assistance. \\
It asks for the records of one account."""
ATTACHMENT = (
    '#pdf.attach("{name}", bytes({text}), relationship: "data", mime-type: "application/json", description: "data")'
)


@cache
def time_authority() -> DemoAuthority:
    """Return a demonstration authority whose clock stands at `NOW`."""
    made = once("time of XA", lambda: DemoAuthority.generate("Time of XA", now=MADE).to_pem())
    return DemoAuthority.from_pem(made, clock=lambda: NOW)


@cache
def _stamped_keys(node: str) -> NodeKeys:
    return replace(node_keys(node), time_authorities=(time_authority().certificate_pem.decode(),))


@cache
def _stamped_peer(node: str) -> PeerFile:
    return parse_peer_file(_stamped_keys(node).peer_file(MADE))


def stamped_peer(node: str = "xa") -> PeerFile:
    """Return the key file of a node that believes `time_authority`."""
    return _stamped_peer(node)


def stamped_ring(*nodes: str) -> KeyRing:
    """Return a ring of `stamped_peer`s; XA and XB when none is named."""
    return KeyRing([_stamped_peer(node) for node in nodes or ("xa", "xb")])


def trust_in(node: str = "xa", *, demo: bool = True) -> Trust:
    """Return whom to believe about a node."""
    return Trust.of(_stamped_peer(node), demo=demo)


def seal_of(node: str = "xa") -> SigningKey:
    """Return the authority seal of a node."""
    keys = node_keys(node)
    return SigningKey(keys.seal_key, keys.seal_certificate)


@cache
def _officer_key(node: str) -> OfficerKey:
    keys = node_keys(node)

    def create() -> bytes:
        return OfficerKey.create(
            name=f"Head of {node.upper()}",
            function="Head of the Central Authority",
            passphrase=PASSPHRASE,
            ca_certificate=keys.ca_certificate,
            ca_key=keys.ca_key,
            now=MADE,
        ).to_bytes()

    return OfficerKey.from_bytes(once(f"locked key of an officer of {node}", create))


def officer_key(node: str = "xa") -> OfficerKey:
    """Return the locked key of the head of a central authority."""
    return _officer_key(node)


@cache
def _officer(node: str) -> SigningKey:
    return unlocked_once(f"key of an officer of {node}", lambda: _officer_key(node).unlock(PASSPHRASE))


def officer(node: str = "xa") -> SigningKey:
    """Return that key unlocked."""
    return _officer(node)


def request_json(size: int = 200) -> bytes:
    """Return a canonical object of about `size` bytes; what it says does not matter here."""
    return strictjson.dumps({"facts": "x" * size, "request_id": str(REQUEST)})


def print_letter(source: str, standards: Sequence[Any] = ()) -> bytes:
    """Return a PDF of Typst `source`."""
    return typst.compile(source.encode(), format="pdf", pdf_standards=list(standards))


def attach(name: str, content: bytes) -> str:
    """Return the line of Typst that attaches a file."""
    text = content.decode().replace("\\", "\\\\").replace('"', '\\"')
    return ATTACHMENT.format(name=name, text=f'"{text}"')


@cache
def plain_letter(content: bytes, name: str = "request.json") -> bytes:
    """Return an unsigned letter of two lines with `content` attached, as our letters are printed."""
    return print_letter(LETTER.replace("{attachments}", attach(name, content)), ["a-3a"])


@cache
def _officer_letter(content: bytes, name: str) -> bytes:
    return sign_as_officer(plain_letter(content, name), officer(), now=NOW, stamp=time_authority())


def officer_letter(content: bytes | None = None, name: str = "request.json") -> bytes:
    """Return the letter signed by the officer alone."""
    return _officer_letter(content or request_json(), name)


@cache
def _a_letter(content: bytes, name: str) -> bytes:
    return seal_letter(_officer_letter(content, name), seal_of(), now=NOW, stamp=time_authority())


def a_letter(content: bytes | None = None, name: str = "request.json") -> bytes:
    """Return the letter signed by officer and authority of XA."""
    return _a_letter(content or request_json(), name)


@cache
def an_annex() -> bytes:
    """Return a PDF that nobody signed."""
    return print_letter(LETTER.replace("{attachments}", ""))


def identity_of(node: str = "xb") -> HybridIdentity:
    """Return the identity with which a node opens what it gets."""
    return node_keys(node).age_identities[0]


def recipients_to(node: str = "xb", sender: str = "xa") -> list[HybridRecipient]:
    """Return the receiver's key and the sender's archive key."""
    return [identity_of(node).recipient(), node_keys(sender).archive.recipient()]


def an_evidence_ref(**changes: object) -> EvidenceRef:
    """Return an item of evidence that travels beside the package."""
    good = EvidenceRef(
        id=EVIDENCE,
        name="statement.pdf",
        media_type="application/pdf",
        size=70_000,
        sha256="e1" * 32,
        sha512="e2" * 64,
        sealed_size=71_000,
        sealed_sha256="e3" * 32,
        collector="Investigator of XA",
        date="2026-02-01",
        handling="ordinary",
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def a_binding(**changes: object) -> Binding:
    """Return what ties a package to XA, XB and `MESSAGE`."""
    good = Binding(
        from_node="xa",
        to=("xb",),
        message_id=MESSAGE,
        in_reply_to=None,
        kind="request.submit",
        case_ids=(REQUEST,),
        refs=("XA-2026-1",),
        sent_at=NOW,
        expires_at=NOW + timedelta(days=30),
        limits="Only in the proceedings named in the request.",
        recipient_key_digests=recipient_digests(recipients_to()),
        dir_version=0,
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def some_contents(**changes: object) -> Contents:
    """Return a whole request: data, letter, an annex, an item of evidence."""
    good = Contents(
        binding=a_binding(),
        content_name="request.json",
        content=request_json(),
        letter=a_letter(),
        annexes=(Annex("translation-1", an_annex()),),
        evidence=(an_evidence_ref(),),
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def a_message(**changes: object) -> Contents:
    """Return a message without letter, annexes or evidence."""
    plain = {"content_name": "message.json", "letter": None, "annexes": (), "evidence": ()}
    return some_contents(**{**plain, "binding": a_binding(kind="ack"), **changes})


def envelope_of(package: bytes, contents: Contents, **changes: object) -> Envelope:
    """Return the envelope that announces a sealed package."""
    return an_envelope(
        **{
            "message_id": contents.binding.message_id,
            "from_node": contents.binding.from_node,
            "size": len(package),
            "sha256": hashlib.sha256(package).hexdigest(),
            "blobs": tuple(BlobRef(item.sealed_sha256, item.sealed_size) for item in contents.evidence),
            **changes,
        }
    )


def a_package(contents: Contents | None = None) -> tuple[bytes, Envelope, Contents]:
    """Return a sealed package from XA to XB, its envelope, and what is in it."""
    inside = contents or some_contents()
    sink = io.BytesIO()
    build_package(
        inside,
        seal=seal_of(),
        stamp=time_authority(),
        recipients=recipients_to(),
        sink=sink,
    )
    return sink.getvalue(), envelope_of(sink.getvalue(), inside), inside
