"""Names of languages."""

from __future__ import annotations

import pytest

from comity.core.languages import is_language, language_name, locale_of, official_languages, other_languages
from comity.kernel.languages import LANGUAGES


@pytest.mark.parametrize(
    ("tag", "language", "name"),
    [
        ("fr", "en", "French"),
        ("fr", "zh-hans", "法语"),
        ("zh-hans", "en", "Chinese (Simplified)"),
        ("zh-hans", "zh-hans", "中文（简体）"),
        ("pt-br", "en", "Portuguese (Brazil)"),
        ("sr-latn-rs", "en", "Serbian (Latin, Serbia)"),
        ("ht", "zh-hans", "海地克里奥尔语"),
        ("tet", "en", "Tetum"),
        ("qqq", "en", "qqq"),
        ("en-evil", "en", "en-evil"),
        ("und", "en", "und"),
        ("no such tag", "en", "no such tag"),
        ("", "zh-hans", ""),
    ],
)
def test_a_language_is_called_as_the_reader_calls_it_and_an_unknown_tag_stands(tag, language, name):
    assert language_name(tag, language) == name


def test_a_text_in_a_language_without_a_locale_of_its_own_is_written_as_in_english():
    assert (locale_of("zh-hans"), locale_of("ar")) == ("zh_Hans_CN", "en_GB")


@pytest.mark.parametrize(
    ("tag", "known"), [("fr", True), ("pt-br", True), ("EN", False), ("qqq", False), ("<b>", False)]
)
def test_a_language_is_a_tag_in_lower_case_that_has_a_name(tag, known):
    assert is_language(tag) is known


@pytest.mark.parametrize(
    ("place", "tags"), [("GE", {"ka"}), ("CH", {"de", "fr", "it"}), ("CN", set()), ("XA", set()), ("", set())]
)
def test_languages_that_are_official_in_a_state(place, tags):
    assert set(official_languages(place)) == tags


@pytest.mark.parametrize(("language", "earlier", "later"), [("en", "Georgian", "Tetum"), ("zh-hans", "德语", "泰语")])
def test_the_other_languages_stand_once_each_by_their_names(language, earlier, later):
    tags, names = zip(*other_languages(language), strict=True)
    assert len(set(tags)) == len(tags)
    assert not set(tags) & {"zh", *LANGUAGES}
    assert all(is_language(tag) for tag in tags)
    assert names.index(earlier) < names.index(later)
