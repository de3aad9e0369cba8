"""Sketches of wordings: the same for the same, and an estimate that keeps versions and other documents apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.library.conftest import DOCUMENTS

from comity.library.identity import VERSION_FROM
from comity.library.likeness import KEPT, SHINGLE, likeness, sketch, wording
from comity.library.reading import read_text

REPORT = (DOCUMENTS / "report.zh.txt").read_text("utf-8")


def of(text: str) -> bytes:
    return sketch(wording(read_text(text)))


def test_another_version_is_near_and_another_document_is_far():
    assert likeness(of(REPORT), of(REPORT.replace("48 项", "84 项"))) > 0.95
    assert likeness(of(REPORT), of((DOCUMENTS / "note.zh.txt").read_text("utf-8"))) < VERSION_FROM / 4


def test_layout_and_typography_count_for_nothing():
    text = "1. One, two; three.\n\n2. ＡＢＣ “x” and so on.\n"
    assert of(text) == of(text.replace("ＡＢＣ", "abc").replace(",", "，").replace("“x”", '"X"'))


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_an_estimate_is_a_share_and_the_same_both_ways(one, other):
    left, right = sketch(one), sketch(other)
    assert 0 <= likeness(left, right) == likeness(right, left) <= 1
    assert likeness(left, left) == (1 if one else 0)
    assert len(left) <= KEPT * 8


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=40, max_size=250), st.integers(1, 30))
def test_of_short_texts_the_share_is_exact(digits, cut):
    one, other = "".join(map(str, digits)), "".join(map(str, digits[cut:]))
    sets = [{text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1))} for text in (one, other)]
    assert abs(likeness(sketch(one), sketch(other)) - len(sets[0] & sets[1]) / len(sets[0] | sets[1])) < 1e-9
