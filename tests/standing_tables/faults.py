"""What axe finds serious or critical on pages, and which are too wide for a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

from tests.standing_tables.display import shown

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from playwright.sync_api import Page

Fault = tuple[str, str, list[str]]  # address, rule, the first elements

BAD = {"serious", "critical"}
TOO_WIDE = "wider than 320 pixels"
AXE, EMPTY = "/axe.js", "/empty"
# The document is written anew into one window, which keeps axe: reading axe again for each page costs more than the
# page. What a page is shows in its own elements, styles and attributes, none of which outlive the document.
WRITE = """async html => {
  document.open(); document.write(html); document.close();
  const sheets = [...document.querySelectorAll("link[rel=stylesheet]")].map(link => link.sheet ?? new Promise(done => {
    link.addEventListener("load", () => done(link.sheet)); link.addEventListener("error", () => done(null));
  }));
  return document.compatMode === "CSS1Compat" && (await Promise.all(sheets)).every(Boolean);
}"""


def faults_of(pages: Mapping[str, str], coloured: Container[str]) -> Iterator[Fault]:
    """Give the faults of pages (address -> page); `color-contrast` looks at those that are `coloured`."""
    with shown({EMPTY: "<!doctype html><title>Empty</title>"}, scripts={AXE: Axe().axe_script}) as page:
        page.goto(EMPTY)
        page.add_script_tag(url=AXE)
        for address, html in pages.items():
            assert page.evaluate(WRITE, html), f"{address} is not drawn as it should be"
            for rule, nodes in _faults(page, colours=address in coloured):
                yield address, rule, nodes


def _faults(page: Page, *, colours: bool) -> Iterator[tuple[str, list[str]]]:
    told = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": colours}}}
    violations: list[dict[str, Any]] = page.evaluate("told => axe.run(told).then(result => result.violations)", told)
    for fault in violations:
        if fault["impact"] in BAD:
            yield fault["id"], [node["html"][:120] for node in fault["nodes"][:2]]
    page.set_viewport_size({"width": 320, "height": 900})
    if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
        yield TOO_WIDE, []
    page.set_viewport_size({"width": 1280, "height": 900})
