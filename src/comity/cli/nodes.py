"""`comity serve`, `work` and `manage`: running a node from its data folder."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from comity.cli.answers import say
from comity.cli.entering import Data, enter, stand_in
from comity.cli.processes import WATCH, Child, only_server, stop_on_signals, watch_parent
from comity.kernel.languages import Text
from comity.node.config import NodeConfig
from comity.node.logs import log_uncaught

if TYPE_CHECKING:
    from collections.abc import Callable

SERVING = Text(en="Serving {url} (Ctrl-C stops).", zh="正在提供服务：{url}（按 Ctrl-C 停止）。")
THREADS = 8
RESTART_AFTER = 1.0


def serve(
    data: Data,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    host: Annotated[
        str, typer.Option(help="Address to listen on; put a TLS proxy before anything but loopback.")
    ] = "127.0.0.1",
    no_work: Annotated[
        bool, typer.Option("--no-work", help="Pages and peers only; run `comity work` elsewhere.")
    ] = False,
) -> None:
    """Serve pages and peer endpoints, and work through the queues."""
    watch_parent()
    stand_in(data)
    NodeConfig()  # what is wrong in the settings is said here; the process that serves loads the rest
    os.environ[WATCH] = "1"  # that process does not outlive this one
    with only_server(data):
        _serve(data, host, port, no_work=no_work)


def _serve(data: Path, host: str, port: int, *, no_work: bool) -> None:
    """Serve until told to stop: in one process, since limits are counted in its memory."""
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_working, args=(data, stop), daemon=True)
    server = Granian(
        "comity.cli.application:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=256,
        http1_settings=HTTP1Settings(keep_alive=True),
        log_enabled=False,
        websockets=False,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
    )
    if not no_work:
        server.on_startup(keeper.start)
    server.on_shutdown(stop.set)
    say(SERVING, url=f"http://{host}:{port}")
    try:
        server.serve()
    finally:
        stop.set()
        if keeper.is_alive():
            keeper.join(20)


def _keep_working(data: Path, stop: threading.Event) -> None:
    """Keep one worker process running until `stop`; a crashed one is started again."""
    while not stop.is_set():
        with Child("work", ["work", "--data", str(data)], env={}, log=data / "work.log") as child:
            while child.alive() and not stop.wait(0.2):
                pass
        stop.wait(RESTART_AFTER)


def work(data: Data) -> None:
    """Work through the queues: deliver, open what arrived, remind, prove."""
    watch_parent()
    enter(data)
    log_uncaught()
    loop: Callable[[threading.Event], None]
    from comity.core.jobs import work as loop  # noqa: PLC0415 (models exist once Django is set up)

    stop = threading.Event()
    stop_on_signals(stop)
    loop(stop)


def manage(
    context: typer.Context,
    data: Data,
) -> None:
    """Run one of Django's own commands, for example: comity manage migrate."""
    enter(data)
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (after Django is set up)

    command = [one.replace("-", "_") for one in context.args[:1]]  # `import-cases` is a module `import_cases`
    execute_from_command_line(["comity manage", *command, *context.args[1:]])


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(serve)
    app.command()(work)
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(manage)
