"""Every code that the exchange writes into the audit log has words, and no words stand there for nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from comity import exchange
from comity.core.audit.words import register_words, words_of
from comity.exchange.words import AUDIT

CODE = re.compile(r"(?:code=|code = |audit\(|suspend else )\x22(exchange\.[a-z_.]+)\x22")


def test_every_code_has_words_in_both_languages():
    folder = Path(next(iter(exchange.__path__)))
    found = {code for path in folder.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    assert found == set(AUDIT)
    for code in found:
        with translation.override("en"):
            english = words_of(code)
        with translation.override("zh-hans"):
            assert words_of(code) != english != ""


def test_a_code_has_one_wording_and_may_have_none():
    assert words_of("exchange.nothing") == ""
    with pytest.raises(ValueError, match=r"exchange\.fetched"):
        register_words({"exchange.fetched": "again"})
