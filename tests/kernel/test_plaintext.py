from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.plaintext import clean, one_line, visible


def test_what_would_mislead_the_eye_is_written_out():
    assert visible("invoice\u202efdp.exe") == "invoice⟦U+202E⟧fdp.exe"
    assert visible("合同\u200b.pdf") == "合同⟦U+200B⟧.pdf"


def test_cleaning_keeps_lines_and_drops_controls():
    assert clean("a\r\nb\rc\x07\x00\td") == "a\nb\nc\td"
    assert clean("e\u0301") == "\u00e9"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    once = clean(text)
    assert clean(once) == once


@given(st.text(), st.integers(min_value=1, max_value=200))
def test_one_line_is_one_line_and_short(text, limit):
    line = one_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
