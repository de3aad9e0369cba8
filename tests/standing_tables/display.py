"""Pages that were drawn before, shown in Debian's Chromium: every request is answered from here, none leaves."""

from __future__ import annotations

import mimetypes
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Page, Route

HOST = "http://comity.test"


@contextmanager
def shown(pages: Mapping[str, str], *, width: int = 1280) -> Iterator[Page]:
    """Give a browser page in which each key of `pages` is an address. The policy on scripts is lifted, on purpose.

    What a page would do if no policy held it back is what a test wants to see.
    """

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in pages:
            route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
            return
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if isinstance(found, str):
            kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        else:
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
        context.route("**/*", answer)
        yield context.new_page()
        context.close()
        browser.close()
