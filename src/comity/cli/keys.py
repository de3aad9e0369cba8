"""`comity keys`: identities for sealing, fingerprints to read out, a node's key file to give and a peer's to take."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.answers import CommandError, Exit, put_json, say
from comity.cli.entering import Data, enter
from comity.cli.officers import prove
from comity.cli.sealing import STREAM, read_whole
from comity.kernel.clock import to_wire, utc_now
from comity.kernel.errors import ComityError
from comity.kernel.languages import Text
from comity.kernel.plaintext import one_line
from comity.seal.age import HybridIdentity, X25519Identity, parse_identity_file, parse_recipient
from comity.seal.fingerprints import fingerprint
from comity.seal.keyfile import parse_peer_file

if TYPE_CHECKING:
    from comity.seal.keyfile import PeerFile

keys = typer.Typer(help="Keys: new, show, fingerprint, export, import.", no_args_is_help=True)
EXISTS = Text(en="{path} is there already; keys are never overwritten.", zh="{path} 已存在；密钥绝不覆盖。")
PUBLIC = Text(en="Public key: {recipient}", zh="公钥：{recipient}")
NOT_WRITTEN = Text(en="{path} cannot be written.", zh="无法写入 {path}。")
EXPORTED = Text(
    en="Fingerprint, to be read out by telephone: {fingerprint}",
    zh="指纹（供电话中读出）：{fingerprint}",
)
BROUGHT = Text(
    en="Brought: {node} of {state}. Fingerprint: {fingerprint}\n"
    "Nothing changes yet: a second officer must have it read out by the counterpart, and confirm it on the page {page}",
    zh="已提交：{state} 的 {node}。指纹：{fingerprint}\n"
    "尚未生效：须由第二名工作人员请对方读出指纹，并在页面 {page} 上确认。",
)
NOT_TAKEN = {
    "E_ACCESS": Text(
        en="Only an administrator or the head of the authority brings a key file.",
        zh="只有管理员或机关负责人可以提交密钥文件。",
    ),
    "E_PEER": Text(en="This is the key file of this node itself.", zh="这是本节点自己的密钥文件。"),
    "E_REPLAY": Text(
        en="This key file is not newer than the one that was confirmed before.", zh="该密钥文件并不比此前已确认的更新。"
    ),
}


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


@keys.command("export")
def export_own(
    data: Data,
    out: Annotated[str, typer.Option("-o", "--out", help="Where to write the key file; - for stdout.")] = STREAM,
) -> None:
    """Write this node's own signed key file, to be given to other authorities."""
    enter(data)
    from comity.core.keys import node_keys  # noqa: PLC0415 (after Django is set up)

    raw = node_keys().peer_file(utc_now())
    if out == STREAM:
        sys.stdout.write(raw.decode())
        sys.stdout.flush()
    else:
        try:
            Path(out).write_bytes(raw)
        except OSError:
            raise CommandError("E_FILE", NOT_WRITTEN, Exit.WRONG_USE, path=out) from None
    say(EXPORTED, fingerprint=parse_peer_file(raw).fingerprint())


@keys.command("import")
def import_peer(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The key file of the other node.")],
    data: Data,
    officer: Annotated[str, typer.Option("--officer", help="Your login.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Bring a peer's key file, for a second officer to confirm. Asks for password and one-time code."""
    raw = read_whole(file).strip()
    peer = parse_peer_file(raw)
    enter(data)
    from django.conf import settings  # noqa: PLC0415 (after Django is set up)

    from comity.exchange.peers import pin_peer  # noqa: PLC0415

    try:
        change = pin_peer(actor=prove(officer), raw=raw, now=utc_now())
    except ComityError as error:
        if error.code in NOT_TAKEN:
            raise CommandError(error.code, NOT_TAKEN[error.code]) from None
        raise
    page = f"{settings.NODE.url.rstrip('/')}/peers/changes/{change.pk}/"
    say(BROUGHT, node=peer.node_id, state=one_line(peer.state), fingerprint=change.fingerprint, page=page)
    if as_json:
        facts = {
            "node": peer.node_id,
            "state": peer.state,
            "fingerprint": change.fingerprint,
            "follows": change.follows,
        }
        put_json({"ok": True, "change_id": str(change.pk), **facts})


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(keys, name="keys")
