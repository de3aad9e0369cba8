"""A query is widened by the other words for what it says, in other languages and in its own; never by less."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.tokens import line
from comity.library.finding.asking import Run, ask, runs_in
from comity.library.finding.entries import Entry
from comity.library.finding.matching import holds, places
from comity.library.finding.terms import VARIANT, all_terms, widened

WORDS = [
    "mutual",
    "legal",
    "assistance",
    "extradition",
    "引渡",
    "司法协助",
    '"extradition"',
    "art. 46",
    "выдача",
    "Canada",
    "zzz",
]


def entry(text: str, language: str, *keys: str) -> Entry:
    return Entry("d", "para_1", text, language, keys)


@pytest.mark.parametrize(
    ("query", "language", "text"),
    [
        ("mutual legal assistance", "zh", "关于司法协助的请求"),
        ("mutual legal assistance", "fr", "une demande d'entraide judiciaire"),
        ("mutual legal assistance", "en", "legal and mutual, all assistance"),
        ("司法协助", "en", "Mutual Legal Assistance"),
        ("引渡", "ru", "о выдаче"),
        ("extraditions", "zh", "引渡"),
        ("central authorities", "zh", "中央机关"),
        ("bénéficiaire effectif", "zh", "实益所有人"),
        ("特殊侦查手段", "zh", "特殊侦查手法"),
        ("GlobE 网络 引渡", "en", "extradition through the GlobE Network"),
        ("Interpol", "zh", "国际刑警组织"),
        ("UNCAC extradition", "zh", "根据《联合国反腐败公约》引渡"),
    ],
)
def test_other_words_for_it_are_found(query: str, language: str, text: str) -> None:
    asked, widenings = widened(ask(query))
    assert widenings
    assert holds(asked, entry(text, language))
    assert places(asked, text, language)


def test_states_are_found_by_any_name() -> None:
    for query in ("Canada", "加拿大", "Канада", "joint investigation Canada"):
        asked, widenings = widened(ask(query))
        assert widenings[-1].concept == "state:CAN"
        assert holds(asked, entry("joint investigations with it", "en", "state:CAN"))
    assert widened(ask("it in us"))[1] == []


def test_what_is_exact_or_switched_off_is_not_widened() -> None:
    assert widened(ask('"extradition" art. 46 CAC/COSP/2021/3'))[1] == []
    asked, widenings = widened(ask("extradition"), {"extradition"})
    assert asked == ask("extradition")
    assert [one.on for one in widenings] == [False]
    assert not holds(asked, entry("引渡", "zh"))


@given(words=st.lists(st.sampled_from(WORDS), max_size=8), text=st.lists(st.sampled_from(WORDS), max_size=8))
def test_widened_finds_all_that_was_found_before(words: list[str], text: list[str]) -> None:
    query = ask(" ".join(words))
    asked, widenings = widened(query)
    one = entry(" ".join(text), "en")
    assert holds(asked, one) or not holds(query, one)
    assert widened(query, {each.concept for each in widenings})[0] == query
    assert all(run.weight in {1.0, 0.8, VARIANT} for part in asked.parts for run in runs_in(part.ways))


def test_term_base_is_sound() -> None:
    terms = all_terms()
    assert len({(one.concept, one.language, one.text) for one in terms}) == len(terms)
    for one in terms:
        assert line(one.text)
        assert one.source
        assert one.language in {"en", "zh", "fr", "es", "ru", "ar"}
        assert re.fullmatch(r"|\d{1,2}(\(\d{1,2}\))?(\([a-z]\))?", one.article)
        assert any(other.language == "zh" for other in terms if other.concept == one.concept), one.concept
    for language in ("en", "zh", "fr", "es", "ru", "ar"):
        preferred = [one.concept for one in terms if one.language == language and one.preferred]
        assert len(preferred) == len(set(preferred))
    assert {"extradition", "confiscation", "freezing", "central-authority"} <= {one.concept for one in terms}
    assert isinstance(ask("引渡").parts[0].ways[0], Run)
