"""What holds a query, and where it stands in the text as it was written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.library.finding.asking import ask
from comity.library.finding.entries import Entry
from comity.library.finding.matching import holds, places


def entry(text: str, language: str, *keys: str) -> Entry:
    return Entry("d", "para_1", text, language, keys)


@pytest.mark.parametrize(
    ("query", "language", "text", "marked"),
    [
        ("中", "zh", "《公约》中央机关", ["中"]),
        ("中央", "zh", "中 央\n机关", ["中 央"]),
        ("约》中央", "zh", "《公约》中央机关", ["约》中央"]),
        ("请求（见附件）", "zh", "执行请求(见附件)。", ["请求(见附件)"]),
        ("extradition", "en", "Two EXTRADITIONS, one request", ["EXTRADITIONS"]),
        ("autorités", "fr", "l'autorité requérante", ["autorité"]),
        ("выдача", "ru", "О выдаче. Выдачу просят", ["выдаче", "Выдачу"]),
        ("المساعدة", "ar", "بالمُساعدة القانونية", ["بالمُساعدة"]),
        ('"legal assistance"', "en", "Mutual Legal Assistance.", ["Legal Assistance"]),
        ("law-enforcement", "en", "law enforcement", ["law enforcement"]),
        ("legal mutual", "en", "mutual, legal", ["mutual", "legal"]),
    ],
)
def test_text_holds_the_query_and_shows_where(query: str, language: str, text: str, marked: list[str]) -> None:
    assert holds(ask(query), entry(text, language))
    assert [text[start:end] for start, end in places(ask(query), text, language)] == marked


@pytest.mark.parametrize(
    ("query", "language", "text"),
    [
        ("银行", "zh", "银河行"),
        ("机关中央", "zh", "机关。中央"),
        ("公约缔约", "zh", "《公约》缔约国"),
        ('"legal assistance"', "en", "legal and other assistance"),
        ('"legal assistances"', "en", "legal assistance"),
        ("extradition confiscation", "en", "extradition"),
        ("extradition", "zh", "extraditions"),
        ("", "en", "anything"),
    ],
)
def test_text_does_not_hold_the_query(query: str, language: str, text: str) -> None:
    assert not holds(ask(query), entry(text, language))


def test_keys_are_exact() -> None:
    one = entry("第四十六条第七款", "zh", "article:uncac:46", "article:uncac:46(7)", "year:2021", "state:XAA")
    assert holds(ask("art. 46(7)"), one)
    assert holds(ask("article 46"), one)
    assert not holds(ask("article 46(1)"), one)
    assert holds(ask("第四十六条").narrowed(["year:2020", "year:2021", "state:XAA"]), one)
    assert not holds(ask("第四十六条").narrowed(["year:2021", "state:XBB"]), one)


@given(before=st.text(max_size=20), part=st.text(max_size=20), after=st.text(max_size=20))
def test_what_is_quoted_is_found_wherever_it_stands_among_other_words(before: str, part: str, after: str) -> None:
    quoted = part.replace('"', " ")
    asked = ask(f'"{quoted}"')
    assert not asked or holds(asked, entry(f"{before} {quoted} {after}", "en"))


@given(text=st.text(max_size=60), language=st.sampled_from(["en", "zh", "ar"]))
def test_what_is_marked_lies_in_the_text_in_order(text: str, language: str) -> None:
    found = places(ask(text), text, language)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(first[1] < second[0] for first, second in pairwise(found))
