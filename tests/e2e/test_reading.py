"""The main pages as other readers see them: in Chinese, from right to left, narrow, and by keyboard alone."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from comity.cli.demo import desk as acts
from comity.cli.demo.desk import case_path
from comity.cli.demo.pages import totp
from comity.cli.demo.stories import story
from tests.e2e.browsing import officer_of

if TYPE_CHECKING:
    from comity.cli.demo.desk import Desk
    from comity.cli.demo.stage import Stage
    from tests.e2e.browsing import Window, Windows

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

LATIN = re.compile(r"[A-Za-z]{3,}")
NARROW = 320
NO_TRANSLATION = {
    "SHA-256": "the name of a digest",
    "English": "a language in its own name",
}
OURS = (
    "/",
    "/requests/",
    "/requests/new/",
    "{case}",
    "{case}request/",
    "{case}messages/",
    "{case}evidence/",
    "{case}law/",
    "{case}people/",
    "{case}file/",
    "{case}audit/",
    "{case}status/ask/",
    "/account/",
    "/law/articles/46(15)/",
)
THEIRS = ("/", "/requests/", "{case}", "{case}examine/", "{case}ask/", "{case}decide/", "{case}people/")
DRAFT = (
    "{draft}draft/",
    "{draft}draft/check/",
    "{draft}draft/facts/",
    "{draft}draft/proceedings/",
    "{draft}draft/persons/",
    "{draft}draft/measures/",
    "{draft}draft/history/",
    "{draft}ask-review/",
)


@pytest.fixture(scope="session")
def cases(desks: dict[str, Desk]) -> dict[str, str]:
    """Return a request that XB examines, and a draft, both in Chinese words."""
    ours, theirs = desks["xa"], desks["xb"]
    matter = story("XA", "XB", "zh-hans", "bank_records", "statement")
    sent = acts.begin(ours, matter, counterpart="xb")
    acts.ask_review(ours, sent)
    acts.approve(ours, sent)
    acts.sign_and_send(ours, sent)
    acts.register(theirs, sent)
    acts.examine(theirs, sent)
    ours.wait("drafter", case_path(sent), "/status/ask/")
    draft = acts.begin(ours, matter, counterpart="xb", omit=("facts.summary",))
    return {"case": case_path(sent), "draft": case_path(draft)}


def in_language(window: Window, tag: str) -> Window:
    """Press the button of a language, as its reader would."""
    window.open("/account/").find(f'.languages button[value="{tag}"]').click()
    window.page.wait_for_selector(f'html[lang="{tag}"]')
    return window


def pages(cases: dict[str, str], *lists: tuple[str, ...]) -> list[str]:
    """Return addresses with the cases put in."""
    return [one.format(**cases) for group in lists for one in group]


def back_to_english(*windows: Window) -> None:
    """Leave the officers as they were: the language is theirs, not the window's."""
    for one in windows:
        in_language(one, "en")


def test_chinese_pages_have_no_english_left_in_headings_and_controls(window: Windows, cases: dict[str, str]) -> None:
    ours, theirs = in_language(window("xa", "drafter"), "zh-hans"), in_language(window("xb", "case_officer"), "zh-hans")
    names = {officer.name for place in window.stage.places for officer in place.people} | set(NO_TRANSLATION)
    left = []
    try:
        for one, paths in ((ours, pages(cases, OURS, DRAFT)), (theirs, pages(cases, THEIRS))):
            for path in paths:
                one.open(path)
                assert one.find("html").get_attribute("lang") == "zh-hans"
                words = one.find("main h1, main h2, main h3, main label, main legend, main button, main th, nav.menu a")
                left += [(path, text) for text in words.all_inner_texts() if LATIN.search(text) and text not in names]
    finally:
        back_to_english(ours, theirs)
    assert left == [], left


def test_mirrored_pages_run_from_the_right_and_fit_into_a_narrow_window(window: Windows, cases: dict[str, str]) -> None:
    ours = in_language(window("xa", "drafter", width=NARROW), "ar")
    theirs = in_language(window("xb", "case_officer", width=NARROW), "ar")
    wide = []
    try:
        for one, paths in ((ours, pages(cases, OURS, DRAFT)), (theirs, pages(cases, THEIRS))):
            for path in paths:
                one.open(path)
                assert one.find("html").get_attribute("dir") == "rtl"
                wide += [path] if one.overflows() else []
        ours.page.set_viewport_size({"width": 1280, "height": 900})
        ours.open("/")
        mark, whoami = ours.find(".masthead .mark").bounding_box(), ours.find(".masthead .whoami").bounding_box()
        assert mark is not None
        assert whoami is not None
        assert mark["x"] > whoami["x"], "the masthead is mirrored: the mark stands on the right"
        assert mark["x"] + mark["width"] > 640
    finally:
        back_to_english(ours, theirs)
    assert wide == [], wide


def tab_to(window: Window, selector: str) -> None:
    """Press Tab until the focus is where it should be; every stop on the way must be visible as one."""
    for _stop in range(60):
        window.page.keyboard.press("Tab")
        focus = window.page.locator(":focus")
        if focus.count() and focus.evaluate("(node, wanted) => node.matches(wanted)", selector):
            outline = focus.evaluate("node => getComputedStyle(node).outlineStyle + getComputedStyle(node).boxShadow")
            assert outline != "nonenone", f"the focus on {selector} is not visible"
            return
    raise AssertionError(f"Tab never reached {selector}")


def test_keyboard_alone_is_enough_to_sign_in_and_to_begin_a_request(stage: Stage, window: Windows) -> None:
    officer = officer_of(stage.place("xb"), "drafter")
    one = window("xb").open("/")
    keys = one.page.keyboard
    tab_to(one, 'input[name="login"]')
    keys.type(officer.login)
    tab_to(one, 'input[name="password"]')
    keys.type(officer.password)
    keys.press("Enter")
    one.page.wait_for_selector('input[name="code"]')
    tab_to(one, 'input[name="code"]')
    keys.type(totp(officer.totp_secret, time.time()))
    keys.press("Enter")
    one.page.wait_for_selector("nav.menu")
    tab_to(one, ".skip")
    keys.press("Enter")
    assert one.page.evaluate("() => document.activeElement.id") == "main"
    one.open("/requests/new/")
    tab_to(one, 'input[name="title"]')
    keys.type("Bank records, asked for by keyboard")
    tab_to(one, 'select[name="language"]')
    keys.press("ArrowDown")
    tab_to(one, "main form button")
    keys.press("Enter")
    one.page.wait_for_url("**/draft/")
    one.says("Bank records, asked for by keyboard")
