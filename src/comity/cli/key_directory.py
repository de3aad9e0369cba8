"""`comity key-directory`: what is signed off line for a key directory, and a node that follows one.

A draft is a directory file; each holder signs it on a machine without network and hands it on.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.answers import CommandError, Exit, put_json, say
from comity.cli.entering import Data, enter
from comity.cli.officers import ask, prove
from comity.cli.sealing import read_whole
from comity.hub import directory
from comity.kernel.clock import to_wire, utc_now
from comity.kernel.languages import Text
from comity.kernel.plaintext import one_line
from comity.seal.keydirectory import drafting, holding, layout
from comity.seal.keydirectory.drafting import DirectoryFile

if TYPE_CHECKING:
    from securesystemslib.signer import SSlibKey

app = typer.Typer(help="Key directory: draft, sign, look, follow.", no_args_is_help=True)
WRITTEN = Text(en="Written: {path}", zh="已写入：{path}")
EXISTS = Text(en="{path} is there already; nothing is overwritten.", zh="{path} 已存在；不予覆盖。")
PASSPHRASE = Text(en="Passphrase of this key: ", zh="该密钥的口令：")
SIGNED = Text(
    en="Signed by {key}. Signatures so far: {count}. What was signed: {what}.",
    zh="已由 {key} 签名。现有签名 {count} 个。所签内容：{what}。",
)
NEXT = Text(
    en="Draft written to {path}: not yet signed. Hand it to the holders: comity key-directory sign {path} --key KEY",
    zh="草稿已写入 {path}，尚未签名。请交给密钥持有人：comity key-directory sign {path} --key KEY",
)
BROUGHT = Text(
    en="Brought. Nothing changes yet: a second officer must compare the digits, and confirm on the page {page}",
    zh="已提交。尚未生效：须由第二名工作人员在页面 {page} 上核对数字并确认。",
)
NONE = Text(en="This node follows no key directory.", zh="本节点未采用密钥目录。")
LOOKED = Text(
    en="Verified. Nodes listed: {count}. Alarms: {alarms}.", zh="已核验。列出节点 {count} 个。警报 {alarms} 项。"
)
FOUNDED = Text(
    en="Founded. Fingerprint of the root, for the note verbale: {fingerprint}",
    zh="已建立。根文件指纹（供载入普通照会）：{fingerprint}",
)
MIRRORED = Text(en="Files written: {count}", zh="已写入文件 {count} 个")
NEEDS = Text(
    en="Say --dismiss STATE, or --admit STATE with --key, the State's public key.",
    zh="请使用 --dismiss STATE，或同时使用 --admit STATE 与 --key（该国公钥）。",
)
Out = Annotated[Path, typer.Option("-o", "--out", help="Where to write; must not exist.")]
READ = 8 * 1024 * 1024


@app.command("new-key")
def new_key(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where the secret key goes; FILE.pub is the public one.")
    ],
) -> None:
    """Make a key that signs a directory, wrapped by a passphrase that is asked for."""
    signer = holding.new_key()
    _write(file, holding.wrap(signer, ask(PASSPHRASE)), secret=True)
    _write(file.with_name(f"{file.name}.pub"), layout.public_text(signer.public_key))


@app.command("draft-root")
def draft_root(
    out: Out,
    holder: Annotated[list[Path], typer.Option("--holder", help="A holder's public key; three are usual.")],
    online: Annotated[Path, typer.Option("--online", help="The hub's public key.")],
    threshold: Annotated[int, typer.Option("--threshold", help="How many holders must sign.")] = 2,
    after: Annotated[Path | None, typer.Option("--after", help="The root before; without it the first one.")] = None,
    days: Annotated[int, typer.Option("--days", help="For how many days it is good.")] = 365,
) -> None:
    """Draft a root: who may sign the directory."""
    keys, hub, lives = [_public(one) for one in holder], _public(online), _lives(days)
    if after is None:
        file = drafting.new_root(keys, hub, threshold=threshold, now=utc_now(), lives=lives)
    else:
        before = layout.read_root(_metadata_in(after))
        file = drafting.next_root(before, keys, hub, threshold=threshold, now=utc_now(), lives=lives)
    _draft(out, file)


@app.command("draft-states")
def draft_states(
    out: Out,
    after: Annotated[Path | None, typer.Option("--after", help="The list before; without it an empty one.")] = None,
    admit: Annotated[str, typer.Option("--admit", help="Code of a State that gets a role, or another key.")] = "",
    key: Annotated[Path | None, typer.Option("--key", help="That State's public key.")] = None,
    dismiss: Annotated[str, typer.Option("--dismiss", help="Code of a State that loses its role.")] = "",
    days: Annotated[int, typer.Option("--days", help="For how many days it is good.")] = 365,
) -> None:
    """Draft the list of States."""
    lives = _lives(days)
    if after is None:
        _draft(out, drafting.new_list(utc_now(), lives=lives))
        return
    before: Any = layout.read_metadata(_metadata_in(after))
    if dismiss:
        _draft(out, drafting.dismiss(before, dismiss, now=utc_now(), lives=lives))
    elif key is None:
        raise CommandError("E_USE", NEEDS, Exit.WRONG_USE)
    else:
        _draft(out, drafting.admit(before, admit, _public(key), now=utc_now(), lives=lives))


@app.command("draft-nodes")
def draft_nodes(
    out: Out,
    state: Annotated[str, typer.Option("--state", help="Code of the State.")],
    version: Annotated[int, typer.Option("--number", help="Number of this list: one more than the last.")],
    node: Annotated[list[Path] | None, typer.Option("--node", help="Key file of a node; none withdraws all.")] = None,
    days: Annotated[int, typer.Option("--days", help="For how many days it is good.")] = 365,
) -> None:
    """Draft what a State lists: its nodes by their key files."""
    raw = [read_whole(str(one)).strip() for one in node or ()]
    _draft(out, drafting.state_role(state, raw, version=version, now=utc_now(), lives=_lives(days, state=True)))


@app.command()
def sign(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A directory file; the signature is added to it.")],
    key: Annotated[Path, typer.Option("--key", help="Your secret key.")],
) -> None:
    """Add a signature to a draft. Shows what is signed; asks for the passphrase of the key."""
    draft = _file(file)
    say(_told(draft))
    signer = holding.unwrap(read_whole(str(key)), ask(PASSPHRASE))
    signed = drafting.sign(draft, signer)
    new = file.with_name(f".{file.name}.new")
    new.write_bytes(signed.to_bytes())
    new.replace(file)
    say(SIGNED, key=signer.public_key.keyid[:16], count=len(signed.signers), what=_told(signed))


@app.command()
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A directory file, or a root as it is published.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Say what a directory file holds, and of a root its fingerprint. Verifies nothing but the form."""
    draft = _file(file)
    facts: dict[str, Any] = {
        "kind": draft.kind,
        "state": draft.state,
        "number": draft.metadata.signed.version,
        "expires": to_wire(draft.metadata.signed.expires),
        "signed_by": list(draft.signers),
        "fingerprint": layout.root_fingerprint(draft.metadata) if draft.kind == "root" else "",
    }
    if as_json:
        put_json(facts)
    else:
        for name, value in facts.items():
            say(f"{name}: {one_line(str(value))}")


