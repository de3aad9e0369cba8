"""Parts of a page: what they say, whatever is given to them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from comity.core.parts import (
    Checked,
    Fact,
    MeasureRow,
    MeasureTable,
    Proof,
    ProofCheck,
    ProofSigner,
    Standing,
    Status,
    Step,
    Timeline,
    Tone,
    Turn,
    Whose,
)  # fmt: skip

AT = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)


def drawn(source: str, **context: object) -> str:
    return Template("{% load comity %}" + source).render(Context(context))


@given(st.lists(st.sampled_from(list(Checked)), max_size=6))
def test_proof_is_green_only_when_every_check_passed(results):
    proof = Proof("x", [ProofCheck("check", result) for result in results])
    assert (proof.outcome is Checked.PASSED) == (bool(results) and set(results) == {Checked.PASSED})
    assert (proof.outcome is Checked.FAILED) == (Checked.FAILED in results)


def test_proof_folds_keys_and_digests_away_but_never_what_a_failed_check_saw():
    checks = [ProofCheck("digest", Checked.PASSED, "aa77"), ProofCheck("sender", Checked.FAILED, "not xb")]
    page = drawn("{% proof panel %}", panel=Proof("x", checks, [ProofSigner("Seal of XB", "4d17")]))
    shown, folded = page.split("<details>")
    assert "not xb" in shown
    assert "not xb" not in folded
    for particular in ("aa77", "4d17"):
        assert particular in folded
        assert particular not in shown


def test_turn_says_who_what_when_and_since():
    page = drawn(
        "{% whose_turn turn %}",
        turn=Turn(Whose.OURS, "Answer", who="Registry", due=date(2026, 11, 27), waiting_days=1, article="46(16)"),
    )
    for words in ("Our turn.", "Answer", "Registry", "27 November 2026", "waiting 1 day", "46(16)"):
        assert words in page
    assert "waiting 1 days" not in page


def test_late_turn_says_so_in_words():
    page = drawn("{% whose_turn turn %}", turn=Turn(Whose.THEIRS, "Decide", due=date(2026, 3, 1), late=True))
    assert "was due by" in page


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '" onmouseover="x', "{{ 7 }}"])
def test_what_comes_from_outside_is_escaped(hostile):
    page = drawn("{% whose_turn turn %}", turn=Turn(Whose.OURS, hostile, who=hostile))
    page += drawn("{% measure_table t %}", t=MeasureTable([MeasureRow(hostile, hostile, Status(hostile))]))
    page += drawn("{% timeline lanes %}", lanes=Timeline(hostile, "XB", [Step(Whose.OURS, hostile, AT)]))
    assert "<script>" not in page
    assert '" onmouseover' not in page


def test_empty_timeline_and_table_teach():
    assert "Nothing has happened yet" in drawn("{% timeline lanes %}", lanes=Timeline("XA", "XB"))
    assert "No measure has been named yet" in drawn("{% measure_table t %}", t=MeasureTable([]))


def test_measure_table_counts_files():
    row = MeasureRow("Bank records", "Statements", Status("executed", Tone.DONE), evidence=2)
    page = drawn("{% measure_table t %}", t=MeasureTable([row]))
    assert "2 files" in page
    assert '<th scope="row">' in page


@pytest.mark.parametrize(("language", "words"), [("en", "Waits for me (3)"), ("zh-hans", "Waits for me（3）")])
def test_brackets_are_those_of_the_language(language, words):
    with translation.override(language):
        assert drawn("Waits for me{{ number|bracketed }}", number=3) == words
    assert "<b>" not in drawn("{{ text|bracketed }}", text="<b>")
    assert "<time" in drawn("{% when at 'day' as day %}{{ day|bracketed }}", at=AT)


@pytest.mark.parametrize(("days", "words"), [(0, "since today"), (1, "waiting 1 day"), (6, "waiting 6 days")])
def test_what_came_today_waits_since_today(days, words):
    assert drawn("{% waits days %}", days=days).strip() == words


def test_a_day_is_written_in_the_language_of_each_page():
    for language, words in (("en", "12 March 2026"), ("zh-hans", "2026年3月12日")) * 2:
        with translation.override(language):
            page = drawn("{% when day %}", day=date(2026, 3, 12))
        assert page == f'<time datetime="2026-03-12">{words}</time>'


def test_fact_shows_source_and_date():
    mark = Fact(Standing.DISPUTED, "Register of XB", date(2026, 3, 12))
    page = drawn("{% fact mark %}", mark=mark)
    assert "disputed" in page
    assert "Register of XB, " in page


def test_article_leads_to_its_rule_and_empty_code_draws_nothing():
    assert 'href="/law/articles/46(15)(c)/"' in drawn('{% article "46(15)(c)" %}')
    assert drawn("{% article code %}", code="").strip() == ""
    assert "href" not in drawn("{% article code %}", code="javascript:alert(1)")


@pytest.mark.parametrize("typed", ["<b>", '" onclick="x', "'", "&amp;"])
def test_what_stands_in_a_mark_is_text(typed: str) -> None:
    shown = escape(typed)
    assert drawn("{% fact mark %}", mark=Fact(Standing.STALE, source=typed)).count(shown) == 1
    state = Status(label=typed, article=typed)
    page = drawn("{% status state %}", state=state)
    assert page == f'<span class="status open">{shown}</span> <span class="article"><bdi>{shown}</bdi></span>'


def test_mark_without_a_source_says_only_how_far_it_can_be_relied_on() -> None:
    mark = Fact(Standing.VERIFIED)
    assert drawn("{% fact mark %}", mark=mark) == '<span class="fact verified">verified</span>'


@pytest.mark.parametrize(("language", "words"), [("en", "13 March 2026, 07:30"), ("zh-hans", "2026年3月13日 07:30")])
def test_time_is_in_the_readers_zone_and_language(language, words):
    with translation.override(language), timezone.override("Asia/Shanghai"):
        page = drawn("{% when at %}", at=AT)
    assert words in page
    assert 'datetime="2026-03-13T07:30+08:00"' in page


@pytest.mark.parametrize(("octets", "words"), [(0, "0 B"), (999, "999 B"), (1400, "1.4 kB"), (1_400_000_000, "1.4 GB")])
def test_size_is_said_for_people(octets, words):
    assert drawn("{{ octets|size }}", octets=octets) == words


def test_hidden_characters_are_written_out():
    assert drawn("{{ text|shown }}", text="a\u202eb") == "a⟦U+202E⟧b"
