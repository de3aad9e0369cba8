"""`comity doctor`, `backup` and `restore`: knowing that a node is well, and getting it back when it is not."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.answers import CommandError, Exit, language, put_json, say
from comity.cli.entering import Data, enter
from comity.cli.sealing import read_whole
from comity.kernel.clock import to_wire, utc_now
from comity.kernel.languages import Text

FAILED_STATES = {"red"}
BACKED_UP = Text(
    en="Backup written: {path}, {size} bytes, SHA-256 {sha256}", zh="备份已写入：{path}，{size} 字节，SHA-256 {sha256}"
)
PROVED = Text(
    en="Proved: the backup of {node}, made {made}, opens whole ({opened} sealed files).",
    zh="已证实：{node} 于 {made} 所作的备份可完整开启（{opened} 份加密文件）。",
)
RESTORED = Text(
    en="Restored to {folder}. Start it with: comity serve --data {folder}",
    zh="已恢复至 {folder}。启动命令：comity serve --data {folder}",
)
EXISTS = Text(en="{path} is there already; nothing is overwritten.", zh="{path} 已存在；不作覆盖。")
WHERE = Text(
    en="Say where to restore: --data FOLDER (new or empty), or prove only: --verify.",
    zh="请说明恢复到何处：--data 文件夹（新建或空），或仅作核验：--verify。",
)


def doctor(data: Data, as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """Say of everything a node needs whether it is well, and what to do. Exit 1 when a light is red."""
    enter(data)
    from comity.core.doctor.lights import look  # noqa: PLC0415 (after Django is set up)

    lights = look(utc_now())
    well = not any(light.state in FAILED_STATES for light in lights)
    if as_json:
        put_json({"ok": well, "lights": [light.to_json(language()) for light in lights]})
    else:
        for light in lights:
            told = light.to_json(language())
            sys.stdout.write(f"{told['state']:<8} {told['id']}: {told['what']}\n{'':<9}{told['do']}\n")
    raise SystemExit(int(Exit.DONE if well else Exit.REFUSED))


def backup(
    data: Data, out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; must not exist.")]
) -> None:
    """Write a backup while the node works; only the recovery paper opens it."""
    enter(data)
    from comity.core.actors import Actor  # noqa: PLC0415 (after Django is set up)
    from comity.core.backup.making import backup_to  # noqa: PLC0415

    try:
        made = backup_to(out, actor=Actor.system("comity.backup"), now=utc_now())
    except FileExistsError:
        raise CommandError("E_EXISTS", EXISTS, Exit.WRONG_USE, path=str(out)) from None
    say(BACKED_UP, path=out, size=made.size, sha256=made.sha256)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    identity: Annotated[str, typer.Option("--identity", "-i", help="A file with the recovery words or key.")],
    data: Annotated[Path | None, typer.Option("--data", envvar="COMITY_DATA", help="The node's folder.")] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Prove the backup only; the node remembers it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Prove a backup, or make its node anew in an empty folder."""
    if data is None:
        raise CommandError("E_WHERE", WHERE, Exit.WRONG_USE)
    if verify:
        _prove(file, identity, data, as_json=as_json)
        return
    os.environ["COMITY_DATA"] = str(data.resolve())
    enter(data, new=True)
    from comity.core.backup.paper import read_paper  # noqa: PLC0415 (after Django is set up)
    from comity.core.backup.restoring import restore_backup  # noqa: PLC0415

    with file.open("rb") as source:
        manifest = restore_backup(source, read_paper(_words(identity)), data, now=utc_now())
    say(RESTORED, folder=data)
    if as_json:
        put_json({"ok": True, "node": manifest.node_id, "made_at": to_wire(manifest.made_at), "data": str(data)})


def _prove(file: Path, identity: str, data: Path, *, as_json: bool) -> None:
    """Open all of a backup; the node in `data` remembers that it was proved."""
    enter(data)
    from comity.core.actors import Actor  # noqa: PLC0415 (after Django is set up)
    from comity.core.backup.paper import read_paper  # noqa: PLC0415
    from comity.core.backup.proving import prove_backup, record_proof  # noqa: PLC0415

    with file.open("rb") as source:
        proof = prove_backup(source, read_paper(_words(identity)))
    record_proof(proof, actor=Actor.system("comity.restore"), now=utc_now())
    facts = {"node": proof.manifest.node_id, "made": to_wire(proof.manifest.made_at), "opened": proof.opened}
    say(PROVED, **facts)
    if as_json:
        put_json({"ok": True, **facts})


def _words(name: str) -> str:
    """Return the recovery words or key of a file, without comment lines."""
    lines = read_whole(name).decode("utf-8", "replace").splitlines()
    return " ".join(line for line in lines if not line.lstrip().startswith("#"))


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)
