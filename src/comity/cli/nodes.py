"""`comity serve`, `work` and `manage`: running a node from its data folder."""

from __future__ import annotations

import os
import signal
import threading
from ipaddress import ip_address
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from comity.cli.answers import say
from comity.cli.entering import Data, enter, stand_in
from comity.cli.processes import (
    HANDING_OVER,
    end,
    end_with_parent,
    fork,
    only_server,
    refuse_taken,
    stop_on_signals,
    watch_parent,
)
from comity.kernel.languages import Text
from comity.node.config import NodeConfig
from comity.node.logs import log_uncaught

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.handlers.wsgi import WSGIHandler

SERVING = Text(en="Serving {url} (Ctrl-C stops).", zh="正在提供服务：{url}（按 Ctrl-C 停止）。")
THREADS = 8
RESTART_AFTER = 1.0  # seconds
LAST_JOB = 20.0  # seconds that a worker may need for the job at hand, when it was told to end


def _address(host: str) -> str:
    try:
        return str(ip_address(host))
    except ValueError:
        raise typer.BadParameter("an IP address is needed, such as 127.0.0.1") from None


def serve(
    data: Data,
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65_535)] = 8000,
    host: Annotated[
        str,
        typer.Option(help="Address to listen on; put a TLS proxy before anything but loopback.", callback=_address),
    ] = "127.0.0.1",
    no_work: Annotated[
        bool, typer.Option("--no-work", help="Pages and peers only; run `comity work` elsewhere.")
    ] = False,
    patience: Annotated[
        float, typer.Option("--wait", help="Seconds that whoever still serves this folder gets to end.", min=0)
    ] = HANDING_OVER,
) -> None:
    """Serve pages and peer endpoints, and work through the queues."""
    watch_parent()
    stand_in(data)
    NodeConfig()  # what is wrong in the settings is said here, before anything is loaded
    with only_server(data, patience) as lock:
        refuse_taken(host, port)
        load_pages(data)
        say(SERVING, url=f"http://{host}:{port}")
        if no_work:
            answer(host, port)
        else:
            _answer_and_work(data, lock, host, port)


def load_pages(data: Path) -> None:
    """Load the node with all its pages: every process that is forked from here has them, and the memory is shared."""
    enter(data)
    from django.db import connections  # noqa: PLC0415 (after Django is set up)

    import comity.cli.application  # noqa: F401, PLC0415 (the same)

    connections.close_all()


def answer(host: str, port: int) -> None:
    """Answer until told to stop: in one process, since limits are counted in its memory."""
    Granian(
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
    ).serve(target_loader=_application)


def _application(_target: str) -> WSGIHandler:
    """Return what answers, in the process that does: it ends with the one that forked it."""
    end_with_parent()
    from comity.cli.application import application  # noqa: PLC0415 (models exist once Django is set up)

    return application


def _answer_and_work(data: Path, lock: int, host: str, port: int) -> None:
    """Keep a server and a worker until the server ends or is told to; a worker that crashed is forked anew."""
    server = fork("server", answer, host, port)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: server.terminate())
    log = data / "work.log"
    worker = fork("worker", _work_apart, log, lock)
    try:
        while server.sentinel not in wait([server.sentinel, worker.sentinel]):
            server.join(RESTART_AFTER)
            worker = fork("worker", _work_apart, log, lock)
    finally:
        end(server, LAST_JOB)
        end(worker, LAST_JOB)
    raise typer.Exit(server.exitcode or 0)


def _work_apart(log: Path, lock: int) -> None:
    """Be the worker beside a server: with a log of its own, and neither its lock nor its terminal."""
    os.close(lock)
    os.setsid()
    # 0600: a log holds no case content, and is nobody else's business all the same.
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for standard in (1, 2):
        os.dup2(descriptor, standard)
    os.close(descriptor)
    _work()


def work(data: Data) -> None:
    """Work through the queues: deliver, open what arrived, remind, prove."""
    watch_parent()
    enter(data)
    _work()


def _work() -> None:
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
