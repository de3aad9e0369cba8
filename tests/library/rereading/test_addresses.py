"""Words keep the address that they had; no address that was given comes to lead to other words."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from comity.library.reading.symbols import match_key
from comity.library.rereading.addresses import kept_keys

WORDS = st.lists(st.tuples(st.sampled_from(["heading", "text", "masthead"]), st.sampled_from("abcdef")), max_size=12)


def counted(pieces):
    """Give pieces the keys that a first reading gives them."""
    counts = Counter()
    rows = []
    for kind, text in pieces:
        counts[kind] += 1
        rows.append((f"{kind}_{counts[kind]}", text))
    return rows


@given(WORDS)
def test_the_same_pieces_keep_their_keys(pieces):
    rows = counted(pieces)
    assert kept_keys(rows, rows) == [key for key, _text in rows]


@given(WORDS, WORDS)
def test_every_key_is_there_once_and_leads_to_the_words_it_led_to(before, now):
    old, new = counted(before), counted(now)
    keys = kept_keys(old, new)
    assert len(set(keys)) == len(keys) == len(new)
    led = dict(old)
    assert all(led.get(key, text) == text for key, (_key, text) in zip(keys, new, strict=True))
    kept = sum(key in led for key in keys)
    same = Counter(text for _key, text in old) & Counter(text for _key, text in new)
    assert kept == same.total()


def test_a_piece_before_it_moves_no_address():
    before = [("heading_1", "Opening"), ("heading_2", "Closing")]
    now = [("heading_1", "A new one"), ("heading_2", "Opening"), ("heading_3", "CLOSING.")]
    assert kept_keys(before, now) == ["heading_3", "heading_1", "heading_2"]


def test_words_of_another_kind_keep_their_address_after_those_of_the_same_kind():
    before = [("text_1", "Opening"), ("text_2", "Closing"), ("heading_1", "Closing")]
    now = [("heading_1", "Opening"), ("heading_2", "Closing"), ("text_1", "Gone on")]
    assert kept_keys(before, now) == ["text_1", "heading_1", "text_3"]


def test_signs_alone_are_told_apart():
    assert match_key("***") == match_key("---") == ""
    assert kept_keys([("text_1", "***")], [("text_1", "---"), ("text_2", "***")]) == ["text_2", "text_1"]