@app.command("online-key")
def online_key(data: Data, out: Out) -> None:
    """Write the public half of a hub's own key, for the draft of a root."""
    enter(data)
    _write(out, layout.public_text(directory.online_key().public_key))


@app.command()
def found(
    root: Annotated[Path, typer.Argument(metavar="ROOT", help="The signed first root.")],
    states: Annotated[Path, typer.Argument(metavar="STATES", help="The signed first list of States, which is empty.")],
    data: Data,
) -> None:
    """Begin a hub's directory with what its holders signed."""
    enter(data)
    repository = directory.repository()
    repository.found(_file(root), _file(states), directory.online_key(), now=utc_now())
    say(FOUNDED, fingerprint=layout.root_fingerprint(repository.read().root))


@app.command()
def mirror(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="An empty folder, or an earlier mirror.")],
    data: Data,
) -> None:
    """Copy a hub's directory into a folder, for a stick."""
    enter(data)
    say(MIRRORED, count=directory.repository().mirror(folder))


@app.command()
def follow(
    root: Annotated[Path, typer.Argument(metavar="ROOT", help="The root, as the secretariat gave it to you.")],
    data: Data,
    officer: Annotated[str, typer.Option("--officer", help="Your login.")],
    url: Annotated[str, typer.Option("--url", help="Address of the directory; none for a stick alone.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Bring the root of a directory, for a second officer to confirm. Asks for password and one-time code."""
    raw = _metadata_in(root)
    enter(data)
    from django.conf import settings  # noqa: PLC0415 (after Django is set up)

    from comity.exchange.directories import propose_directory  # noqa: PLC0415

    made = propose_directory(actor=prove(officer), root=raw, url=url, now=utc_now())
    say(BROUGHT, page=f"{settings.NODE.url.rstrip('/')}/peers/directory/{made.pk}/")
    if as_json:
        put_json({"ok": True, "directory_id": str(made.pk), "fingerprint": made.fingerprint})


@app.command()
def look(
    data: Data,
    folder: Annotated[Path | None, typer.Option("--from", help="A mirror in a folder, instead of the address.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Look at the directory that this node follows, now, and take its hub's decision tree."""
    enter(data)
    from comity.exchange import directories, queries, tree_source  # noqa: PLC0415 (after Django is set up)

    found = directories.followed()
    if found is None:
        raise CommandError("E_DIRECTORY", NONE)
    looked = directories.look(found, now=utc_now(), folder=folder)
    if not looked.trouble:
        tree_source.take(found, now=utc_now(), folder=folder)
    alarms = [one.code for one in queries.directory_alarms().filter(directory=found)]
    if as_json:
        put_json({"ok": not looked.trouble, "trouble": looked.trouble, "nodes": looked.listed, "alarms": alarms})
    if looked.trouble:
        from comity.exchange.directory_words import words_for  # noqa: PLC0415

        raise CommandError(looked.trouble, words_for(looked.trouble)[0])
    say(LOOKED, count=looked.listed, alarms=len(alarms))


def _lives(days: int, *, state: bool = False) -> layout.Lives:
    life = timedelta(days=days)
    return layout.Lives(state=life) if state else layout.Lives(root=life)


def _public(path: Path) -> SSlibKey:
    return layout.public_key(read_whole(str(path)))


def _file(path: Path) -> DirectoryFile:
    raw = read_whole(str(path), READ).strip()
    return DirectoryFile(layout.read_metadata(raw)) if raw.startswith(b'{"sig') else DirectoryFile.from_bytes(raw)


def _metadata_in(path: Path) -> bytes:
    return layout.write_metadata(_file(path).metadata)


def _told(file: DirectoryFile) -> str:
    """Say what a file is in one line: kind, State, number, end, nodes."""
    signed = file.metadata.signed
    nodes = ", ".join(getattr(signed, "targets", {}))
    return one_line(f"{file.kind} {file.state} {signed.version} → {to_wire(signed.expires)} {nodes}")


def _draft(out: Path, file: DirectoryFile) -> None:
    _write(out, file.to_bytes())
    say(NEXT, path=str(out))


def _write(path: Path, content: bytes, *, secret: bool = False) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644)
    except FileExistsError:
        raise CommandError("E_EXISTS", EXISTS, Exit.WRONG_USE, path=str(path)) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    say(WRITTEN, path=str(path))


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.add_typer(app, name="key-directory")
