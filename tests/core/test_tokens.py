"""What a text is found by: the same for text and query, in every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.tokens import MARKS, asked, fold, hits, is_han, line, placed, tokens, units

HAN = st.text(alphabet="中央机关请求国司法协助银行记录子午线采石有限公司", min_size=1, max_size=30)
ANY = st.text(max_size=60)


def found(query: str, text: str) -> bool:
    """Say whether an index of the words of the text gives it for the query."""
    words = tokens(text)
    return all(
        any(word.startswith(one.text) if one.begins else word == one.text for word in words) for one in asked(query)
    )


@given(before=HAN, run=HAN, after=HAN)
def test_chinese_of_any_length_is_found_wherever_it_stands(before: str, run: str, after: str) -> None:
    for query in (run, run[:1], run[:2], run[:4]):
        assert asked(query)
        assert found(query, before + run + after)


@given(text=ANY)
def test_every_text_finds_itself_and_its_places_are_its_words(text: str) -> None:
    assert found(text, text)
    for one in placed(text):
        assert 0 <= one.start < one.end <= len(text)
        assert " " not in one.text
    for start, end in hits(text, asked(text)):
        assert text[start:end]


@given(text=ANY)
def test_words_are_letters_and_digits_and_few_marks_only(text: str) -> None:
    for word in tokens(text):
        assert word == fold(word)
        assert not set(word) & set("\"'\\*()&|!<> \t\n\r\0")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("MÜLLER", "Herr Mu\u0308ller"),
        ("strasse", "Lange Straße 9"),
        ("extradit", "two extraditions"),
        ("XB/2026/0001", "our XB/2026/0001, your XA-7"),
        ("2026/0001", "our XB/2026/0001"),
        ("0001", "our XB/2026/0001"),
        ("1,250,000", "USD 1,250,000.00"),
        ("1250000", "USD 1,250,000.00"),
        ("00-11-22", "account 00-11-22"),
        ("２０２６", "2026-03-12"),
        ("子午线采石（有限）", "子午线采石（有限）公司"),
        ("子午线 Meridian", "Meridian Quarry（子午线采石）"),
        ("京2026-12", "京2026-123号"),
        ('"quarry"', "Meridian Quarry Ltd"),
        ("مُساعدة", "المساعدة مساعدة"),
        ("Meri\u200bdian", "Meridian"),
        ("カルテル", "カルテルの記録"),
    ],
)
def test_query_finds(query: str, text: str) -> None:
    assert found(query, text)
    assert hits(text, asked(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [('"quarr"', "Meridian Quarry Ltd"), ("银行", "银河行"), ("0002", "XB/2026/0001"), ("dian", "Meridian")],
)
def test_query_does_not_find(query: str, text: str) -> None:
    assert not found(query, text)


def test_places_are_those_of_the_text_as_written() -> None:
    text = "ﬁnal: Ｍüller, 子午线采石; de\u0301ja\u0300 vu"
    assert [text[start:end] for start, end in hits(text, asked("final muller 午线采 deja"))] == [
        "ﬁnal", "Ｍüller", "午线采", "de\u0301ja\u0300",
    ]  # fmt: skip


def test_nothing_asks_for_nothing() -> None:
    assert asked(" -- \u3000«»") == []


@given(text=ANY)
def test_units_are_in_order_and_have_their_places(text: str) -> None:
    found = list(units(text, "en"))
    assert [one.text for one in found] == line(text)
    assert [(one.start, one.end) for one in found] == sorted((one.start, one.end) for one in found)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert not set(one.text) & set(" \t\n\r\0\"'\\*%_")
        assert one.text in MARKS or set(one.text) <= set(fold(text[one.start : one.end]))


@given(before=ANY, text=ANY, after=ANY)
def test_what_stands_between_other_words_stands_in_the_line_as_one_piece(before: str, text: str, after: str) -> None:
    whole, part = f" {' '.join(line(f'{before} {text} {after}'))} ", f" {' '.join(line(text))} "
    assert part in whole or not part.strip()


def test_line_of_a_text() -> None:
    assert line("《反腐败公约》第46条（二）") == [*"《反腐败公约》第", "46", *"条(二)"]
    assert line("USD 1,250,000.50, XB/2026") == ["usd", "1250000", ".", "50", ",", "xb", "2026"]
    assert [one.root for one in units("Les autorités 中央", "fr")] == ["fr~le", "fr~autor", "", ""]
    assert line("مُساعدةـ") == line("مساعدة")
    assert [is_han(one) for one in line("公A约(")] == [True, False, True, False]
