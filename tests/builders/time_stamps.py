"""A time-stamp authority for demonstrations, listening on this machine."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def listening(
    answering: Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]],
) -> Iterator[tuple[str, list[str]]]:
    """Serve an application, such as that of `seal.timestamp.wsgi`; give its address and the methods of its calls."""
    calls: list[str] = []

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        calls.append(environ["REQUEST_METHOD"])
        return answering(environ, start)

    server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", calls
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
