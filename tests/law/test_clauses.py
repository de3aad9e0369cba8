"""Clauses: filled in one pass, what is unknown is named, every one answers a question that there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.law.articles import ARTICLES
from comity.law.assistance import MODULES
from comity.law.clauses import CLAUSES, PLACES, Clause, fill, unknown_places
from comity.law.sections import MEASURE, SECTIONS

QUESTIONS = {one.path for section in SECTIONS.values() for one in section.fields} | {one.path for one in MEASURE.fields}


@given(st.dictionaries(st.sampled_from(sorted(PLACES)), st.text()))
def test_what_is_filled_in_is_never_read_as_a_place(values: dict[str, str]) -> None:
    told = {name: f"{{{{reference}}}}{value}x" for name, value in values.items()}
    text = "".join(f"<{{{{{name}}}}}>" for name in PLACES)
    filled = fill(text, told)
    assert filled.text == "".join(f"<{told[name].strip() if name in told else f'[{name}]'}>" for name in PLACES)
    assert filled.unknown == ()
    assert set(filled.empty) == set(PLACES) - set(told)


@given(st.text())
def test_filling_any_text_ends_and_keeps_what_is_no_place(text: str) -> None:
    if "{{" not in text:
        assert fill(text, {}).text == text


def test_unknown_place_is_named_once() -> None:
    assert unknown_places("{{requested_state}} {{ nobody }} {{nobody}} {{}}") == ["nobody", ""]
    assert fill("{{nobody}}", {"nobody": "x"}).text == "[nobody]"


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda one: one.code)
def test_clause_answers_a_question_in_both_languages(clause: Clause) -> None:
    assert clause.place in QUESTIONS
    assert not clause.module or clause.module in MODULES
    assert all((clause.title.en, clause.title.zh, clause.text.en, clause.text.zh))
    assert unknown_places(clause.text.en + clause.text.zh) == []
    assert not clause.article or clause.article in ARTICLES


def test_every_sort_of_measure_has_a_clause_and_codes_are_unique() -> None:
    assert {one.module for one in CLAUSES} >= set(MODULES)
    assert len({one.code for one in CLAUSES}) == len(CLAUSES)
