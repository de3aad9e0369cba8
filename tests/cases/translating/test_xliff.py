"""The file for a translator: what goes out comes back, and what is hostile is refused whole, in words of its own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from comity.cases.translating import xliff
from comity.cases.translating.xliff import Unit, XliffError

UNITS = (
    Unit(id="a1", source="Meridian Quarry Ltd paid 400,000 under 46(15)(c).", about="Facts"),
    Unit(id="b2", source="<b>&amp; 文</b>", target="二", checked=True),
)
HIDDEN = {"Meridian Quarry Ltd": "[[1]]"}
GOOD = (
    b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="zh-Hans">'
    b'<file id="f"><unit id="u"><segment><source>One</source><target>%s</target></segment></unit></file></xliff>'
)


def written(hidden: dict[str, str] | None = None) -> bytes:
    return xliff.write(
        UNITS, name="XA-1", source="en", target="zh-hans", names=["Meridian Quarry Ltd"], hidden=hidden or {}
    )


def test_file_is_xliff_2_1_with_names_and_articles_marked() -> None:
    root = etree.fromstring(written())
    assert root.get("version") == "2.1"
    assert etree.QName(root).namespace == "urn:oasis:names:tc:xliff:document:2.0"
    marked = [one.text for one in root.iter("{*}mrk")]
    assert marked == ["Meridian Quarry Ltd", "46(15)(c)"]
    assert {one.get("translate") for one in root.iter("{*}mrk")} == {"no"}
    assert [one.get("state") for one in root.iter("{*}segment")] == ["initial", "reviewed"]
    assert [one.text for one in root.iter("{*}note")] == ["Facts"]


def test_what_goes_out_comes_back() -> None:
    found = xliff.read(written())
    assert (found.source, found.target) == ("en", "zh-hans")
    assert [(one.id, one.source, one.target) for one in found.units] == [(o.id, o.source, o.target) for o in UNITS]


def test_hidden_names_are_not_in_the_file_and_come_back() -> None:
    raw = written(HIDDEN)
    assert b"Meridian" not in raw
    [first, _second] = xliff.read(raw).units
    assert first.source.startswith("[[1]] paid")
    assert xliff.show(first.source, HIDDEN) == UNITS[0].source
    assert xliff.show("[[9]]", HIDDEN) == "[[9]]"


def test_unit_that_a_tool_divided_is_put_together() -> None:
    raw = GOOD % b"x"
    raw = raw.replace(
        b"<segment><source>One</source><target>x</target></segment>",
        b"<segment><source>One. </source><target><mrk id='m'>\xe4\xb8\x80</mrk>\xe3\x80\x82</target></segment>"
        b"<ignorable><source> </source></ignorable>"
        b"<segment><source>Two.</source><target><pc id='p'>\xe4\xba\x8c</pc></target></segment>",
    )
    [unit] = xliff.read(raw).units
    assert (unit.source, unit.target) == ("One.  Two.", "一。 二")
    [half] = xliff.read(raw.replace(b"<target><pc id='p'>\xe4\xba\x8c</pc></target>", b"")).units
    assert half.target == ""


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "' + b"&a;" * 20 + b'">]>'
REFUSED = {
    "empty": (b"", "E_XLIFF_KIND"),
    "zip": (b"PK\x03\x04zip", "E_XLIFF_KIND"),
    "other_xml": (b"<x/>", "E_XLIFF_KIND"),
    "old_version": (GOOD.replace(b'"2.1"', b'"1.2"') % b"x", "E_XLIFF_KIND"),
    "no_namespace": (b'<xliff version="2.1"/>', "E_XLIFF_KIND"),
    "doctype": (b"<!DOCTYPE xliff>" + GOOD % b"x", "E_XLIFF_UNSAFE"),
    "entity": (BOMB + GOOD % b"&b;", "E_XLIFF_UNSAFE"),
    "external": (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + GOOD % b"&e;", "E_XLIFF_UNSAFE"),
    "entity_in_attribute": ((BOMB + GOOD % b"x").replace(b'id="u"', b'id="&b;"'), "E_XLIFF_UNSAFE"),
    "breaks_off": ((GOOD % b"x")[:-9], "E_XLIFF_BROKEN"),
    "nested": (b"<a>" * 5_000, "E_XLIFF_BROKEN"),
    "twice": ((GOOD % b"x").replace(b"</file>", b'<unit id="u"/></file>'), "E_XLIFF_TWICE"),
    "many": (
        (GOOD % b"x").replace(b"</file>", b"".join(b'<unit id="n%d"/>' % n for n in range(xliff.MOST_UNITS + 1))
                              + b"</file>"), "E_XLIFF_MANY",
    ),
    "large": (b" " * (xliff.MOST_BYTES + 1), "E_XLIFF_LARGE"),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_hostile_file_is_refused_whole(kind: str) -> None:
    raw, code = REFUSED[kind]
    with pytest.raises(XliffError) as refused:
        xliff.read(raw)
    assert refused.value.code == code


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.integers(0, len(GOOD)))
def test_any_bytes_are_read_or_refused(raw: bytes, at: int) -> None:
    for one in (raw, (GOOD % b"x")[:at] + raw + (GOOD % b"x")[at:]):
        try:
            found = xliff.read(one)
        except XliffError:
            continue
        assert all(len(unit.target) <= xliff.LONGEST + 1 for unit in found.units)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_any_text_goes_out_and_comes_back(text: str) -> None:
    raw = xliff.write(
        [Unit(id="u", source=text)], name="n", source="en", target="zh-hans", names=[text[:5]], hidden={}
    )  # fmt: skip
    [unit] = xliff.read(raw).units
    assert xliff.alike(unit.source, text)
