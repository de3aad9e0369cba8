"""The script of uploads in a real browser, against a server that is killed half way and a page that is closed."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from tests.builders import tables
from tests.builders.browsers import a_browser
from tests.builders.node_folder import fill_node_folder
from tests.builders.processes import migrate_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

SITE = "tests.core.files.upload_site"
APPLICATION = "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n"
SIZE = 40_000_000
SLOW = {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": 8_000_000}

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


class Site:
    """A server process of its own, that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        fill_node_folder(folder / "node")
        (folder / "site_wsgi.py").write_text(APPLICATION)
        root = str(Path.cwd())
        self.env = {
            **os.environ,
            "COMITY_DATA": str(folder / "node"),
            "DJANGO_SETTINGS_MODULE": SITE,
            "PYTHONPATH": root,
        }
        tables.copy_file(folder / "node" / "db.sqlite3", migrate_file)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        command = ["granian", "--interface", "wsgi", "--port", str(self.port), "--no-log", "site_wsgi:application"]
        self.process = subprocess.Popen([sys.executable, "-m", *command], cwd=self.folder, env=self.env)
        for _ in range(200):
            try:
                urllib.request.urlopen(self.address, timeout=5).close()  # noqa: S310 (our own address)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the site did not start")

    def kill(self) -> None:
        if self.process is not None:
            tree = psutil.Process(self.process.pid)
            for one in [*tree.children(recursive=True), tree]:
                one.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    made.start()
    yield made
    made.kill()


def send(page: Page, site: Site, path: Path, *, slowly: bool) -> None:
    if slowly:
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", SLOW)
    page.goto(site.address)
    page.set_input_files("input[type=file]", str(path))
    page.click("button")


def result(page: Page) -> dict[str, Any]:
    page.wait_for_url("**/done/**", timeout=90_000)
    return json.loads(page.inner_text("body"))


def wait_until(page: Page, holds: Callable[[str], bool]) -> None:
    """Wait for what the page says of its progress (the policy of the page forbids to evaluate text in it)."""
    end = time.monotonic() + 60
    while not holds(page.inner_text("output") if page.query_selector("output") else ""):
        assert time.monotonic() < end
        time.sleep(0.05)


def at_least(percent: int) -> Callable[[str], bool]:
    return lambda said: said.endswith("%") and int(said.removesuffix("%")) >= percent


def test_upload_goes_on_after_the_server_was_killed_and_after_the_page_was_closed(site: Site, tmp_path: Path):
    path = tmp_path / "bank\u202e statement.pdf"
    path.write_bytes(os.urandom(SIZE))
    want = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "name": "bank statement.pdf",
        "note": "from the bank",
    }
    with a_browser() as browser:
        page = browser.new_page()
        send(page, site, path, slowly=True)
        wait_until(page, at_least(25))
        site.kill()
        wait_until(page, lambda said: said == "Waiting")
        site.start()
        assert result(page) == want

        send(page, site, path, slowly=True)
        wait_until(page, at_least(45))
        page.close(run_before_unload=False)
        page, ranges = browser.new_page(), []
        page.on("request", lambda request: ranges.append(request.headers.get("content-range")))
        send(page, site, path, slowly=False)
        assert result(page) == want
        sent = [span for span in ranges if span]
        assert 0 < len(sent) < 5  # of five parts, those that had arrived were not sent again
        assert not sent[0].startswith("bytes 0-")
