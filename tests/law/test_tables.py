"""The document is what the code says, and every text is written in Chinese as well as in English."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import comity.law
from comity.kernel.languages import Text
from comity.law.articles import ARTICLES, article
from comity.law.basis.warnings import WARNINGS
from comity.law.basis.ways import ALTERNATIVES
from comity.law.contents import ITEMS
from comity.law.grounds import GROUNDS
from comity.law.guards import GUARDS
from comity.law.markdown import table
from comity.law.modes import Applies, applies_in
from comity.law.statistics import CODES
from comity.law.tables import document

DOCUMENT = Path(__file__).parents[2] / "docs" / "law.md"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def texts(value, seen):
    """Yield every Text inside a value."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for inner in (*value.keys(), *value.values()):
            yield from texts(inner, seen)
    elif isinstance(value, list | tuple | frozenset):
        for inner in value:
            yield from texts(inner, seen)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from texts(getattr(value, one.name), seen)


def all_texts():
    seen: set[int] = set()
    for module in pkgutil.walk_packages(comity.law.__path__, "comity.law."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if not name.startswith("__"):
                yield from texts(value, seen)


ALL_TEXTS = list(all_texts())


def test_document_is_current():
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run: python -m comity.law.tables"


def test_document_holds_every_code():
    written = document()
    for code in (*ITEMS, *GROUNDS, *GUARDS, *ARTICLES, *WARNINGS, *ALTERNATIVES):
        assert f"| {code} |" in written


def test_table_escapes_what_would_break_it():
    assert table(["a"], [["x|y\nz"]]).splitlines()[2] == "| x\\|y z |"


def test_there_are_texts_to_look_at():
    assert len(ALL_TEXTS) > 500


@pytest.mark.parametrize("text", ALL_TEXTS, ids=lambda text: text.en[:40])
def test_chinese_is_chinese_with_its_own_punctuation(text):
    assert CHINESE.search(text.zh)
    assert not CHINESE.search(text.en)
    assert not re.search(r"[,;:?()]", text.zh), text.zh
    assert text.en.endswith((".", "?")) == text.zh.endswith(("。", "？")), (text.en, text.zh)
    assert sorted(re.findall(r"\{\w+\}", text.en)) == sorted(re.findall(r"\{\w+\}", text.zh))


def test_every_article_cited_by_a_rule_can_be_explained():
    for rule in (*ITEMS.values(), *GROUNDS.values(), *GUARDS.values()):
        assert rule.article == "" or article(rule.article) is not None, rule.code
    assert article("46(15)(z)").code == "46(15)"
    assert article("99") is None


def test_paragraphs_bind_as_article_46_7_says():
    assert applies_in("46(8)") is applies_in("43(2)") is applies_in("55(3)") is applies_in("46(30)") is Applies.ALWAYS
    assert {applies_in(f"46({number})") for number in range(9, 30)} == {Applies.MINI_TREATY}
    assert {applies_in(f"46({number})") for number in range(1, 9)} == {Applies.ALWAYS}
    assert applies_in("") is Applies.PRACTICE


def test_codes_for_statistics_have_words():
    assert all(CODES.values())
