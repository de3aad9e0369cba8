"""What axe finds serious or critical on a page that is shown, and whether it is too wide for a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

BAD = {"serious", "critical"}
TOO_WIDE = "wider than 320 pixels"
AXE = "/axe.js"
SCRIPTS = {AXE: Axe().axe_script}


def faults_of(page: Page, address: str, *, colours: bool) -> list[tuple[str, str, list[str]]]:
    """Return what axe finds serious or critical on a page, and whether 320 pixels are too narrow for it."""
    page.goto(address)
    page.add_script_tag(url=AXE)
    told = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": colours}}}
    violations = page.evaluate("told => axe.run(told).then(result => result.violations)", told)
    found = [
        (address, fault["id"], [node["html"][:120] for node in fault["nodes"][:2]])
        for fault in violations
        if fault["impact"] in BAD
    ]
    page.set_viewport_size({"width": 320, "height": 900})
    if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
        found.append((address, TOO_WIDE, []))
    page.set_viewport_size({"width": 1280, "height": 900})
    return found
