"""Articles of treaties are found in six languages, whether the article or its paragraph is named first."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.library.reading import read_text
from comity.library.reading.articles import article_spans, articles_in
from comity.library.reading.languages import RULES, rules_for
from comity.library.reading.treaties import Context, context_of

# How each language cites one paragraph of one article, from the article down and from the paragraph up.
WAYS = {
    "en": ("article {a}, paragraph {p}",
           "paragraph {p} of article {a}",
           "art. {a}({p})",
           "Article {a}, para. {p}"),
    "fr": ("article {a}, paragraphe {p}",
           "paragraphe {p} de l'article {a}",
           "l’article {a}, par. {p}",
           "art. {a}({p})"),
    "es": ("artículo {a}, párrafo {p}",
           "párrafo {p} del artículo {a}",
           "art. {a}, párr. {p}",
           "apartado {p} del artículo {a}"),
    "ru": ("статья {a}, пункт {p}",
           "пункт {p} статьи {a}",
           "в пункте {p} статьи {a}",
           "ст. {a}, п. {p}"),
    "ar": ("المادة {a}، الفقرة {p}",
           "الفقرة {p} من المادة {a}",
           "وفقا للفقرة ({p}) من المادة ({a})",
           "المادة {a} ({p})"),
}  # fmt: skip


def cited(text: str, language: str) -> list[tuple[str, int, int | None, str]]:
    found = articles_in(text, "1", Context(rules_for(language)))
    return [(one.instrument, one.article, one.paragraph, one.item) for one in found]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(WAYS)), st.integers(0, 3), st.integers(1, 71), st.integers(1, 30))
def test_a_paragraph_is_found_however_a_language_cites_it(
    language: str, way: int, article: int, paragraph: int
) -> None:
    text = WAYS[language][way].format(a=article, p=paragraph)
    assert cited(text, language) == [("uncac", article, paragraph, "")]
    assert len(article_spans(f"… {text}.", Context(rules_for(language)))) == 1


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "subparagraph (a) of paragraph 3 of article 46", [("uncac", 46, 3, "a")]),
        ("en", "paragraphs 7 and 9 of article 46 of the Convention", [("uncac", 46, 7, ""), ("uncac", 46, 9, "")]),
        ("en", "paragraphs 1 to 3 of article 31", [("uncac", 31, one, "") for one in (1, 2, 3)]),
        ("fr", "l’alinéa a) du paragraphe 3 de l’article 46", [("uncac", 46, 3, "a")]),
        ("fr", "articles 15 à 17 de la Convention", [("uncac", one, None, "") for one in (15, 16, 17)]),
        ("fr", "aux articles 44, paragraphe 5, et 46, paragraphe 7", [("uncac", 44, 5, ""), ("uncac", 46, 7, "")]),
        (
            "fr",
            "l’article 16 de la Convention des Nations Unies contre la criminalité transnationale organisée",
            [("untoc", 16, None, "")],
        ),
        ("fr", "l’article 12 du Code pénal", [("Code pénal", 12, None, "")]),
        ("es", "el apartado a) del párrafo 3 del artículo 46", [("uncac", 46, 3, "a")]),
        ("es", "los artículos 15 a 17 de la Convención", [("uncac", one, None, "") for one in (15, 16, 17)]),
        (
            "es",
            "el artículo 18, párrafo 3, de la Convención contra la Delincuencia Organizada Transnacional",
            [("untoc", 18, 3, "")],
        ),
        ("ru", "подпункт (a) пункта 3 статьи 46", [("uncac", 46, 3, "a")]),
        ("ru", "подпунктом «б» пункта 1 статьи 54", [("uncac", 54, 1, "b")]),
        ("ru", "статьями 15–17 Конвенции", [("uncac", one, None, "") for one in (15, 16, 17)]),
        ("ru", "статьи 44 и 46", [("uncac", 44, None, ""), ("uncac", 46, None, "")]),
        (
            "ru",
            "статьи 16 Конвенции Организации Объединенных Наций против транснациональной организованной преступности",
            [("untoc", 16, None, "")],
        ),
        ("ar", "الفقرة الفرعية (أ) من الفقرة 3 من المادة 46", [("uncac", 46, 3, "a")]),
        ("ar", "المواد من 15 إلى 17 من الاتفاقية", [("uncac", one, None, "") for one in (15, 16, 17)]),
        ("ar", "المادتين 15 و16", [("uncac", 15, None, ""), ("uncac", 16, None, "")]),
        ("ar", "الفقرة ٧ من المادة ٤٦", [("uncac", 46, 7, "")]),
        (
            "ar",
            "المادة 16 من اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية",
            [("untoc", 16, None, "")],
        ),
        ("fr", "voir le paragraphe 23 et la règle 2", []),
        ("es", "véase el párrafo 23", []),
        ("ru", "см. пункт 23 доклада", []),
        ("ar", "انظر الفقرة 23 من التقرير", []),
    ],
)
def test_what_is_cited(language: str, text: str, expected: list[object]) -> None:
    assert cited(text, language) == expected


@pytest.mark.parametrize(
    ("language", "title", "convention"),
    [
        ("fr", "Conférence des États parties à la Convention des Nations Unies contre la corruption", "uncac"),
        ("fr", "Convention des Nations Unies contre la criminalité transnationale organisée", "untoc"),
        ("es", "Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional", "untoc"),
        ("ru", "Конвенция ООН против транснациональной организованной преступности", "untoc"),
        ("ar", "اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية", "untoc"),
        ("ar", "مؤتمر الدول الأطراف في اتفاقية الأمم المتحدة لمكافحة الفساد", "uncac"),
    ],
)  # fmt: skip
def test_the_title_says_which_convention_is_meant(language: str, title: str, convention: str) -> None:
    assert context_of(title, rules_for(language)).convention == convention


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="article 46(7)paragraphe,de l'статьиةدامل٤第条款、", max_size=60), st.sampled_from(sorted(RULES))
)
def test_any_text_is_read_and_what_is_cited_lies_in_it(text: str, language: str) -> None:
    for one in articles_in(text, "", Context(rules_for(language))):
        assert one.article >= 0
    for start, end in article_spans(text, Context(rules_for(language))):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("article 5 and article 6", [5, 6]),
        ("articles 5, 6 and article 7 of the Convention against Corruption", [5, 6, 7]),
    ],
)
def test_articles_cited_together_are_cited_once(text: str, articles: list[int]):
    assert [article for _treaty, article, _paragraph, _item in cited(text, "en")] == articles


@pytest.mark.parametrize(
    "text",
    ["article 5 and article 6 and " * 5_000, "Article 1\n" * 4_000, "Part " + "I" * 100_000, "Aa " * 30_000,
     "《甲》乙丙丁第一条" * 5_000, "Article 1. Text.\n" * 6_000],
    ids=range(6),
)  # fmt: skip
def test_a_hostile_text_is_read_in_time_that_grows_with_its_length(text: str):
    """A hundred kilobytes took minutes where each citation was followed anew, or each letter begun at."""
    began = time.process_time()
    read_text(text)
    assert time.process_time() - began < 8
