"""`comity keys`: identities for sealing, fingerprints to read out, a node's key file to give and a peer's to take."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.answers import CommandError, Exit, put_json, say
from comity.cli.sealing import STREAM, read_whole
from comity.kernel.clock import to_wire, utc_now
from comity.kernel.languages import Text
from comity.seal.age import HybridIdentity, X25519Identity, parse_identity_file, parse_recipient
from comity.seal.fingerprints import fingerprint
from comity.seal.keyfile import parse_peer_file

if TYPE_CHECKING:
    from comity.seal.keyfile import PeerFile

keys = typer.Typer(help="Keys: new, show, fingerprint, export, import.", no_args_is_help=True)
EXISTS = Text(en="{path} is there already; keys are never overwritten.", zh="{path} 已存在；密钥绝不覆盖。")
PUBLIC = Text(en="Public key: {recipient}", zh="公钥：{recipient}")


@keys.command()
def new(
    out: Annotated[str, typer.Option("-o", "--out", help="Where to write the identity; - for stdout.")] = STREAM,
    classical: Annotated[
        bool, typer.Option("--classical", help="X25519 alone, for age programs without post-quantum keys.")
    ] = False,
) -> None:
    """Make a new identity (secret key) for `comity open`."""
    identity = X25519Identity.generate() if classical else HybridIdentity.generate()
    recipient = str(identity.recipient())
    text = f"# created: {to_wire(utc_now())}\n# public key: {recipient}\n{identity}\n"
    if out == STREAM:
        sys.stdout.write(text)
    else:
        try:
            descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandError("E_EXISTS", EXISTS, Exit.WRONG_USE, path=out) from None
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
    say(PUBLIC, recipient=recipient)


def peer_or_none(raw: bytes) -> PeerFile | None:
    """Return the peer's key file if `raw` is one; an identity file is None. A damaged key file raises SealError."""
    return parse_peer_file(raw) if raw.lstrip().startswith(b"{") else None


def recipients_of(raw: bytes) -> list[str]:
    """Return the recipients of an identity file, or those named in it line by line."""
    lines = [line.strip() for line in raw.decode("utf-8", "strict").splitlines()]
    named = [line for line in lines if line and not line.startswith("#")]
    if named and all(line.startswith("age1") for line in named):
        return [str(parse_recipient(line)) for line in named]
    return [str(identity.recipient()) for identity in parse_identity_file(raw)]


@keys.command()
def show(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An identity file, or a node's key file.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Print the recipients of an identity file, or what a node's key file says. Never prints a secret."""
    raw = read_whole(file)
    peer = peer_or_none(raw)
    if peer is None:
        recipients = recipients_of(raw)
        put_json({"recipients": recipients}) if as_json else sys.stdout.write("\n".join(recipients) + "\n")
        return
    facts = {
        "node": peer.node_id,
        "state": peer.state,
        "names": dict(peer.names),
        "url": peer.url,
        "updated": to_wire(peer.updated),
        "fingerprint": peer.fingerprint(),
        "recipients": [str(recipient) for recipient in peer.recipients(utc_now())],
        "keys": [key.to_json() for key in peer.keys],
    }
    if as_json:
        put_json(facts)
        return
    for name in ("node", "state", "url", "updated", "fingerprint"):
        sys.stdout.write(f"{name}: {facts[name]}\n")


@keys.command("fingerprint")
def show_fingerprint(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An identity file, or a node's key file.")],
) -> None:
    """Print the fingerprint: digits in groups of five, to be compared by telephone in any language."""
    raw = read_whole(file)
    peer = peer_or_none(raw)
    if peer is not None:
        sys.stdout.write(peer.fingerprint() + "\n")
        return
    for recipient in recipients_of(raw):
        sys.stdout.write(fingerprint(recipient.encode()) + "\n")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(keys, name="keys")
