"""Pages that were drawn before, shown in Debian's Chromium: every request is answered from here, none leaves."""

from __future__ import annotations

import mimetypes
import threading
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders

from tests.builders.browsers import a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Page

# A page is looked at once and left: code is not made faster than it is read, what is laid out is not painted (no frame
# is asked for), and nobody else's host has an address.
ARGUMENTS = (
    "--js-flags=--no-opt",
    "--enable-begin-frame-control",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@contextmanager
def shown(pages: Mapping[str, str], *, scripts: Mapping[str, str] | None = None, width: int = 1280) -> Iterator[Page]:
    """Give a browser page in which each key of `pages` is an address, and each of `scripts`; so is what is static.

    The policy on scripts is lifted, on purpose: what a page would do if no policy held it back is what a test wants to
    see.
    """
    with served(pages, scripts or {}) as host, a_browser(*ARGUMENTS) as browser:
        context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900}, base_url=host)
        yield context.new_page()
        context.close()


@contextmanager
def served(pages: Mapping[str, str], scripts: Mapping[str, str]) -> Iterator[str]:
    """Answer for these pages and for static files, on a port of the loopback address; return the address of all."""

    class Answers(_Answers):
        known: ClassVar = pages
        read: ClassVar = scripts

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Answers(BaseHTTPRequestHandler):
    """Pages anew each time; what is static is kept by the browser, and asked for once."""

    protocol_version = "HTTP/1.1"
    known: ClassVar[Mapping[str, str]]
    read: ClassVar[Mapping[str, str]]

    def do_GET(self) -> None:
        """Answer with a page, a script or a static file."""
        path = urlsplit(self.path).path
        if path in self.known:
            self._answer(self.known[path].encode(), "text/html; charset=utf-8", "no-store")
        elif path in self.read:
            self._answer(self.read[path].encode(), "text/javascript; charset=utf-8", "max-age=3600")
        elif static := _static(path):
            self._answer(*static, "max-age=3600")
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _answer(self, body: bytes, kind: str, kept: str) -> None:
        self.send_response(HTTPStatus.OK)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", kept)):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name the library gives it)
        """Say nothing."""


@cache
def _static(path: str) -> tuple[bytes, str] | None:
    found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    if not isinstance(found, str):
        return None
    return Path(found).read_bytes(), mimetypes.guess_type(found)[0] or "application/octet-stream"
