"""An excerpt is short, holds what was found, and says where it was cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.core.excerpts import BEFORE, excerpt


@given(before=st.text(max_size=90), word=st.text(alphabet="lighthouse灯塔", min_size=3, max_size=200), after=st.text())
def test_an_excerpt_holds_what_was_found_and_is_short(before: str, word: str, after: str) -> None:
    text = f"{before} {word} {after}"
    parts = excerpt(text, [(len(before) + 1, len(before) + 1 + len(word))])
    assert any(marked and word.startswith(words) for words, marked in parts)
    assert sum(len(words.replace("⟦U+", "").rstrip("⟧")) for words, _marked in parts) <= 8 * (BEFORE + 120)


def test_an_excerpt_cuts_between_words() -> None:
    text = "word " * 20 + "lighthouse " + "again " * 40
    parts = excerpt(text, [(100, 110)])
    assert parts[0] == parts[-1] == ("…", False)
    assert set("".join(words for words, _marked in parts[1:-1]).split()) == {"word", "lighthouse", "again"}


def test_without_a_place_it_shows_how_the_text_begins() -> None:
    assert excerpt("short", []) == [("short", False)]
    assert "".join(words for words, _marked in excerpt("word " * 100, [], after=30)) == "word " * 5 + "word…"
