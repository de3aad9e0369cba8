"""Words are found by their other forms, in each language by its own rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.stems import LANGUAGES, root, roots
from comity.core.tokens import fold


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "extradition Extraditions"),
        ("en", "request requested requesting requests"),
        ("fr", "extradition extraditions"),
        ("fr", "confisqué confisquée Confisqués"),
        ("fr", "autorité AUTORITÉS autorite\u0301"),
        ("es", "extradición extradiciones extradicion"),
        ("es", "confiscación confiscaciones"),
        ("ru", "выдача выдачи выдачей выдачу"),
        ("ru", "центральный центрального центральным"),
        ("ar", "تسليم بتسليم والتسليم"),
        ("ar", "المساعدة مساعدة بالمساعدة والمساعدة"),
        ("ar", "اتفاقية الاتفاقية الاتّفاقيّة اتفاقيـــة"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, words: str) -> None:
    assert len({root(word, language) for word in words.split()}) == 1


def test_stem_is_no_word_and_names_its_language() -> None:
    assert root("extraditions", "en") == "en~extradit"
    assert roots("extraditions") == ("en~extradit", "fr~extradit", "es~extraditions")
    assert roots("выдачи") == ("ru~выдач",)
    assert roots("中央") == roots("46") == ()
    assert root("Auslieferung", "de") == root("引渡", "zh") == root("UNODC", "ar") == root("引渡", "en") == ""


@given(word=st.text(max_size=30), language=st.sampled_from(sorted(LANGUAGES)))
def test_any_word_has_a_stem_that_is_compared_as_words_are(word: str, language: str) -> None:
    stem = root(word, language)
    assert stem == root(word, language)
    assert not set(stem) & set("\"'\\*()&|!<> \t\n\r\0")
    assert not stem or stem in roots(word)
    assert not stem or stem[3:] == fold(stem[3:])


@given(word=st.text(alphabet="abcdefghéèñçзвыдачтсليمةأىإ", min_size=1, max_size=12))
def test_query_has_the_stem_that_the_text_has(word: str) -> None:
    """Whatever language of its script a text is in, the stem of the word there is among those of the query."""
    for stem in roots(word):
        assert stem == root(word, stem[:2])
