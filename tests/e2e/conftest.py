"""Two real nodes of two invented States on this machine, and Debian's Chromium to look at them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from comity.cli.demo.desk import Desk
from comity.cli.demo.stage import Stage
from comity.cli.processes import free_port
from tests.builders import catalogues
from tests.builders.browsers import a_browser
from tests.builders.mail_server import PASSWORD, USER, mail_server
from tests.e2e.browsing import Windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from comity.cli.demo.stage import Place
    from tests.builders.mail_server import Postbox


@pytest.fixture(scope="session")
def postbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postbox]:
    """Run a mail server, with TLS and a password."""
    folder = tmp_path_factory.mktemp("mail")
    (folder / "password").write_text(PASSWORD)
    with mail_server(folder) as running, pytest.MonkeyPatch.context() as told:
        told.setenv("COMITY_SMTP_PASSWORD_FILE", str(folder / "password"))  # a secret never stands in node.json
        yield running


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory, postbox: Postbox) -> Iterator[Stage]:
    """Found two nodes with their casts, start them with a mail server, and stop everything at the end."""
    with Stage(tmp_path_factory.mktemp("stage"), (free_port(), free_port())) as made:
        made.found()
        for place in made.places:
            catalogues.write_mirrored(place.folder / "locale")
            send_mail_by(place, postbox)
        made.start()
        yield made


def send_mail_by(place: Place, box: Postbox) -> None:
    """Let a node send its notices by this server."""
    file = place.folder / "node.json"
    told = {
        "smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_user": USER, "smtp_ca": str(box.ca),
        "mail_from": f"comity@{place.node.id}.example",
    }  # fmt: skip
    file.write_text(json.dumps(json.loads(file.read_text()) | told))


@pytest.fixture(scope="session")
def desks(stage: Stage) -> dict[str, Desk]:
    """Return the officers of both nodes; each signs in once, when first needed."""
    return {place.node.id: Desk(place) for place in stage.places}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start Chromium once for all stories: each opens windows of its own, which know nothing of each other."""
    with a_browser() as started:
        yield started


@pytest.fixture
def window(browser: Browser, stage: Stage, desks: dict[str, Desk]) -> Iterator[Windows]:
    """Return a way to open windows; all are closed when the test ends, and none may have loaded from elsewhere."""
    made = Windows(browser, stage, desks)
    yield made
    elsewhere = [url for one in made.all for url in one.elsewhere]
    made.close()
    assert elsewhere == [], "a page loaded something from elsewhere"
