"""The decision tree: no dead end, no circle, informal first; a file that cannot be used is refused with the place."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import comity.law
from comity.law.channels import read_answers, read_tree, shipped_tree, walk
from comity.law.errors import RuleViolation

RAW = (Path(comity.law.__file__).parent / "data" / "channels.toml").read_text(encoding="utf-8")
TREE = shipped_tree()


@st.composite
def walks(draw):
    """Answer the question that is asked until none is."""
    answers = {}
    for _ in range(len(TREE.questions) + 1):
        step = walk(TREE, answers)
        if step.question is None:
            break
        answers[step.question.code] = draw(st.sampled_from(step.question.answers)).code
    return answers


@given(walks())
def test_every_walk_ends_with_an_advice_that_names_an_article(answers):
    step = walk(TREE, answers)
    assert step.question is None
    assert step.advice.articles
    assert [query.code for query, _ in step.path] == list(answers)


@given(walks(), st.data())
def test_the_order_in_which_answers_are_given_makes_no_difference(answers, data):
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert walk(TREE, shuffled) == walk(TREE, answers)


@given(walks())
def test_after_each_answer_there_is_a_question_or_an_advice_never_both(answers):
    for count in range(len(answers) + 1):
        step = walk(TREE, dict(itertools.islice(answers.items(), count)))
        assert (step.question is None) is not (step.advice is None)


def test_informal_ways_come_first():
    first = [TREE.advice[one.to] for one in TREE.questions[TREE.start].answers if one.to in TREE.advice]
    assert first
    assert all(one.informal for one in first)
    second = TREE.questions["leads"].answers
    assert all(TREE.advice[one.to].informal for one in second if one.to in TREE.advice)


@pytest.mark.parametrize(
    ("answers", "advice", "article"),
    [
        ("available=public", "open_source", "48(1)"),
        ("available=no leads=financial", "financial_intelligence", "58"),
        ("available=no leads=no urgent=property", "urgent_freeze", "54(2)"),
        ("available=no leads=no urgent=data", "preservation", "46(14)"),
        ("available=no leads=no urgent=no need=evidence several=no", "mutual_legal_assistance", "46(13)"),
        ("available=no leads=no urgent=no need=evidence several=together", "joint_investigation", "49"),
        ("available=no leads=no urgent=no need=evidence several=one", "transfer_of_proceedings", "47"),
        ("available=no leads=no urgent=no need=person custody=arrest", "provisional_arrest", "44(10)"),
        ("available=no leads=no urgent=no need=property recovery=owner", "direct_civil_action", "53"),
        (
            "available=no leads=no urgent=no need=property recovery=no_conviction",
            "confiscation_without_conviction",
            "54(1)(c)",
        ),
        ("available=no leads=no urgent=no need=other body=administrative", "administrative_cooperation", "43(1)"),
        ("available=no leads=no urgent=no need=other body=prevention", "prevention_authority", "6(3)"),
    ],
)
def test_the_decision_order_of_practice(answers, advice, article):
    step = walk(TREE, read_answers(answers.split()))
    assert step.advice.code == advice
    assert article in step.advice.articles


@pytest.mark.parametrize("given", ["available=maybe", "custody=arrest", "nothing=no", "available", "=no", "available="])
def test_what_is_no_answer_is_refused_and_says_what_is(given):
    with pytest.raises(RuleViolation, match="E_ANSWER"):
        walk(TREE, read_answers([given]))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('to = "leads"', 'to = "nowhere"', "nowhere"),
        ('to = "several"', 'to = "available"', "leads back"),
        ('start = "available"', 'start = "open_source"', "open_source"),
        ('version = "2026-11-28"', "", "version"),
        ('articles = ["58"]', "articles = []", "financial_intelligence"),
        ('zh = "所需的是什么？"', "", "questions.need"),
        ("informal = true", "informal = 1", "informal"),
        ('kind = "freeze"', 'kind = "cooling"', "cooling"),
        ("[advice.open_source]", "[advice.open_source]\nscript = 'x'", "script"),
        ('to = "prevention_authority"', 'to = "administrative_cooperation"', "prevention_authority"),
        ('code = "freely"', 'code = "public"', "twice"),
        ('code = "freely"', 'code = "Freely {x}"', "Freely {x}"),
        ("[questions.need]", "[questions.need", "TOML"),
        ("[advice.open_source]", f"deep = {'[' * 50_000}\n[advice.open_source]", "TOML"),
        ("[advice.open_source]", f"long = {'9' * 5_000}\n[advice.open_source]", "TOML"),
        ('kind = "freeze"', 'kind = ["freeze"]', "freeze"),
        ('version = "2026-11-28"', 'version = "2026\\u0000"', "cannot be seen"),
        ('version = "2026-11-28"', 'version = "2026\\u202E"', "cannot be seen"),
        ('articles = ["58"]', 'articles = ["58\\u0000"]', "cannot be seen"),
        ("[advice.open_source]", '[advice.open_source]\n"\\u0000\\u202E" = 1', "⟦U+202E⟧"),
        ("[advice.open_source]", f"[advice.open_source]\n{'x' * 5_000} = 1", "…"),
    ],
)
def test_a_tree_that_cannot_be_used_is_refused_with_the_place(old, new, place):
    assert RAW.count(old) >= 1
    with pytest.raises(RuleViolation, match="E_CHANNELS") as caught:
        read_tree(RAW.replace(old, new, 1).encode())
    assert place in caught.value.text.en.format()
    assert "无法使用" in caught.value.text.zh


def test_thousands_of_questions_in_a_row_are_read():
    one = '[questions.q{}]\nen="a"\nzh="b"\narticles=["1"]\nanswers=[{}, {}]\n'
    answer = '{{code="{}",en="a",zh="b",to="{}"}}'
    asked = "".join(one.format(at, *(answer.format(code, f"q{at + 1}") for code in "yn")) for at in range(1_800))
    raw = f'version="1"\nstart="q0"\n{asked}[advice.q1800]\nen="a"\nzh="b"\narticles=["1"]\n'
    assert len(read_tree(raw.encode()).questions) == 1_800


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_nothing_else(raw):
    with pytest.raises(RuleViolation, match="E_CHANNELS"):
        read_tree(raw)


@given(st.integers(0, len(RAW) - 1), st.integers(1, 80))
def test_a_damaged_file_is_read_whole_or_refused(at, length):
    try:
        tree = read_tree((RAW[:at] + RAW[at + length :]).encode())
    except RuleViolation:
        return
    assert all(one.articles for one in tree.advice.values())
    assert set(tree.advice) | set(tree.questions) >= {
        one.to for query in tree.questions.values() for one in query.answers
    }


def test_the_digest_tells_files_apart():
    assert read_tree(RAW.encode()).digest == TREE.digest
    assert read_tree((RAW + "\n").encode()).digest != TREE.digest


def test_every_text_is_written_in_chinese_too():
    for one in (
        *TREE.questions.values(),
        *TREE.advice.values(),
        *(a for q in TREE.questions.values() for a in q.answers),
    ):
        assert re.search(r"[\u4e00-\u9fff]", one.text.zh)
        assert not re.search(r"[,;:?()]", one.text.zh)
