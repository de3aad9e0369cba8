"""Every answer of the node: strict headers, nothing inline or from elsewhere, no name in a title or an address."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.standing_tables.visits import Visit

EXPECTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# Addresses that a page may load or lead to: ours, from the root or relative; fragments.
OURS = re.compile(r"(?:/(?!/)|[#?.]|[a-z0-9-]+/|$)")
LOADING = {"src", "href", "action", "formaction", "poster", "srcset", "data", "background"}
CANARIES = (b"Meridian", b"Quarry", b"Road 9", b"00-11-22", b"Prosecutor Two")


class Reader(HTMLParser):
    """Collects what a page must not have, and the text that it shows, without what stands in fields."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.words: list[str] = []
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.inside += tag == "textarea"
        if tag == "style" or (tag == "script" and not values.get("src") and values.get("type") != "application/json"):
            self.faults.append(f"inline <{tag}>")
        for name, value in values.items():
            if name == "style" or name.startswith("on"):
                self.faults.append(f"{name} on <{tag}>")
            if name in LOADING and not OURS.match(value):
                self.faults.append(f"{name}={value} on <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "textarea"

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.words.append(data)

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines: nobody asks where something stands."""
        del i
        return j


def read(page: bytes) -> tuple[list[str], str]:
    """Return what a page has and must not have, and the text that it shows."""
    reader = Reader()
    reader.feed(page.decode())
    return reader.faults, "".join(reader.words)


def faults(page: bytes) -> list[str]:
    found, _text = read(page)
    return found


def test_reader_of_markup_finds_what_it_looks_for() -> None:
    bad = b'<p style="x" onclick="y"><script>z</script><img src="https://elsewhere.example/"><a href="//elsewhere">'
    assert len(faults(bad)) == 5
    assert faults(b'<a href="/requests/?q=1">x</a><script src="/static/x.js"></script>') == []
    assert read(b"<p>a &lt;b></p><textarea>c</textarea>d") == ([], "a <b>d")


def test_every_answer_carries_the_strict_headers(visits: list[Visit]) -> None:
    wrong = [
        f"{one}: {name} {one.headers.get(name)}"
        for one in visits
        for name, value in EXPECTED.items()
        if one.headers.get(name) != value
    ]
    assert wrong == []


def test_every_answer_has_a_policy_without_exceptions(visits: list[Visit]) -> None:
    for one in visits:
        policy = one.headers["content-security-policy"]
        assert "unsafe" not in policy, str(one)
        assert "*" not in policy, str(one)
        assert "http:" not in policy, str(one)
        assert "default-src 'self'" in policy or "default-src 'none'" in policy, str(one)


def test_no_answer_with_personal_data_may_be_kept(visits: list[Visit]) -> None:
    wrong = [str(one) for one in visits if "no-store" not in one.headers.get("cache-control", "")]
    assert wrong == []
    assert not [str(one) for one in visits if "public" in one.headers.get("cache-control", "")]


def test_no_page_has_anything_inline_or_from_elsewhere(visits: list[Visit]) -> None:
    pages = [one for one in visits if one.is_page]
    different = {one.words: one for one in pages}  # what differs by a form token alone is read once
    found = [(str(one), faults(words)) for words, one in different.items()]
    assert [(where, told) for where, told in found if told] == []
    assert len(pages) > 500


def test_downloads_are_never_run_on_our_origin(visits: list[Visit]) -> None:
    downloads = [one for one in visits if one.streamed]
    ours = {"cases:request-export", "library:export-kind"}  # what this node writes itself
    theirs = {"cases:annex", "cases:letter", "cases:letter-paper", "cases:evidence-download", "cases:office-file"}
    theirs |= {"library:original"}
    assert {one.row.name for one in downloads} == ours | theirs
    for one in downloads:
        assert one.headers["content-disposition"].startswith("attachment;")
        if one.row.name in theirs:
            assert one.headers["content-security-policy"] == "sandbox; default-src 'none'"
            assert one.headers["content-type"] == "application/octet-stream"


def test_no_title_and_no_address_says_whom_or_what_a_case_is_about(visits: list[Visit]) -> None:
    shown = [one for one in visits if one.is_page and any(canary in one.body for canary in CANARIES)]
    assert len({one.row.name for one in shown}) > 15, "the canaries are on the pages"
    for one in visits:
        title = re.search(rb"<title>(.*?)</title>", one.body, re.DOTALL)
        kept = (title[1] if title and one.is_page else b"") + one.path.encode() + one.location.encode()
        assert not [canary for canary in CANARIES if canary in kept], str(one)


def test_links_on_pages_carry_no_names(visits: list[Visit]) -> None:
    for one in visits:
        if one.is_page:
            links = re.findall(rb'(?:href|action|value)="(/[^"]*)"', one.body)
            assert not [link for link in links for canary in CANARIES if canary in link.replace(b"%20", b" ")], str(one)


def test_no_page_is_an_error_of_ours(visits: list[Visit]) -> None:
    assert [str(one) for one in visits if one.status >= 500] == []
