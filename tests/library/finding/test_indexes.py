"""Every index finds what the definition says: the embedded one, and PostgreSQL where the tests run on it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.library.finding.asking import Query, ask
from comity.library.finding.embedded import Embedded
from comity.library.finding.entries import Entry
from comity.library.finding.indexes import Index, Stored, outdated
from comity.library.finding.keys import COUNTED, of_name
from comity.library.finding.matching import holds
from comity.library.finding.postgres import Postgres
from comity.library.finding.terms import widened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.django_db

PIECES = {
    "zh": ["中央机关", "主管机关", "《公约》", "（附件）", "缔约国", "引渡", "，", "。", "第四十六条", "的", "国 家"],
    "en": ["extradition ", "Extraditions, ", "mutual legal assistance ", "authority ", "(annex) ", "46(7) ",
           "requested. "],
    "fr": ["autorité ", "autorités ", "l'entraide judiciaire ", "extradition "],
    "ru": ["выдача ", "выдачи ", "центральный орган ", "помощь, "],
    "ar": ["المُساعدة ", "القانونية ", "بالمساعدة ", "تسليم ", "والتسليم "],
}  # fmt: skip
QUERIES = [
    "机关缔约", "引渡中央", "中", "央机", "中央机关", "机关《公约》", '"公约》（附件）"', "的",
    "extradition", "authorities", '"mutual legal"',
    "autorité",
    "выдачу", "مساعدة", "引渡 缔约国", "extradition annex", "art. 46(7)", "article 46", "CAC/COSP/2021/3", "46(7)",
    "nothing",
    "mutual legal assistance", "mutual legal assistance annex", "中央机关", "Canada",
    "。", '"mutual legal assistance authority"', "国家",
]  # fmt: skip


def entries(seed: int, documents: int) -> list[Entry]:
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    made = []
    for document in range(documents):
        for at in range(chance.randint(1, 6)):
            language = chance.choice(list(PIECES))
            text = "".join(chance.choices(PIECES[language], k=chance.randint(1, 12)))
            keys = [
                f"language:{language}",
                f"year:{chance.choice((2020, 2021))}",
                f"state:{chance.choice(('XAA', 'XBB'))}",
            ]
            keys += chance.choice(([], ["article:uncac:46"], ["article:uncac:46", "article:uncac:46(7)"]))
            keys += chance.choice(([], ["symbol:CAC/COSP/2021/3", "state:XCC"]))
            made.append(Entry(f"d{document}", f"para_{at}", text, language, tuple(keys)))
    return made


def stored(made: Sequence[Entry], stamp: str = "1") -> list[Stored]:
    documents = dict.fromkeys(one.document for one in made)
    return [Stored(name, stamp, tuple(one for one in made if one.document == name)) for name in documents]


@pytest.fixture
def indexes(tmp_path: Path) -> list[Index]:
    found: list[Index] = [Embedded(tmp_path)]
    if connection.vendor == "postgresql":
        found.append(Postgres())
    return found


def agrees(index: Index, query: Query, made: Sequence[Entry]) -> None:
    wanted = {one.name for one in made if holds(query, one)}
    found = index.find(query, most=1000)
    assert set(found.names) == wanted
    assert len(found.names) == found.total == len(wanted)
    counts = index.counts(query)
    for name in COUNTED:
        values = [value for one in made if one.name in wanted for value in of_name(one.keys, name)]
        assert counts[name] == {value: values.count(value) for value in values}


def test_indexes_find_what_the_definition_says(indexes: list[Index]) -> None:
    made = entries(7, 40)
    for index in indexes:
        index.store(stored(made))
        for text in QUERIES:
            agrees(index, ask(text), made)
            agrees(index, ask(text).narrowed(["year:2021", "state:XAA", "state:XCC"]), made)
            agrees(index, widened(ask(text))[0], made)
        agrees(index, ask("").narrowed(["language:ru"]), made)
        agrees(index, ask(""), made)
        assert index.find(ask("中")).total > 5


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=30), min_size=1, max_size=4), language=st.sampled_from(["en", "zh", "ar"]))
def test_any_text_can_be_stored_and_finds_itself(indexes: list[Index], texts: list[str], language: str) -> None:
    made = [Entry("d", f"text_{at}", text.replace("\0", ""), language) for at, text in enumerate(texts)]
    for index in indexes:
        index.store(stored(made))
        for one in made:
            agrees(index, ask(one.text), made)


def test_characters_on_two_sides_of_a_mark_do_not_stand_together(indexes: list[Index]) -> None:
    texts = ["司法，协助", "《司法》协助", "司法（协）助", "司法a协助", "司 法\n协助", "司法，司法协助"]
    made = [Entry("d", f"para_{at}", text, "zh") for at, text in enumerate(texts)]
    for index in indexes:
        index.store(stored(made))
        assert set(index.find(ask("司法协助")).names) == {"d/para_4", "d/para_5"}
        agrees(index, ask("法协助"), made)


def test_document_is_replaced_and_taken_out_whole(indexes: list[Index]) -> None:
    first, second = entries(1, 3), entries(2, 2)
    for index in indexes:
        index.store(stored(first))
        assert index.held() == {"d0": "1", "d1": "1", "d2": "1"}
        index.store(stored(second, "2"), gone=["d2"])
        assert index.held() == {"d0": "2", "d1": "2"}
        for text in QUERIES:
            agrees(index, ask(text), second)


def test_pages_follow_each_other_and_the_best_comes_first(indexes: list[Index]) -> None:
    made = [Entry("d", f"para_{at}", "extradition " + "and other things " * at, "en") for at in range(30)]
    made.append(Entry("d", "para_30", "extradition extradition extraditions", "en"))
    for index in indexes:
        index.store(stored(made))
        whole = index.find(ask("extradition"), most=100).names
        pages = [index.find(ask("extradition"), first=at, most=10).names for at in range(0, 40, 10)]
        assert [name for page in pages for name in page] == list(whole)
        assert whole[0] == "d/para_30"
        assert whole.index("d/para_1") < whole.index("d/para_29")


def test_pages_together_are_all_that_is_found_wherever_the_order_ends(indexes: list[Index]) -> None:
    few = [Postgres(ranked=7)] if connection.vendor == "postgresql" else []
    made = [Entry("d", f"para_{at}", "中央机关 extradition annex", "zh") for at in range(30)]
    for index in [*indexes, *few]:
        index.store(stored(made))
        for text in ("中", "中央", "中央机关", '"extradition annex"'):
            pages = [index.find(ask(text), first=at, most=4) for at in range(0, 32, 4)]
            names = [name for page in pages for name in page.names]
            assert sorted(names) == sorted(one.name for one in made)
            assert {page.total for page in pages} == {30}
            assert len(index.find(ask(text), most=1000).names) == 30


def test_a_very_long_text_is_found(indexes: list[Index]) -> None:
    text = " ".join(f"word{at}" for at in range(120_000)) + " 中央机关"
    for index in indexes:
        index.store([Stored("d", "1", (Entry("d", "text_1", text, "zh", ("year:2021",)),))])
        for query in ("word7", '"word11 word12"', "中央机关"):
            assert index.find(ask(query)).names == ("d/text_1",)
        assert index.find(ask("word7 nothing")).total == 0


def test_what_is_to_be_written_is_told_by_stamps() -> None:
    assert outdated({"a": "2", "b": "1", "c": "1"}, {"a": "1", "b": "1", "z": "1"}) == (["a", "c"], ["z"])
