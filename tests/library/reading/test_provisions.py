"""Laws in six languages come out article by article, whole, in every layout; a report about articles has none."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.layouts import LAYOUTS
from tests.library.conftest import DOCUMENTS

from comity.library.linking import cited_places
from comity.library.reading import read_text
from comity.library.reading.document import BlockKind, Document
from comity.library.reading.languages import rules_for
from comity.library.reading.languages.provisions import number_of, suffix_of
from comity.library.reading.provisions import place_of
from comity.library.reading.treaties import OWN, context_of, law_context

LANGUAGES = ("en", "zh", "fr", "es", "ru", "ar")
URGENT = {"zh": "4-1", "ru": "4-1"}  # what is 4 bis elsewhere
CONVENTION = {("uncac", 2, None, "d"), ("uncac", 46, 13, ""), ("uncac", 5, None, "")}


def law(language: str) -> str:
    return (DOCUMENTS / "laws" / f"law.{language}.txt").read_text("utf-8")


@cache
def read(language: str, layout: str = "as written") -> Document:
    return read_text(LAYOUTS[layout](law(language)))


def bare(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def accounted_for(document: Document, text: str) -> bool:
    spans = sorted((span.start, span.end) for block in document.blocks for span in block.spans)
    ends = [0, *(end for _start, end in spans)]
    return [start for start, _end in spans] == ends[:-1] and ends[-1] == len(text)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_comes_out_once_whole_and_in_order(language: str, layout: str) -> None:
    found, plain = read(language, layout), read(language)
    assert [one.article for one in found.paragraphs] == ["1", "2", "3", "4", URGENT.get(language, "4bis"), "5"]
    assert [bare(one.text) for one in found.paragraphs] == [bare(one.text) for one in plain.paragraphs]
    assert [one.headings for one in found.paragraphs] == [one.headings for one in plain.paragraphs]
    assert [len(one.headings) for one in found.paragraphs] == [1, 1, 2, 2, 2, 2]
    assert [[item.label for item in one.items] for one in found.paragraphs] == [
        [item.label for item in one.items] for one in plain.paragraphs
    ]
    assert accounted_for(found, LAYOUTS[layout](law(language)))
    assert (found.language, found.unresolved) == (language, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_article_has_its_paragraphs_and_items(language: str) -> None:
    articles = {one.article: one for one in read(language).paragraphs}
    assert len(articles["2"].items) == len(articles["3"].items) == 2
    if language != "zh":  # Chinese laws do not number the paragraphs of an article
        assert [one.label for one in articles["3"].agenda] == ["1", "2", "3"]
        assert [one.label for one in articles["5"].agenda] == ["1", "2"]
        assert {one.label[:1] for one in articles["3"].items} == {"2"}
    assert articles["3"].text.count("\n") >= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_law_cites_is_the_conventions_or_another_laws_or_its_own(language: str) -> None:
    document = read(language)
    cited = {(one.instrument, one.article, one.paragraph, one.item) for one in document.articles}
    assert cited >= CONVENTION
    assert {article for instrument, article, *_rest in cited if instrument != "uncac"} == {12}
    assert {one.where.split()[0] for one in document.articles} == {"article"}
    label = next(block.label for block in document.blocks if block.kind is BlockKind.ARTICLE)
    texts = [one.text for one in document.paragraphs]
    context = law_context(texts, context_of(document.title, rules_for(language)), label)
    own = {place.key for text in texts for place in cited_places(text, context) if place.key.startswith(OWN)}
    assert own == {"this:5", "this:3(2)"}


@pytest.mark.parametrize(
    ("label", "place"),
    [
        ("Article 5", "5"), ("Art. 12", "12"), ("ARTICLE 7", "7"), ("Article premier", "1"), ("Article 1er", "1"),
        ("Artículo 5.º", "5"), ("Artículo primero", "1"), ("Статья 10", "10"), ("Статья 10.1", "10-1"),
        ("المادة 5", "5"), ("المادة (12)", "12"), ("المادة الأولى", "1"), ("المادة الحادية والعشرون", "21"),
        ("المادة الثانية عشرة", "12"), ("المادة ٤٦ مكررا", "46bis"), ("第五条", "5"), ("第一百二十条之一", "120-1"),
        ("第46条", "46"), ("Section 12", "12"), ("Section 12A", "12a"), ("§ 12", "12"), ("§ 12a", "12a"),
        ("Article 4 bis", "4bis"), ("Paragraph 5", ""), ("第五章", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_provision_is_found_by_its_number_however_it_is_printed(label: str, place: str) -> None:
    assert place_of(label) == place


def test_numbers_and_suffixes() -> None:
    assert [number_of(one) for one in ("(7)", "三十二", "الثالثة والأربعون", "x")] == [7, 32, 43, 0]
    assert [suffix_of(one) for one in ("", " bis", "مكررا", "之二", ".3", "A")] == ["", "bis", "bis", "-2", "-3", "a"]


@pytest.mark.parametrize(
    "text",
    [
        ("Article 5 of the Convention provides for policies.\n\nArticle 6 of the Convention provides for bodies.\n\n"
        "Article 7 of the Convention provides for the public sector.\n"),
        "《公约》的规定如下。\n\n第一条规定了宗旨。\n\n第二条规定了术语。\n\n第三条的范围很广。\n",
        "Article 1 de la Convention.\n\nArticle 2 de la Convention.\n\nArticle 3 de la Convention.\n",
        "المادة 1 من الاتفاقية مهمة.\n\nالمادة 2 من الاتفاقية مهمة.\n\nالمادة 3 من الاتفاقية مهمة.\n",
        "I. Findings\n\nArticle 1. Purpose\n\n1. States reported.\n\n2. They did more.\n\n"
        + "".join(f"Article {at}. Matter\n\n{at + 1}. All agreed.\n\n" for at in range(2, 6)),
        "1. The group met.\n\n2. It discussed laws.\n\n3. It has a draft.\n\n"
        + "".join(f"Article {at}. Matter\n\n" for at in range(1, 5)),
        "Article 5. Policies\n\nSome text stands here.\n\nArticle 46. Assistance\n\nMore text stands here.\n",
    ],
)  # fmt: skip
def test_a_report_about_articles_has_none(text: str) -> None:
    document = read_text(text)
    assert not document.is_law
    assert accounted_for(document, text)


def test_a_wrapped_sentence_that_names_an_article_does_not_begin_one() -> None:
    said = "Requests are made in writing and shall name the authority to which\nArticle 5 People are to turn to."
    text = LAYOUTS["wrapped"](law("en")).replace("Requests are made in writing.", said)
    document = read_text(text)
    assert [one.article for one in document.paragraphs] == [one.article for one in read("en").paragraphs]
    assert bare(said) in document.paragraphs[3].text


def test_sections_are_provisions_where_there_are_no_articles() -> None:
    text = "".join(f"Section {at}. Matter {at}\n(1) A person acts.\n(2) See section {at}(1).\n\n" for at in range(1, 5))
    document = read_text("BRIBERY ACT\n\nPart I\nOffences\n\n" + text)
    assert [(one.article, len(one.agenda)) for one in document.paragraphs] == [(str(at), 2) for at in range(1, 5)]
    assert document.articles == ()


def test_an_excerpt_is_a_law_where_somebody_says_so() -> None:
    text = "Article 46. Assistance\nStates help each other.\n\nArticle 47. Transfer\nStates consider it.\n"
    assert not read_text(text).is_law
    assert [one.article for one in read_text(text, law=True).paragraphs] == ["46", "47"]


def test_a_list_of_contents_is_no_provision() -> None:
    heads = "第一章　总则\n第二章　协助\n第一节　请求\n"
    document = read_text(law("zh").replace("第一章　总则\n", f"目录\n{heads}\n第一章　总则\n", 1))
    assert [one.article for one in document.paragraphs] == [one.article for one in read("zh").paragraphs]
    assert [one.headings for one in document.paragraphs] == [one.headings for one in read("zh").paragraphs]


_LINES = st.sampled_from([
    "Article 1. Purpose", "Article 2", "Article 3. Scope", "Article 3 bis. More", "§ 1 Scope", "Part I", "Chapter II",
    "第一条　为了合作，制定本法。", "第二条", "第三条　附则。", "第二章　协助", "一、内容", "المادة 1",
    "المادة الثانية", "Статья 1. Цель", "1. A paragraph.", "(a) An item;", "(1) Another.", "words go on", "Words end.",
    "Annex", "", "_____", "¹ A note.", "12", "\f",
])  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(_LINES, max_size=30), st.booleans())
def test_whatever_comes_no_character_is_lost(lines: list[str], said: bool) -> None:
    text = "\n".join(lines)
    document = read_text(text, law=said)
    assert accounted_for(document, text)
    assert all(one.number > 0 for one in document.paragraphs if one.article)
