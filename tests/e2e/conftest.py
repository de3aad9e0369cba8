"""Two real nodes of two invented States on this machine, and Debian's Chromium to look at them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from comity.cli.demo.desk import Desk
from comity.cli.demo.stage import Stage
from comity.cli.processes import free_port
from tests.builders import catalogues
from tests.e2e.browsing import ARGUMENTS, Windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Found two nodes with their casts, start them, and stop everything at the end."""
    with Stage(tmp_path_factory.mktemp("stage"), (free_port(), free_port())) as made:
        made.found()
        for place in made.places:
            catalogues.write_mirrored(place.folder / "locale")
        made.start()
        yield made


@pytest.fixture(scope="session")
def desks(stage: Stage) -> dict[str, Desk]:
    """Return the officers of both nodes; each signs in once, when first needed."""
    return {place.node.id: Desk(place) for place in stage.places}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def window(browser: Browser, stage: Stage, desks: dict[str, Desk]) -> Iterator[Windows]:
    """Return a way to open windows; all are closed when the test ends, and none may have loaded from elsewhere."""
    made = Windows(browser, stage, desks)
    yield made
    elsewhere = [url for one in made.all for url in one.elsewhere]
    made.close()
    assert elsewhere == [], "a page loaded something from elsewhere"
