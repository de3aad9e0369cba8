"""Whom to ask and by which channel, as an officer finds it out: in English; and narrow, without script, in Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.e2e.test_reading import in_language

if TYPE_CHECKING:
    from comity.cli.demo.desk import Desk
    from tests.e2e.browsing import Window, Windows

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
ENTRY = {
    "functions": ["mla"], "name_en": "Office for Letters of XB", "name_zh": "XB 文书办公室", "phone": "+00 123",
    "languages": ["en", "fr"], "urgent_phone": "+00 999", "source": "Note of XB, no. 7", "source_date": "2026-01-05",
}  # fmt: skip
LAST = 12  # questions that a walk through the decision tree may have at most


@pytest.fixture(scope="module")
def authority(desks: dict[str, Desk]) -> str:
    """An authority of XB that two officers of XA brought into their directory; its address."""
    xa = desks["xa"]
    address = xa.act("administrator", "/directory/XB/new/", ENTRY, wants="name_en").path
    head = xa.officer("head")
    page = head.get(address)
    head.submit(page, page.form("/decide/"), {}, "publish")
    return address


def answered(window: Window, *chosen: str) -> Window:
    """Choose answers by their value and go on."""
    for value in chosen:
        window.find(f'main input[type="radio"][value="{value}"]').check()
    with window.page.expect_navigation():
        window.find("main form.form button").last.click()
    return window


def find_and_walk(window: Window, name: str, authority: str) -> int:
    """Go the four steps of the finder, to the page of the authority, and through the tree; return its questions."""
    window.open("/directory/find/").find("#state").fill("XB")
    answered(window)
    answered(window, "evidence")
    answered(window, "yes").says(name).says("+00 999")
    assert not window.overflows()
    window.follow(name).says("Note of XB, no. 7")
    assert window.page.url.endswith(authority)
    window.open("/directory/?standing=known&letter=X").follow("XB").says(name)
    window.open("/basis/channel/")
    for asked in range(LAST):
        radios = window.find('main input[type="radio"]')
        if not radios.count():
            assert re.search(r"\d+\(\d+\)", window.text), "the advice names its article"
            return asked
        answered(window, radios.first.get_attribute("value") or "")
    raise AssertionError(window.text)


def test_an_officer_finds_whom_to_ask_and_by_which_channel_in_two_languages(window: Windows, authority: str) -> None:
    english = find_and_walk(window("xa", "drafter"), "Office for Letters of XB", authority)
    narrow = in_language(window("xa", "drafter", script=False, width=320), "zh-hans")
    try:
        chinese = find_and_walk(narrow, "XB 文书办公室", authority)
        assert narrow.find("html").get_attribute("lang") == "zh-hans"
    finally:
        in_language(narrow, "en")
    assert english == chinese > 0
