"""`comity verify`: whether a file is what it says, off line, for anybody who has the peers' key files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.answers import CommandError, Exit, language, put_json
from comity.cli.sealing import NO_FILE, read_whole
from comity.kernel.clock import to_wire
from comity.kernel.languages import Text
from comity.kernel.plaintext import one_line
from comity.seal.age import parse_identity_file
from comity.seal.keyfile import LIMIT, parse_peer_file
from comity.seal.verify import Verdict, verify_file

VERDICTS = {
    True: (Text(en="Valid", zh="有效"), Exit.DONE),
    False: (Text(en="NOT VALID", zh="无效"), Exit.REFUSED),
    None: (Text(en="Cannot be told here", zh="在此无法判定"), Exit.CANNOT_TELL),
}
SIGNED = Text(en="Signed by {name}, {time} ({source})", zh="签署者：{name}，{time}（{source}）")


def verify(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A package, envelope, receipt, chain, letter or key file.")
    ],
    peer: Annotated[
        list[str] | None, typer.Option("--peer", help="A key file that you believe; may be repeated.")
    ] = None,
    identity: Annotated[list[str] | None, typer.Option("--identity", "-i", help="Opens a sealed package.")] = None,
    demo: Annotated[
        bool,
        typer.Option("--demo/--production", help="Whether time stamps of demonstrations prove a time."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Check a file. Exit 0: valid; 1: not valid; 4: cannot be told with the key files given.

    A time stamp of a demonstration proves nothing unless `--demo` asks for it: the check of that time is then "not
    made", and the file is judged as one without a stamp.
    """
    if not file.is_file():
        raise CommandError("E_FILE", NO_FILE, Exit.WRONG_USE, path=str(file))
    peers = [parse_peer_file(read_whole(name, LIMIT + 1)) for name in peer or ()]
    identities = [found for name in identity or () for found in parse_identity_file(read_whole(name))]
    verdict = verify_file(file, peers, identities, demo=demo)
    if as_json:
        put_json(verdict.to_json())
    else:
        _tell(verdict)
    raise SystemExit(int(VERDICTS[verdict.valid][1]))


def _tell(verdict: Verdict) -> None:
    """Print the verdict as a person reads it: the answer first, then what it rests on."""
    tongue = language()
    lines = [f"{VERDICTS[verdict.valid][0].get(tongue)} ({verdict.kind})"]
    for check in verdict.checks:
        detail = f": {one_line(check.detail)}" if check.detail else ""
        lines.append(f"  {check.result.label.get(tongue):<10} {check.label.get(tongue)}{detail}")
    for signer in verdict.signers:
        time = to_wire(signer.time) if signer.time else "–"
        lines.append(SIGNED.get(tongue).format(name=one_line(signer.name), time=time, source=signer.time_source))
    sys.stdout.write("\n".join(lines) + "\n")


def add_to(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(verify)
