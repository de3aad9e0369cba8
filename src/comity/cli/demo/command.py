"""`comity demo`: two nodes on this machine, to be looked at or to play one journey by themselves."""

from __future__ import annotations

import shutil
import signal
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.answers import CommandError, Exit, put_json, say
from comity.cli.demo import world
from comity.cli.demo.fonts import ensure_fonts
from comity.cli.demo.play import Play
from comity.cli.demo.seed import seed
from comity.cli.demo.stage import Stage
from comity.cli.processes import free_port
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from types import FrameType

READY = Text(en="\nReady. Ctrl-C stops everything.\n", zh="\n已就绪。按 Ctrl-C 停止全部进程。\n")
NODE = Text(en="{state}: {url}", zh="{state}：{url}")
PERSON = Text(
    en="   {role:<20} login {login:<24} password {password}  one-time codes from {totp_secret}",
    zh="   {role:<20} 登录名 {login:<24} 口令 {password}  一次性代码密钥 {totp_secret}",
)
SIGNS = Text(en="{0:24}signing passphrase {signing_passphrase}", zh="{0:24}签署口令 {signing_passphrase}")
KEPT = Text(en="Receipts and documents: {out}", zh="回执和文件：{out}")
NO_FILE = Text(en="There is no file {path}.", zh="没有文件 {path}。")
DEFAULT_PORT = 8100


class Stopped(BaseException):
    """The process was asked to stop; unwinds everything, so that no child is left."""


def demo(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    port: Annotated[int, typer.Option(help="Port of XA; XB and the hub listen on the next ones.")] = DEFAULT_PORT,
    data: Annotated[Path, typer.Option("--data", help="Where the two nodes and the hub live.")] = Path("demo"),
    reset: Annotated[bool, typer.Option("--reset", help="Forget what is there and begin anew.")] = False,
    play: Annotated[bool, typer.Option("--play", help="Play one whole journey on two nodes of its own.")] = False,
    evidence: Annotated[list[Path] | None, typer.Option("--evidence", help="A file to send as evidence.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where --play keeps receipts and documents.")] = None,
) -> None:
    """Run two nodes of two invented States and a hub, with officers and cases, or play one journey."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    ensure_fonts()
    try:
        if play:
            _play(list(evidence or ()), out, as_json=as_json)
        else:
            _show(data.resolve(), port, reset=reset, as_json=as_json)
    except (Stopped, KeyboardInterrupt):
        raise SystemExit(int(Exit.DONE)) from None


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _show(data: Path, port: int, *, reset: bool, as_json: bool) -> None:
    """Run the demo in the foreground until it is stopped."""
    if reset:
        shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    with Stage(data, (port, port + 1), hub_port=port + 2) as stage:
        new = not stage.is_founded()
        stage.found()
        stage.start()
        if new:
            seed(stage)
        _tell(stage, as_json=as_json)
        threading.Event().wait()


def _tell(stage: Stage, *, as_json: bool) -> None:
    """Print where the nodes are and who works there."""
    people = [world.shown(officer) for place in stage.all_places for officer in place.people]
    if as_json:
        nodes: list[dict[str, Any]] = [
            {
                "id": place.node.id,
                "kind": "hub" if place is stage.hub else "node",
                "state": place.node.state,
                "url": place.url,
                "peer_url": place.peer_url,
                "data": str(place.folder),
            }
            for place in stage.all_places
        ]
        put_json({"nodes": nodes, "people": people})
        return
    for place in stage.all_places:
        say(NODE, state=place.node.state, url=place.url)
        for officer in place.people:
            say(
                PERSON,
                role=officer.role,
                login=officer.login,
                password=officer.password,
                totp_secret=officer.totp_secret,
            )
            if officer.signing_passphrase:
                say(f"{'':24}{officer.signing_passphrase}")
    say(READY)


def _play(evidence: list[Path], out: Path | None, *, as_json: bool) -> None:
    """Play one journey and answer with what it left behind."""
    for file in evidence:
        if not file.is_file():
            raise CommandError("E_FILE", NO_FILE, Exit.WRONG_USE, path=str(file))
    kept = (out or Path("play")).resolve()
    kept.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="comity-play-") as folder,
        Stage(Path(folder), (free_port(), free_port())) as stage,
    ):
        stage.found()
        stage.start()
        for place in stage.places:
            shutil.copy(stage.peer_file(place.node.id), kept)
        journey = Play(stage, kept, [file.resolve() for file in evidence])
        journey.run()
        answer = journey.answer(time.monotonic() - began)
    say(KEPT, out=kept)
    if as_json:
        put_json(answer)
    raise SystemExit(int(Exit.DONE if answer["ok"] else Exit.REFUSED))


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)
