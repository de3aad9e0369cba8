"""An officer at a real browser: signs in, reads, fills in, presses. Only what a person can see and do is used."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from comity.cli.demo.pages import TOTP_STEP, totp

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator
    from playwright.sync_api import Page as BrowserPage

    from comity.cli.demo.desk import Desk
    from comity.cli.demo.pages import Person
    from comity.cli.demo.stage import Place, Stage
    from comity.cli.demo.world import Officer

PATIENCE = 60.0
# What is only read is asked of the page itself: what finds a field or a button costs a third of the page's own time,
# once on each page.
TEXT = "selector => document.querySelector(selector)?.innerText ?? null"
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))"


def officer_of(place: Place, role: str) -> Officer:
    """Return the officer of a node who has the role."""
    return next(one for one in place.people if one.role == role)


class Window:
    """One officer's browser window at one node."""

    def __init__(self, browser: Browser, place: Place, *, script: bool = True, width: int = 1280) -> None:
        self.place = place
        self.context = browser.new_context(
            base_url=place.url,
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.titles: list[str] = []
        self.addresses: list[str] = []
        self.elsewhere: list[str] = []
        self.context.on("request", lambda request: self._asked(request.url))
        self.page: BrowserPage = self.context.new_page()

    def _asked(self, url: str) -> None:
        self.addresses.append(url)
        if not url.startswith((self.place.url, "data:")):
            self.elsewhere.append(url)

    def as_officer(self, person: Person) -> Window:
        """Sit down where an officer is signed in already."""
        self.context.add_cookies(
            [{"name": name, "value": value, "url": self.place.url} for name, value in person.cookies.items()]
        )
        return self

    def sign_in(self, officer: Officer, *, ahead: int = 0) -> Window:
        """Sign in with password and one-time code; `ahead` seconds, where the code of this moment was used already."""
        self.open("/")
        self.fill("Login", officer.login)
        self.fill("Password", officer.password)
        self.press("Sign in")
        self.fill("Code", totp(officer.totp_secret, time.time() + ahead))
        self.press("Sign in")
        return self

    def open(self, path: str) -> Window:
        """Open a page by its address."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, (answer.status, path)
        return self._seen()

    def follow(self, words: str) -> Window:
        """Follow the first link with these words."""
        self.page.get_by_role("link", name=words).first.click()
        return self._seen()

    def fill(self, label: str, value: str) -> Window:
        """Write an answer into the field with this label."""
        self._field(label).fill(value)
        return self

    def choose(self, label: str, number: int = 1) -> Window:
        """Choose from a list by position."""
        self._field(label).select_option(index=number)
        return self

    def _field(self, label: str) -> Locator:
        """Return the field whose label begins so; "optional" may follow."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first

    def press(self, words: str) -> Window:
        """Press the button with these words and wait for the page that follows; it may not show errors."""
        button = self.page.get_by_role("button", name=words).first
        with self.page.expect_navigation():
            button.click()
        self._seen()
        wrong = self.page.evaluate(TEXT, ".error-summary")
        assert wrong is None, wrong
        return self

    def press_and_read(self, words: str) -> Window:
        """Press the button with these words; the page that follows may well say what is missing."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words).first.click()
        return self._seen()

    def _seen(self) -> Window:
        self.page.wait_for_load_state()  # a link that was followed leads to a page of which the first part may be there
        self.titles.append(self.page.title())
        return self

    def wait_for(self, path: str, words: str) -> Window:
        """Look at a page again until it says these words: the other side's message takes a moment."""
        end = time.monotonic() + PATIENCE
        self.open(path)
        while words not in self.text:
            assert time.monotonic() < end, f"{path} never said {words}: {self.text[:1500]}"
            time.sleep(0.3)
            self.open(path)
        return self

    def wait_for_link(self, path: str, pattern: str) -> Window:
        """Look at a page again until it has a link or a form whose address fits the pattern."""
        end = time.monotonic() + PATIENCE
        self.open(path)
        while not self.links(pattern):
            assert time.monotonic() < end, f"{path} never led to {pattern}: {self.text[:1500]}"
            time.sleep(0.3)
            self.open(path)
        return self

    @property
    def text(self) -> str:
        """What the page's main part says, on one line."""
        return " ".join(self.page.evaluate(TEXT, "main").split())

    def says(self, words: str) -> Window:
        """Assert that the page says these words, whatever their case on screen."""
        assert words.casefold() in self.text.casefold(), f"{words!r} is not in: {self.text[:2000]}"
        return self

    def find(self, selector: str) -> Locator:
        """Return a part of the page."""
        return self.page.locator(selector)

    def links(self, pattern: str) -> list[str]:
        """Return the addresses of the links that fit a pattern, in order."""
        found = self.page.evaluate(LINKS)
        return [href for href in found if re.search(pattern, href)]

    def overflows(self) -> bool:
        """Say whether the page is wider than the window."""
        wide = self.page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
        return bool(wide[0] > wide[1])

    def close(self) -> None:
        """Close the window."""
        self.context.close()


class Windows:
    """Every window that one test opened."""

    def __init__(self, browser: Browser, stage: Stage, desks: dict[str, Desk]) -> None:
        self.browser, self.stage, self.desks = browser, stage, desks
        self.all: list[Window] = []

    def __call__(self, node: str, role: str = "", *, script: bool = True, width: int = 1280) -> Window:
        """Open a window at a node: as the officer of a role, signed in, or as nobody yet."""
        made = Window(self.browser, self.stage.place(node), script=script, width=width)
        self.all.append(made)
        return made.as_officer(self.desks[node].officer(role)) if role else made

    def sign_in(self, node: str, role: str) -> Window:
        """Open a window and sign in by hand; the officer's desk goes on in the same session: a code serves once."""
        place, people = self.stage.place(node), self.desks[node].people
        made = self(node).sign_in(officer_of(place, role), ahead=TOTP_STEP if role in people else 0)
        people[role] = place.person(role)
        people[role].cookies = {one["name"]: one["value"] for one in made.context.cookies()}
        return made

    @property
    def titles(self) -> list[str]:
        """The title of every page that was seen."""
        return [title for one in self.all for title in one.titles]

    @property
    def addresses(self) -> list[str]:
        """The address of everything that was asked for."""
        return [url for one in self.all for url in one.addresses]

    def close(self) -> None:
        """Close every window."""
        for one in self.all:
            one.close()
