"""Emblems: a drawing is taken, whatever else a file can hold is refused, and nothing is unpacked without bound."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.emblems import SVG, a_png, an_svg, chunk

from comity.cases.emblems import MOST, kind_of
from comity.cases.rules import CaseworkError


def test_a_drawing_is_taken():
    assert kind_of(SVG) == "svg"
    assert kind_of(a_png()) == "png"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "KIND"),
        (b"GIF89a", "KIND"),
        (b"%PDF-1.7", "KIND"),
        (SVG[:-8], "KIND"),
        (an_svg(b"<script>alert(1)</script>"), "ACTIVE"),
        (an_svg(attributes=b'onload="alert(1)"'), "ACTIVE"),
        (an_svg(b'<image href="http://example.test/a.png"/>'), "ACTIVE"),
        (an_svg(b'<use href="file:///etc/passwd#a"/>'), "ACTIVE"),
        (an_svg(b"<style>@import 'x'</style>"), "ACTIVE"),
        (an_svg(b'<rect style="fill:url(http://example.test)"/>'), "ACTIVE"),
        (an_svg(b'<rect fill="url(http://example.test/#a)"/>'), "ACTIVE"),
        (an_svg(b'<rect fill="URL(x)"/>'), "ACTIVE"),
        (an_svg(b"<foreignObject/>"), "ACTIVE"),
        (an_svg(b"<a><path d='M0 0'/></a>"), "ACTIVE"),
        (an_svg(b'<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>'), "ACTIVE"),
        (an_svg(before=b'<!DOCTYPE svg [<!ENTITY a "b">]>'), "ACTIVE"),
        (an_svg(before=b'<!DOCTYPE svg SYSTEM "http://example.test/a.dtd">'), "ACTIVE"),
        (an_svg(before=b'<?xml-stylesheet href="a.css"?>'), "ACTIVE"),
        (an_svg(b"<g/>" * 3_000), "ACTIVE"),
        (b"<html></html>", "ACTIVE"),
        (b"x" * (MOST + 1), "SIZE"),
        (a_png(2_001, 1), "SIZE"),
        (a_png()[:-3], "KIND"),
        (a_png()[:8] + b"\xff" * 20, "KIND"),  # a chunk of four gigabytes, it says
        (a_png() + b"<script>", "KIND"),
        (a_png(rows=15), "KIND"),
        (a_png(rows=4_000), "KIND"),
        (a_png(extra=chunk(b"tEXt", b"Comment\0<script>")), "KIND"),
        (a_png().replace(b"IDAT", b"IDAX"), "KIND"),
    ],
)
def test_whatever_else_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(CaseworkError) as refused:
        kind_of(raw)
    assert refused.value.code == f"E_EMBLEM_{code}"


@settings(deadline=None)  # a busy machine is no fault
@given(st.binary(max_size=400), st.integers(0, 400))
def test_no_bytes_at_all_do_anything_else_than_be_refused(noise: bytes, place: int) -> None:
    for sound in (SVG, a_png()):
        changed = sound[:place] + noise + sound[place:]
        try:
            kind_of(changed)
        except CaseworkError as error:
            assert error.code.startswith("E_EMBLEM_")
