"""Where citations stand: each read as in the whole text, alone, and none inside another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.library.conftest import DOCUMENTS

from comity.library.identity import article_key, resolution_key
from comity.library.linking import cited_places
from comity.library.reading import read_file
from comity.library.reading.languages import rules_for
from comity.library.reading.treaties import Context, context_of

# Of a run ("articles 5 and 6") the first is linked.
IN_RUNS = {"CAC/COSP 8/6", "uncac:46(9)", "untoc:18(3)", "CAC/COSP/EG.1/2031/1/Add.1"}


@pytest.mark.parametrize("name", ["report.zh.txt", "report.en.txt", "note.zh.txt", "note.en.txt"])
def test_what_the_reader_finds_has_its_place(name):
    document = read_file(DOCUMENTS / name)
    context = context_of(document.title, rules_for(document.language))
    wanted = {
        (one.where, article_key(one.instrument, one.article, one.paragraph, one.item)) for one in document.articles
    }
    wanted |= {(one.where, resolution_key(one.body, one.number)) for one in document.resolutions}
    wanted |= {(one.where, one.symbol) for one in document.citations}
    wanted = {(where, key) for where, key in wanted if where.isdigit()}
    found = {(str(one.number), place.key) for one in document.paragraphs for place in cited_places(one.text, context)}
    assert found <= wanted
    assert {key for _where, key in wanted - found} <= IN_RUNS


def test_a_symbol_keeps_the_place_in_it():
    text = "见 CAC/COSP/EG.1/2030/4 号文件第 47(a)段。"
    [one] = cited_places(text, Context(rules_for("zh")))
    assert (text[one.start : one.end], one.what, one.pin) == ("CAC/COSP/EG.1/2030/4", "symbol", "47(a)")


@pytest.mark.parametrize(
    ("language", "text", "said", "key"),
    [
        ("en", "Under paragraph 7 of article 46, and so on.", "paragraph 7 of article 46", "uncac:46(7)"),
        ("fr", "Voir le paragraphe 7 de l’article 46.", "paragraphe 7 de l’article 46", "uncac:46(7)"),
        ("es", "Véase el artículo 46, párrafo 7.", "artículo 46, párrafo 7", "uncac:46(7)"),
        ("ru", "См. пункт 7 статьи 46.", "пункт 7 статьи 46", "uncac:46(7)"),
        ("ar", "انظر الفقرة ٧ من المادة ٤٦.", "الفقرة ٧ من المادة ٤٦", "uncac:46(7)"),
    ],
)
def test_an_article_is_marked_with_the_paragraph_named_before_it(language, text, said, key):
    [one] = [place for place in cited_places(text, Context(rules_for(language))) if place.what == "article"]
    assert (text[one.start : one.end], one.key) == (said, key)


@hypothesis_settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["article 5 ", "第四十六条第七款", "CAC/COSP/2031/1 ", "resolution 8/2", "《公约》", " x。"])
    )
)
def test_places_come_in_order_and_never_lie_on_each_other(parts):
    text = "".join(parts)
    for language in ("en", "zh"):
        places = cited_places(text, Context(rules_for(language)))
        ends = [0]
        for one in places:
            assert ends[-1] <= one.start < one.end <= len(text)
            ends.append(one.end)
