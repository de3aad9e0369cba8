"""The term base itself: no term means two concepts, each concept is said in English and Chinese, articles exist."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain

import pytest

from comity.core.tokens import MARKS, line
from comity.library.finding.asking import ask, stems
from comity.library.finding.entries import Entry
from comity.library.finding.matching import holds
from comity.library.finding.terms import MOST_WORDS, Term, all_terms, widened

# How many paragraphs the articles of the Convention have that have any; of articles 1 to 71.
PARAGRAPHS = {
    3: 2, 4: 2, 5: 4, 6: 3, 7: 4, 8: 6, 9: 3, 11: 2, 12: 4, 13: 2, 14: 5, 16: 2, 23: 2, 26: 4, 27: 2, 30: 10, 31: 10,
    32: 5, 37: 5, 39: 2, 42: 6, 43: 2, 44: 18, 46: 30, 48: 3, 50: 4, 52: 6, 54: 2, 55: 10, 57: 5, 60: 8, 61: 3, 62: 3,
    63: 7, 64: 2, 65: 2, 66: 4, 67: 4, 68: 2, 69: 5, 70: 2, 71: 2,
}  # fmt: skip
LAST = 71
# Words that say too much alone: whoever types one means it, in whatever sense.
SAY_TOO_MUCH = (
    "return", "order", "request", "measure", "decision", "notice", "report", "search", "service", "transfer", "party",
    "accounts", "criminal", "instrument", "competent", "secreto", "tracking", "integrated", "evident", "internal",
    "资产", "请求", "命令", "措施", "通知", "保留", "声明", "分享", "提要", "联系", "机关", "人",
)  # fmt: skip


def of_the_table() -> list[Term]:
    """Return the terms of concepts, without those of bodies."""
    bodies = "documents of the Conference"
    return [one for one in all_terms() if one.source != bodies]


def terms_of(query: str) -> dict[str, set[str]]:
    """Return by which terms a query is widened, by concept."""
    return {one.concept: {term.text for term in one.terms} for one in widened(ask(query))[1]}


def test_no_term_means_two_concepts() -> None:
    meant: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for one in all_terms():
        meant[tuple(line(one.text))].add(one.concept)
    assert [concepts for concepts in meant.values() if len(concepts) > 1] == []


def test_no_stem_means_two_concepts() -> None:
    meant: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for one in all_terms():
        if one.inflected and (found := stems(one.text, one.language)):
            meant[found].add(one.concept)
    assert [concepts for concepts in meant.values() if len(concepts) > 1] == []


def test_each_concept_has_one_preferred_term_in_english_and_chinese() -> None:
    preferred = [(one.concept, one.language) for one in of_the_table() if one.preferred]
    concepts = {one.concept for one in of_the_table()}
    assert len(preferred) == len(set(preferred))
    assert {(one, language) for one in concepts for language in ("en", "zh")} <= set(preferred)
    assert {(one.concept, one.language) for one in of_the_table()} == set(preferred)
    assert {re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", one) is not None for one in concepts} == {True}


def test_each_term_that_is_typed_is_its_concept_whole_and_alone() -> None:
    missed = {}
    for one in of_the_table():
        if len(one.text.split()) > MOST_WORDS or "," in one.text or "、" in one.text:
            continue  # is looked for, and seldom typed
        found = [(each.said, each.concept, {term.concept for term in each.terms}) for each in widened(ask(one.text))[1]]
        if found != [(one.text, one.concept, {one.concept})]:
            missed[one.text] = found
    assert missed == {}


def test_articles_are_there() -> None:
    for one in of_the_table():
        found = re.fullmatch(r"(\d+)(?:\((\d+)\))?(?:\([a-k]\))?", one.article)
        assert found or not one.article, one
        if found:
            article, paragraph = int(found[1]), int(found[2] or 0)
            assert 1 <= article <= LAST, one
            assert paragraph <= PARAGRAPHS.get(article, 0), one
    domains = {(one.concept, one.article) for one in of_the_table()}
    assert len(domains) == len({concept for concept, _article in domains})


@pytest.mark.parametrize("word", SAY_TOO_MUCH)
def test_what_says_too_much_is_not_widened(word: str) -> None:
    assert terms_of(word) == {}
    assert word not in {one.text.casefold() for one in of_the_table()}


def test_chinese_terms_are_no_single_characters() -> None:
    for one in of_the_table():
        assert one.language != "zh" or len([unit for unit in line(one.text) if unit not in MARKS]) > 1, one


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (
            "conflict of interest",
            {
                "conflict-of-interest": {
                    "conflicts of interest", "利益冲突", "conflit d'intérêts", "conflits d'intérêts",
                    "conflicto de intereses", "коллизия интересов", "конфликт интересов", "تضارب المصالح",
                }
            },
        ),
        (
            "利益冲突",
            {
                "conflict-of-interest": {
                    "conflict of interest", "conflicts of interest", "conflit d'intérêts", "conflits d'intérêts",
                    "conflicto de intereses", "коллизия интересов", "конфликт интересов", "تضارب المصالح",
                }
            },
        ),
        ("conflict of laws", {}),
        (
            "letters rogatory",
            {
                "letter-rogatory": {
                    "letter rogatory", "rogatory letter", "委托调查书", "commission rogatoire", "carta rogatoria",
                    "comisión rogatoria", "судебное поручение", "إنابة قضائية",
                }
            },
        ),
        (
            "双重犯罪 信息交流",
            {
                "dual-criminality": {
                    "dual criminality", "double incrimination", "doble incriminación",
                    "обоюдное признание деяния преступлением", "ازدواجية التجريم",
                },
                "information-exchange": {
                    "exchange of information", "information exchange", "information sharing", "交流信息", "信息交换",
                    "échange d'informations", "intercambio de información", "обмен информацией", "تبادل المعلومات",
                },
            },
        ),
        (
            "政治公众人物",
            {
                "politically-exposed-persons": {
                    "politically exposed person", "PEP", "prominent public functions", "重要公职",
                    "personne politiquement exposée", "persona expuesta políticamente",
                    "persona políticamente expuesta", "политически значимое лицо",
                }
            },
        ),
        (
            "窝赃 2020",
            {"concealment": {"concealment", "recel", "encubrimiento", "сокрытие", "الإخفاء"}},
        ),
    ],
)  # fmt: skip
def test_a_query_is_widened_by_this_and_nothing_else(query: str, wanted: dict[str, set[str]]) -> None:
    assert terms_of(query) == wanted


@pytest.mark.parametrize(
    ("query", "concepts"),
    [
        ("bribery of foreign public officials by legal persons", ["bribery-foreign-officials", "legal-persons"]),
        ("laundering of proceeds of crime", ["laundering-of-proceeds"]),
        ("Proceeds of crime and their laundering", ["proceeds-of-crime"]),
        ("bribery of a judge", ["bribery"]),
        ("запрашивающего государства", []),
        ("confiscation orders and their execution", ["confiscation-order"]),
        ("execution of requests for mutual legal assistance", ["execution-of-request", "mutual-legal-assistance"]),
        ("service of judicial documents through diplomatic channels", ["service-of-documents", "diplomatic-channels"]),
        ("引渡条约 执法合作 一事不再理", ["extradition-treaty", "law-enforcement-cooperation", "ne-bis-in-idem"]),
        ("return and disposal of assets", ["return-and-disposal"]),
        ("return of assets to prior legitimate owners", ["return-of-assets", "prior-legitimate-owner"]),
        ("资产追回问题工作组 秘书处的说明", ["asset-recovery-group", "note-by-the-secretariat"]),
        ("note by the Secretariat", ["note-by-the-secretariat"]),
        ("贿赂外国公职人员 法人责任", ["bribery-foreign-officials", "liability-legal-persons"]),
    ],
)
def test_the_longest_term_is_meant(query: str, concepts: list[str]) -> None:
    assert list(terms_of(query)) == concepts


@pytest.mark.parametrize(
    ("query", "language", "text"),
    [
        ("请求国", "en", "the requested State"),
        ("запрашивающее государство", "en", "the requested State Party"),
        ("问责", "en", "the accounts of the company"),
        ("jurisdiction", "fr", "l'autorité compétente"),
        ("reciprocity", "es", "la asistencia judicial recíproca"),
        ("confiscation", "ar", "من مصادر أخرى"),
        ("reporting person", "ar", "مبلغ كبير"),
        ("犯罪工具", "en", "an international instrument"),
        ("secretariat", "es", "el secreto bancario"),
        ("execution of requests", "zh", "执行请求国法院签发的没收令"),
        ("executive summary", "zh", "向其他国家提要求"),
        ("property", "fr", "il est bien connu"),
        ("statute of limitations", "zh", "信息的时效性"),
    ],
)
def test_what_only_looks_alike_is_not_found(query: str, language: str, text: str) -> None:
    assert not holds(widened(ask(query))[0], Entry("d", "para_1", text, language, ()))


def test_terms_are_written_plainly() -> None:
    for one in of_the_table():
        assert one.text == " ".join(one.text.split()), one
        assert not set(one.text) & set('《》“”"()（）;；|'), one
    assert set(chain.from_iterable(one.language for one in of_the_table())) <= set("enzhfresruar")
