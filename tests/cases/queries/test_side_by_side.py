"""The print in two languages: section beside section, nothing translated that was not, and the signed column named."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from pypdf import PdfReader
from tests.builders.cases import NOW, Cast, a_draft, a_sent, an_arrived
from tests.builders.people import signed_in

from comity.cases.letters.document import Heading, Table
from comity.cases.models import Case
from comity.cases.queries import side_by_side
from comity.core.roles import Role
from comity.law.sections import SECTIONS

if TYPE_CHECKING:
    from tests.builders.cases import TestSigner

pytestmark = pytest.mark.django_db


def test_every_section_stands_in_both_languages(cast: Cast, signer: TestSigner) -> None:
    paper = side_by_side.paper_of(a_sent(cast, signer=signer), NOW)
    heads = [block.text for block in paper.blocks if isinstance(block, Heading)]
    assert f"{SECTIONS['facts'].title.en} / {SECTIONS['facts'].title.get('zh-hans')}" in heads
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert len(tables) == len(heads) > 5
    for table in tables:
        assert table.columns[0] == "English: the language of the signed letter"
        assert table.columns[1] == "中文：仅供阅读，未经签署"
        assert all(len(row) == 2 and "\n" in row[0] and "\n" in row[1] for row in table.cells)


def test_words_are_not_translated_and_the_print_says_so(cast: Cast) -> None:
    words = "In May 2021 the company won the contract. " * 5
    case = a_draft(cast)
    section = case.sections.get(key="facts")
    section.data["facts.summary"] = words
    section.save()
    paper = side_by_side.paper_of(Case.objects.get(pk=case.pk), NOW)
    [row] = [
        row for block in paper.blocks if isinstance(block, Table) for row in block.cells if words.strip() in row[0]
    ]
    assert "此处没有译文" in row[1]
    assert paper.banner


def test_chinese_letter_has_chinese_to_the_left(cast: Cast) -> None:
    del cast
    paper = side_by_side.paper_of(an_arrived(language="zh-hans"), NOW)
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert table.columns == ("中文：经签署的请求书所用语言", "English: for reading only, not signed")


def test_it_is_given_out_as_pdf_to_whoever_sees_the_case(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    address = reverse("cases:case-bilingual", args=[case.pk])
    answer = signed_in(cast.officer(Role.DRAFTER)).get(address)
    assert answer["Content-Disposition"].endswith('-two-languages.pdf"')
    assert "no-store" in answer["Cache-Control"]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert case.title in text
    assert "仅供阅读" in text
    assert signed_in(cast.officer(Role.STATISTICIAN)).get(address).status_code == 403
    assert signed_in(cast.officer(Role.CASE_OFFICER)).get(address).status_code == 404
