"""What axe finds serious or critical on pages, and which are too wide for a telephone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

from tests.standing_tables.display import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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
# A contrast hangs on the colour, size and weight of words and on what is painted behind them, layer by layer. Words
# that are alike in all of these, by what the browser computed, are looked at until the rule has passed one of them:
# looking at each word of each page took three quarters of the time of all rules. What it neither passes nor faults it
# looks at on three pages; left out is only what it never judges: one sign, what is out of sight, a drawing, a tick.
CONTRAST = """async () => {
  const looks = window.looks ??= new Map();
  const behind = new Map(), alike = new Map();
  for (const element of document.querySelectorAll("html, body, body *")) {
    const style = getComputedStyle(element);
    const layer = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode];
    const place = style.position === "static" ? "" : [style.position, style.zIndex, style.clipPath].join(" ");
    const painted = place || layer.join() !== "rgba(0, 0, 0, 0),none,1,none,normal";
    const around = (behind.get(element.parentElement) ?? "") + (painted ? [...layer, place].join("|") : "");
    behind.set(element, around);
    const own = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join("");
    const words = element.matches("[type=checkbox], [type=radio]") ? "" : String(element.value || own);
    const {width, height, left, right, bottom} = element.getBoundingClientRect();
    const within = right > 0 && bottom > 0 && left < document.documentElement.scrollWidth;
    const inSight = within && Math.min(width, height) > 1 && element.checkVisibility();
    if (!(element instanceof HTMLElement && words.trim().length > 1 && inSight)) continue;
    const face = [style.color, style.fontSize, style.fontWeight, style.textShadow, element.matches(":disabled")];
    const key = [around, ...face].join("|");
    if ((looks.get(key) ?? 0) < 3) alike.set(element, key);
  }
  if (!alike.size) return [];
  const options = {runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true};
  const found = await axe.run({include: [...alike.keys()]}, options);
  for (const key of new Set(alike.values())) looks.set(key, (looks.get(key) ?? 0) + 1);
  const each = (rules, see) => rules.flatMap(rule => rule.nodes).forEach(({element}) => see(alike.get(element)));
  each(found.violations, key => looks.set(key, 0));
  each(found.passes, key => looks.set(key, Infinity));
  return found.violations.map(({id, impact, nodes}) => ({id, impact, nodes: nodes.map(({html}) => ({html}))}));
}"""
# A rule that axe itself calls less than serious is not asked: its word stands for each of the rule's findings.
REST = """() => {
  const less = axe._audit.rules.filter(({impact}) => ["minor", "moderate"].includes(impact));
  const rules = Object.fromEntries([...less, {id: "color-contrast"}].map(({id}) => [id, {enabled: false}]));
  return axe.run({resultTypes: ["violations"], rules}).then(result => result.violations);
}"""
# All of it at one go: each question to the browser passes through three processes.
LOOK = f"""async html => await ({WRITE})(html) ? [...await ({REST})(), ...await ({CONTRAST})()] : null"""


def faults_of(pages: Mapping[str, str]) -> list[Fault]:
    """Return the faults of pages (address -> page)."""
    with looking() as faults:
        return faults(pages)


@contextmanager
def looking() -> Iterator[Callable[[Mapping[str, str]], list[Fault]]]:
    """Start a browser; give what returns the faults of pages, and knows nothing of those it was asked about before."""
    with shown({EMPTY: "<!doctype html><title>Empty</title>"}, scripts={AXE: Axe().axe_script}) as page:

        def faults(pages: Mapping[str, str]) -> list[Fault]:
            page.goto(EMPTY)  # with it goes what was remembered
            page.add_script_tag(url=AXE)
            return [(address, *found) for address, html in pages.items() for found in _faults(page, address, html)]

        yield faults


def _faults(page: Page, address: str, html: str) -> Iterator[tuple[str, list[str]]]:
    violations: list[dict[str, Any]] | None = page.evaluate(LOOK, html)
    assert violations is not None, f"{address} is not drawn as it should be"
    for fault in violations:
        if fault["impact"] in BAD:
            yield fault["id"], [node["html"][:120] for node in fault["nodes"][:2]]
    page.set_viewport_size({"width": 320, "height": 900})
    if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
        yield TOO_WIDE, []
    page.set_viewport_size({"width": 1280, "height": 900})
