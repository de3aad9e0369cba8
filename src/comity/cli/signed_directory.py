"""`comity directory verify` and `read`: a signed directory, off line, for anybody who has the key file of its node."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.answers import CommandError, Exit, language, put_json
from comity.cli.sealing import NO_FILE, read_whole
from comity.directory.signed import LIMIT, places, read_directory
from comity.kernel.clock import to_wire
from comity.kernel.languages import Text
from comity.kernel.plaintext import one_line
from comity.seal.errors import SealError
from comity.seal.keyfile import LIMIT as KEY_FILE_LIMIT
from comity.seal.keyfile import parse_peer_file
from comity.seal.keyring import KeyRing

if TYPE_CHECKING:
    from comity.directory.signed import SignedDirectory

CHANGED = Text(
    "{path} is not what its node signed: it was changed afterwards, or signed with other keys. Do not use it; get it "
    "again from where it is published.",
    "{path} 与节点签署的内容不符：文件在签署后被更改，或者以其他密钥签署。请勿使用，并从发布处重新获取。",
)
UNKNOWN = Text(
    "{path} was signed by a node whose key file was not given. Give it with --peer.",
    "{path} 由未提供密钥文件的节点签署。请以 --peer 提供其密钥文件。",
)
NONE = Text(
    "{path} is no signed directory, or is damaged ({reason}).",
    "{path} 不是经签署的名录，或者已损坏（{reason}）。",
)
VALID = Text(
    "Valid: signed by {node} of {state}, {time}. {authorities} authorities of {places}; {facts} facts.",
    "有效：由 {state} 的节点 {node} 签署，{time}。包含 {places} 的 {authorities} 个机关，{facts} 项记录。",
)
FILE = Annotated[Path, typer.Argument(metavar="FILE", help="A signed directory.")]
PEER = Annotated[list[str] | None, typer.Option("--peer", help="A key file that you believe; may be repeated.")]
AS_JSON = Annotated[bool, typer.Option("--json", help="One JSON object.")]


def verify(file: FILE, peer: PEER = None, as_json: AS_JSON = False) -> None:
    """Check a signed directory. Exit 0: valid; 1: changed or damaged; 4: no key file of its node was given."""
    said = _read(file, peer)
    if as_json:
        put_json({"valid": True, **_head(said), "authorities": len(said.authorities), "facts": len(said.facts)})
    else:
        _tell(said)


def read(file: FILE, peer: PEER = None, as_json: AS_JSON = False) -> None:
    """Show what a signed directory says; it is verified first."""
    said = _read(file, peer)
    if as_json:
        put_json({**_head(said), "authorities": list(said.authorities), "facts": list(said.facts)})
        return
    _tell(said)
    for row in sorted(said.authorities, key=lambda one: (one.get("place", ""), one.get("functions", ""))):
        name = row.get("name_en", "") if row.get("none_designated") != "yes" else "–"
        cells = (row.get("place", ""), row.get("functions", ""), name, row.get("languages", ""))
        sys.stdout.write("\t".join(map(one_line, cells)) + "\n")


def _read(file: Path, peer: list[str] | None) -> SignedDirectory:
    if not file.is_file():
        raise CommandError("E_FILE", NO_FILE, Exit.WRONG_USE, path=str(file))
    ring = KeyRing(parse_peer_file(read_whole(name, KEY_FILE_LIMIT + 1)) for name in peer or ())
    try:
        return read_directory(read_whole(str(file), LIMIT + 1), ring)
    except SealError as error:
        words, exit_code = {
            "E_SIGNATURE": (CHANGED, Exit.REFUSED),
            "E_SENDER": (UNKNOWN, Exit.CANNOT_TELL),
        }.get(error.code, (NONE, Exit.REFUSED))
        raise CommandError(error.code, words, exit_code, path=str(file), reason=error.code) from error


def _head(said: SignedDirectory) -> dict[str, str]:
    return {"node": said.from_node, "state": said.state, "created": to_wire(said.created)}


def _tell(said: SignedDirectory) -> None:
    told = VALID.get(language()).format(
        node=said.from_node, state=one_line(said.state), time=to_wire(said.created),
        authorities=len(said.authorities), places=one_line(", ".join(places(said.authorities))) or "–",
        facts=len(said.facts),
    )  # fmt: skip
    sys.stdout.write(f"{told}\n")
