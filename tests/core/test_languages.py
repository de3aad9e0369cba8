"""Names of languages."""

from __future__ import annotations

import pytest

from comity.core.languages import language_name, locale_of


@pytest.mark.parametrize(
    ("tag", "language", "name"),
    [
        ("fr", "en", "French"),
        ("fr", "zh-hans", "法语"),
        ("zh-hans", "en", "Chinese (Simplified)"),
        ("zh-hans", "zh-hans", "中文（简体）"),
        ("pt-br", "en", "Portuguese (Brazil)"),
        ("tlh", "en", "tlh"),
        ("no such tag", "en", "no such tag"),
        ("", "zh-hans", ""),
    ],
)
def test_a_language_is_called_as_the_reader_calls_it_and_an_unknown_tag_stands(tag, language, name):
    assert language_name(tag, language) == name


def test_a_text_in_a_language_without_a_locale_of_its_own_is_written_as_in_english():
    assert (locale_of("zh-hans"), locale_of("ar")) == ("zh_Hans_CN", "en_GB")
