"""`comity seal` and `comity open`: plain age version 1 files, readable by any other age program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.answers import CommandError, Exit
from comity.kernel.languages import Text
from comity.seal.age import (
    open_sealed,
    open_to_path,
    parse_identity_file,
    parse_recipient,
    seal,
    seal_to_path,
)
from comity.seal.age.armor import is_armored

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from comity.seal.age import Source

STREAM = "-"
NO_FILE = Text(en="There is no file {path}, or it cannot be read.", zh="没有文件 {path}，或无法读取。")
ARMOR_HEAD = 64


def source_of(name: str) -> AbstractContextManager[BinaryIO]:
    """Open the named file for reading, or stdin for `-`; unbuffered, because whole chunks are read."""
    if name == STREAM:
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError:
        raise CommandError("E_FILE", NO_FILE, Exit.WRONG_USE, path=name) from None


def read_whole(name: str, limit: int = 1 << 20) -> bytes:
    """Return the content of a small file such as a key file."""
    with source_of(name) as file:
        return file.read(limit)


def seal_file(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to seal; - for stdin.")],
    to: Annotated[list[str], typer.Option("--to", help="A recipient: age1pq1… or age1…; may be repeated.")],
    out: Annotated[str, typer.Option("-o", "--out", help="Where to write; - for stdout.")] = STREAM,
    armor: Annotated[bool, typer.Option("--armor", help="Write text instead of bytes.")] = False,
) -> None:
    """Seal a file to recipients (age version 1)."""
    recipients = [parse_recipient(text) for text in to]
    with source_of(file) as source:
        if out == STREAM:
            seal(source, sys.stdout.buffer, recipients, armored=armor)
            sys.stdout.buffer.flush()
        else:
            seal_to_path(source, Path(out), recipients, armored=armor)


def open_file(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The sealed file; - for stdin.")],
    identity: Annotated[list[str], typer.Option("--identity", "-i", help="A file with identities.")],
    out: Annotated[str, typer.Option("-o", "--out", help="Where to write; - for stdout.")] = STREAM,
) -> None:
    """Open a sealed file. When anything is wrong with it, no output file is left behind."""
    identities = [found for name in identity for found in parse_identity_file(read_whole(name))]
    with source_of(file) as raw:
        source, armored = _armored(raw)
        if out == STREAM:
            open_sealed(source, sys.stdout.buffer, identities, armored=armored)
            sys.stdout.buffer.flush()
        else:
            open_to_path(source, Path(out), identities, armored=armored)


def _armored(raw: BinaryIO) -> tuple[Source, bool]:
    """Return the source and whether it is in text form; looks without consuming anything."""
    peek = getattr(raw, "peek", None)
    head = peek(ARMOR_HEAD)[:ARMOR_HEAD] if peek else b""
    return raw, is_armored(head)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("seal")(seal_file)
    app.command("open")(open_file)


__all__ = ["add_to", "open_file", "read_whole", "seal_file", "source_of"]
