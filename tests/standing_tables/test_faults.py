"""What the look at pages finds, and what it never passes over; all with one browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest

from tests.standing_tables.faults import TOO_WIDE, Fault, looking

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
Look: TypeAlias = Callable[[dict[str, str]], list[Fault]]


@pytest.fixture(scope="module")
def faults_of() -> Iterator[Look]:
    with looking() as faults:
        yield faults


FAINT = '<p style="color: #aaa; background: #fff">The answer is due.</p><p style="inline-size: 400px">Wide.</p>'
UNNAMED = '<button type="button"></button>'
ODD = f'<!doctype html><html lang="en"><head><title>Odd</title></head><body><main><h1>Odd</h1>{FAINT}{UNNAMED}</main>'
EVEN = ODD.replace(FAINT + UNNAMED, "<p>All is well.</p>")


def test_faint_words_and_wide_pages_and_unnamed_buttons_are_found(faults_of: Look) -> None:
    pages = {"/odd": ODD, "/even": EVEN, "/again": ODD}
    found = {(address, rule) for address, rule, _nodes in faults_of(pages)}
    rules = ("color-contrast", "button-name", TOO_WIDE)
    assert found == {(address, rule) for address in ("/odd", "/again") for rule in rules}


def test_words_like_those_that_passed_are_looked_at_on_another_ground(faults_of: Look) -> None:
    grey = '<p style="color: #555; background: #fff">Due.</p>'
    pages = {"/white": EVEN.replace("<p>All is well.</p>", grey)}
    for name, style in {"painted": "background: #777", "pale": "opacity: .4", "above": "position: absolute"}.items():
        around = f'<div style="{style}">{grey.replace("background: #fff", "")}</div>'
        pages[f"/{name}"] = pages["/white"].replace(grey, around)
    found = {(address, rule) for address, rule, _nodes in faults_of(pages)}
    assert found == {("/painted", "color-contrast"), ("/pale", "color-contrast")}


def test_a_page_without_its_styles_is_no_page(faults_of: Look) -> None:
    lost = EVEN.replace("<title>", '<link rel="stylesheet" href="/static/none.css"><title>')
    for page in (lost, EVEN.removeprefix("<!doctype html>")):
        with pytest.raises(AssertionError, match="not drawn"):
            faults_of({"/lost": page})
