"""The words of a request are taken apart and put in again: all words, no names and no codes, nothing else moved."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.requests import a_request

from comity.cases.translating.pieces import CODES, NAMES, names_in, pieces_of, put_in
from comity.law.fields import Input
from comity.law.sections import ANNEX, MODULE_FIELDS, OFFENCE, PERSON, SECTIONS, fields_of
from comity.wire.request import RequestV1


def test_words_are_pieces_and_names_and_codes_are_not() -> None:
    texts = [one.text for one in pieces_of(a_request())]
    assert "In May 2021 Meridian Quarry Ltd won the contract for Road 9." in texts
    assert "Statements and signature card of account 00-11-22" in texts
    for kept in ("Meridian Quarry Ltd", "XA", "2026-77", "46(7)", "R-55", "+000 000", "2031-05-01"):
        assert kept not in texts
    assert len(texts) == len(set(texts))


def test_names_come_the_longest_first() -> None:
    assert names_in(a_request()) == ["Meridian Quarry Ltd", "First Bank of XB", "Prosecutor Two"]


def test_every_name_and_code_is_a_question_that_exists() -> None:
    asked = {
        field.path
        for fields in (
            *(section.fields for section in SECTIONS.values()), OFFENCE.fields, PERSON.fields, ANNEX.fields,
            *(fields_of(module) for module in MODULE_FIELDS),
        )
        for field in fields
        if field.input in {Input.LINE, Input.TEXT, Input.LIST}
    }  # fmt: skip
    assert asked >= NAMES | CODES


def test_one_text_of_two_places_is_one_piece_and_is_put_into_both() -> None:
    request = a_request(contact={"prior": "By telephone.", "other_channels": "By telephone.\n\nNone else."})
    assert [one.text for one in pieces_of(request)].count("By telephone.") == 1
    made = put_in(request, "zh-hans", {"By telephone.": "电话联系。"})
    assert made["contact"] == {"prior": "电话联系。", "other_channels": "电话联系。\n\nNone else."}
    assert made["language"] == "zh-hans"
    assert request["contact"]["prior"] == "By telephone."


def test_questions_of_a_statement_are_pieces_each() -> None:
    request = a_request()
    request["measures"][0]["questions"] = ["Who signed?", "When?"]
    made = put_in(request, "zh-hans", {"When?": "何时？"})
    assert made["measures"][0]["questions"] == ["Who signed?", "何时？"]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["en", "zh-hans"]), st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])))
def test_translated_request_is_a_request_whatever_the_words(language: str, text: str) -> None:
    request = a_request(language=language)
    found = pieces_of(request)
    made = put_in(request, "en", {one.text: " ".join(text.split()) or "x" for one in found[:-1]})
    names = [one["name"] for one in made["persons"]]
    assert names == [one["name"] for one in request["persons"]]
    assert set(RequestV1.rules()) >= set(made) - {"request_id", "sent_at"}
    assert put_in(request, language, {}) == request
