"""Articles as they are typed are read back from the sentence that is made of them, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.library.citing import LAST_ARTICLE, article_words, shown_articles, typed_articles
from comity.library.errors import LibraryError
from comity.library.identity import article_key
from comity.library.reading import read_text

KEYS = st.sampled_from([
    article_key("uncac", article, paragraph, item)
    for article in range(1, LAST_ARTICLE + 1) for paragraph in (None, 1, 7, 30) for item in ("", "a", "c", "k")
])  # fmt: skip


@given(st.lists(KEYS, max_size=6, unique=True))
def test_what_is_shown_can_be_typed(keys):
    assert typed_articles(shown_articles(keys)) == keys


@given(KEYS, st.sampled_from(["en", "zh"]))
def test_the_reader_understands_the_words(key, language):
    words = article_words(key, language)
    text = f"1. 所涉《公约》条款：{words}。\n" if language == "zh" else f"1. Provisions of the Convention: {words}.\n"
    (found,) = read_text(text).articles
    assert article_key(found.instrument, found.article, found.paragraph, found.item) == key


@pytest.mark.parametrize(
    "text",
    [
        "72",
        "0",
        "art. 46",
        "46(7)(aa)",
        "46-7",
        "x",
        ", ".join(f"{number}(1)" for number in range(1, 62)),
    ],
)
def test_what_is_no_article_is_refused(text):
    with pytest.raises(LibraryError) as refused:
        typed_articles(text)
    assert refused.value.code == "E_LIBRARY_ARTICLE"


def test_separators_of_both_languages_and_blanks_are_understood():
    assert typed_articles(" 46 (7)，44(4)；1(b)、46(7)\n") == ["uncac:46(7)", "uncac:44(4)", "uncac:1(b)"]
